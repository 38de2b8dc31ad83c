// Reading a large photo takes a moment: say so, and send it only once.

import { found } from "../shared/dom.js";
import { words } from "../shared/words.js";

const form = found(HTMLFormElement, "#shelf");
form.addEventListener("submit", () => {
  const button = found(HTMLButtonElement, "button", form);
  button.textContent = words("reading-photo");
  button.disabled = true;
});
