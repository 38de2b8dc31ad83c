"""The camera at the desk, in a real Chromium: how late its tone comes, and what it costs idle."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from kiosk.settings import load_settings
from kiosk.store.open_database import open_database
from labels import FolderLabel
from tests.browser.conftest import ARGUMENTS, FAKE_CAMERA, Server
from tests.browser.video import HEIGHT, RATE, WIDTH, hold_up
from tests.pictures import page_picture, print_out
from tests.room import FILE_ROOM, RecordRoom

SHOWINGS = 15
IDLE_SECONDS = 20
# When a light label covers the middle of the grey desk, and when the desk's page says what it was.
WATCH = """() => {
  const video = document.querySelector("#camera video");
  const notice = document.querySelector("#kiosk [data-slot=notice]");
  const pen = Object.assign(document.createElement("canvas"), {width: 32, height: 24})
    .getContext("2d", {willReadFrequently: true});
  window.delays = [];
  let there = true, since = 0;
  const frame = (now) => {
    pen.drawImage(video, 0, 0, 32, 24);
    const light = pen.getImageData(0, 0, 32, 24).data.filter((grey) => grey > 150).length > 1000;
    if (light && !there) since = now;
    there = light;
    video.requestVideoFrameCallback(frame);
  };
  video.requestVideoFrameCallback(frame);
  new MutationObserver(() => {
    if (since) window.delays.push(performance.now() - since);
    since = 0;
  }).observe(notice, {childList: true});
}"""


@contextmanager
def _page(server: Server, video: Path) -> Iterator[Page]:
    played = [*FAKE_CAMERA, f"--use-file-for-fake-video-capture={video}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*ARGUMENTS, *played]
        )
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_cookies([{"name": "station", "value": FILE_ROOM, "url": server.address}])
        page = context.new_page()
        page.goto(server.address)
        page.click("text=Turn the camera on")
        page.wait_for_timeout(3000)
        yield page
        browser.close()


def _latency(server: Server, folder: Path) -> None:
    code = server.room.label("441027")
    label = FolderLabel(code, code, "44-10-27", 1, "Medical record")
    picture = page_picture(print_out([label], "roll-75x50"), dpi=203)
    with _page(server, hold_up(picture, folder / "held.y4m")) as page:
        page.evaluate(WATCH)
        page.wait_for_timeout(SHOWINGS * 80 / RATE * 1000)
        delays = page.evaluate("window.delays")
    middle, late = statistics.median(delays), max(delays)
    print(f"Label in view until it is said, {len(delays)} showings")
    print(f"  median {middle:.0f} ms, latest {late:.0f} ms\n")


def _idle(server: Server, folder: Path) -> None:
    video = folder / "idle.y4m"
    noise = np.random.default_rng(1)
    with video.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for _ in range(2 * RATE):
            frame = noise.normal(105, 4, WIDTH * HEIGHT).clip(0, 255).astype(np.uint8)
            out.write(b"FRAME\n" + frame.tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2))
    with _page(server, video) as page:
        browser = page.context.new_cdp_session(page)
        browser.send("Performance.enable")
        spent = [(time.process_time(), _page_time(browser))]
        page.wait_for_timeout(IDLE_SECONDS * 1000)
        spent.append((time.process_time(), _page_time(browser)))
    server_share, page_share = (
        100 * (after - before) / IDLE_SECONDS for before, after in zip(*spent, strict=True)
    )
    print(f"An idle desk with a browser's camera, {IDLE_SECONDS} s, share of a core")
    print(f"  server {server_share:.1f} %, the page's own thread {page_share:.1f} %\n")


def _page_time(browser: Any) -> float:
    found = browser.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in found if one["name"] == "TaskDuration")


def measure() -> None:
    """Measure both, each with a server and a browser of its own."""
    for part in (_latency, _idle):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            given = load_settings(data=folder / "data", timezone="UTC")
            yesterday = datetime.now(UTC) - timedelta(days=1)
            server = Server(RecordRoom(open_database(given), given, yesterday).set_up())
            server.start()
            part(server, folder)
            server.stop()
            server.room.database.close()


if __name__ == "__main__":
    measure()
