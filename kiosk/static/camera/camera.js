// The webcam: live picture, newest frame to the server, outline round what was read, scans.
// What is a scan is decided by the server, which remembers what this camera showed before.

import { codeIn } from "../shared/codes.js";
import { found } from "../shared/dom.js";
import { randomId } from "../shared/random.js";
import { sound } from "../shared/sounds.js";
import { recall, remember } from "../shared/storage.js";
import { words } from "../shared/words.js";
import { Eye } from "./eye.js";

const WANTED = "chart-kiosk.camera";
const CHOSEN = "chart-kiosk.camera-id";
const WIDTHS = { usual: 1280, closer: 1920 }; // closer: when a label was seen that could not be read
const IDENTITY = "chart-kiosk.camera-watch";
const LOOK_MS = 2000; // a picture that stays as it is may have become sharp
const PAUSE_MS = 60;
const LONGEST_PAUSE_MS = 1500;
const FROZEN_MS = 3000;
const BLACK_MS = 1500;
const LATE_MS = 1000; // a frame answered later than this shows what is long gone
const GIVE_UP_MS = 4000;
const UNREAD_MS = 2500;
const TRIES = 15; // frames of a still picture with something unread in it
const IDEAL = { width: { ideal: 1920 }, height: { ideal: 1080 }, facingMode: { ideal: "environment" } };
const HINTS = ["focusMode", "exposureMode", "whiteBalanceMode"];

const TROUBLES = {
  NotAllowedError: "camera-not-allowed",
  NotFoundError: "camera-not-found",
  NotReadableError: "camera-in-use",
};

export class Camera {
  /**
   * onScan(text, read): what is to be taken as a scan, and how hard it was to read;
   * onUnread(): bars have been in view for a while, and cannot be read.
   */
  constructor(box, onScan, onUnread = () => undefined) {
    this.box = box;
    this.onScan = onScan;
    this.onUnread = onUnread;
    /** @type {MediaStream | null} */
    this.stream = null;
    this.begins = false;
    this.pending = "";
    this.pause = PAUSE_MS;
    /** @type {number | null} */
    this.unreadSince = null;
    /** @type {number | null} */
    this.got = null; // the number of the newest answer
    this.video = found(HTMLVideoElement, "video", box);
    this.outline = found(SVGElement, "svg", box);
    this.said = found(HTMLElement, "p", box);
    this.button = found(HTMLButtonElement, "[data-does=turn]", box);
    this.light = found(HTMLButtonElement, "[data-does=light]", box);
    this.choice = found(HTMLSelectElement, "select", box);
    this.eye = new Eye(this.video, JSON.parse(box.dataset.eye));
    this.button.addEventListener("click", () => (this.stream ? this.stop() : this.turnOn()));
    this.light.addEventListener("click", () => this.switchLight());
    this.choice.addEventListener("change", () => this.choose(this.choice.value));
    navigator.mediaDevices?.addEventListener("devicechange", () => this.comeBack());
    if (recall(WANTED) === "on") this.start();
  }

  // A camera that comes back, or whose page is loaded again, is the same one to the server, so that
  // a label that lay in view all the while is not scanned twice.
  identity() {
    const known = this.begins ? null : sessionStorage.getItem(IDENTITY);
    const camera = known ?? randomId();
    sessionStorage.setItem(IDENTITY, camera);
    return camera;
  }

  say(state, told) {
    if (state === "lost" && this.box.dataset.state !== "lost") sound("lost");
    this.box.dataset.state = state;
    if (this.said.textContent !== told) this.said.textContent = told;
  }

  turnOn() {
    this.begins = true;
    return this.start();
  }

  async start() {
    if (!navigator.mediaDevices?.getUserMedia) {
      this.say("lost", words("camera-needs-https"));
      return;
    }
    this.button.disabled = true;
    try {
      const chosen = recall(CHOSEN);
      const video = chosen ? { ...IDEAL, deviceId: { ideal: chosen } } : IDEAL;
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      this.video.srcObject = stream;
      await this.video.play();
      this.stream = stream;
    } catch (error) {
      this.say("lost", words(TROUBLES[error.name] ?? "camera-does-not-start"));
      return;
    } finally {
      this.button.disabled = false;
    }
    remember(WANTED, "on");
    this.show(true, words("camera-turn-off"));
    this.say("on", words("camera-reads"));
    const { stream } = this;
    await this.adjust(stream);
    this.watching = Promise.allSettled([this.watching]).then(() => this.watch(stream));
  }

  stop() {
    this.end();
    remember(WANTED, "off");
    this.say("off", words("camera-is-off"));
  }

