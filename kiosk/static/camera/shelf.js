// Reading a large photo takes a moment: say so, and send it only once.

document.getElementById("shelf").addEventListener("submit", (event) => {
  const button = event.target.querySelector("button");
  button.textContent = "Reading the photo …";
  button.disabled = true;
});
