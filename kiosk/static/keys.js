// Keystrokes of a USB scanner or a person -> whole codes of ours.
// event.code survives a foreign keyboard layout but garbles what people type, so both strings are
// kept, and event.code counts only where it makes a valid code.

import { codeIn } from "./codes.js";

const SILENCE_MS = 150;
const TYPED_MS_A_KEY = 120;
const SCANNER_MS_A_KEY = 40;
const CODE_KEYS = 11;
const LEAST_KEYS = 4;
const TEXT = "input:not([type=checkbox]):not([type=radio]):not([type=number]), textarea, [contenteditable]";
const EDITABLE = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

function physical(event) {
  const { code } = event;
  if (/^Key[A-Z]$/.test(code)) return code[3];
  if (/^(Digit|Numpad)[0-9]$/.test(code)) return code.at(-1);
  return { Space: " ", BracketRight: "]", Minus: "-" }[code] ?? event.key;
}

function cutFrom(field, typed) {
  if (!field || typeof field.value !== "string") return;
  const kept = field.type === "number" ? typed.replace(/\D/g, "") : typed; // it takes digits only
  const end = field.value.toUpperCase().lastIndexOf(kept.toUpperCase());
  if (end >= 0) field.value = field.value.slice(0, end) + field.value.slice(end + kept.length);
}

/**
 * Calls onCode(code, source) for each code, and onOther(text) for what else comes as fast as a
 * scanner outside of any text field, where its Enter would press a button; everything else stays
 * where it was typed. What is typed outside of any field goes to the prompt, if there is one.
 */
export function readKeys(target, onCode, prompt, onOther = null) {
  let strokes = [];
  let timer = 0;

  // What may be a code: all since the last pause, or all since the last Enter.
  function found() {
    const paused = strokes.findLastIndex((stroke, at) => at > 0 && stroke.at - strokes[at - 1].at > SILENCE_MS);
    const runs = [strokes.slice(Math.max(paused, 0)), strokes];
    // A code at the end of a note that somebody is typing is a scan if it came faster than hands.
    const tail = strokes.slice(-CODE_KEYS);
    if (tail.length === CODE_KEYS && tail.at(-1).at - tail[0].at < CODE_KEYS * SCANNER_MS_A_KEY) runs.push(tail);
    for (const run of runs) {
      const typed = run.map((stroke) => stroke.key).join("");
      const code = codeIn(run.map((stroke) => stroke.physical).join("")) ?? codeIn(typed);
      if (code) return { code, typed, run };
    }
    return null;
  }

  function flush() {
    const hit = found();
    if (!hit) return false;
    const { run } = hit;
    const slow = (run.at(-1).at - run[0].at) / (run.length - 1) > TYPED_MS_A_KEY;
    cutFrom(run.at(-1).field, hit.typed);
    strokes = [];
    onCode(hit.code, slow ? "typed" : "scanner");
    return true;
  }

  function flushOther() {
    const fast = strokes.length >= LEAST_KEYS && strokes.at(-1).at - strokes[0].at < strokes.length * SCANNER_MS_A_KEY;
    if (!onOther || !fast || strokes.at(-1).field?.matches?.(TEXT)) return false;
    const typed = strokes.map((stroke) => stroke.key).join("");
    cutFrom(strokes.at(-1).field, typed);
    onOther(typed);
    return true;
  }

  target.addEventListener("keydown", (event) => {
    clearTimeout(timer);
    if (event.key === "Enter" || event.key === "Tab") {
      if (flush() || flushOther()) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      strokes = [];
      return;
    }
    if (event.key === "Backspace" || event.key === "Escape") strokes = [];
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey) return;
    const editable = event.target.matches?.(EDITABLE);
    if (!editable && event.key !== " ") prompt?.focus();
    // A scanner without suffix: the next code begins right behind a whole one.
    if (/[CLSKR\]]/.test(physical(event)) && strokes.length >= 11) flush();
    const field = editable ? event.target : document.activeElement;
    strokes.push({ physical: physical(event), key: event.key, at: event.timeStamp, field });
    if (strokes.length > 80) strokes.shift();
    timer = setTimeout(flush, SILENCE_MS);
  }, { capture: true });
}
