// Keystrokes of a USB scanner or a person -> whole codes of ours: an automaton that knows no page.
//
// | key                   | a whole code stands at the end        | none does                        |
// |-----------------------|---------------------------------------|----------------------------------|
// | a character           | one that cannot belong to it: taken,  | added                            |
// |                       | and a new text begins; else added     |                                  |
// | Enter, Tab and their  | taken, the key is swallowed           | a new text begins; right behind  |
// | Ctrl+M, Ctrl+J        |                                       | a taken code it is its suffix    |
// | any other key         | taken, swallowed at scanner speed     | Backspace, Escape: a new text;   |
// |                       |                                       | swallowed right behind a code    |
// | silence               | taken                                 | nothing                          |
//
// event.code survives a foreign keyboard layout but garbles what people type, so both strings are
// kept, and event.code counts only where it makes a valid code.

import { LETTERS, codeIn } from "./codes.js";

export const SILENCE_MS = 150;
const TYPED_MS_A_KEY = 120;
const SCANNER_MS_A_KEY = 40;
const CODE_KEYS = 11;
const LEAST_KEYS = 4;
const MOST_KEYS = 80;
const BEGINS_CODE = new RegExp(`[${LETTERS}\\]]`); // or what a scanner puts in front
const COMPOSED = ["Process", "Unidentified", "Dead"]; // an input method is on: only the key's place is told

function physical({ key, code }) {
  if (/^Key[A-Z]$/.test(code)) return code[3];
  if (/^(Digit|Numpad)[0-9]$/.test(code)) return code.at(-1);
  return { Space: " ", BracketRight: "]", Minus: "-" }[code] ?? key;
}

function kindOf({ key, code, ctrl, meta }) {
  if (key === "Enter" || key === "Tab" || (ctrl && (code === "KeyJ" || code === "KeyM"))) return "end";
  const isPlain = !ctrl && !meta;
  if (isPlain && (key.length === 1 || (COMPOSED.includes(key) && physical({ key, code }).length === 1))) return "character";
  return "other";
}

// How long a key took in a run, on average; a run of one took none.
function pace(run) {
  return run.length > 1 ? (run.at(-1).at - run[0].at) / (run.length - 1) : 0;
}

function text(run) {
  return run.map((stroke) => (stroke.key.length === 1 ? stroke.key : "")).join("");
}

function read(run) {
  return codeIn(run.map((stroke) => stroke.physical).join("")) ?? codeIn(run.map((stroke) => stroke.key).join(""));
}

function isApart(before, stroke, run) {
  return stroke.at - before.at > Math.max(2 * pace(run), SCANNER_MS_A_KEY);
}

// A text that holds a code, but is more than that, and that nobody has typed by hand.
function unsureOf(run) {
  const holdsCode = run.some((_, at) => read(run.slice(at, at + CODE_KEYS)));
  return holdsCode && pace(run) < TYPED_MS_A_KEY ? { typed: text(run), field: run.at(-1).field } : null;
}

/**
 * What is to be done after a key, or after a silence; see Strokes.press.
 * @typedef {object} Told
 * @property {{code: string, source: string, typed: string, field: any, isComposed: boolean} | null} [taken]
 * @property {{typed: string, field: any} | null} [unsure]
 * @property {{typed: string, field: any} | null} [foreign]
 * @property {boolean} [swallow]
 * @property {boolean} [isBehind]
 * @property {boolean} [waits]
 */

export class Strokes {
  constructor() {
    this.run = []; // the text since the last key that ended one
    this.last = -Infinity; // when the last key came
    this.takenAt = -Infinity;
  }

