// On every page but the desk: a scanned code is no text for a field, and scans count at a desk only.

import { grouped } from "./codes.js";
import { found, maybe } from "./dom.js";
import { readKeys } from "./keys.js";
import { sound } from "./sounds.js";

const searched = maybe(HTMLInputElement, "[data-takes-codes]");
if (searched && searched === document.activeElement) searched.select();

function refuse(text) {
  const said = found(HTMLElement, "#toast");
  found(HTMLElement, "b", said).textContent = grouped(text);
  said.hidden = false;
  sound("stop");
}

readKeys(window, (code) => {
  if (searched?.dataset.takesCodes?.includes(code[0])) {
    searched.value = code;
    const { then } = searched.dataset;
    if (then) found(HTMLElement, `#${then}`).focus();
    else searched.form?.requestSubmit(found(HTMLButtonElement, "button", searched.form));
    return;
  }
  refuse(code);
}, searched, refuse);
