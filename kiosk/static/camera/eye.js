// What the camera shows, as little of it as will do: has anything moved, and a grey JPEG of a frame.

const BLACK = 12; // grey levels; a covered lens shows no more
const QUALITY = 0.85;
const GREY_FIRST = ["I420", "I420A", "I422", "I444", "NV12"]; // formats that begin with the grey levels
const VIDEO_BLACK = 16; // what most cameras send for black
const SIDE = 3; // of the square of pixels that one of the small picture is the mean of

export class Eye {
  /** rule: how small the picture is made, how far a pixel differs, and how many must. */
  constructor(video, rule) {
    this.video = video;
    this.rule = rule;
    this.small = sketch(rule.width, rule.height);
    this.large = document.createElement("canvas");
    /** @type {Uint8Array | null} */
    this.sent = null;
    this.now = new Uint8Array();
  }

  /** Looks at the newest frame: { moved, black }, against the last one that was sent. */
  async glance() {
    this.now = (await this.asItCame()) ?? this.drawn();
    let changed = 0;
    let brightest = 0;
    for (let at = 0; at < this.now.length; at += 1) {
      const grey = this.now[at];
      if (grey > brightest) brightest = grey;
      if (this.sent && Math.abs(grey - this.sent[at]) > this.rule.different) changed += 1;
    }
    return { moved: !this.sent || changed > this.rule.most, black: brightest < BLACK };
  }

  // Grey levels straight from the camera's frame: drawing it costs ten times as much. Null where
  // the browser does not hand them out.
  async asItCame() {
    let frame;
    try {
      frame = new VideoFrame(this.video);
      if (!GREY_FIRST.includes(frame.format)) return null;
      const size = frame.allocationSize();
      if (this.plane?.length !== size) this.plane = new Uint8Array(size);
      const [{ offset, stride }] = await frame.copyTo(this.plane);
      const black = frame.colorSpace?.fullRange ? 0 : VIDEO_BLACK;
      return sampled(this.plane, offset, stride, frame.visibleRect, black, this.rule);
    } catch {
      return null;
    } finally {
      frame?.close();
    }
  }

  drawn() {
    const { width, height } = this.rule;
    this.small.drawImage(this.video, 0, 0, width, height);
    const { data } = this.small.getImageData(0, 0, width, height);
    return Uint8Array.from({ length: data.length / 4 }, (_, at) => (data[4 * at] + 2 * data[4 * at + 1] + data[4 * at + 2]) >> 2);
  }

  /** Takes the newest frame, at most so many pixels wide, as a grey JPEG. */
  async take(widest) {
    const { video, large } = this;
    this.sent = this.now;
    large.width = Math.min(widest, video.videoWidth);
    large.height = Math.round((large.width * video.videoHeight) / video.videoWidth);
    const pen = /** @type {CanvasRenderingContext2D} */ (large.getContext("2d"));
    pen.filter = "grayscale(1)";
    pen.drawImage(video, 0, 0, large.width, large.height);
    return new Promise((resolve) => large.toBlob(resolve, "image/jpeg", QUALITY));
  }
}

// A small picture of a plane of grey levels; each of its pixels is a mean, since single ones are noisy.
function sampled(plane, offset, stride, { width, height }, black, rule) {
  const small = new Uint8Array(rule.width * rule.height);
  for (let row = 0; row < rule.height; row += 1) {
    const y = Math.floor((row * (height - SIDE)) / rule.height);
    for (let column = 0; column < rule.width; column += 1) {
      let at = offset + y * stride + Math.floor((column * (width - SIDE)) / rule.width);
      let sum = 0;
      for (let down = 0; down < SIDE; down += 1, at += stride) sum += plane[at] + plane[at + 1] + plane[at + 2];
      small[row * rule.width + column] = Math.max(sum / (SIDE * SIDE) - black, 0);
    }
  }
  return small;
}

function sketch(width, height) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
}
