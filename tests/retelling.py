"""Every chart's history told again from movements alone: place, stay, loan, what UNDO restores."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from kiosk.store.rows import ExtensionRow, MovementRow
from tests.room import RecordRoom

LOAN_DAYS = {"Cardiology": 1, "Surgery": 1, "Ward 3": 7}
ENDS_THERE = {"check-in", "move"}


@dataclass
class Way:
    """Where a chart stands by its history: place, stay, loan, and how each movement found it."""

    to_id: int | None = None
    since: datetime | None = None
    due_at: datetime | None = None
    before: dict[int, tuple[int | None, datetime | None, datetime | None]] = field(
        default_factory=dict
    )


def retold(room: RecordRoom) -> list[str]:
    """Tell each chart's history again by FIELD's words alone, and say where the record differs."""
    names = {row_id: name for name, row_id in room.ids.items()}
    rooms = {room.ids[name] for name in ("File room A", "File room B")}
    rooms.add(room.ids["Shelf 3"])
    with room.database.read() as reading:
        rows = reading.session.scalars(select(MovementRow).order_by(MovementRow.seq)).all()
        extended = {
            row.movement_id: row.due_at for row in reading.session.scalars(select(ExtensionRow))
        }
    ways: dict[int, Way] = {}
    told = []
    for row in rows:
        if not row.effective:
            continue
        way = ways.setdefault(row.chart_id, Way())
        found = (way.to_id, way.since, way.due_at)
        if row.undoes_id is not None:
            to_id, since, due_at = way.before[row.undoes_id]
            if row.undoes_id in filed(rows):
                due_at = way.due_at
        else:
            to_id = row.to_id
            stays = row.kind == "file" or row.from_id == row.to_id
            since = way.since if stays else row.at
            due_at = lent(row, way, names, rooms)
        way.before[row.id] = found
        if (row.from_id, row.to_id, row.since, row.due_at) != (way.to_id, to_id, since, due_at):
            told.append(f"{row.kind} of {row.chart_id}: due {row.due_at}, not {due_at}")
        way.to_id, way.since = to_id, since
        way.due_at = extended.get(row.id, due_at)
    return told


def filed(rows: Iterable[MovementRow]) -> set[int]:
    return {row.id for row in rows if row.kind == "file"}


def lent(row: MovementRow, way: Way, names: dict[int, str], rooms: set[int]) -> datetime | None:
    """Tell when a loan is due: it begins when a borrower gets the chart, and at no other time."""
    goes_on = row.kind in ("file", "return") or (row.kind == "receive" and row.from_id == row.to_id)
    if goes_on:
        return way.due_at
    if row.kind in ENDS_THERE or row.to_id in rooms:
        return None
    working = names[row.to_id] != "Ward 3"
    day = row.at.date()
    left = LOAN_DAYS[names[row.to_id]]
    while left:
        day += timedelta(days=1)
        left -= not working or day.weekday() < 5
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(17), UTC)
