// Scans that the server refused: counted and listed until a person closes them.

import { grouped } from "../shared/codes.js";
import { found, maybe } from "../shared/dom.js";
import { timesIn, words } from "../shared/words.js";

const WHEN = /** @type {const} */ ({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false });

function line({ body, why }, close) {
  const row = document.createElement("li");
  const told = document.createElement("span");
  const text = document.createElement("b");
  const button = document.createElement("button");
  const called = grouped(body.text) || words("a-button");
  text.textContent = called;
  told.append(text, ` · ${timesIn(WHEN).format(new Date(body.at))} · ${why || words("made-for-other-room")}`);
  button.type = "button";
  button.textContent = words("close");
  button.setAttribute("aria-label", words("close-this", { text: called }));
  button.addEventListener("click", () => close(body.scan_id));
  row.append(told, button);
  return row;
}

/** Shows what is parked in its box; close(scanId) is called for what a person has looked at. */
export function showParked(box, scans, close) {
  box.hidden = !scans.length;
  if (box.hidden) box.open = false;
  found(HTMLElement, "summary span", box).textContent = words(scans.length === 1 ? "one-not-taken" : "some-not-taken", { count: scans.length });
  const hadFocus = box.contains(document.activeElement);
  found(HTMLElement, "ul", box).replaceChildren(...scans.map((scan) => line(scan, close)));
  if (hadFocus) (maybe(HTMLElement, "li button", box) ?? found(HTMLElement, "#typed")).focus();
}
