// Shows what a print form would print, at its true size; a tap on the sheet says where it begins.
// Print jobs are shown as they go on.

import { randomId } from "./random.js";

const JOBS_MS = 2000;
const AGAIN_MS = 3000;

for (const form of document.querySelectorAll(".print-form:has([name=once])")) choosePrinter(form);
for (const form of document.querySelectorAll("form[data-preview]")) preview(form);
for (const jobs of document.querySelectorAll("[data-jobs]")) setInterval(() => follow(jobs), JOBS_MS);

// A printer holds its own stock, and needs no window to show a PDF in.
function choosePrinter(form) {
  const chosen = form.elements.printer;
  const apply = () => {
    const isPdf = !chosen?.value;
    form.target = isPdf ? "_blank" : "";
    for (const field of form.querySelectorAll("[data-for-pdf]")) field.hidden = !isPdf;
  };
  chosen?.addEventListener("change", apply);
  apply();
  // Pressed twice in a hurry it is one job; pressed again later it is another one.
  form.addEventListener("submit", () => setTimeout(() => { form.elements.once.value = randomId(); }, AGAIN_MS));
}

async function follow(jobs) {
  if (document.hidden || jobs.contains(document.activeElement)) return;
  const response = await fetch(jobs.dataset.jobs).catch(() => null);
  if (response?.ok) jobs.innerHTML = await response.text();
}

function preview(form) {
  const shown = form.querySelector(".preview");
  let asked = 0;

  async function show() {
    const mine = (asked += 1);
    const response = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (mine !== asked) return; // overtaken by a newer choice
    shown.hidden = !response?.ok;
    if (response?.ok) shown.innerHTML = await response.text();
    form.querySelector("button").disabled = Boolean(shown.querySelector(".error"));
  }

  form.addEventListener("change", ({ target }) => {
    if (target.name === "stock" || target.name === "printer") form.elements.first.value = 1; // another sheet
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
