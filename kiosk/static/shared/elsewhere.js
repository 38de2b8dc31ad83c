// On every page but the desk: a scanned code is no text for a field, and scans count at a desk only.

import { grouped } from "./codes.js";
import { readKeys } from "./keys.js";
import { sound } from "./sounds.js";

const searched = document.querySelector("[data-takes-codes]");
if (searched && searched === document.activeElement) searched.select();

function refuse(text) {
  const said = document.getElementById("toast");
  said.querySelector("b").textContent = grouped(text);
  said.hidden = false;
  sound("stop");
}

readKeys(window, (code) => {
  if (searched?.dataset.takesCodes.includes(code[0])) {
    searched.value = code;
    const { then } = searched.dataset;
    if (then) document.getElementById(then).focus();
    else searched.form.requestSubmit(searched.form.querySelector("button"));
    return;
  }
  refuse(code);
}, searched, refuse);
