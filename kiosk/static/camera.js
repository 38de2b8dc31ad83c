// The webcam: live picture, newest frame to the server, outline round what was read.

import { Sight } from "./sight.js";
import { sound } from "./sounds.js";
import { recall, remember } from "./storage.js";

const WANTED = "chart-kiosk.camera";
const WIDTH = 1280;
const PAUSE_MS = 70;
const FROZEN_MS = 3000;
const LATE_MS = 1000; // a frame answered later than this shows what is long gone
const GIVE_UP_MS = 4000;
const MOST_STEP_MS = 500;

const TROUBLES = {
  NotAllowedError: "The browser may not use the camera",
  NotFoundError: "No camera found",
  NotReadableError: "Another program uses the camera",
};

export class Camera {
  constructor(box, onText) {
    this.box = box;
    this.onText = onText;
    this.sight = new Sight();
    this.watched = 0; // ms for which frames were read
    this.looked = 0;
    this.stream = null;
    this.video = box.querySelector("video");
    this.canvas = box.querySelector("canvas");
    this.outline = box.querySelector("svg");
    this.button = box.querySelector("button");
    this.said = box.querySelector("p");
    this.button.addEventListener("click", () => (this.stream ? this.stop() : this.start()));
    if (recall(WANTED) === "on") this.start();
  }

  say(state, words) {
    if (state === "lost" && this.box.dataset.state !== "lost") sound("lost");
    this.box.dataset.state = state;
    this.said.textContent = words;
  }

  async start() {
    if (!navigator.mediaDevices?.getUserMedia) {
      this.say("lost", "No camera here: the page needs https, or this machine's own address");
      return;
    }
    this.button.disabled = true;
    try {
      const video = { width: { ideal: 1920 }, height: { ideal: 1080 }, facingMode: { ideal: "environment" } };
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      this.video.srcObject = stream;
      await this.video.play();
      this.stream = stream;
    } catch (error) {
      this.say("lost", TROUBLES[error.name] ?? "The camera does not start");
      return;
    } finally {
      this.button.disabled = false;
    }
    remember(WANTED, "on");
    this.show(true, "Turn off");
    this.say("on", "Camera reads");
    this.watch(this.stream);
  }

  stop() {
    for (const track of this.stream.getTracks()) track.stop();
    this.stream = null;
    remember(WANTED, "off");
    this.show(false, "Turn the camera on");
    this.say("off", "Camera is off");
  }

  show(on, words) {
    this.button.textContent = words;
    for (const element of [this.video, this.outline]) element.toggleAttribute("hidden", !on);
  }

  // One frame in flight; what comes meanwhile is dropped, the newest is taken.
  async watch(stream) {
    let shown = -1;
    let moved = performance.now();
    while (this.stream === stream) {
      if (this.video.currentTime !== shown && this.video.videoWidth) {
        shown = this.video.currentTime;
        moved = performance.now();
        await this.look(stream);
      } else if (performance.now() - moved > FROZEN_MS) {
        this.say("lost", "No new picture from the camera. Is it plugged in?");
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async look(stream) {
    const { video, canvas } = this;
    const taken = performance.now();
    canvas.width = Math.min(WIDTH, video.videoWidth);
    canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    const frame = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    let symbols;
    try {
      const signal = AbortSignal.timeout(GIVE_UP_MS);
      const response = await fetch("/frames", { method: "POST", body: frame, headers: { Accept: "application/json" }, signal });
      if (!response.ok) throw new Error(response.status);
      ({ symbols } = await response.json());
    } catch {
      if (this.stream === stream) this.say("lost", "The server does not read the camera at the moment");
      return;
    }
    if (this.stream !== stream) return;
    if (performance.now() - taken > LATE_MS) {
      this.say("lost", "The server reads too slowly at the moment");
      return;
    }
    this.draw(symbols);
    this.say("on", "Camera reads");
    // A label is out of view only as long as frames without it were really read.
    this.watched += Math.min(taken - this.looked, MOST_STEP_MS);
    this.looked = taken;
    for (const text of this.sight.see(symbols, this.watched)) this.onText(text);
  }

  draw(symbols) {
    this.outline.setAttribute("viewBox", `0 0 ${this.canvas.width} ${this.canvas.height}`);
    this.outline.replaceChildren(...symbols.map((symbol) => {
      const polygon = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
      polygon.setAttribute("points", symbol.quad.map((corner) => corner.join(",")).join(" "));
      return polygon;
    }));
  }
}
