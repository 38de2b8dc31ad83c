// Shows what a print form would print, at its true size; a tap on the sheet says where it begins.
// Print jobs are shown as they go on.

import { all, fieldOf, found, hit, maybe } from "../shared/dom.js";
import { randomId } from "../shared/random.js";
import { words } from "../shared/words.js";

const JOBS_MS = 2000;
const AGAIN_MS = 3000;
const MANY = 100; // labels: a PDF of more takes long enough to be told how far it is
const HOW_FAR_MS = 300;

for (const form of all(HTMLFormElement, ".print-form:has([name=once])")) choosePrinter(form);
for (const form of all(HTMLFormElement, "form[data-preview]")) preview(form);
for (const jobs of all(HTMLElement, "[data-jobs]")) setInterval(() => follow(jobs), JOBS_MS);

function set(form, name, value) {
  const field = fieldOf(form, name);
  if (field) field.value = value;
}

// A printer holds its own stock, and needs no window to show a PDF in.
function choosePrinter(form) {
  const chosen = fieldOf(form, "printer");
  const apply = () => {
    const isPdf = !chosen?.value;
    form.target = isPdf ? "_blank" : "";
    for (const field of all(HTMLElement, "[data-for-pdf]", form)) field.hidden = !isPdf;
  };
  chosen?.addEventListener("change", apply);
  apply();
  form.addEventListener("submit", (event) => {
    const box = maybe(HTMLElement, ".making", form);
    if (!box || !form.target || Number(fieldOf(form, "codes")?.dataset.count) < MANY) return;
    event.preventDefault();
    if (!box.dataset.busy) makeMany(form, box);
  });
  // Pressed twice in a hurry it is one job; pressed again later it is another one.
  form.addEventListener("submit", () => setTimeout(() => set(form, "once", randomId()), AGAIN_MS));
}

// Makes a long PDF, says how far it is, lets it be stopped, and offers it when it is there.
async function makeMany(form, box) {
  const bar = found(HTMLProgressElement, "progress", box);
  const said = found(HTMLElement, "span", box);
  const stop = found(HTMLButtonElement, "button", box);
  const path = `${form.action}/making/${fieldOf(form, "once")?.value}`;
  const count = fieldOf(form, "codes")?.dataset.count;
  const show = async () => {
    const response = await fetch(path).catch(() => null);
    if (!response?.ok) return;
    const { done, whole } = await response.json();
    [bar.max, bar.value] = [whole, done];
    said.textContent = words("labels-made", { count, percent: Math.floor((100 * done) / whole) });
  };
  box.dataset.busy = "yes";
  bar.removeAttribute("value");
  [box.hidden, bar.hidden, stop.hidden, said.textContent] = [false, false, false, words("labels", { count })];
  stop.onclick = () => fetch(`${path}/stop`, { method: "POST" });
  const shows = setInterval(show, HOW_FAR_MS);
  const made = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } }).catch(() => null);
  clearInterval(shows);
  [bar.hidden, stop.hidden] = [true, true];
  if (made?.ok) offer(said, count, await made.blob());
  else said.textContent = made ? (await made.json()).detail : words("not-printed");
  delete box.dataset.busy;
}

function offer(said, count, pdf) {
  const link = Object.assign(document.createElement("a"), { className: "button", download: "labels.pdf", href: URL.createObjectURL(pdf) });
  link.textContent = words("save-labels", { count });
  said.replaceChildren(link);
  link.focus();
}

async function follow(jobs) {
  if (document.hidden || jobs.contains(document.activeElement)) return;
  const response = await fetch(jobs.dataset.jobs ?? "").catch(() => null);
  if (response?.ok) jobs.innerHTML = await response.text();
}

function preview(form) {
  const shown = found(HTMLElement, ".preview", form);
  let asked = 0;

  async function show() {
    asked += 1;
    const mine = asked;
    const response = await fetch(form.dataset.preview ?? "", { method: "POST", body: new FormData(form) }).catch(() => null);
    if (mine !== asked) return; // overtaken by a newer choice
    shown.hidden = !response?.ok;
    if (response?.ok) shown.innerHTML = await response.text();
    found(HTMLButtonElement, "button", form).disabled = Boolean(shown.querySelector(".error"));
  }

  form.addEventListener("change", (event) => {
    if (["stock", "printer"].includes(hit(event).getAttribute("name") ?? "")) set(form, "first", "1"); // another sheet
    show();
  });
  shown.addEventListener("click", (event) => {
    const { place } = hit(event).dataset;
    if (!place) return;
    set(form, "first", place);
    show();
  });
  show();
}
