// The label just printed is scanned where it was printed: it is the right one and reads, or this
// page says what is wrong with it.

import { Camera } from "./camera.js";
import { readKeys } from "./keys.js";
import { Sender } from "./sender.js";
import { sound } from "./sounds.js";

const check = document.getElementById("check");
const { station, code, sounds } = check.dataset;
const said = check.querySelector("[data-said]");
const camera = check.querySelector("#camera");
let asked = "";

function say(tone, headline, more, played) {
  const leads = document.createElement("b");
  leads.textContent = headline;
  said.className = `checked said-here tone-${tone}`;
  said.replaceChildren(leads, ` ${more}`);
  if (sounds === "on") sound(played);
}

function sentences(notice, part) {
  const texts = [...notice.querySelectorAll(part)].map((one) => one.textContent.trim().replace(/\s+/g, " "));
  return texts.map((one) => (/[.?!]$/.test(one) ? one : `${one}.`)).join(" ");
}

const sender = new Sender(station, {
  settled(html) {
    const notice = new DOMParser().parseFromString(html, "text/html").querySelector(".notice");
    if (notice.dataset.scanId && notice.dataset.scanId !== asked) return; // it had waited since before
    const tone = /tone-(\w+)/.exec(notice.className)?.[1] ?? "stop";
    const [chart, ...advice] = ["h2", ".next > p"].map((part) => sentences(notice, part));
    const next = tone === "ok" ? "Go on at the desk." : advice.join(" ");
    say(tone, `${notice.querySelector(".sign").textContent} ${sentences(notice, "strong")}`, `${chart} ${next}`, notice.dataset.sound);
  },
  waiting() {
    say("stop", "✕ Not checked yet:", "the server does not answer. The scan is kept here and sent again.", "unsent");
  },
});

function take(text, source, more) {
  asked = sender.take(text, source, { fresh: code, ...more });
}

readKeys(window, take);
if (camera) {
  new Camera(camera, (text, read) => take(text, "camera", read && { read }), () => {
    say("stop", "✕ This label cannot be read.", "Hold it closer and still. If that does not help, print it again.", "stop");
  });
}
check.dataset.ready = "yes";
