"""A big record room: many patients with a chart and a first movement each, put in quickly."""

from sqlalchemy import insert

from kiosk.domain.codes import Kind, make_code
from kiosk.store.rows import ChartRow, LocationRow, MovementRow, PatientRow
from tests.room import RecordRoom

CHUNK = 20_000


def fill(room: RecordRoom, charts: int) -> list[str]:
    """Add charts at the file room and return some of their codes, spread over all of them."""
    with room.database.read() as session:
        home = session.query(LocationRow.id).filter_by(name="File room A").scalar()
    step = max(charts // 500, 1)
    kept = []
    for start in range(0, charts, CHUNK):
        numbers = range(start, min(start + CHUNK, charts))
        rows = [_rows(room, number, home) for number in numbers]
        kept += [chart["code"] for _, chart, _ in rows if chart["id"] % step == 0]
        with room.database.write() as writing:
            connection = writing.connection
            connection.execute(insert(PatientRow), [patient for patient, _, _ in rows])
            connection.execute(insert(ChartRow), [chart for _, chart, _ in rows])
            for _, _, movement in rows:
                writing.record(MovementRow, movement)
    return kept


def _rows(room: RecordRoom, number: int, home: int) -> tuple[dict, dict, dict]:
    key = number + 1
    patient = {
        "id": key,
        "mrn": f"{number:08}",
        "family_name": f"Alder{number % 5000}",
        "given_name": f"Wren{number % 700}",
        "family_folded": f"alder{number % 5000}",
        "given_folded": f"wren{number % 700}",
        "birth_date": "1950-01-01",
    }
    chart = {
        "id": key,
        "code": make_code(Kind.CHART, number).text,
        "patient_id": key,
        "record_type_id": room.record_type,
        "volume": 1,
        "home_id": home,
        "last_movement_id": key,
    }
    movement = {
        "id": key,
        "chart_id": key,
        "kind": "created",
        "effective": True,
        "to_id": home,
        "at": room.now,
        "recorded_at": room.now,
        "since": room.now,
        "by_hand": False,
    }
    return patient, chart, movement
