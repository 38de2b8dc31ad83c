// What the camera shows, as little of it as will do: has anything moved, and a grey JPEG of a frame.

const SMALL = { width: 160, height: 90 };
const DIFFERENT = 18; // grey levels; a camera's noise stays below
const MOVED = 60; // pixels of the small picture
const BLACK = 12; // grey levels; a covered lens shows no more
const QUALITY = 0.85;

export class Eye {
  constructor(video) {
    this.video = video;
    this.small = sketch(SMALL.width, SMALL.height);
    this.large = document.createElement("canvas");
    this.sent = null;
  }

  /** Looks at the newest frame: { moved, black }, against the last one that was sent. */
  glance() {
    this.small.drawImage(this.video, 0, 0, SMALL.width, SMALL.height);
    const { data } = this.small.getImageData(0, 0, SMALL.width, SMALL.height);
    let changed = 0;
    let brightest = 0;
    this.now = new Uint8Array(data.length / 4);
    for (let at = 0; at < this.now.length; at += 1) {
      const grey = (data[4 * at] + 2 * data[4 * at + 1] + data[4 * at + 2]) >> 2;
      this.now[at] = grey;
      if (grey > brightest) brightest = grey;
      if (this.sent && Math.abs(grey - this.sent[at]) > DIFFERENT) changed += 1;
    }
    return { moved: !this.sent || changed > MOVED, black: brightest < BLACK };
  }

  /** Takes the newest frame, at most so many pixels wide, as a grey JPEG. */
  async take(widest) {
    const { video, large } = this;
    this.sent = this.now;
    large.width = Math.min(widest, video.videoWidth);
    large.height = Math.round((large.width * video.videoHeight) / video.videoWidth);
    const pen = large.getContext("2d");
    pen.filter = "grayscale(1)";
    pen.drawImage(video, 0, 0, large.width, large.height);
    return new Promise((resolve) => large.toBlob(resolve, "image/jpeg", QUALITY));
  }
}

function sketch(width, height) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  return canvas.getContext("2d", { willReadFrequently: true });
}
