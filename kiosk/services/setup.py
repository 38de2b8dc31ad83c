"""Setting up: locations, staff, record types and stations. Every change is audited."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kiosk.domain.codes import Kind, parse
from kiosk.domain.entries import clean_days, clean_line
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.loans import PlaceKind
from kiosk.domain.mrn import folded
from kiosk.services.finding import Viewer
from kiosk.services.giving_codes import give_code
from kiosk.store.engine import Database, Writing, new_id
from kiosk.store.places import place_by_code
from kiosk.store.rows import AuditRow, Base, LocationRow, RecordTypeRow, StaffRow, StationRow


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A location as it is typed in."""

    name: str
    kind: str
    phone: str = ""
    loan_days: str = ""
    stopped: bool = False

    def values(self) -> dict[str, Any]:
        """Return what is kept; raises EntryRefused."""
        if self.kind not in list(PlaceKind):
            raise EntryRefused(field="kind", why="is none of the kinds of location")
        return {
            "name": clean_line("name", self.name),
            "kind": self.kind,
            "phone": clean_line("phone", self.phone, needed=False),
            "loan_days": clean_days("number of loan days", self.loan_days),
            "stopped": self.stopped,
        }


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """A member of staff as typed in."""

    name: str
    operator: bool = False

    def values(self) -> dict[str, Any]:
        """Return what is kept; raises EntryRefused."""
        return {"name": clean_line("name", self.name), "operator": self.operator}


@dataclass(frozen=True, slots=True)
class RecordTypeEntry:
    """A record type as typed in."""

    name: str
    loan_days: str = ""

    def values(self) -> dict[str, Any]:
        """Return what is kept; raises EntryRefused."""
        days = clean_days("number of loan days", self.loan_days)
        return {"name": clean_line("name", self.name), "loan_days": days}


@dataclass(frozen=True, slots=True)
class StationEntry:
    """A station as typed in; ``place`` is the code of its desk's location."""

    name: str
    place: str

    def values(self) -> dict[str, Any]:
        """Return what is kept, but for the place; raises EntryRefused."""
        return {"name": clean_line("name", self.name)}


Entry = PlaceEntry | StaffEntry | RecordTypeEntry | StationEntry
ROWS: dict[type[Any], type[Base]] = {
    PlaceEntry: LocationRow,
    StaffEntry: StaffRow,
    RecordTypeEntry: RecordTypeRow,
    StationEntry: StationRow,
}


def save_entry(
    database: Database,
    entry: Entry,
    now: datetime,
    row_id: int | None = None,
    viewer: Viewer | None = None,
) -> int:
    """Add something to the set-up, or change it where ``row_id`` is given; return its id.

    Raises EntryRefused (also for a name that is taken) or NothingThere; then nothing is changed.
    """
    with _unique_names(), database.write() as writing:
        return _save(writing, entry, now, row_id, viewer)


def set_up_first(database: Database, room: PlaceEntry, station_name: str, now: datetime) -> str:
    """Set up an empty database: its first room, a desk there, one record type; return the station.

    Raises EntryRefused.
    """
    with _unique_names(), database.write() as writing:
        room_id = _save(writing, room, now)
        code = writing.session.get_one(LocationRow, room_id).code
        station_id = _save(writing, StationEntry(station_name, code), now)
        _save(writing, RecordTypeEntry("Medical record"), now)
        return writing.session.get_one(StationRow, station_id).key


@contextmanager
def _unique_names() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise EntryRefused(field="name", why="is taken already") from None


def _save(
    writing: Writing,
    entry: Entry,
    now: datetime,
    row_id: int | None = None,
    viewer: Viewer | None = None,
) -> int:
    table = ROWS[type(entry)]
    values = entry.values()
    session = writing.session
    _refuse_twin(session, table, values["name"], row_id)
    if isinstance(entry, StationEntry):
        place = place_by_code(writing.connection, parse(entry.place).text)
        if place is None:
            raise EntryRefused(field="desk", why="is none of the locations")
        values["place_id"] = place.id
    if row_id is None:
        row: Any = table(id=new_id(), **values, **_given(writing, entry, now))
        session.add(row)
        before: dict[str, Any] = {}
    else:
        row = session.get(table, row_id)
        if row is None:
            raise NothingThere(what=table.__tablename__)
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()
    writing.record(
        AuditRow,
        {
            "id": new_id(),
            "at": now,
            "what": f"{table.__tablename__}-{'changed' if before else 'added'}",
            "subject": str(row.id),
            "detail": {"before": before, "after": values},
            **(viewer.who(writing.connection) if viewer else {}),
        },
    )
    return int(row.id)


def _refuse_twin(session: Session, table: Any, name: str, row_id: int | None) -> None:
    """Refuse a name that differs from another one only in case, accents or spaces."""
    others = session.execute(select(table.id, table.name)).all()
    if any(folded(other.name) == folded(name) and other.id != row_id for other in others):
        raise EntryRefused(field="name", why="is taken already")


def _given(writing: Writing, entry: Entry, now: datetime) -> dict[str, str]:
    """Make what a new row gets besides what was typed: its code or key."""
    match entry:
        case PlaceEntry():
            return {"code": give_code(writing, Kind.LOCATION, now).text}
        case StaffEntry():
            return {"code": give_code(writing, Kind.STAFF, now).text}
        case StationEntry():
            return {"key": _free_key(writing, entry.name)}
        case RecordTypeEntry():
            return {}


def _free_key(writing: Writing, name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-") or "station"
    taken = set(writing.session.scalars(select(StationRow.key)))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)
