"""A printer on a port of this machine that takes jobs, stalls, drops or refuses; and its eyes."""

import re
import socket
import threading
import time
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

_LABEL = re.compile(r"\^XA\^PW(\d+)\^LL(\d+)\^FO0,0\^GFA,(\d+),(\d+),(\d+),([^\^]*)\^FS\^XZ")


class Mood(StrEnum):
    """What the printer does to whoever connects."""

    TAKES = "takes"
    STALLS = "stalls"  # takes the connection, and reads nothing
    DROPS = "drops"  # hangs up half-way
    DROPS_THE_SECOND = "drops the second"  # takes one job, then hangs up half-way
    IS_SLOW = "is slow"  # takes a little at a time
    REFUSES = "refuses"  # does not listen


class FakePrinter:
    """Keeps every job that came whole."""

    def __init__(self) -> None:
        """Listen on a free port of loopback."""
        self.mood = Mood.TAKES
        self.jobs: list[bytes] = []
        self._over = threading.Event()
        self.port = 0
        self._listen()

    def _listen(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", self.port))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, args=(self._socket,), daemon=True)
        self._thread.start()

    def refuse(self) -> None:
        """Be switched off."""
        self.mood = Mood.REFUSES
        self._socket.shutdown(socket.SHUT_RDWR)  # or the thread that waits on it takes one more
        self._socket.close()
        self._thread.join()

    def come_back(self) -> None:
        """Be switched on again."""
        self.mood = Mood.TAKES
        self._listen()

    def _serve(self, listening: socket.socket) -> None:
        while not self._over.is_set():
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with line:
                self._take(line)

    def _take(self, line: socket.socket) -> None:
        if self.mood is Mood.STALLS:
            self._over.wait(60)
        elif self.mood is Mood.DROPS:
            line.recv(10)
            # Closed with unread data: the sender gets a reset.
        else:
            came = b""
            while part := line.recv(2048):
                came += part
                if self.mood is Mood.IS_SLOW:
                    time.sleep(0.1)
            self.jobs.append(came)
            if self.mood is Mood.DROPS_THE_SECOND:
                self.mood = Mood.DROPS

    def let_go(self) -> None:
        """Let go of the line that it has stalled."""
        self._over.set()

    def __enter__(self) -> Self:
        """Nothing more to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """Switch it off."""
        self._over.set()
        self._socket.close()


def draw_zpl(job: bytes) -> list[NDArray[np.uint8]]:
    """Draw each label of a job, reading the subset of ZPL that we write; black 0, paper 255."""
    text = job.decode("ascii")
    labels = list(_LABEL.finditer(text))
    assert "".join(one[0] + "\n" for one in labels) == text  # nothing that is not understood
    return [_drawn(one) for one in labels]


def _drawn(label: re.Match[str]) -> NDArray[np.uint8]:
    width, height, size, whole, row = (int(label[at]) for at in range(1, 6))
    assert size == whole == height * row
    lines: list[str] = []
    line = ""
    for letter in label[6]:
        if letter == ":":
            lines.append(lines[-1])
            continue
        line = line.ljust(2 * row, "0") if letter == "," else line + letter
        if len(line) == 2 * row:
            lines.append(line)
            line = ""
    assert len(lines) == height and not line
    bits = np.unpackbits(np.frombuffer(bytes.fromhex("".join(lines)), np.uint8))
    dots = bits.reshape(height, 8 * row)[:, :width]
    return np.where(dots == 1, 0, 255).astype(np.uint8)
