"""A camera read by OpenCV in this process: the newest frame only, and it comes back by itself."""

import logging
import threading
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from kiosk.reading.pictures import Grey

FROZEN = 3.0  # seconds without a frame after which a camera is lost
FIRST_WAIT, LONGEST_WAIT = 0.5, 5.0  # seconds before it is opened again
_log = logging.getLogger(__name__)
WANTED_SIZE = (1920, 1080)  # what it is asked for; it gives what it has


class Capture:
    """Grabs frames in a thread of its own and keeps one: whoever is slow misses the others.

    ``source`` is whatever OpenCV opens: a camera's number, a device, a video file, an address. A
    video file is played at its own speed, again and again.
    """

    def __init__(self, source: str) -> None:
        """Remember the source; ``start`` opens it."""
        self.source = source
        self._stopped = threading.Event()
        self._asked = threading.Event()
        self._fresh = threading.Condition()
        self._frame: Any = None
        self._number = 0
        self._at = -FROZEN
        self._thread = threading.Thread(target=self._run, name="camera grab", daemon=True)

    def start(self) -> None:
        """Begin to grab."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of the camera."""
        self._stopped.set()
        self._thread.join(timeout=5)

    @property
    def is_lost(self) -> bool:
        """Whether no frame came for a while: unplugged, frozen, or never there."""
        return time.monotonic() - self._at > FROZEN

    def newest(self, after: int, patience: float) -> tuple[int, Grey] | None:
        """Return the newest frame and its number, if one comes after ``after`` within seconds."""
        self._asked.set()
        with self._fresh:
            self._fresh.wait_for(lambda: self._number > after, timeout=patience)
            number, frame = self._number, self._frame
        if number <= after:
            return None
        return number, _grey(frame)

    def _run(self) -> None:
        wait = FIRST_WAIT
        while not self._stopped.is_set():
            before = self._at
            try:
                self._grab_all()
            except Exception:  # a driver's whim must not end the grabbing
                _log.exception("The camera %s failed", self.source)
            came = self._at > before
            wait = FIRST_WAIT if came else min(2 * wait, LONGEST_WAIT)
            plays_again = came and Path(self.source).is_file()
            self._stopped.wait(0 if plays_again else wait)

    def _keep(self, there: bool, frame: Any) -> None:
        if there:
            self._asked.clear()
            with self._fresh:
                self._frame, self._number = frame, self._number + 1
                self._fresh.notify_all()

    def _grab_all(self) -> None:
        """Grab until the camera gives no more."""
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        camera = cv2.VideoCapture(int(self.source) if self.source.isdigit() else self.source)
        try:
            for name, length in zip(
                (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT), WANTED_SIZE, strict=True
            ):
                camera.set(name, length)
            pace = _seconds_a_frame(camera) if Path(self.source).is_file() else 0.0
            while not self._stopped.wait(pace):
                if not camera.grab():
                    return
                self._at = time.monotonic()
                if self._asked.is_set():  # decoding is what costs
                    self._keep(*camera.retrieve())
        finally:
            camera.release()


def _seconds_a_frame(camera: Any) -> float:
    rate = camera.get(cv2.CAP_PROP_FPS)
    return 1 / rate if 1 <= rate <= 240 else 0.04


def _grey(frame: Any) -> Grey:
    if frame.ndim == 2:
        return np.ascontiguousarray(frame, np.uint8)
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)
