"""An import of a hundred thousand charts beside the kiosks, and how long a scan waits meanwhile."""

import statistics
import tempfile
import threading
import time
from pathlib import Path

from kiosk.services.imports.import_file import import_file
from kiosk.settings import load_settings
from kiosk.store.open_database import open_database
from tests.room import CARDIOLOGY, SURGERY, RecordRoom

ROWS = 100_000


def measure() -> None:
    """Import while one desk goes on scanning, and print both."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data=Path(folder), timezone="UTC")
        database = open_database(settings)
        room = RecordRoom(database, settings).set_up()
        chart = room.chart("999999", at=SURGERY)
        alone = [_scan(room, chart, at) for at in range(100)]
        lines = (
            f"{at:06},Alder{at % 5000},Wren{at % 700},File room A" for at in range(1, ROWS + 1)
        )
        text = "\n".join(["mrn,family_name,given_name,home", *lines]).encode()
        begun = time.perf_counter()
        importing = threading.Thread(
            target=import_file, args=(database, settings, "charts", text, room.now)
        )
        importing.start()
        beside: list[float] = []
        while importing.is_alive():
            beside.append(_scan(room, chart, len(beside)))
            time.sleep(0.2)
        seconds = time.perf_counter() - begun
        database.close()
    print(f"Import of {ROWS:,} charts while a desk scans: {seconds:.0f} s")
    for name, taken in (("alone", alone), ("beside the import", beside)):
        slow = statistics.quantiles(taken, n=10)[-1]
        middle = statistics.median(taken)
        print(f"  a scan {name:20} {middle * 1000:8.1f} ms  p90 {slow * 1000:8.1f} ms")
    print()


def _scan(room: RecordRoom, chart: str, at: int) -> float:
    begun = time.perf_counter()
    room.scan(chart, (CARDIOLOGY, SURGERY)[at % 2])
    return time.perf_counter() - begun
