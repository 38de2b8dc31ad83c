// A sound for each tone class, for out, in and in hand, and for a label that reads well: short, plain, told apart with eyes shut.

const TONES = {
  // [frequency Hz, start s, length s]
  out: [[660, 0, 0.09], [880, 0.1, 0.14]],
  in: [[880, 0, 0.09], [660, 0.1, 0.14]],
  hand: [[740, 0, 0.07], [740, 0.12, 0.07]],
  verified: [[1047, 0, 0.08], [1319, 0.09, 0.08], [1568, 0.18, 0.16]],
  ok: [[784, 0, 0.12]],
  attention: [[523, 0, 0.12], [523, 0.18, 0.12], [698, 0.36, 0.2]],
  stop: [[196, 0, 0.25], [165, 0.3, 0.4]],
  again: [[440, 0, 0.06], [440, 0.09, 0.06]],
  unclear: [[330, 0, 0.2]],
  lapse: [[587, 0, 0.15], [494, 0.2, 0.15], [392, 0.4, 0.3]],
  lost: [[250, 0, 0.1], [200, 0.12, 0.1], [150, 0.24, 0.3]],
  unsent: [[300, 0, 0.08], [300, 0.14, 0.08], [300, 0.28, 0.08]],
};

/** @type {AudioContext | undefined} */
let context;

function play(context, notes, after) {
  for (const [frequency, start, length] of notes) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    const begins = context.currentTime + after + start;
    oscillator.frequency.value = frequency;
    oscillator.type = "triangle";
    gain.gain.setValueAtTime(0.0001, begins);
    gain.gain.exponentialRampToValueAtTime(0.4, begins + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.0001, begins + length);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(begins);
    oscillator.stop(begins + length + 0.02);
  }
}

/** Plays a sound by name, e.g. "ok out" or "attention in verified"; says so where the browser is mute. */
export async function sound(name) {
  const [tone, ...ways] = name.split(" ");
  if (!TONES[tone] || !window.AudioContext) return;
  context ??= new AudioContext();
  if (context.state !== "running") {
    // Browsers are mute until somebody touches the page; old sounds must not come later at once.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 300))]);
  }
  const mute = context.state !== "running";
  document.getElementById("mute")?.toggleAttribute("hidden", !mute);
  if (mute) return;
  const said = tone === "ok" && ways.length ? ways : tone === "attention" ? [tone, ...ways] : [tone];
  let after = 0;
  for (const one of said) {
    play(context, TONES[one], after);
    after += Math.max(...TONES[one].map(([, start, length]) => start + length)) + 0.09;
  }
}
