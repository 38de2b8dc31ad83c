// Prints the page; a script of its own because the page allows no inline code.
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
