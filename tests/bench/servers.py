"""Servers of the bench, each in a process of its own, and the clients that scan at them."""

import http.client
import json
import logging
import multiprocessing
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from multiprocessing.connection import Connection
from typing import Any

from flask import Flask
from waitress.server import create_server

from tests.room import DONE

THREADS = 4
PILE = 20  # charts to a batch


@dataclass(frozen=True, slots=True)
class Desk:
    """A station, and the card of the place to which it sends."""

    station: str
    card: str


class Client:
    """One browser: it goes on from scan to scan over one connection.

    It sends charts as clerks do: a place's card, a pile of charts, DONE; then, from another desk,
    the same pile to another place. So every chart moves at every scan.
    """

    def __init__(self, port: int, accept: str, desks: list[Desk], codes: list[str]) -> None:
        """Send ``codes`` pile by pile, over and over."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = {"Content-Type": "application/json", "Accept": accept}
        self._scans = enumerate(_scans(desks, codes), start=1)

    def scan(self) -> None:
        """Send one scan and wait for the answer."""
        turn, (station, text, moves) = next(self._scans)
        body = {
            "scan_id": secrets.token_hex(16),
            "station": station,
            "station_seq": turn,
            "text": text,
            "source": "scanner",
        }
        self._connection.request("POST", "/scans", json.dumps(body), self._headers)
        answer = self._connection.getresponse()
        said = answer.read().decode()
        assert answer.status == 200, said
        assert not moves or '"movements":[]' not in said, said

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def _scans(desks: list[Desk], codes: list[str]) -> Iterator[tuple[str, str, bool]]:
    piles = [codes[at : at + PILE] for at in range(0, len(codes), PILE)]
    for pile in cycle(piles):
        for desk in desks:
            yield desk.station, desk.card, False
            yield from ((desk.station, code, True) for code in pile)
            yield desk.station, DONE, False


@contextmanager
def served(make: Callable[..., Flask], *given: Any) -> Iterator[int]:
    """Serve what ``make`` returns in a process of its own, and give the port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, make, given), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def throughput(clients: list[Client], seconds: float) -> float:
    """Return how many scans a second all clients together were answered."""
    until = time.perf_counter() + seconds

    def work(client: Client) -> int:
        done = 0
        while time.perf_counter() < until:
            client.scan()
            done += 1
        return done

    with ThreadPoolExecutor(len(clients)) as threads:
        return sum(threads.map(work, clients)) / seconds


def _serve(ready: Connection, make: Callable[..., Flask], given: tuple[Any, ...]) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it tells of each that waits
    server: Any = create_server(make(*given), host="127.0.0.1", port=0, threads=THREADS)
    ready.send(server.effective_port)
    server.run()
