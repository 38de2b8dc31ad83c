"""Races and kills, made for real: slow, and therefore in `make test-slow`."""

import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import pytest

from kiosk.services.records.check import find_faults
from kiosk.settings import Settings, load_settings
from kiosk.store.open_database import open_database
from tests.postgres import free_port
from tests.room import RecordRoom

pytestmark = pytest.mark.slow
TOGGLES = 200
KILLS = 25
PROGRAM = Path(sys.executable).with_name("chart-kiosk")


def toggle(data: str, url: str, codes: dict[str, str], chart: str, desk: str, seed: int) -> None:
    """Be one station's process: take the chart in hand and send it, again and again."""
    settings = load_settings(data=Path(data), timezone="UTC", database=url)
    room = RecordRoom(open_database(settings), settings, codes=codes, seq=seed)
    for at in range(TOGGLES):
        room.wait(3600 if at % 2 else 30)
        room.scan(chart, desk)
        room.scan("Ward 3", desk)
    room.database.close()


def test_four_processes_toggling_one_chart_never_check_it_out_twice(
    either_room: RecordRoom,
) -> None:
    room = either_room
    chart = room.chart()
    desks = ("file-room", "file-room-b", "cardiology", "surgery")
    given = (str(room.settings.data), room.settings.database, room.codes, chart)
    processes = [
        get_context("spawn").Process(target=toggle, args=(*given, desk, at * 10_000))
        for at, desk in enumerate(desks)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(600)
    assert [process.exitcode for process in processes] == [0] * 4

    movements = room.history(chart)
    assert len(movements) > TOGGLES
    sends = {"check-out", "transfer", "return", "move"}
    for before, after in pairwise(movements):
        assert after.from_place == before.to_place
        # Nobody sends what nobody has here: two check-outs never follow each other.
        assert not (before.kind.value in sends and after.kind.value in sends)
    assert find_faults(room.database) == []


def post(port: int, scan: dict[str, object]) -> dict[str, object]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/scans",
        json.dumps(scan).encode(),
        {"Content-Type": "application/json", "Accept": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        return dict(json.load(answer))


def wait_until_up(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthy", timeout=2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not come up")


def test_what_was_shown_as_done_is_there_after_every_kill(
    room: RecordRoom, settings: Settings
) -> None:
    charts = [room.chart(str(100_000 + at), family=f"Alder{at}") for at in range(20)]
    room.database.close()
    port = free_port()
    environment = {**os.environ, "KIOSK_PORT": str(port), "KIOSK_DATA": str(settings.data)}
    acknowledged: dict[str, int] = {}
    unanswered: list[dict[str, object]] = []
    seq = 0
    for kill in range(KILLS):
        server = subprocess.Popen([PROGRAM, "serve"], env=environment, stdout=subprocess.DEVNULL)
        wait_until_up(port)
        for scan in unanswered:  # a kiosk sends again what was not answered
            acknowledged[str(scan["scan_id"])] = int(str(post(port, scan)["seq"]))
        unanswered.clear()
        timer = threading.Timer(0.05 + kill % 5 * 0.07, server.send_signal, [signal.SIGKILL])
        timer.start()
        while True:
            seq += 1
            text = charts[seq % len(charts)] if seq % 3 else room.codes["Cardiology"]
            scan = {
                "scan_id": secrets.token_hex(16),
                "station": ("file-room", "surgery")[seq % 2],
                "station_seq": seq,
                "text": text,
                "source": "scanner",
            }
            try:
                acknowledged[str(scan["scan_id"])] = int(str(post(port, scan)["seq"]))
            except (OSError, urllib.error.URLError, http.client.HTTPException, ValueError):
                unanswered.append(scan)
                break
        timer.join()
        server.wait(10)
    database = open_database(settings)
    assert find_faults(database) == []
    again = RecordRoom(database, settings, codes=room.codes)
    with database.read() as reading:
        rows = reading.connection.exec_driver_sql("SELECT scan_id, seq FROM scan").all()
    kept = {row.scan_id: row.seq for row in rows}
    assert len(acknowledged) > KILLS
    assert {scan_id: kept.get(scan_id) for scan_id in acknowledged} == acknowledged
    assert max(Counter(kept.values()).values()) == 1
    for chart in charts:
        assert again.where(chart).location.name
    database.close()


def test_ten_thousand_scans_at_three_stations_end_where_a_plain_dictionary_says(
    room: RecordRoom,
) -> None:
    """Each scan is taken alone, a minute apart, so that presence is all there is."""
    charts = [room.chart(str(100_000 + at), family=f"Alder{at}") for at in range(50)]
    desks = {"file-room": "File room A", "cardiology": "Cardiology", "surgery": "Surgery"}
    where: dict[str, str] = {}
    for turn in range(10_000):
        chart = charts[turn * 7919 % 50]
        desk = list(desks)[turn * 104_729 % 3]
        room.scan(chart, desk, after=61)
        where[chart] = desks[desk]
    assert {chart: room.where(chart).location.name for chart in where} == where
    assert find_faults(room.database) == []
