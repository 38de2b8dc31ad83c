// Scans leave in the order in which they were made, each with its own id, until the kiosk's server
// itself has answered for them: a proxy's page or a sign-in form lets go of none.
// Codes of ours wait in localStorage too, one entry a scan, so that a reload loses none.

import { codeIn } from "./codes.js";
import { randomId } from "./random.js";
import { forget, names, recall, remember } from "./storage.js";

const WAITING = "chart-kiosk.waiting.";
const STATION_SEQ = "chart-kiosk.station-seq";
const GIVE_UP_MS = 8000;
const LATE_MS = 3000;
const MOST_TRIES = 5; // of a scan that the server fails on, so that it cannot block all others
const REFUSALS = [400, 403, 404, 409, 413, 422];

function nextSeq() {
  const seq = Number(recall(STATION_SEQ) ?? 0) + 1;
  remember(STATION_SEQ, seq);
  return seq;
}

// What waits from before this page was loaded, in the order of its making.
function leftOver() {
  const found = [];
  for (const name of names(WAITING)) {
    try {
      found.push({ body: JSON.parse(recall(name)), late: true, tries: 0 });
    } catch {
      forget(name);
    }
  }
  return found.sort((one, other) => one.body.station_seq - other.body.station_seq);
}

export class Sender {
  /**
   * hooks: settled(html, left) once a scan is taken or refused, waiting(texts) while some wait;
   * scans: those to begin with, all that waited since before
   */
  constructor(station, hooks, scans = leftOver()) {
    this.station = station;
    this.hooks = hooks;
    this.scans = scans;
    this.sending = false;
    this.failing = false;
    this.pause = 0;
  }

  /** The texts that wait, oldest first. */
  get texts() {
    return this.scans.map((scan) => scan.body.text);
  }

  take(text, source, more = {}) {
    const body = { scan_id: randomId(), station: this.station, station_seq: nextSeq(), text, source, at: new Date().toISOString(), ...more };
    this.scans.push({ body, made: performance.now(), tries: 0 });
    // What was typed may be a patient's number or name, and is kept in this page only.
    if (codeIn(body.text) && !body.note) remember(WAITING + body.scan_id, JSON.stringify(body));
    if (this.failing) this.hooks.waiting(this.texts);
    this.send();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    while (this.scans.length) {
      this.failing = !await this.sendFirst();
      if (this.failing) {
        this.hooks.waiting(this.texts);
        this.pause = Math.min(3000, this.pause * 2 || 400);
        await new Promise((resolve) => setTimeout(resolve, this.pause));
      }
    }
    this.sending = false;
  }

  async sendFirst() {
    const scan = this.scans[0];
    const stored = Boolean(scan.late) || performance.now() - scan.made > LATE_MS;
    try {
      const response = await fetch("/scans", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "text/html" },
        body: JSON.stringify({ ...scan.body, stored, sent_at: new Date().toISOString() }),
        signal: AbortSignal.timeout(GIVE_UP_MS),
      });
      if (!this.isSettled(scan, response)) return false;
      const html = await response.text();
      this.scans.shift();
      forget(WAITING + scan.body.scan_id);
      this.pause = 0;
      this.hooks.settled(html, this.texts);
      return true;
    } catch {
      return false;
    }
  }

  isSettled(scan, response) {
    if (response.ok) return response.headers.get("X-Kiosk-Scan") === scan.body.scan_id;
    if (!response.headers.has("X-Kiosk-Problem")) return false;
    scan.tries += 1;
    const failed = response.status === 500 && scan.tries >= MOST_TRIES;
    return REFUSALS.includes(response.status) || failed;
  }
}
