"""The camera that the server itself reads: what it sees is scanned at its station."""

import logging
import secrets
import threading
import time
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import cv2
import numpy as np
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from kiosk.domain.desk import Source
from kiosk.domain.errors import ChartError
from kiosk.reading import Capture, Grey, Pending, ReadFilter, Stillness, Symbol, View, Watch
from kiosk.services.desk.scan_request import ScanRequest
from kiosk.services.desk.take_scan import take_scan
from kiosk.services.setup.listed import first_station
from kiosk.settings import Settings
from kiosk.store.engine import Database

PATIENCE = 0.5  # seconds to wait for a frame
PAUSE, IDLE_PAUSE = 0.05, 0.25  # seconds between frames, the second where nothing moves
FROZEN = 3.0  # seconds without a frame that was looked at
IDLE_AFTER = 40  # frames of an unchanged picture
LOOK_EVERY = 8  # unchanged frames: one of them may have become sharp
SHOWN_WIDTH = 640
OUTLINE = (166, 227, 95)  # blue, green, red
_log = logging.getLogger(__name__)


def how_read(symbol: Symbol) -> dict[str, int | float | str]:
    """Tell how hard a symbol was to read, as it is kept with its scan."""
    return {"symbology": symbol.symbology, "reader": symbol.reader, **asdict(symbol.effort)}


@dataclass
class _Waiting:
    """A scan that the database has not taken yet."""

    scan_id: str
    text: str
    at: datetime
    read: dict[str, Any] | None
    tries: int = 0


class ServerCamera:
    """Reads a camera in a thread of its own and scans what it shows, like any other scanner.

    A scan that the database does not take is kept and tried again until it is taken.
    """

    def __init__(self, database: Database, settings: Settings, wanted: ReadFilter) -> None:
        """Prepare to read the camera of the settings."""
        self._database, self._settings = database, settings
        self._capture = Capture(settings.camera)
        self._watch = Watch(wanted)
        self._waiting: deque[_Waiting] = deque()
        self._shown: tuple[Grey, View] | None = None
        self._stillness = Stillness()
        self._told_lost: bool | None = None
        self._stopped = threading.Event()
        self._looked = -FROZEN
        self._threads = [
            threading.Thread(target=self._read, name="camera read", daemon=True),
            threading.Thread(target=self._send, name="camera send", daemon=True),
        ]

    @property
    def source(self) -> str:
        """The camera, as it is called in the settings."""
        return self._settings.camera

    @property
    def station(self) -> str:
        """The key of the station that this camera belongs to, "" while there is none."""
        return self._settings.camera_station or first_station(self._database)

    @property
    def is_lost(self) -> bool:
        """Whether no picture comes, or none is looked at any more."""
        return self._capture.is_lost or time.monotonic() - self._looked > FROZEN

    @property
    def waiting(self) -> int:
        """How many scans the database has not taken yet."""
        return len(self._waiting)

    def start(self) -> None:
        """Begin to read."""
        self._capture.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all threads and let go of the camera."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(timeout=10)
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

    def _read(self) -> None:
        number = 0
        while not self._stopped.is_set():
            try:
                newest = self._capture.newest(number, PATIENCE)
                if newest:
                    number, frame = newest
                    self._look(frame)
                    self._looked = time.monotonic()
                self._tell_if_lost()
            except Exception:  # one bad frame must not blind the desk for good
                _log.exception("A frame of the camera %s was not read", self._settings.camera)
            self._stopped.wait(IDLE_PAUSE if self._stillness.frames > IDLE_AFTER else PAUSE)

    def _send(self) -> None:
        """Let each scan be taken, in its order; what the database does not take now waits."""
        while not (self._stopped.is_set() and not self._waiting):
            if not self._waiting:
                self._stopped.wait(PAUSE)
            elif self._is_taken(self._waiting[0]):
                self._waiting.popleft()
            elif self._stopped.wait(PATIENCE):
                return

    def _tell_if_lost(self) -> None:
        if self.is_lost is not self._told_lost:
            self._told_lost = self.is_lost
            state = "gives no picture" if self.is_lost else "is read"
            _log.warning("The camera %s %s.", self._settings.camera, state)

    def _look(self, frame: Grey) -> None:
        pending = self._shown[1].pending if self._shown else Pending.NOTHING
        still = self._stillness.frames
        again = still and still % LOOK_EVERY == 0
        if not (self._stillness.moved(frame) or self._is_undecided(pending) or again):
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
        unread = pending is Pending.UNREAD and self._stillness.frames < IDLE_AFTER
        return unread or pending is Pending.LEAVING

    def _keep(self, text: str, read: dict[str, Any] | None) -> None:
        self._waiting.append(_Waiting(secrets.token_hex(16), text, datetime.now(UTC), read))

    def _is_taken(self, scan: "_Waiting") -> bool:
        """Take a scan, or see that it never will be; False where it is to be tried again."""
        now = datetime.now(UTC)
        try:
            request = ScanRequest(
                scan.scan_id,
                self.station,
                scan.text,
                Source.CAMERA,
                at=scan.at,
                sent_at=now,
                stored=scan.tries > 0,  # then it counts at the time at which it was made
                read=scan.read,
            )
            take_scan(self._database, self._settings, request, now)
        except OperationalError:
            scan.tries += 1
            _log.error("A scan of the camera waits: the database does not answer")
            return False
        except (ChartError, SQLAlchemyError) as error:
            _log.error("A scan of the camera is refused: %s", type(error).__name__)
        return True
