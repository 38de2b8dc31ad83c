// Prints the page; a script of its own because the page allows no inline code.

import { all } from "../shared/dom.js";

for (const button of all(HTMLButtonElement, "[data-print]")) button.addEventListener("click", () => window.print());
