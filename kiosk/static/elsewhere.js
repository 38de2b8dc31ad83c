// On every page but the desk: a scanned code is no text for a field, and scans count at a desk only.

import { codeIn, grouped } from "./codes.js";
import { readKeys } from "./keys.js";
import { sound } from "./sounds.js";

const searched = document.querySelector("[data-takes-codes]");
searched?.select();

readKeys(window, (code) => {
  if (searched && codeIn(code)?.startsWith("C")) {
    searched.value = code;
    searched.form.requestSubmit();
    return;
  }
  const said = document.getElementById("toast");
  said.querySelector("b").textContent = grouped(code);
  said.hidden = false;
  sound("stop");
}, searched);
