"""Ways out to paper: a print queue (CUPS), a printer's own port, a folder."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from labels.languages import LANGUAGES
from labels.stock import PAGES

USUAL_PORT, LAST_PORT = 9100, 65_535
CONNECT_SECONDS = 5.0
SILENT_SECONDS = 30.0  # for the printer to take the next part
WHOLE_SECONDS = 180.0  # for the printer to take everything and hang up
PART = 2048  # bytes: a slow printer takes some within the time of silence
_SHEETS = {page: name for name, page in PAGES.items()}


class Unsent(StrEnum):
    """Why a printer did not take a job."""

    QUEUE_SILENT = "queue-silent"
    NO_QUEUES = "no-queues"
    QUEUE_REFUSED = "queue-refused"
    QUEUE_SAID = "queue-said"
    PRINTER_SILENT = "printer-silent"
    PRINTER_LATE = "printer-late"
    PRINTER_HUNG_UP = "printer-hung-up"
    FOLDER_CLOSED = "folder-closed"


class NotPrinted(Exception):
    """A printer did not take a job; ``why`` is a stable code, ``facts`` fill its words.

    ``perhaps`` if some of it may have come out all the same: then it must not be sent again before
    somebody has looked.
    """

    def __init__(
        self, why: StrEnum, *, perhaps: bool = False, facts: Mapping[str, str] | None = None
    ) -> None:
        """Keep them for whoever decides what is next."""
        super().__init__(why)
        self.why = why
        self.perhaps = perhaps
        self.facts = facts or {}


@dataclass(frozen=True, slots=True)
class Job:
    """What is sent: in which language, on paper how large in millimetres; ``name`` is its own."""

    data: bytes
    language: str
    name: str
    page: tuple[float, float]

    @property
    def options(self) -> list[str]:
        """What a print queue must know: unless it is told, a driver puts a label on a sheet."""
        if LANGUAGES[self.language].raw:
            return ["-o", "raw"]
        media = _SHEETS.get(self.page) or "Custom.{:g}x{:g}mm".format(*self.page)
        return ["-o", "print-scaling=none", "-o", f"media={media}"]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A way to printers: how a job is sent, and whether an address can be one of it."""

    send: Callable[[str, Job], None]
    is_address: Callable[[str], bool]


def send(way: str, address: str, job: Job) -> None:
    """Send a job by one of the ways. Raises NotPrinted."""
    WAYS[way].send(address, job)


def _to_queue(queue: str, job: Job) -> None:
    command = ["lp", "-s", "-d", queue, "-t", job.name, *job.options, "-"]
    try:
        done = subprocess.run(  # noqa: S603 (the queue's name is one argument, and no shell is there)
            command, input=job.data, capture_output=True, timeout=WHOLE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotPrinted(Unsent.QUEUE_SILENT, perhaps=True) from None
    except OSError:
        raise NotPrinted(Unsent.NO_QUEUES) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("lp: ")
        ended = done.returncode < 0  # by a signal: nobody knows how far it had come
        if not said:
            raise NotPrinted(Unsent.QUEUE_REFUSED, perhaps=ended)
        raise NotPrinted(Unsent.QUEUE_SAID, perhaps=ended, facts={"said": said})


def _to_port(address: str, job: Job) -> None:
    host, _, port = address.partition(":")
    try:
        line = socket.create_connection((host, int(port or USUAL_PORT)), CONNECT_SECONDS)
    except (OSError, ValueError, OverflowError):
        raise NotPrinted(Unsent.PRINTER_SILENT) from None
    with line:
        try:
            _hand_over(line, job.data)
        except TimeoutError:
            raise NotPrinted(Unsent.PRINTER_LATE, perhaps=True) from None
        except OSError:
            raise NotPrinted(Unsent.PRINTER_HUNG_UP, perhaps=True) from None


def _hand_over(line: socket.socket, data: bytes) -> None:
    """Send everything, however slowly it is taken, and wait until the printer hangs up.

    Raises TimeoutError after a silence, or when it takes too long altogether.
    """
    ends = time.monotonic() + WHOLE_SECONDS
    line.settimeout(min(SILENT_SECONDS, WHOLE_SECONDS))
    for at in range(0, len(data), PART):
        _time_left(ends)
        line.sendall(data[at : at + PART])
    line.shutdown(socket.SHUT_WR)
    line.settimeout(_time_left(ends))  # what lies in buffers still has to be printed
    while line.recv(1024):  # some say how they are; that they hang up says that they took it
        line.settimeout(_time_left(ends))


def _time_left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _to_folder(folder: str, job: Job) -> None:
    whole = Path(folder) / f"{job.name}.{job.language}"
    begun = whole.with_suffix(".begun")
    try:
        handle = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it may hold names
        with os.fdopen(handle, "wb") as out:
            out.write(job.data)
        begun.replace(whole)
    except OSError as error:
        raise NotPrinted(Unsent.FOLDER_CLOSED, facts={"error": str(error.strerror)}) from None


def _is_port(address: str) -> bool:
    found = re.fullmatch(r"[\w-]+(\.[\w-]+)*(:([0-9]{1,5}))?", address)
    return found is not None and int(found[3] or 0) <= LAST_PORT


WAYS: Mapping[str, WayOut] = {
    "queue": WayOut(_to_queue, lambda name: not name.startswith("-")),
    "port": WayOut(_to_port, _is_port),
    "folder": WayOut(_to_folder, lambda path: Path(path).is_absolute()),
}
