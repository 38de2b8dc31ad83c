"""A scan through HTTP beside the same UPDATE + INSERT on raw sqlite3, same durability.

Each scan says every alert that there is: loose sheets wait, the chart was missing, a temporary
folder stands in for it, other volumes exist. Lists and search are measured at the same sizes.
"""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from kiosk.app import create_app
from kiosk.domain.loans import PlaceKind
from kiosk.services.setup.entries import StationEntry
from kiosk.services.setup.save import save_entry
from kiosk.settings import Settings, load_settings
from kiosk.store.open_database import open_database
from tests.bench.check import measure_check
from tests.bench.filling import fill
from tests.bench.finding import measure_finding
from tests.bench.floor import minimal_app, raw_transaction
from tests.bench.lists import measure_lists
from tests.bench.servers import Client, Desk, served, throughput
from tests.bench.timing import RUNS, interleaved, report, report_rates
from tests.postgres import cluster, new_database
from tests.room import RecordRoom

FEW, MANY = 10_000, 1_000_000
ROUNDS = 500
CLIENTS, SECONDS = 4, 3
KINDS = {"JSON": "application/json", "HTML": "text/html"}
RAW, LEAST = "raw sqlite3 transaction", "Flask and the ORM, nothing else"


def measure() -> None:
    """Measure at ten thousand and at a million charts, in one interleaved run."""
    with tempfile.TemporaryDirectory() as folder, cluster() as postgres, ExitStack() as stack:
        databases = {
            f"{FEW:,} charts": (FEW, ""),
            f"{FEW:,} charts, PostgreSQL": (FEW, new_database(postgres)),
            f"{MANY:,} charts": (MANY, ""),
        }
        contenders: dict[str, Callable[[], object]] = {RAW: raw_transaction(Path(folder))}
        rooms: dict[str, RecordRoom] = {}
        for name, (size, url) in databases.items():
            room, codes = _filled(Path(folder) / name, size, url)
            stack.callback(room.database.close)
            rooms[name] = room
            port = stack.enter_context(served(_app, room.settings))
            for at, kind in enumerate(KINDS):
                client = Client(port, KINDS[kind], _desks(room, at), codes[at :: len(KINDS)])
                contenders[f"{kind}, {name}"] = stack.enter_context(closing(client)).scan
        for call in contenders.values():
            call()
        report("A scan with every alert", interleaved(contenders, ROUNDS), RAW)
        few, _, many = rooms.values()
        measure_lists({FEW: few, MANY: many})
        measure_finding({FEW: few, MANY: many})
        measure_check(rooms)
        _measure_together(Path(folder))


def _measure_together(folder: Path) -> None:
    """Measure how many scans several desks at once get done, beside the least that could do it."""
    room, codes = _filled(folder / "together", FEW)
    room.database.close()
    with ExitStack() as stack:
        least = stack.enter_context(served(minimal_app, folder))
        ours = stack.enter_context(served(_app, room.settings))
        contenders = {LEAST: (least, KINDS["JSON"])}
        contenders |= {f"{kind} scans": (ours, accept) for kind, accept in KINDS.items()}
        together = {}
        for turn, (name, (port, accept)) in enumerate(contenders.items()):
            step = len(contenders) * CLIENTS  # no two clients scan the same charts
            clients = [
                Client(port, accept, _desks(room, at), codes[turn * CLIENTS + at :: step])
                for at in range(CLIENTS)
            ]
            for client in clients:
                stack.enter_context(closing(client)).scan()
            together[name] = partial(throughput, clients, SECONDS)
        rates: dict[str, list[float]] = {name: [] for name in together}
        for _ in range(RUNS):
            for name, work in together.items():
                rates[name].append(work())
    report_rates(f"{CLIENTS} desks at once", rates, LEAST)


def _filled(folder: Path, size: int, url: str = "") -> tuple[RecordRoom, list[str]]:
    settings = load_settings(data=folder, timezone="UTC", database=url)
    room = RecordRoom(open_database(settings), settings).set_up()
    for at in range(CLIENTS):
        for name in _names(at):
            card = room.place(name, PlaceKind.CLINIC)
            save_entry(room.database, StationEntry(name, card), room.now)
    codes = fill(room, size)
    with room.database.write() as writing:
        writing.connection.execute(text("ANALYZE"))  # as PostgreSQL does within a minute
    return room, codes


def _app(settings: Settings) -> Flask:
    return create_app(settings, open_database(settings))


def _desks(room: RecordRoom, at: int) -> list[Desk]:
    cards = (room.codes["Cardiology"], room.codes["Surgery"])
    return [Desk(name, card) for name, card in zip(_names(at), cards, strict=True)]


def _names(at: int) -> tuple[str, str]:
    return f"desk-{at}-a", f"desk-{at}-b"
