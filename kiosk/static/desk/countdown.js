// Everything pending counts down in view, by the server's clock.

import { words } from "../shared/words.js";

const TIME = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
const DAY = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });
let offset = 0;

function left(element) {
  return (Date.parse(element.dataset.endsAt) - Date.now() - offset) / 1000;
}

function spoken(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole > 120 ? words("minutes-left", { minutes: Math.round(whole / 60) }) : words("seconds", { count: whole });
}

// Writing the same text again would lay the page out again, five times a second.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Takes the server's time from the board that was just shown. */
export function setServerTime(iso) {
  offset = Date.parse(iso) - Date.now();
}

/** Shows what is left of everything pending; returns the end of something that has run out. */
export function showCountdowns() {
  let ended = "";
  for (const element of document.querySelectorAll("[data-ends-at]")) {
    const seconds = left(element);
    if (element.tagName === "PROGRESS") element.value = Math.max(0, seconds / element.dataset.lasts);
    else write(element, spoken(seconds));
    if (seconds <= 0) ended = element.dataset.endsAt;
  }
  return ended;
}

/** Keeps countdowns and the clock going; asks onLapse, until it says true, to show what ran out. */
export function startCountdowns(onLapse) {
  const clock = document.getElementById("clock");
  const today = document.getElementById("today");
  let lapsed = "";
  let asking = false;
  setInterval(async () => {
    const now = new Date(Date.now() + offset);
    write(clock, TIME.format(now));
    write(today, DAY.format(now));
    const ended = showCountdowns();
    if (!ended || ended === lapsed || asking) return;
    asking = true;
    if (await onLapse()) lapsed = ended;
    asking = false;
  }, 200);
}
