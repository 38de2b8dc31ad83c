// Wires the kiosk page: keys, camera and buttons -> scans; answers -> board and sound.

import { Camera } from "../camera/camera.js";
import { showServerCamera } from "../camera/server-camera.js";
import { codeIn, grouped } from "../shared/codes.js";
import { fieldOf, found, hit, maybe } from "../shared/dom.js";
import { readKeys } from "../shared/keys.js";
import { randomId } from "../shared/random.js";
import { recall, remember } from "../shared/storage.js";
import { Board } from "./board.js";
import { setServerTime, startCountdowns } from "./countdown.js";
import { showParked } from "./parked.js";
import { PutBack } from "./put-back.js";
import { Saved } from "./saved.js";
import { isKept, Sender } from "./sender.js";

const BROWSER = "chart-kiosk.browser";
const POLL_MS = 3000;
const DOUBLE_CLICK_MS = 700;
const kiosk = found(HTMLElement, "#kiosk");
const prompt = found(HTMLInputElement, "#typed");
const menu = found(HTMLDetailsElement, ".menu", kiosk);
const { station = "", room = "", undo = "" } = kiosk.dataset;
const browser = recall(BROWSER) ?? randomId();
remember(BROWSER, browser);
const saved = new Saved(found(HTMLElement, "#saved"));
const board = new Board(kiosk, (minutes) => saved.sayClockOff(minutes));
const putBack = new PutBack(board, room, () => prompt.focus());

function sayLeft() {
  saved.sayLeft(sender.texts.length, sender.parked.length);
}

function sayParked(scans) {
  showParked(found(HTMLDetailsElement, "#parked"), scans, (scanId) => sender.close(scanId));
  sayLeft();
}

let waitingSaid = "";
const sender = new Sender(station, room, {
  settled(html) {
    waitingSaid = "";
    sayLeft();
    board.show(html);
  },
  parked: sayParked,
  waiting(texts, otherRoom) {
    saved.sayWaiting(texts.length);
    const said = `${texts.length} ${otherRoom}`;
    if (said === waitingSaid) return;
    waitingSaid = said;
    board.notice(otherRoom ? "#unsent-elsewhere" : "#unsent", "unsent");
    found(HTMLElement, ".unsent-text", board.slot("notice")).textContent = texts.slice(-3).map(grouped).join(", ");
  },
});

readKeys(window, (code, source) => sender.take(code, source), prompt, (text) => sender.take(text, "scanner"));

found(HTMLFormElement, "#prompt").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = prompt.value.trim();
  prompt.value = "";
  if (text) sender.take(codeIn(text) ?? text, "typed");
});

let clicked = -DOUBLE_CLICK_MS;

// Whether this press is the second half of a double click; the prompt has the focus again.
function isDouble(event) {
  prompt.focus();
  const isSecond = event.timeStamp - clicked < DOUBLE_CLICK_MS;
  if (!isSecond) clicked = event.timeStamp;
  return isSecond;
}

kiosk.addEventListener("click", (event) => {
  const pressed = hit(event);
  const { undoes, scan, source, act } = pressed.dataset;
  if (pressed instanceof HTMLFormElement || (!undoes && !scan) || isDouble(event)) return;
  if (undoes) sender.take(undo, "button", { undoes });
  else if (act) sender.take(scan, "button", { act });
  else sender.take(scan, source);
});

// A note on a chart: the form of one of the prompt's acts.
kiosk.addEventListener("submit", (event) => {
  const form = hit(event);
  const { scan, act } = form.dataset;
  if (!act || !(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  if (isDouble(event)) return;
  const note = fieldOf(form, "note")?.value.trim() ?? "";
  if (!note && "needsNote" in form.dataset) return;
  sender.take(scan, "button", { act, note });
  form.reset();
});

document.addEventListener("click", (event) => {
  if (!menu.contains(hit(event))) menu.open = false;
});

// Leaving while scans wait is asked about: they are kept, but nobody would see them wait.
window.addEventListener("beforeunload", (event) => {
  if (sender.scans.length || sender.parked.some(({ body }) => !isKept(body))) event.preventDefault();
});

const camera = maybe(HTMLElement, "#camera");
if (camera && !camera.hidden) new Camera(camera, (text, read) => sender.take(text, "camera", read && { read }));

// Labels that a printer did not take are no scan, so they have a place and a sound of their own.
function sayNotPrinted(count) {
  const cell = found(HTMLElement, "#not-printed");
  const said = found(HTMLElement, "span", cell);
  if (count > Number(said.textContent)) board.sound("lost");
  cell.hidden = !count;
  said.textContent = String(count);
}

// Returns whether the board is up to date now.
async function refresh(after, heard = after === -1, polled = true) {
  if (sender.sending) return false;
  try {
    const asked = new URLSearchParams({ station, after, browser });
    const response = await fetch(`/board?${asked}`, { headers: { Accept: "text/html" } });
    if ((response.headers.get("X-Kiosk-Room") ?? room) !== room) {
      if (!sender.scans.length) saved.sayOtherRoom();
      return false;
    }
    const generation = response.headers.get("X-Kiosk-Generation") ?? putBack.generation;
    if (generation !== putBack.generation) {
      putBack.generation = generation;
      await refresh(-1, false, false);
      putBack.say();
      return true;
    }
    found(HTMLElement, "#other-browser").hidden = !response.headers.has("X-Kiosk-Other-Browser");
    if (response.ok) sayNotPrinted(Number(response.headers.get("X-Kiosk-Not-Printed")));
    if (response.status === 200) board.show(await response.text(), { heard, polled });
    if (!response.ok) throw new Error(`board: ${response.status}`);
    if (saved.isLost) sayLeft();
    return true;
  } catch {
    if (!sender.scans.length) saved.sayNoConnection();
    return false;
  }
}

const serverCamera = maybe(HTMLElement, "#server-camera");
let announced = 0;
if (serverCamera) {
  showServerCamera(serverCamera, station, async (seq) => {
    if (seq > Math.max(announced, board.seq) && await refresh(board.seq, true)) announced = seq;
  });
}

sayParked(sender.parked);
putBack.say();
setServerTime(board.facts.now);
startCountdowns(() => refresh(-1));
setInterval(() => refresh(board.seq), POLL_MS);
sender.send();
prompt.focus();
kiosk.dataset.ready = "yes";
