// Wires the kiosk page: keys, camera and buttons -> scans; answers -> board and sound.

import { Camera } from "./camera.js";
import { codeIn, grouped } from "./codes.js";
import { setServerTime, showCountdowns, startCountdowns } from "./countdown.js";
import { readKeys } from "./keys.js";
import { Sender } from "./sender.js";
import { sound } from "./sounds.js";

const POLL_MS = 3000;
const kiosk = document.getElementById("kiosk");
const prompt = document.getElementById("typed");
const saved = document.getElementById("saved");
const menu = kiosk.querySelector(".menu");
const { station, undo } = kiosk.dataset;

function slot(name) {
  return kiosk.querySelector(`[data-slot=${name}]`);
}

function show(html, { heard = true } = {}) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const fresh of page.querySelectorAll("[data-slot]")) {
    slot(fresh.dataset.slot).replaceChildren(...fresh.childNodes);
  }
  const board = document.getElementById("board");
  setServerTime(board.dataset.now);
  showCountdowns();
  menu.open = false;
  if (heard) sound(slot("notice").firstElementChild?.dataset.sound ?? "");
  const off = Number(board.dataset.clockOff);
  if (off) saySaved("Clock", `this machine's clock is ${Math.round(Math.abs(off) / 60)} min off`, "warn");
}

function saySaved(title, words, state = "") {
  saved.className = `cell ${state}`;
  saved.querySelector("small").textContent = title;
  saved.querySelector("b").textContent = words;
}

function sayWaiting(scans) {
  const count = scans.length;
  saySaved("Not sent", `${count} ${count === 1 ? "scan waits" : "scans wait"} here`, "bad");
}

let waited = 0;
const sender = new Sender(station, {
  answered(html, left) {
    waited = 0;
    left.length ? sayWaiting(left) : saySaved("Saved", "all scans are saved");
    show(html);
  },
  refused(html, left) {
    if (!left.length) saySaved("Saved", "all scans are saved");
    show(html);
  },
  waiting(scans) {
    sayWaiting(scans);
    if (scans.length === waited) return;
    waited = scans.length;
    const notice = document.getElementById("unsent").content.cloneNode(true);
    notice.querySelector(".unsent-text").textContent = scans.slice(-3).map((scan) => grouped(scan.text)).join(", ");
    slot("notice").replaceChildren(notice);
    sound("unsent");
  },
});

readKeys(window, (code, source) => sender.take(code, source), prompt);

document.getElementById("prompt").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = prompt.value.trim();
  prompt.value = "";
  if (text) sender.take(codeIn(text) ?? text, "typed");
});

kiosk.addEventListener("click", (event) => {
  const { undoes, scan, source } = event.target.dataset;
  if (undoes) sender.take(undo, "button", { undoes });
  if (scan) sender.take(scan, source);
  if (undoes || scan) prompt.focus();
});

document.addEventListener("click", (event) => {
  if (!menu.contains(event.target)) menu.open = false;
});

new Camera(document.getElementById("camera"), (text) => sender.take(text, "camera"));

async function refresh(after) {
  try {
    const response = await fetch(`/board?station=${encodeURIComponent(station)}&after=${after}`, { headers: { Accept: "text/html" } });
    if (response.status === 200 && !sender.sending) show(await response.text(), { heard: after === -1 });
    if (saved.classList.contains("lost")) saySaved("Saved", "all scans are saved");
  } catch {
    if (!sender.scans.length) saySaved("No connection", "the server does not answer", "bad lost");
  }
}

setServerTime(document.getElementById("board").dataset.now);
startCountdowns(() => refresh(-1));
setInterval(() => {
  if (!sender.sending) refresh(document.getElementById("board").dataset.seq);
}, POLL_MS);
sender.send();
prompt.focus();
kiosk.dataset.ready = "yes";
