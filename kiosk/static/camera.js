// The webcam: live picture, newest frame to the server, outline round what was read.

import { Sight } from "./sight.js";

const WANTED = "chart-kiosk.camera";
const WIDTH = 1280;
const PAUSE_MS = 70;
const FROZEN_MS = 3000;

export class Camera {
  constructor(box, onText) {
    this.box = box;
    this.onText = onText;
    this.sight = new Sight();
    this.video = box.querySelector("video");
    this.canvas = box.querySelector("canvas");
    this.outline = box.querySelector("svg");
    this.button = box.querySelector("button");
    this.said = box.querySelector("p");
    this.button.addEventListener("click", () => (this.stream ? this.stop() : this.start()));
    if (localStorage.getItem(WANTED) === "on") this.start();
  }

  say(state, words) {
    this.box.dataset.state = state;
    this.said.textContent = words;
  }

  async start() {
    if (!navigator.mediaDevices?.getUserMedia) {
      this.say("lost", "No camera here: the page needs https, or this machine's own address");
      return;
    }
    try {
      const video = { width: { ideal: 1920 }, height: { ideal: 1080 }, facingMode: { ideal: "environment" } };
      this.stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    } catch (error) {
      this.say("lost", error.name === "NotAllowedError" ? "The browser may not use the camera" : "No camera found");
      return;
    }
    this.video.srcObject = this.stream;
    await this.video.play();
    localStorage.setItem(WANTED, "on");
    this.button.textContent = "Turn off";
    for (const element of [this.video, this.outline]) element.toggleAttribute("hidden", false);
    this.say("on", "Camera reads");
    this.moved = performance.now();
    this.watch();
  }

  stop() {
    for (const track of this.stream.getTracks()) track.stop();
    this.stream = null;
    localStorage.setItem(WANTED, "off");
    this.button.textContent = "Turn the camera on";
    for (const element of [this.video, this.outline]) element.toggleAttribute("hidden", true);
    this.say("off", "Camera is off");
  }

  // One frame in flight; what comes meanwhile is dropped, the newest is taken.
  async watch() {
    let shown = -1;
    while (this.stream) {
      if (this.video.currentTime !== shown && this.video.videoWidth) {
        shown = this.video.currentTime;
        this.moved = performance.now();
        await this.look();
      } else if (performance.now() - this.moved > FROZEN_MS) {
        this.say("lost", "No new picture from the camera. Is it plugged in?");
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async look() {
    const { video, canvas } = this;
    canvas.width = Math.min(WIDTH, video.videoWidth);
    canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    const frame = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    try {
      const response = await fetch("/frames", { method: "POST", body: frame, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.status);
      const { symbols } = await response.json();
      this.draw(symbols);
      this.say("on", "Camera reads");
      for (const text of this.sight.see(symbols, performance.now())) this.onText(text);
    } catch {
      this.say("lost", "The server does not read the camera at the moment");
    }
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
