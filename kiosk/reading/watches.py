"""The memories of all cameras that this process reads for, and how many it reads at once."""

import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from kiosk.domain.errors import ReaderBusy
from kiosk.reading.pictures import Grey
from kiosk.reading.symbols import Wanted
from kiosk.reading.watch import View, Watch

MOST_CAMERAS = 64


@dataclass
class _Camera:
    watch: Watch
    lock: threading.Lock = field(default_factory=threading.Lock)


class Watches:
    """A ``Watch`` for each camera, by a key that its page chose; for several threads.

    The camera that was not heard of for longest is forgotten first.
    """

    def __init__(self, wanted: Wanted) -> None:
        """Look for what is wanted."""
        self.wanted = wanted
        self._cameras: OrderedDict[str, _Camera] = OrderedDict()
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(max(os.cpu_count() or 1, 1))

    def see(self, key: str, picture: Grey, *, begins: bool) -> View:
        """Look at a camera's next frame; ``begins`` where it was just turned on.

        Raises ReaderBusy where as many frames are being read as there are processors, or another
        one of this camera.
        """
        camera = self._camera(key, begins=begins)
        if not self._places.acquire(blocking=False):
            raise ReaderBusy
        try:
            if not camera.lock.acquire(blocking=False):
                raise ReaderBusy
            try:
                return camera.watch.see(picture, time.monotonic())
            finally:
                camera.lock.release()
        finally:
            self._places.release()

    def _camera(self, key: str, *, begins: bool) -> _Camera:
        with self._lock:
            if begins or key not in self._cameras:
                self._cameras[key] = _Camera(Watch(self.wanted, resumed=not begins))
            self._cameras.move_to_end(key)
            while len(self._cameras) > MOST_CAMERAS:
                self._cameras.popitem(last=False)
            return self._cameras[key]