  end() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.show(false, words("camera-turn-on"));
  }

  show(on, told) {
    this.button.textContent = told;
    for (const element of [this.video, this.outline]) element.toggleAttribute("hidden", !on);
    if (!on) for (const element of [this.light, this.choice]) element.hidden = true;
  }

  // Asks for continuous focus and light where the camera has them, and offers its torch and others.
  async adjust(stream) {
    const [track] = stream.getVideoTracks();
    track.addEventListener("ended", () => this.stream === stream && this.lose());
    const able = track.getCapabilities?.() ?? {};
    const hints = HINTS.filter((name) => able[name]?.includes("continuous"));
    await track.applyConstraints({ advanced: hints.map((name) => ({ [name]: "continuous" })) }).catch(() => {});
    this.light.hidden = !able.torch;
    const devices = await navigator.mediaDevices.enumerateDevices();
    const cameras = devices.filter((device) => device.kind === "videoinput");
    const current = track.getSettings().deviceId;
    this.choice.hidden = cameras.length < 2;
    this.choice.replaceChildren(...cameras.map((one, at) => new Option(one.label || words("camera-number", { number: at + 1 }), one.deviceId, false, one.deviceId === current)));
  }

  choose(id) {
    remember(CHOSEN, id);
    this.end();
    this.start();
  }

  async switchLight() {
    const on = this.light.getAttribute("aria-pressed") !== "true";
    await this.stream?.getVideoTracks()[0].applyConstraints(/** @type {any} */ ({ advanced: [{ torch: on }] })).catch(() => {});
    this.light.setAttribute("aria-pressed", String(on));
  }

  // Nothing is to be seen; whatever comes next is looked at, even if it is as it was before.
  miss(told) {
    this.eye.sent = null;
    this.say("lost", told);
  }

  lose() {
    this.end();
    this.say("lost", words("camera-unplugged"));
  }

  comeBack() {
    if (!this.stream && recall(WANTED) === "on" && !this.button.disabled) this.start();
  }

  // One frame in flight, also where the camera was off in between; what comes meanwhile is dropped,
  // the newest is taken. A picture that stays as it is is not looked at again, unless something in
  // it is still to be decided.
  async watch(stream) {
    const camera = this.identity();
    let shown = -1;
    let fresh = performance.now();
    let lit = performance.now();
    let looked = 0;
    let still = 0;
    this.pending = "";
    this.unreadSince = null;
    this.pause = PAUSE_MS;
    this.got = this.begins ? 0 : null;
    this.eye.sent = null;
    while (this.stream === stream) {
      const now = performance.now();
      if (this.video.currentTime !== shown && this.video.videoWidth) {
        shown = this.video.currentTime;
        fresh = now;
        const { moved, black } = await this.eye.glance();
        if (!black) lit = now;
        still = moved ? 0 : still + 1;
        if (now - lit > BLACK_MS) this.miss(words("camera-black"));
        else if (moved || this.pending === "leaving" || (this.pending === "unread" && still < TRIES) || now - looked > LOOK_MS) {
          looked = now;
          await this.look(stream, camera);
        }
      } else if (now - fresh > FROZEN_MS) {
        this.miss(words("camera-frozen"));
      }
      await new Promise((resolve) => setTimeout(resolve, this.pause));
    }
  }

  async look(stream, camera) {
    const taken = performance.now();
    const frame = await this.eye.take(this.pending === "unread" ? WIDTHS.closer : WIDTHS.usual);
    const view = await this.ask(frame, camera);
    if (this.stream !== stream) return;
    this.pause = view ? PAUSE_MS : Math.min(2 * this.pause, LONGEST_PAUSE_MS);
    if (!view) {
      this.eye.sent = null; // nobody looked at this frame
      return;
    }
    this.begins = false;
    this.got = view.number;
    this.pending = view.pending;
    this.draw(view);
    if (performance.now() - taken > LATE_MS) this.say("lost", words("camera-slow"));
    else this.sayWhetherRead(view, taken);
    for (const one of view.taken) this.onScan(codeIn(one.text) ?? one.text, one.read);
    if (view.crowded.length) this.onScan(view.crowded.join(" "));
  }

  sayWhetherRead(view, taken) {
    if (view.pending !== "unread" || view.symbols.length) this.unreadSince = null;
    else this.unreadSince ??= taken;
    const hard = this.unreadSince !== null && taken - this.unreadSince > UNREAD_MS;
    const told = words(hard ? "camera-unreadable" : "camera-reads");
    if (hard && this.said.textContent !== told) this.onUnread();
    this.say("on", told);
  }

  // Returns what the server makes of a frame; null where it does not answer, or has no time for it.
  async ask(frame, camera) {
    const asked = new URLSearchParams({ watch: camera, ...(this.begins ? {} : { resumes: "1" }), ...(this.got === null ? {} : { got: String(this.got) }) });
    try {
      const signal = AbortSignal.timeout(GIVE_UP_MS);
      const response = await fetch(`/frames?${asked}`, { method: "POST", body: frame, headers: { Accept: "application/json" }, signal });
      if (response.status === 503) return null;
      if (!response.ok) throw new Error(String(response.status));
      return await response.json();
    } catch {
      this.say("lost", words("camera-not-read"));
      return null;
    }
  }

  draw({ symbols, width, height }) {
    this.outline.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.outline.replaceChildren(...symbols.map((symbol) => {
      const polygon = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
      polygon.setAttribute("points", symbol.quad.map((corner) => corner.join(",")).join(" "));
      return polygon;
    }));
  }
}
