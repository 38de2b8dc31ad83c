// Everything pending counts down in view, by the server's clock.

import { all, found } from "../shared/dom.js";
import { timesIn, words } from "../shared/words.js";

const LONG = 120; // seconds; of what lasts longer the minutes are said
const EVERY_MS = 200;
let offset = 0;

/** Returns how many seconds are left of what ends at a time, by the server's clock. */
export function secondsLeft(endsAt, now = Date.now()) {
  return (Date.parse(endsAt) - now - offset) / 1000;
}

/** Says how many seconds, or whole minutes, are left. */
export function spoken(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole > LONG ? words("minutes-left", { minutes: Math.round(whole / 60) }) : words("seconds", { count: whole });
}

// Writing the same text again would lay the page out again, five times a second.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Takes the server's time from the board that was just shown. */
export function setServerTime(iso, now = Date.now()) {
  offset = Date.parse(iso) - now;
}

/** Shows what is left of everything pending; returns the end of something that has run out. */
export function showCountdowns() {
  let ended = "";
  for (const element of all(HTMLElement, "[data-ends-at]")) {
    const { endsAt = "", lasts } = element.dataset;
    const seconds = secondsLeft(endsAt);
    if (element instanceof HTMLProgressElement) element.value = Math.max(0, seconds / Number(lasts));
    else write(element, spoken(seconds));
    if (seconds <= 0) ended = endsAt;
  }
  return ended;
}

/** Keeps countdowns and the clock going; asks onLapse, until it says true, to show what ran out. */
export function startCountdowns(onLapse) {
  const clock = found(HTMLElement, "#clock");
  const today = found(HTMLElement, "#today");
  const time = timesIn({ hour: "2-digit", minute: "2-digit", hour12: false });
  const day = timesIn({ weekday: "long", day: "numeric", month: "long" });
  let lapsed = "";
  let asking = false;
  setInterval(async () => {
    const now = new Date(Date.now() + offset);
    write(clock, time.format(now));
    write(today, day.format(now));
    const ended = showCountdowns();
    if (!ended || ended === lapsed || asking) return;
    asking = true;
    if (await onLapse()) lapsed = ended;
    asking = false;
  }, EVERY_MS);
}
