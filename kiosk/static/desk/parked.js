// Scans that the server refused: counted and listed until a person closes them.

import { grouped } from "../shared/codes.js";

const TIME = new Intl.DateTimeFormat([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false });
const OTHER_ROOM = "It was made for another record room.";

function line({ body, why }, close) {
  const row = document.createElement("li");
  const told = document.createElement("span");
  const text = document.createElement("b");
  const button = document.createElement("button");
  text.textContent = grouped(body.text) || "a button";
  told.append(text, ` · ${TIME.format(new Date(body.at))} · ${why || OTHER_ROOM}`);
  button.type = "button";
  button.textContent = "Close";
  button.setAttribute("aria-label", `Close ${text.textContent}`);
  button.addEventListener("click", () => close(body.scan_id));
  row.append(told, button);
  return row;
}

/** Shows what is parked in its box; close(scanId) is called for what a person has looked at. */
export function showParked(box, scans, close) {
  box.hidden = !scans.length;
  if (box.hidden) box.open = false;
  box.querySelector("summary span").textContent = `${scans.length} ${scans.length === 1 ? "scan" : "scans"} not taken: look`;
  const hadFocus = box.contains(document.activeElement);
  box.querySelector("ul").replaceChildren(...scans.map((scan) => line(scan, close)));
  if (hadFocus) (box.querySelector("li button") ?? document.getElementById("typed")).focus();
}