  /**
   * Takes {key, code, ctrl, meta, at, field} and returns what is to be done:
   * taken: the code that is complete by now, {code, source, typed, field, isComposed}, or null;
   * unsure: a text that holds a code but is more than that, {typed, field};
   * foreign: any other text that came as fast as a scanner, and that an end key has ended;
   * swallow: whether the page must not see the key; isBehind: whether it ends a code that was
   * taken already; waits: whether silence may complete a code.
   * @returns {Told}
   */
  press(stroke) {
    const isFast = stroke.at - this.last < SCANNER_MS_A_KEY;
    const isBehind = this.run.length === 0 && stroke.at - this.takenAt < SILENCE_MS;
    this.last = stroke.at;
    switch (kindOf(stroke)) {
      case "character": return { ...this.add({ ...stroke, physical: physical(stroke) }), waits: true };
      case "end": {
        const foreign = this.foreign();
        const { taken, unsure } = this.silence(stroke.at);
        this.run = [];
        return { taken, unsure, foreign: taken || unsure ? null : foreign, swallow: Boolean(taken ?? unsure), isBehind };
      }
      default: {
        const isErased = stroke.key === "Backspace" || stroke.key === "Escape";
        const { taken, unsure } = isErased ? this.silence(stroke.at) : this.take(stroke.at);
        if (isErased) this.run = [];
        return { taken, unsure, swallow: isFast && (Boolean(taken) || isBehind) };
      }
    }
  }

  /**
   * Returns what is to be done, as above, when nothing more has come.
   * @returns {Told}
   */
  silence(at) {
    const { taken, unsure } = this.take(at);
    if (taken) return { taken, unsure };
    const whole = unsureOf(this.run);
    if (whole) this.run = [];
    return { taken: null, unsure: whole };
  }

  foreign() {
    const { run } = this;
    const isFast = run.length >= LEAST_KEYS && run.at(-1).at - run[0].at < run.length * SCANNER_MS_A_KEY;
    return isFast ? { typed: text(run), field: run.at(-1).field } : null;
  }

  add(stroke) {
    const hit = this.found();
    const cannotBelong = hit && (BEGINS_CODE.test(stroke.physical) || isApart(this.run.at(-1), stroke, hit.run));
    const told = cannotBelong ? this.take(stroke.at) : {};
    this.run.push(stroke);
    if (this.run.length > MOST_KEYS) this.run.shift();
    return told;
  }

  // Takes the code that stands, if any; what stood before it may hold another one.
  take(at) {
    const hit = this.found();
    if (!hit) return { taken: null, unsure: null };
    const { code, run } = hit;
    const unsure = unsureOf(this.run.slice(0, this.run.indexOf(run[0])));
    this.run = [];
    this.takenAt = at;
    const isComposed = run.some((stroke) => stroke.key.length > 1);
    const source = pace(run) > TYPED_MS_A_KEY ? "typed" : "scanner";
    return { taken: { code, source, typed: text(run), field: run.at(-1).field, isComposed }, unsure };
  }

  // What may be a code: all since the last pause, all of the text, or the last keys if they came
  // faster than hands or apart from what stands before them, or with such keys behind them.
  found() {
    const { run } = this;
    const paused = run.findLastIndex((stroke, at) => at > 0 && stroke.at - run[at - 1].at > SILENCE_MS);
    for (const part of [run.slice(Math.max(paused, 0)), run]) {
      const code = read(part);
      if (code) return { code, run: part };
    }
    for (let end = run.length; end >= CODE_KEYS; end -= 1) {
      const part = run.slice(end - CODE_KEYS, end);
      const code = this.standsAlone(part, end) && read(part);
      if (code) return { code, run: this.withIdentifier(part, end) };
    }
    return null;
  }

  standsAlone(part, end) {
    const { run } = this;
    const before = run[end - CODE_KEYS - 1];
    const behind = run[end];
    const isFaster = pace(part) < SCANNER_MS_A_KEY;
    const begins = !before || isFaster || isApart(before, part[0], part);
    return begins && (!behind || !/[0-9]/.test(behind.physical) || isApart(part.at(-1), behind, part));
  }

  // The AIM identifier (]C0) in front of a code belongs to it.
  withIdentifier(part, end) {
    const longer = this.run.slice(Math.max(end - CODE_KEYS - 3, 0), end);
    return longer.length === CODE_KEYS + 3 && longer[0].physical === "]" && read(longer) ? longer : part;
  }
}
