// The keys of a page -> codes, wherever the focus is; what is no code stays where it was typed.

import { SILENCE_MS, Strokes } from "./strokes.js";

const TEXT = "input:not([type=checkbox]):not([type=radio]):not([type=number]), textarea, [contenteditable]";
const EDITABLE = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

function cutFrom(field, typed) {
  if (!field || typeof field.value !== "string") return;
  const kept = field.type === "number" ? typed.replace(/\D/g, "") : typed; // it takes digits only
  const end = field.value.toUpperCase().lastIndexOf(kept.toUpperCase());
  if (end >= 0) field.value = field.value.slice(0, end) + field.value.slice(end + kept.length);
}

// What an input method has not written yet is given up, so that it cannot come after the scan.
function endComposition(field, code) {
  field.blur();
  cutFrom(field, code);
  field.focus();
}

/**
 * Calls onCode(code, source) for each code. Calls onOther(text) for a text that holds a code but
 * is more than that, and for what else comes as fast as a scanner outside of any text field, where
 * its Enter would press a button. Everything else stays where it was typed. What is typed outside
 * of any field goes to the prompt, if there is one.
 */
export function readKeys(target, onCode, prompt, onOther) {
  const strokes = new Strokes();
  let timer = 0;

  /** @param {import("./strokes.js").Told} told */
  function act({ taken, unsure, foreign }) {
    const other = unsure ?? (foreign?.field?.matches?.(TEXT) ? null : foreign);
    if (other) {
      cutFrom(other.field, other.typed);
      onOther(other.typed);
    }
    if (taken) {
      cutFrom(taken.field, taken.typed);
      if (taken.isComposed && taken.field) endComposition(taken.field, taken.code);
      onCode(taken.code, taken.source);
    }
    return Boolean(other);
  }

  target.addEventListener("keydown", (event) => {
    const { key, code, ctrlKey: ctrl, metaKey: meta, timeStamp: at } = event;
    const editable = event.target.matches?.(EDITABLE);
    if (key.length === 1 && key !== " " && !ctrl && !meta && !editable) prompt?.focus();
    const field = editable ? event.target : document.activeElement;
    const told = strokes.press({ key, code, ctrl, meta, at, field });
    const isSaid = act(told);
    // A second suffix of the scanner is nobody's Enter, unless something was typed meanwhile.
    const isSuffix = told.isBehind && (ctrl || !field?.value);
    if (told.swallow || isSaid || isSuffix) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (!told.waits) return;
    clearTimeout(timer);
    timer = setTimeout(() => act(strokes.silence(performance.now())), SILENCE_MS);
  }, { capture: true });
  document.documentElement.dataset.reads = "keys"; // before, a scan is typing like any other
}
