"""A JSON scan through HTTP beside the same UPDATE + INSERT on raw sqlite3, same durability.

Each scan says every alert that there is: loose sheets wait, the chart was missing, a temporary
folder stands in for it, other volumes exist. Lists and search are measured at the same sizes.
"""

import http.client
import json
import secrets
import sqlite3
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from waitress.server import create_server

from kiosk.app import create_app
from kiosk.settings import load_settings
from kiosk.store.open_database import open_database
from tests.bench.filling import fill
from tests.bench.lists import measure_lists
from tests.bench.timing import interleaved, report
from tests.room import RecordRoom
from tests.serving import stop_server

SIZES = (10_000, 1_000_000)
ROUNDS = 400


def measure() -> None:
    """Measure at ten thousand and at a million charts, in one interleaved run."""
    with tempfile.TemporaryDirectory() as folder:
        contenders: dict[str, Callable[[], object]] = {
            "raw sqlite3 transaction": _raw(Path(folder))
        }
        stops, rooms = [], {}
        for size in SIZES:
            rooms[size], scan, stop = _served(Path(folder) / str(size), size)
            contenders[f"JSON scan over HTTP, {size:,} charts"] = scan
            stops.append(stop)
        for call in contenders.values():
            call()
        report(
            "A scan with every alert", interleaved(contenders, ROUNDS), "raw sqlite3 transaction"
        )
        measure_lists(rooms)
        for stop in stops:
            stop()


def _raw(folder: Path) -> Callable[[], object]:
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE chart (id INTEGER PRIMARY KEY, place INTEGER)")
    connection.execute(
        "CREATE TABLE movement (id INTEGER PRIMARY KEY, chart INTEGER, place INTEGER)"
    )
    connection.execute("INSERT INTO chart VALUES (1, 1)")

    def move() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE chart SET place = 3 - place WHERE id = 1")
        connection.execute("INSERT INTO movement (chart, place) VALUES (1, 2)")
        connection.execute("COMMIT")

    return move


def _served(folder: Path, size: int) -> tuple[RecordRoom, Callable[[], object], Callable[[], None]]:
    settings = load_settings(data=folder, timezone="UTC")
    database = open_database(settings)
    room = RecordRoom(database, settings).set_up()
    codes = fill(room, size)
    server: Any = create_server(create_app(settings, database), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.effective_port)
    turn = 0

    def scan() -> None:
        # Charts come back and go out again, so that each scan writes a movement.
        nonlocal turn
        text = codes[turn // 2 % len(codes)]
        station = "cardiology" if turn % 2 else "surgery"
        turn += 1
        body = {
            "scan_id": secrets.token_hex(16),
            "station": station,
            "station_seq": turn,
            "text": text,
            "source": "scanner",
        }
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        connection.request("POST", "/scans", json.dumps(body), headers)
        said = json.loads(connection.getresponse().read())
        assert len(said["movements"]) == 1, said
        assert {"loose-sheets-wait", "temporary-folder-exists"} <= {said["outcome"], *said["also"]}

    def stop() -> None:
        connection.close()
        stop_server(server, thread)
        database.close()

    return room, scan, stop
