// What the camera sees -> scans: one a showing. Pure: given the symbols of a frame and the time.

import { codeIn, isCard } from "./codes.js";

const OUT_OF_VIEW_MS = 1500;
const CARD_OUT_OF_VIEW_MS = 10000;
const FRAMES_KEPT = 6;

export class Sight {
  constructor() {
    this.frames = [];
    this.showings = new Map();
  }

  /** Returns the texts to be taken as scans from this frame's symbols. */
  see(symbols, now) {
    this.frames = [...this.frames.slice(1 - FRAMES_KEPT), symbols];
    const texts = [...new Set(symbols.map((symbol) => symbol.text))];
    const taken = [];
    for (const text of texts) {
      const showing = this.showingOf(text, now);
      const trusted = symbols.some((one) => one.text === text && one.accepted) || this.isAgreed(text, symbols);
      // A card lying in view beside a label must not act; alone it does.
      const alone = !isCardText(text) || texts.length === 1;
      if (showing.acted || !trusted || !alone) continue;
      showing.acted = true;
      taken.push(codeIn(text) ?? text);
    }
    return taken;
  }

  // A showing lasts until the text has been out of view for long enough, whatever it did meanwhile.
  showingOf(text, now) {
    const limit = isCardText(text) ? CARD_OUT_OF_VIEW_MS : OUT_OF_VIEW_MS;
    let showing = this.showings.get(text);
    if (!showing || now - showing.lastSeen > limit) showing = { acted: false };
    showing.lastSeen = now;
    this.showings.set(text, showing);
    return showing;
  }

  isAgreed(text, symbols) {
    const readers = new Set(symbols.filter((one) => one.text === text).map((one) => one.reader));
    const frames = this.frames.filter((frame) => frame.some((one) => one.text === text));
    return readers.size > 1 || frames.length > 1;
  }
}

function isCardText(text) {
  const code = codeIn(text);
  return code !== null && isCard(code);
}
