// Wires the kiosk page: keys, camera and buttons -> scans; answers -> board and sound.

import { Camera } from "../camera/camera.js";
import { codeIn, grouped } from "../shared/codes.js";
import { setServerTime, showCountdowns, startCountdowns } from "./countdown.js";
import { readKeys } from "../shared/keys.js";
import { showParked } from "./parked.js";
import { randomId } from "../shared/random.js";
import { Sender, isKept } from "./sender.js";
import { showServerCamera } from "../camera/server-camera.js";
import { sound } from "../shared/sounds.js";
import { recall, remember } from "../shared/storage.js";
import { words } from "../shared/words.js";

const BROWSER = "chart-kiosk.browser";
const RECORD = "chart-kiosk.record";
const POLL_MS = 3000;
const DOUBLE_CLICK_MS = 700;
const kiosk = document.getElementById("kiosk");
const prompt = document.getElementById("typed");
const saved = document.getElementById("saved");
const menu = kiosk.querySelector(".menu");
const parkedBox = document.getElementById("parked");
const { station, room, undo, sounds } = kiosk.dataset;
let { generation } = kiosk.dataset;
const browser = recall(BROWSER) ?? randomId();
remember(BROWSER, browser);
const otherBrowser = document.getElementById("other-browser");
const notPrinted = document.getElementById("not-printed");
const putBack = document.getElementById("put-back");

function slot(name) {
  return kiosk.querySelector(`[data-slot=${name}]`);
}

function seqShown() {
  return Number(document.getElementById("board").dataset.seq);
}

// Whether somebody is typing there: a lapse must not wipe a note that is half written.
function isTyping(part) {
  return part.contains(document.activeElement) && document.activeElement.matches("input");
}

// Shows a board's fragment, unless it is another desk's, or one asked for that was overtaken.
function show(html, { heard = true, polled = false } = {}) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById("board");
  if (fresh && fresh.dataset.station !== station) return;
  if (polled && Number(fresh.dataset.seq) < seqShown()) return;
  for (const part of page.querySelectorAll("[data-slot]")) {
    const shown = slot(part.dataset.slot);
    if (!polled || !isTyping(shown)) shown.replaceChildren(...part.childNodes);
  }
  const { now, clockOff } = document.getElementById("board").dataset;
  if (fresh) setServerTime(now);
  showCountdowns();
  menu.open = false;
  if (heard && sounds === "on") sound(slot("notice").firstElementChild?.dataset.sound ?? "");
  const minutes = Math.round(Math.abs(clockOff) / 60);
  if (minutes) saySaved(words("clock"), words("clock-off", { minutes }), "warn");
}

function saySaved(title, told, state = "") {
  saved.className = `cell ${state}`;
  saved.querySelector("small").textContent = title;
  saved.querySelector("b").textContent = told;
}

function sayWaiting(texts) {
  const count = texts.length;
  saySaved(words("not-sent"), words(count === 1 ? "one-waits" : "some-wait", { count }), "bad");
}

function sayLeft(texts) {
  const parked = sender.parked.length;
  if (texts.length) sayWaiting(texts);
  else if (parked) saySaved(words("saved"), words("all-but", { count: parked }), "warn");
  else saySaved(words("saved"), words("all-saved"));
}

function sayParked(scans) {
  showParked(parkedBox, scans, (scanId) => sender.close(scanId));
  sayLeft(sender.texts);
}

let waitingSaid = "";
const sender = new Sender(station, room, {
  settled(html, left) {
    waitingSaid = "";
    sayLeft(left);
    show(html);
  },
  parked: sayParked,
  waiting(texts, otherRoom) {
    sayWaiting(texts);
    const said = `${texts.length} ${otherRoom}`;
    if (said === waitingSaid) return;
    waitingSaid = said;
    const notice = document.getElementById(otherRoom ? "unsent-elsewhere" : "unsent").content.cloneNode(true);
    notice.querySelector(".unsent-text").textContent = texts.slice(-3).map(grouped).join(", ");
    slot("notice").replaceChildren(notice);
    if (sounds === "on") sound("unsent");
  },
});

readKeys(window, (code, source) => sender.take(code, source), prompt, (text) => sender.take(text, "scanner"));

document.getElementById("prompt").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = prompt.value.trim();
  prompt.value = "";
  if (text) sender.take(codeIn(text) ?? text, "typed");
});

