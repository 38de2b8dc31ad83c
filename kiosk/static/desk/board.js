// The desk's board: the server's fragments in their places, and the sound that goes with them.

import { all, found } from "../shared/dom.js";
import { sound } from "../shared/sounds.js";
import { setServerTime, showCountdowns } from "./countdown.js";

// Whether somebody is typing there: a lapse must not wipe a note that is half written.
function isTyping(part) {
  return part.contains(document.activeElement) && document.activeElement?.matches("input");
}

export class Board {
  /**
   * onClockOff(minutes): this machine's clock is off by so many, as the newest board tells
   * @param {HTMLElement} kiosk
   */
  constructor(kiosk, onClockOff) {
    this.kiosk = kiosk;
    this.onClockOff = onClockOff;
  }

  get facts() {
    return found(HTMLElement, "#board").dataset;
  }

  /** The number of the newest fact that is shown. */
  get seq() {
    return Number(this.facts.seq);
  }

  slot(name) {
    return found(HTMLElement, `[data-slot=${name}]`, this.kiosk);
  }

  /** Plays a sound, unless this desk has none. */
  sound(name) {
    if (this.kiosk.dataset.sounds === "on") sound(name);
  }

  /** Shows a notice that this page makes itself, with a sound. */
  notice(template, played) {
    const notice = found(HTMLTemplateElement, template).content.cloneNode(true);
    this.slot("notice").replaceChildren(notice);
    this.sound(played);
  }

  /** Shows a fragment, unless it is another desk's, or one asked for that was overtaken. */
  show(html, { heard = true, polled = false } = {}) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.getElementById("board");
    if (fresh && fresh.dataset.station !== this.kiosk.dataset.station) return;
    if (polled && Number(fresh?.dataset.seq) < this.seq) return;
    for (const part of all(HTMLElement, "[data-slot]", page)) {
      const shown = this.slot(part.dataset.slot);
      if (!polled || !isTyping(shown)) shown.replaceChildren(...part.childNodes);
    }
    if (fresh) setServerTime(this.facts.now);
    showCountdowns();
    found(HTMLDetailsElement, ".menu", this.kiosk).open = false;
    const said = this.slot("notice").firstElementChild;
    if (heard) this.sound((said instanceof HTMLElement && said.dataset.sound) || "");
    const minutes = Math.round(Math.abs(Number(this.facts.clockOff)) / 60);
    if (minutes) this.onClockOff(minutes);
  }
}
