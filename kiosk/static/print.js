// Prints the page; a script of its own because the page allows no inline code.
document.querySelector("[data-print]").addEventListener("click", () => window.print());
