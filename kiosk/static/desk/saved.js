// The cell that says whether every scan of this browser is saved.

import { found } from "../shared/dom.js";
import { words } from "../shared/words.js";

export class Saved {
  /** @param {HTMLElement} cell */
  constructor(cell) {
    this.cell = cell;
  }

  /** Whether the server was not reached when it was asked last. */
  get isLost() {
    return this.cell.classList.contains("lost");
  }

  say(title, told, state = "") {
    this.cell.className = `cell ${state}`;
    found(HTMLElement, "small", this.cell).textContent = title;
    found(HTMLElement, "b", this.cell).textContent = told;
  }

  sayWaiting(count) {
    this.say(words("not-sent"), words(count === 1 ? "one-waits" : "some-wait", { count }), "bad");
  }

  /** Says what is left: scans that wait, scans that were parked, or nothing. */
  sayLeft(waiting, parked) {
    if (waiting) this.sayWaiting(waiting);
    else if (parked) this.say(words("saved"), words("all-but", { count: parked }), "warn");
    else this.say(words("saved"), words("all-saved"));
  }

  sayClockOff(minutes) {
    this.say(words("clock"), words("clock-off", { minutes }), "warn");
  }

  sayOtherRoom() {
    this.say(words("other-room"), words("other-room-kept"), "bad lost");
  }

  sayNoConnection() {
    this.say(words("no-connection"), words("no-answer"), "bad lost");
  }
}
