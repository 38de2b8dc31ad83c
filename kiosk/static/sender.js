// Scans leave in the order in which they were made, each with its own id, until the server has
// answered. Codes of ours wait in localStorage too, so that a reload or a closed browser loses none.

import { codeIn } from "./codes.js";

const WAITING = "chart-kiosk.waiting";
const STATION_SEQ = "chart-kiosk.station-seq";
const GIVE_UP_MS = 8000;
const LATE_MS = 3000;
const MOST_TRIES = 5; // of a scan that the server fails on, so that it cannot block all others

function scanId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function nextSeq() {
  const seq = Number(localStorage.getItem(STATION_SEQ) ?? 0) + 1;
  localStorage.setItem(STATION_SEQ, seq);
  return seq;
}

export class Sender {
  /** hooks: answered(html), refused(html), waiting(scans) */
  constructor(station, hooks) {
    this.station = station;
    this.hooks = hooks;
    this.scans = JSON.parse(localStorage.getItem(WAITING) ?? "[]").map((scan) => ({ ...scan, late: true }));
    this.sending = false;
    this.pause = 0;
  }

  take(text, source, more = {}) {
    const scan = { scan_id: scanId(), station: this.station, station_seq: nextSeq(), text, source, at: new Date().toISOString(), ...more };
    this.scans.push({ ...scan, made: performance.now() });
    this.keep();
    this.send();
  }

  keep() {
    const ours = this.scans.filter((scan) => codeIn(scan.text)).map(({ made, late, tries, ...scan }) => scan);
    localStorage.setItem(WAITING, JSON.stringify(ours));
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    while (this.scans.length) {
      if (!await this.sendFirst()) {
        this.hooks.waiting(this.scans);
        this.pause = Math.min(3000, this.pause * 2 || 400);
        await new Promise((resolve) => setTimeout(resolve, this.pause));
      }
    }
    this.sending = false;
  }

  async sendFirst() {
    const { made, late, tries, ...scan } = this.scans[0];
    const stored = Boolean(late) || performance.now() - made > LATE_MS;
    let response;
    try {
      response = await fetch("/scans", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "text/html" },
        body: JSON.stringify({ ...scan, stored, sent_at: new Date().toISOString() }),
        signal: AbortSignal.timeout(GIVE_UP_MS),
      });
      const failed = response.status === 500 && (this.scans[0].tries = (tries ?? 0) + 1) >= MOST_TRIES;
      if (response.status >= 500 && !failed) return false;
      const html = await response.text();
      this.scans.shift();
      this.keep();
      this.pause = 0;
      this.hooks[response.ok ? "answered" : "refused"](html, this.scans);
      return true;
    } catch {
      return false;
    }
  }
}
