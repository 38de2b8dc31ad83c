"""The camera that the server itself reads: what it sees is scanned at its station."""

import logging
import secrets
import threading
import time
from collections import deque
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import cv2
import numpy as np
from sqlalchemy.exc import SQLAlchemyError

from kiosk.domain.desk import Source
from kiosk.domain.errors import ChartError
from kiosk.reading import Capture, Grey, Pending, Symbol, View, Wanted, Watch
from kiosk.services.listing import first_station
from kiosk.services.scan_request import ScanRequest
from kiosk.services.scans import take_scan
from kiosk.settings import Settings
from kiosk.store.engine import Database

PATIENCE = 0.5  # seconds to wait for a frame
PAUSE, IDLE_PAUSE = 0.05, 0.25  # seconds between frames, the second where nothing moves
IDLE_AFTER = 40  # frames of an unchanged picture
SMALL = (160, 90)
DIFFERENT, MOVED = 18, 60  # grey levels, pixels of the small picture: as in the browser
SHOWN_WIDTH = 640
OUTLINE = (166, 227, 95)  # blue, green, red
_log = logging.getLogger(__name__)


def how_read(symbol: Symbol) -> dict[str, int | float | str]:
    """Tell how hard a symbol was to read, as it is kept with its scan."""
    return {"symbology": symbol.symbology, "reader": symbol.reader, **asdict(symbol.effort)}


class ServerCamera:
    """Reads a camera in a thread of its own and scans what it shows, like any other scanner.

    A scan that the database does not take is kept and tried again until it is taken.
    """

    def __init__(self, database: Database, settings: Settings, wanted: Wanted) -> None:
        """Prepare to read the camera of the settings."""
        self._database, self._settings = database, settings
        self._capture = Capture(settings.camera)
        self._watch = Watch(wanted)
        self._waiting: deque[ScanRequest] = deque()
        self._shown: tuple[Grey, View] | None = None
        self._looked_at: Grey | None = None  # the small picture of the frame looked at last
        self._still = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera read", daemon=True)

    @property
    def station(self) -> str:
        """The key of the station that this camera belongs to, "" while there is none."""
        return self._settings.camera_station or first_station(self._database)

    @property
    def is_lost(self) -> bool:
        """Whether no picture comes."""
        return self._capture.is_lost

    @property
    def waiting(self) -> int:
        """How many scans the database has not taken yet."""
        return len(self._waiting)

    def start(self) -> None:
        """Begin to read."""
        self._capture.start()
        self._thread.start()

    def stop(self) -> None:
        """End both threads and let go of the camera."""
        self._stopped.set()
        self._thread.join(timeout=5)
        self._capture.stop()

    def picture(self) -> bytes | None:
        """Return the newest frame as JPEG, with the outline of what was read in it."""
        if self._shown is None or self.is_lost:
            return None
        frame, view = self._shown
        scale = SHOWN_WIDTH / frame.shape[1]
        small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        coloured = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)
        for symbol in view.symbols:
            corners = np.rint(np.array(symbol.quad) * scale).astype(np.int32)
            cv2.polylines(coloured, [corners], True, OUTLINE, 3, cv2.LINE_AA)
        return cv2.imencode(".jpg", coloured, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes()

    def _run(self) -> None:
        number = 0
        while not self._stopped.is_set():
            newest = self._capture.newest(number, PATIENCE)
            if newest:
                number, frame = newest
                self._look(frame)
            self._send()
            self._stopped.wait(IDLE_PAUSE if self._still > IDLE_AFTER else PAUSE)

    def _look(self, frame: Grey) -> None:
        pending = self._shown[1].pending if self._shown else Pending.NOTHING
        if not self._has_moved(frame) and not self._is_undecided(pending):
            if self._shown:
                self._shown = frame, self._shown[1]
            return
        view = self._watch.see(frame, time.monotonic())
        self._shown = frame, view
        for symbol in view.taken:
            self._keep(symbol.text, how_read(symbol))
        if view.crowded:
            self._keep(" ".join(view.crowded), None)

    def _is_undecided(self, pending: Pending) -> bool:
        unread = pending is Pending.UNREAD and self._still < IDLE_AFTER
        return unread or pending is Pending.LEAVING

    def _has_moved(self, frame: Grey) -> bool:
        """Whether the picture differs from the one that was looked at last."""
        small = np.asarray(cv2.resize(frame, SMALL, interpolation=cv2.INTER_AREA), np.uint8)
        before = self._looked_at
        if before is not None and np.sum(cv2.absdiff(small, before) > DIFFERENT) <= MOVED:
            self._still += 1
            return False
        self._looked_at, self._still = small, 0
        return True

    def _keep(self, text: str, read: dict[str, Any] | None) -> None:
        self._waiting.append(
            ScanRequest(
                secrets.token_hex(16),
                self.station,
                text,
                Source.CAMERA,
                at=datetime.now(UTC),
                read=read,
            )
        )

    def _send(self) -> None:
        while self._waiting:
            now = datetime.now(UTC)
            request = replace(self._waiting[0], sent_at=now)
            try:
                take_scan(self._database, self._settings, request, now)
            except SQLAlchemyError as error:
                # Kept: when it is taken later, it counts at the time at which it was made.
                _log.error("camera scan waits: %s", type(error).__name__)
                self._waiting[0] = replace(request, stored=True)
                return
            except ChartError as error:
                _log.error("camera scan refused: %s", error.code)
            self._waiting.popleft()
