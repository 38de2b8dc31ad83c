// Shows what a print form would print, at its true size; a tap on the sheet says where it begins.

for (const form of document.querySelectorAll("form[data-preview]")) watch(form);

function watch(form) {
  const shown = form.querySelector(".preview");
  let asked = 0;

  async function show() {
    const mine = (asked += 1);
    const response = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (mine !== asked) return; // overtaken by a newer choice
    shown.hidden = !response;
    if (response) shown.innerHTML = await response.text();
    form.querySelector("button").disabled = Boolean(shown.querySelector(".error"));
  }

  form.addEventListener("change", ({ target }) => {
    if (target.name === "stock") form.elements.first.value = 1; // another sheet
    show();
  });
  shown.addEventListener("click", ({ target }) => {
    if (!target.dataset.place) return;
    form.elements.first.value = target.dataset.place;
    show();
  });
  // Inside of a closed box nobody looks yet.
  const box = form.closest("details");
  if (box && !box.open) box.addEventListener("toggle", show, { once: true });
  else show();
}
