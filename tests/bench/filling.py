"""A big record room: many patients with a chart and several movements each, put in quickly."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from kiosk.domain.codes import Kind, make_code
from kiosk.services.records.found_by import add_patients
from kiosk.services.records.new_rows import new_chart_row, new_patient_row
from kiosk.store.rows import ChartRow, MovementRow
from tests.bench.names import drawn_names
from tests.room import RecordRoom

CHUNK = 20_000
MOVEMENTS = 5
LENT_OF = 100  # one chart in so many is out


def fill(room: RecordRoom, charts: int) -> list[str]:
    """Add charts, most of them at the file room, and return some codes, spread over all of them."""
    step = max(charts // 500, 1)
    kept = []
    for start in range(0, charts, CHUNK):
        numbers = range(start, min(start + CHUNK, charts))
        names = drawn_names(len(numbers), seed=start)
        rows = [_rows(room, number, name) for number, name in zip(numbers, names, strict=True)]
        spread = [chart for _, chart, _ in rows if chart["id"] % step == 0]
        for chart in spread:
            chart |= {"sheets": "a letter", "sheets_since": room.now}
        rows += [_companion(room, chart, temporary) for chart in spread for temporary in (0, 1)]
        kept += [chart["code"] for chart in spread]
        with room.database.write() as writing:
            connection = writing.connection
            add_patients(connection, [patient for patient, _, _ in rows if patient])
            connection.execute(insert(ChartRow), [chart for _, chart, _ in rows])
            for _, _, movements in rows:
                for movement in movements:
                    writing.add_fact(MovementRow, movement)
    return kept


def _rows(
    room: RecordRoom, number: int, names: tuple[str, str]
) -> tuple[dict[str, Any] | None, dict[str, Any], list[dict[str, Any]]]:
    key = number + 1
    home, clinic = room.ids["File room A"], room.ids["Surgery"]
    patient = new_patient_row(key, f"{number:06}", *names, "1950-01-01")
    lent = number % LENT_OF == 0
    began = room.now - timedelta(days=900)
    ways: list[tuple[str, int | None, int]] = [("created", None, home)]
    while len(ways) < MOVEMENTS:
        ways += [("check-out", home, clinic), ("check-in", clinic, home)]
    if lent:
        ways += [("check-out", home, clinic), ("receive", clinic, clinic)]
    movements = [
        _movement(key, key * 10 + at, way, began + timedelta(days=at))
        for at, way in enumerate(ways)
    ]
    if lent:  # received on the day after it was sent: the stay and the loan go on
        movements[-1] |= {name: movements[-2][name] for name in ("since", "due_at")}
    newest = movements[-1]
    values = {
        "code": make_code(Kind.CHART, number).text,
        "patient_id": key,
        "record_type_id": room.record_type,
        "volume": 1,
        "home_id": home,
        "last_movement_id": newest["id"],
        "label_read_id": 1,
        "place_id": newest["to_id"],
        "since": newest["since"],
        "due_at": newest["due_at"],
        "lent": lent,
        "sheets_since": None,
        "stands_for_id": None,
    }
    return patient, new_chart_row(key, patient["mrn"], room.settings, values), movements


def _movement(
    chart_id: int, row_id: int, way: tuple[str, int | None, int], at: datetime
) -> dict[str, Any]:
    kind, from_id, to_id = way
    return {
        "id": row_id,
        "chart_id": chart_id,
        "kind": kind,
        "effective": True,
        "from_id": from_id,
        "to_id": to_id,
        "at": at,
        "recorded_at": at,
        "since": at,
        "due_at": at + timedelta(days=3) if kind == "check-out" else None,
        "previous_id": row_id - 1 if from_id else None,
        "by_hand": False,
    }


def _companion(
    room: RecordRoom, chart: dict[str, Any], temporary: int
) -> tuple[None, dict[str, Any], list[dict[str, Any]]]:
    """Add a second volume, or a temporary folder, so that scans of the chart have it to say."""
    key = chart["id"] + 10_000_000 * (1 + temporary)
    home = room.ids["File room A"]
    movement = _movement(key, key * 10, ("created", None, home), room.now)
    row = chart | {
        "id": key,
        "code": make_code(Kind.CHART, key).text,
        "volume": 1 if temporary else 2,
        "temporary": bool(temporary),
        "stands_for_id": chart["id"] if temporary else None,
        "last_movement_id": movement["id"],
        "place_id": home,
        "lent": False,
        "due_at": None,
        "since": room.now,
        "sheets": "",
        "sheets_since": None,
    }
    return None, row, [movement]
