// Scans that the server refused: counted and listed until a person closes them.

import { grouped } from "../shared/codes.js";
import { words } from "../shared/words.js";

const TIME = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false });

function line({ body, why }, close) {
  const row = document.createElement("li");
  const told = document.createElement("span");
  const text = document.createElement("b");
  const button = document.createElement("button");
  text.textContent = grouped(body.text) || words("a-button");
  told.append(text, ` · ${TIME.format(new Date(body.at))} · ${why || words("made-for-other-room")}`);
  button.type = "button";
  button.textContent = words("close");
  button.setAttribute("aria-label", words("close-this", { text: text.textContent }));
  button.addEventListener("click", () => close(body.scan_id));
  row.append(told, button);
  return row;
}

/** Shows what is parked in its box; close(scanId) is called for what a person has looked at. */
export function showParked(box, scans, close) {
  box.hidden = !scans.length;
  if (box.hidden) box.open = false;
  box.querySelector("summary span").textContent = words(scans.length === 1 ? "one-not-taken" : "some-not-taken", { count: scans.length });
  const hadFocus = box.contains(document.activeElement);
  box.querySelector("ul").replaceChildren(...scans.map((scan) => line(scan, close)));
  if (hadFocus) (box.querySelector("li button") ?? document.getElementById("typed")).focus();
}