let clicked = -DOUBLE_CLICK_MS;
kiosk.addEventListener("click", (event) => {
  const { undoes, scan, source, act } = event.target.dataset;
  if (event.target.tagName === "FORM" || (!undoes && !scan)) return;
  prompt.focus();
  if (event.timeStamp - clicked < DOUBLE_CLICK_MS) return;
  clicked = event.timeStamp;
  if (undoes) sender.take(undo, "button", { undoes });
  else if (act) sender.take(scan, "button", { act });
  else sender.take(scan, source);
});

// A note on a chart: the form of one of the prompt's acts.
kiosk.addEventListener("submit", (event) => {
  const { scan, act } = event.target.dataset;
  if (!act) return;
  event.preventDefault();
  prompt.focus();
  if (event.timeStamp - clicked < DOUBLE_CLICK_MS) return;
  clicked = event.timeStamp;
  const note = event.target.elements.note.value.trim();
  if (!note && "needsNote" in event.target.dataset) return;
  sender.take(scan, "button", { act, note });
  event.target.reset();
});

document.addEventListener("click", (event) => {
  if (!menu.contains(event.target)) menu.open = false;
});

// Leaving while scans wait is asked about: they are kept, but nobody would see them wait.
window.addEventListener("beforeunload", (event) => {
  if (sender.scans.length || sender.parked.some(({ body }) => !isKept(body))) event.preventDefault();
});

const camera = document.getElementById("camera");
if (camera && !camera.hidden) new Camera(camera, (text, read) => sender.take(text, "camera", read && { read }));

// Labels that a printer did not take are no scan, so they have a place and a sound of their own.
function sayNotPrinted(count) {
  const said = notPrinted.querySelector("span");
  if (count > Number(said.textContent) && sounds === "on") sound("lost");
  notPrinted.hidden = !count;
  said.textContent = count;
}

// Returns whether the board is up to date now.
async function refresh(after, heard = after === -1, polled = true) {
  if (sender.sending) return false;
  try {
    const asked = new URLSearchParams({ station, after, browser });
    const response = await fetch(`/board?${asked}`, { headers: { Accept: "text/html" } });
    if ((response.headers.get("X-Kiosk-Room") ?? room) !== room) {
      if (!sender.scans.length) saySaved(words("other-room"), words("other-room-kept"), "bad lost");
      return false;
    }
    if ((response.headers.get("X-Kiosk-Generation") ?? generation) !== generation) {
      generation = response.headers.get("X-Kiosk-Generation");
      await refresh(-1, false, false);
      sayPutBack();
      return true;
    }
    otherBrowser.hidden = !response.headers.has("X-Kiosk-Other-Browser");
    if (response.ok) sayNotPrinted(Number(response.headers.get("X-Kiosk-Not-Printed")));
    if (response.status === 200) show(await response.text(), { heard, polled });
    if (!response.ok) throw new Error(`board: ${response.status}`);
    if (saved.classList.contains("lost")) sayLeft(sender.texts);
    return true;
  } catch {
    if (!sender.scans.length) saySaved(words("no-connection"), words("no-answer"), "bad lost");
    return false;
  }
}

const serverCamera = document.getElementById("server-camera");
let announced = 0;
if (serverCamera) {
  showServerCamera(serverCamera, station, async (seq) => {
    if (seq > Math.max(announced, seqShown()) && await refresh(seqShown(), true)) announced = seq;
  });
}

// A copy that was put back knows nothing of the scans since: what was shown as done may not be.
function sayPutBack() {
  const now = `${room} ${generation}`;
  const before = recall(RECORD) ?? now;
  putBack.hidden = before === now || !before.startsWith(room);
  if (putBack.hidden) remember(RECORD, now);
  else showPutBack();
}

function showPutBack() {
  slot("notice").replaceChildren(document.getElementById("put-back-notice").content.cloneNode(true));
  if (sounds === "on") sound("lost");
}

// Until somebody has seen it, on whichever page of this browser: a notice goes with the next scan.
putBack.querySelector("button").addEventListener("click", () => {
  remember(RECORD, `${room} ${generation}`);
  putBack.hidden = true;
  prompt.focus();
});

sayParked(sender.parked);
sayPutBack();
setServerTime(document.getElementById("board").dataset.now);
startCountdowns(() => refresh(-1));
setInterval(() => refresh(seqShown()), POLL_MS);
sender.send();
prompt.focus();
kiosk.dataset.ready = "yes";
