"""Ways out to paper: a print queue (CUPS), a printer's own port, a folder."""

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

QUEUE, PORT, FOLDER = "queue", "port", "folder"
PDF, ZPL = "pdf", "zpl"
USUAL_PORT = 9100
CONNECT_SECONDS = 5.0
DONE_SECONDS = 30.0  # for the printer to take everything and hang up
_OPTIONS = {PDF: ["-o", "print-scaling=none"], ZPL: ["-o", "raw"]}


class NotPrinted(Exception):
    """A printer did not take a job; ``why`` in words.

    ``perhaps`` if some of it may have come out all the same: then it must not be sent again before
    somebody has looked.
    """

    def __init__(self, why: str, *, perhaps: bool = False) -> None:
        """Keep both for whoever decides what is next."""
        super().__init__(why)
        self.why = why
        self.perhaps = perhaps


def send(way: str, address: str, data: bytes, language: str, name: str) -> None:
    """Send a job by one of the ways; ``name`` tells it from others. Raises NotPrinted."""
    _WAYS[way](address, data, language, name)


def _to_queue(queue: str, data: bytes, language: str, name: str) -> None:
    command = ["lp", "-s", "-d", queue, "-t", name, *_OPTIONS[language], "-"]
    try:
        done = subprocess.run(  # noqa: S603 (the queue's name is one argument, and no shell is there)
            command, input=data, capture_output=True, timeout=DONE_SECONDS, check=False
        )
    except FileNotFoundError:
        raise NotPrinted("this machine has no print queues (CUPS)") from None
    except subprocess.TimeoutExpired:
        raise NotPrinted("the print queue does not answer", perhaps=True) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("lp: ")
        raise NotPrinted(said or "the print queue refused it")


def _to_port(address: str, data: bytes, _language: str, _name: str) -> None:
    host, _, port = address.partition(":")
    try:
        line = socket.create_connection((host, int(port or USUAL_PORT)), CONNECT_SECONDS)
    except (OSError, OverflowError):
        raise NotPrinted("the printer does not answer: is it on?") from None
    with line:
        line.settimeout(DONE_SECONDS)
        try:
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            while line.recv(1024):
                pass  # some printers say how they are; that they hang up says that they took it
        except TimeoutError:
            raise NotPrinted("the printer did not finish in time", perhaps=True) from None
        except OSError:
            raise NotPrinted("the printer hung up half-way", perhaps=True) from None


def _to_folder(folder: str, data: bytes, language: str, name: str) -> None:
    whole = Path(folder) / f"{name}.{language}"
    begun = whole.with_suffix(".begun")
    try:
        begun.write_bytes(data)
        begun.replace(whole)
    except OSError as error:
        raise NotPrinted(f"the folder cannot be written: {error.strerror}") from None


_WAYS: dict[str, Callable[[str, bytes, str, str], None]] = {
    QUEUE: _to_queue,
    PORT: _to_port,
    FOLDER: _to_folder,
}
