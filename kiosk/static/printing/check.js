// The label just printed is scanned where it was printed: it is the right one and reads, or this
// page says what is wrong with it.

import { Camera } from "../camera/camera.js";
import { Sender } from "../desk/sender.js";
import { found, maybe } from "../shared/dom.js";
import { readKeys } from "../shared/keys.js";
import { sound } from "../shared/sounds.js";
import { words } from "../shared/words.js";

const check = found(HTMLElement, "#check");
const { station = "", room = "", code, sounds } = check.dataset;
const said = found(HTMLElement, "[data-said]", check);
const camera = maybe(HTMLElement, "#camera", check);
let waited = 0;

function say(tone, headline, more, played) {
  const leads = document.createElement("b");
  leads.textContent = headline;
  said.className = `checked said-here tone-${tone}`;
  said.replaceChildren(leads, ` ${more}`);
  if (sounds === "on") sound(played);
}

function sentences(notice, part) {
  const texts = [...notice.querySelectorAll(part)].map((one) => one.textContent.trim().replace(/\s+/g, " "));
  return texts.map((one) => (/[.?!]$/.test(one) ? one : `${one}.`)).join(" ");
}

const sender = new Sender(station, room, {
  settled(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const notice = found(HTMLElement, ".notice", page);
    waited = 0;
    if (notice.dataset.outcome === "same-label-read-twice" && said.classList.contains("tone-ok")) return;
    if (notice.dataset.outcome === "operator-signed-in") location.reload(); // names show from now on
    const tone = /tone-(\w+)/.exec(notice.className)?.[1] ?? "stop";
    const [chart, ...advice] = ["h2", ".next > p"].map((part) => sentences(notice, part));
    const next = tone === "ok" ? words("go-on") : advice.join(" ");
    say(tone, `${found(HTMLElement, ".sign", notice).textContent} ${sentences(notice, "strong")}`, `${chart} ${next}`, notice.dataset.sound);
  },
  waiting(texts) {
    if (texts.length === waited) return;
    waited = texts.length;
    say("stop", words("not-checked"), words("kept-here"), "unsent");
  },
}, false); // what waits since before is the desk's to send, and to answer

function take(text, source, more = {}) {
  sender.take(text, source, { fresh: code, ...more });
}

window.addEventListener("beforeunload", (event) => {
  if (sender.scans.length) event.preventDefault();
});

readKeys(window, take, null, (text) => take(text, "scanner"));
if (camera) {
  new Camera(camera, (text, read) => take(text, "camera", read && { read }), () => {
    say("stop", words("label-unreadable"), words("hold-closer"), "stop");
  });
}
check.dataset.ready = "yes";
