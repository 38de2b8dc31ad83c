"""The memories of all cameras of this process, and how many pictures it reads at once."""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from kiosk.domain.errors import ReaderBusy
from kiosk.reading.camera.watch import View, Watch
from kiosk.reading.pictures import Grey
from kiosk.reading.symbols import ReadFilter

MOST_CAMERAS = 64


@dataclass
class _Camera:
    watch: Watch
    lock: threading.Lock = field(default_factory=threading.Lock)
    answered: int = 0  # how many answers were given
    last: View | None = None


class Watches:
    """A ``Watch`` for each camera, by a key that its page chose; for several threads.

    The camera that was not heard of for longest is forgotten first.
    """

    def __init__(self, wanted: ReadFilter) -> None:
        """Look for what is wanted."""
        self.wanted = wanted
        self._cameras: OrderedDict[str, _Camera] = OrderedDict()
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(max(os.cpu_count() or 1, 1))

    @contextmanager
    def slot(self, patience: float = 0.0) -> Iterator[None]:
        """Decode and read one picture inside; as many at once as there are processors.

        Raises ReaderBusy where no place becomes free within ``patience`` seconds.
        """
        if not self._places.acquire(timeout=patience):
            raise ReaderBusy
        try:
            yield
        finally:
            self._places.release()

    def see(
        self, key: str, picture: Grey, *, resumes: bool = False, got: int | None = None
    ) -> tuple[int, View]:
        """Look at a camera's next frame: the number of this answer, and what was seen.

        ``resumes`` where it is surely not its first frame; ``got`` is the number of the newest
        answer that arrived: what an answer that was lost said is to be taken is said again. Raises
        ReaderBusy where another frame of this camera is being read.
        """
        camera = self._camera(key, resumes)
        if not camera.lock.acquire(blocking=False):
            raise ReaderBusy
        try:
            view = camera.watch.see(picture, time.monotonic())
            if camera.last and got is not None and got < camera.answered:
                lost = camera.last
                view = replace(
                    view, taken=[*lost.taken, *view.taken], crowded=view.crowded or lost.crowded
                )
            camera.answered, camera.last = camera.answered + 1, view
            return camera.answered, view
        finally:
            camera.lock.release()

    def _camera(self, key: str, resumes: bool) -> _Camera:
        with self._lock:
            if key not in self._cameras:
                self._cameras[key] = _Camera(Watch(self.wanted, resumed=resumes))
            self._cameras.move_to_end(key)
            while len(self._cameras) > MOST_CAMERAS:
                self._cameras.popitem(last=False)
            return self._cameras[key]
