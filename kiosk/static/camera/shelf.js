// Reading a large photo takes a moment: say so, and send it only once.

import { words } from "../shared/words.js";

document.getElementById("shelf").addEventListener("submit", (event) => {
  const button = event.target.querySelector("button");
  button.textContent = words("reading-photo");
  button.disabled = true;
});
