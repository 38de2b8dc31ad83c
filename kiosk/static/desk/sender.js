// Scans leave in the order in which they were made, each with its own id, until the kiosk's server
// itself has answered for them: a proxy's page or a sign-in form lets go of none. What the server
// refuses is parked: kept and counted until a person closes it. A scan goes to its own room only.
// Codes of ours wait in localStorage too, one entry a scan, so that a reload loses none.

import { codeIn } from "../shared/codes.js";
import { randomId } from "../shared/random.js";
import { forget, names, recall, remember } from "../shared/storage.js";

const WAITING = "chart-kiosk.waiting.";
const PARKED = "chart-kiosk.parked.";
const STATION_SEQ = "chart-kiosk.station-seq";
const GIVE_UP_MS = 8000;
const LATE_MS = 3000;
const MOST_TRIES = 5; // of a scan that the server fails on, so that it cannot block all others
const REFUSALS = [400, 403, 404, 409, 413, 422];
const OTHER_ROOM = "other-room";

function nextSeq() {
  const seq = Number(recall(STATION_SEQ) ?? 0) + 1;
  remember(STATION_SEQ, seq);
  return seq;
}

// What this browser keeps under a prefix, in the order of its making.
function kept(prefix) {
  const found = [];
  for (const name of names(prefix)) {
    try {
      const one = JSON.parse(recall(name));
      found.push(one.body ? one : { body: one });
    } catch {
      forget(name);
    }
  }
  return found.sort((one, other) => one.body.station_seq - other.body.station_seq);
}

/** Whether a scan outlives its page: what was typed may be a patient's number or name, and does not. */
export function isKept(body) {
  return codeIn(body.text) !== null && !body.note;
}

function keep(prefix, scan) {
  if (isKept(scan.body)) remember(prefix + scan.body.scan_id, JSON.stringify(scan));
}

export class Sender {
  /**
   * hooks: settled(html, left) once a scan is taken or refused, waiting(texts, otherRoom) while
   * some wait, parked(scans) when what the server refused, or is another room's, has changed;
   * withWhatWaits: whether to begin with all that waited since before
   */
  constructor(station, room, hooks, withWhatWaits = true) {
    this.station = station;
    this.room = room;
    this.hooks = hooks;
    const before = withWhatWaits ? kept(WAITING) : [];
    const isOurs = ({ body }) => (body.room ?? room) === room;
    /** @type {{body: any, late: boolean, made: number, tries: number}[]} */
    this.scans = before.filter(isOurs).map(({ body }) => ({ body, late: true, made: 0, tries: 0 }));
    this.others = before.filter((scan) => !isOurs(scan));
    this.refused = withWhatWaits ? kept(PARKED) : [];
    this.sending = false;
    this.failing = false;
    this.otherRoom = false;
    this.pause = 0;
  }

  /** The texts that wait, oldest first. */
  get texts() {
    return this.scans.map((scan) => scan.body.text);
  }

  /** What nothing comes of until a person has looked: {body, why}. */
  get parked() {
    return [...this.refused, ...this.others];
  }

  take(text, source, more = {}) {
    const { station, room } = this;
    const body = { scan_id: randomId(), station, room, station_seq: nextSeq(), text, source, at: new Date().toISOString(), ...more };
    const scan = { body, late: false, made: performance.now(), tries: 0 };
    this.scans.push(scan);
    keep(WAITING, scan);
    if (this.failing) this.hooks.waiting(this.texts, this.otherRoom);
    this.send();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    while (this.scans.length) {
      this.failing = !await this.sendFirst();
      if (this.failing) {
        this.hooks.waiting(this.texts, this.otherRoom);
        this.pause = Math.min(3000, this.pause * 2 || 400);
        await new Promise((resolve) => setTimeout(resolve, this.pause));
      }
    }
    this.sending = false;
  }

  async sendFirst() {
    const scan = this.scans[0];
    const stored = scan.late || performance.now() - scan.made > LATE_MS;
    try {
      const response = await fetch("/scans", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "text/html" },
        body: JSON.stringify({ ...scan.body, stored, sent_at: new Date().toISOString() }),
        signal: AbortSignal.timeout(GIVE_UP_MS),
      });
      this.otherRoom = response.headers.get("X-Kiosk-Problem") === OTHER_ROOM;
      const isTaken = response.ok && response.headers.get("X-Kiosk-Scan") === scan.body.scan_id;
      if (!isTaken && !this.isRefused(scan, response)) return false;
      const html = await response.text();
      this.scans.shift();
      if (!isTaken) this.park(scan, html);
      forget(WAITING + scan.body.scan_id);
      this.pause = 0;
      this.hooks.settled(html, this.texts);
      return true;
    } catch {
      return false;
    }
  }

  isRefused(scan, response) {
    if (this.otherRoom || !response.headers.has("X-Kiosk-Problem")) return false;
    if (response.status === 500) scan.tries += 1;
    return REFUSALS.includes(response.status) || scan.tries >= MOST_TRIES;
  }

  park({ body }, html) {
    const why = new DOMParser().parseFromString(html, "text/html").querySelector(".notice strong")?.textContent ?? "";
    const scan = { body, why };
    this.refused.push(scan);
    keep(PARKED, scan);
    this.hooks.parked?.(this.parked);
  }

  /** Closes a parked scan: a person has looked at it. */
  close(scanId) {
    forget(PARKED + scanId);
    forget(WAITING + scanId);
    const isOther = ({ body }) => body.scan_id !== scanId;
    this.refused = this.refused.filter(isOther);
    this.others = this.others.filter(isOther);
    this.hooks.parked?.(this.parked);
  }
}
