// The server's own camera at this desk: its picture, again and again, and word of its scans.

import { found } from "../shared/dom.js";
import { sound } from "../shared/sounds.js";
import { words } from "../shared/words.js";

const EVERY_MS = 150;
const LOST_MS = 1000;
const GIVE_UP_MS = 4000;

/** onSeq(seq): the newest fact of this desk, so that a scan is shown as soon as it is made. */
export async function showServerCamera(box, station, onSeq) {
  const image = found(HTMLImageElement, "img", box);
  const said = found(HTMLElement, "p", box);
  const say = (state, told) => {
    if (state === "lost" && box.dataset.state !== "lost") sound("lost");
    box.dataset.state = state;
    if (said.textContent !== told) said.textContent = told;
    image.hidden = state !== "on";
  };
  for (;;) {
    const shown = await fetchPicture(station);
    if (shown) {
      URL.revokeObjectURL(image.src);
      image.src = shown.address;
      await onSeq(shown.seq);
    }
    say(shown ? "on" : "lost", shown ? words("camera-reads") : words("server-camera-lost", { camera: box.dataset.camera }));
    await new Promise((resolve) => setTimeout(resolve, shown ? EVERY_MS : LOST_MS));
  }
}

async function fetchPicture(station) {
  try {
    const response = await fetch(`/camera?${new URLSearchParams({ station })}`, { signal: AbortSignal.timeout(GIVE_UP_MS) });
    if (!response.ok) return null;
    return { seq: Number(response.headers.get("X-Kiosk-Seq")), address: URL.createObjectURL(await response.blob()) };
  } catch {
    return null;
  }
}
