// A copy that was put back knows nothing of the scans since: what was shown as done may not be.

import { found } from "../shared/dom.js";
import { recall, remember } from "../shared/storage.js";

const RECORD = "chart-kiosk.record";

export class PutBack {
  /** onSeen(): somebody has pressed the button that says so */
  constructor(board, room, onSeen) {
    this.board = board;
    this.room = room;
    this.cell = found(HTMLElement, "#put-back");
    this.generation = board.kiosk.dataset.generation;
    // Until somebody has seen it, on whichever page of this browser: a notice goes with the next scan.
    found(HTMLButtonElement, "button", this.cell).addEventListener("click", () => {
      remember(RECORD, this.record);
      this.cell.hidden = true;
      onSeen();
    });
  }

  get record() {
    return `${this.room} ${this.generation}`;
  }

  say() {
    const before = recall(RECORD) ?? this.record;
    this.cell.hidden = before === this.record || !before.startsWith(this.room);
    if (this.cell.hidden) remember(RECORD, this.record);
    else this.board.notice("#put-back-notice", "lost");
  }
}
