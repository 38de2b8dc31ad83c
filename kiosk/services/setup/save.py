"""Setting up: locations, people, stations and rules. Every change is audited."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, literal, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kiosk.domain.actors import NOBODY, Actor
from kiosk.domain.codes import Kind, parse
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.loans import PlaceKind
from kiosk.domain.names import folded
from kiosk.domain.printers import JobState
from kiosk.domain.roles import May
from kiosk.domain.why import Why
from kiosk.services.access.sign_in import SignedIn, end_sign_ins_of, hash_pin, require
from kiosk.services.records.audit import audit_set_up, changes
from kiosk.services.records.give_code import give_code
from kiosk.services.setup.entries import (
    Entry,
    HolidayEntry,
    LoanEntry,
    PlaceEntry,
    PrinterEntry,
    ReasonEntry,
    RecordTypeEntry,
    StaffEntry,
    StationEntry,
)
from kiosk.services.setup.guards import (
    keep_an_administrator,
    only_by_administrators,
    refuse_moved_spot,
    refuse_scanned,
    refuse_twin,
    refuse_without_pin,
)
from kiosk.store.engine import Database, WriteTransaction, new_id
from kiosk.store.queries.places import place_by_code
from kiosk.store.queries.set_up import station_at
from kiosk.store.rows import (
    Base,
    ChartRow,
    HolidayRow,
    LoanRow,
    LocationRow,
    PrinterRow,
    PrintJobRow,
    ReasonRow,
    RecordTypeRow,
    StaffRow,
    StationBrowserRow,
    StationRow,
)
from kiosk.store.types import Flag

ROWS: dict[type[Any], type[Base]] = {
    PlaceEntry: LocationRow,
    StaffEntry: StaffRow,
    RecordTypeEntry: RecordTypeRow,
    StationEntry: StationRow,
    PrinterEntry: PrinterRow,
    ReasonEntry: ReasonRow,
    LoanEntry: LoanRow,
    HolidayEntry: HolidayRow,
}
_CODES = {
    PlaceEntry: Kind.LOCATION,
    StaffEntry: Kind.STAFF,
    ReasonEntry: Kind.REASON,
}


def save_entry(
    database: Database,
    entry: Entry,
    now: datetime,
    row_id: int | None = None,
    signed: SignedIn | None = None,
    actor: Actor = NOBODY,
) -> int:
    """Add something to the set-up, or change it where ``row_id`` is given; return its id.

    Raises EntryRefused (also for a name that is taken), NothingThere, or NotPermitted where only
    an administrator may; then nothing is changed.
    """
    secret = secret_of(entry)
    with unique_names(), database.write() as writing:
        return save(writing, entry, now, row_id, signed, secret, actor)


def add_entry(
    writing: WriteTransaction,
    entry: PlaceEntry | StaffEntry | HolidayEntry,
    now: datetime,
    actor: Actor,
    inside: str = "",
) -> None:
    """Add one row of a file within its transaction; ``inside`` is the name of a spot's place."""
    if inside and isinstance(entry, PlaceEntry):
        by_name = select(LocationRow.code, LocationRow.name)
        named = {folded(row.name): row.code for row in writing.session.execute(by_name)}
        entry = replace(entry, inside=named[folded(inside)])
    save(writing, entry, now, actor=actor)


def delete_entry(
    database: Database, entry: type[Entry], row_id: int, now: datetime, signed: SignedIn
) -> None:
    """Take something out of the set-up again that nothing in the history points at.

    Raises NothingThere or EntryRefused.
    """
    table: Any = ROWS[entry]
    if entry is StaffEntry:
        require(signed, May.SAY_WHO_MAY)
    try:
        with database.write() as writing:
            row = writing.session.get(table, row_id)
            if row is None:
                raise NothingThere(what=table.__tablename__)
            before = {"name": row.name}
            refuse_scanned(writing.session, row)
            if entry is StationEntry:
                seen = delete(StationBrowserRow).where(StationBrowserRow.station_id == row_id)
                writing.session.execute(seen)
            if entry is PrinterEntry:
                waiting = (JobState.WAITING.value, JobState.PRINTING.value)
                ended = PrintJobRow.state.not_in(waiting), PrintJobRow.printer_id == row_id
                writing.session.execute(delete(PrintJobRow).where(*ended))
            if entry is StaffEntry:
                end_sign_ins_of(writing.connection, row_id)
            writing.session.delete(row)
            writing.session.flush()
            keep_an_administrator(writing.session, entry)
            changed = {"before": before}
            audit_set_up(writing, now, table, "deleted", row_id, changed, signed.actor)
    except IntegrityError:
        raise EntryRefused(field="entry", why=Why.IN_USE) from None


@contextmanager
def unique_names() -> Iterator[None]:
    """Refuse a name that another transaction has taken at this very moment."""
    try:
        yield
    except IntegrityError:
        raise EntryRefused(field="name", why=Why.TAKEN) from None


def secret_of(entry: Entry) -> str:
    """Hash a PIN before any transaction begins: it is slow on purpose."""
    return hash_pin(entry.pin.strip()) if isinstance(entry, StaffEntry) and entry.pin else ""


def save(
    writing: WriteTransaction,
    entry: Entry,
    now: datetime,
    row_id: int | None = None,
    signed: SignedIn | None = None,
    secret: str = "",
    actor: Actor = NOBODY,
) -> int:
    """Add or change one row of the set-up within its transaction, and return its id.

    Raises EntryRefused, NothingThere or NotPermitted.
    """
    table = ROWS[type(entry)]
    session = writing.session
    values = entry.values() | _points(writing.connection, entry)
    refuse_twin(session, table, values["name"], row_id)
    row: Any = session.get(table, row_id) if row_id is not None else None
    if row_id is not None and row is None:
        raise NothingThere(what=table.__tablename__)
    if isinstance(entry, StaffEntry):
        refuse_without_pin(row, entry)
    if isinstance(entry, StaffEntry) and signed:
        only_by_administrators(row, entry, signed)
    if isinstance(entry, PlaceEntry) and row:
        refuse_moved_spot(row, values)
    is_new = row is None
    before: dict[str, Any] = {}
    after = values
    if is_new:
        row = table(id=new_id(), **values, **_given(writing, entry, now))
        session.add(row)
    else:
        before, after = changes(row, values)
    if secret:
        row.pin_hash, row.pin_failures, row.locked_until = secret, 0, None
        end_sign_ins_of(writing.connection, row.id)
        after = {**after, "pin": "changed"}
    session.flush()
    if "kind" in before:
        _recompute_lent(session, row)
    keep_an_administrator(session, type(entry))
    if is_new or after:
        what, by = "added" if is_new else "changed", signed.actor if signed else actor
        changed = {"before": before, "after": after}
        audit_set_up(writing, now, table, what, row.id, changed, by)
    return int(row.id)


def _points(connection: Connection, entry: Entry) -> dict[str, Any]:
    """Find the places that an entry names by their codes, or its station by its key."""
    if isinstance(entry, StationEntry):
        place = place_by_code(connection, parse(entry.place).text)
        if place is None or place.inside_id:
            raise EntryRefused(field="desk", why=Why.NO_CHOICE)
        return {"place_id": place.id}
    if isinstance(entry, PrinterEntry):
        station = station_at(connection, entry.station)
        if entry.station and station is None:
            raise EntryRefused(field="station", why=Why.NO_CHOICE)
        return {"station_id": station.id if station else None}
    if not isinstance(entry, PlaceEntry):
        return {}
    if entry.kind != PlaceKind.SPOT:
        return {"inside_id": None}
    place = place_by_code(connection, parse(entry.inside).text)
    if place is None or place.inside_id:
        raise EntryRefused(field="shelf_or_counter", why=Why.PLACE_NEEDED)
    return {"inside_id": place.id}


def _recompute_lent(session: Session, place: LocationRow) -> None:
    """Count the charts of a place as lent, or as at home, once its kind has changed."""
    lent = place.kind != PlaceKind.FILE_ROOM
    held = update(ChartRow).where(
        ChartRow.place_id == place.id, ChartRow.sent == literal(False, Flag)
    )
    session.execute(held.values(lent=True) if lent else held.values(lent=False, due_at=None))


def _given(writing: WriteTransaction, entry: Entry, now: datetime) -> dict[str, Any]:
    """Make what a new row gets besides what was typed: its code or key."""
    given: dict[str, Any] = {}
    if kind := _CODES.get(type(entry)):
        given["code"] = give_code(writing, kind, now).text
    if isinstance(entry, StaffEntry):
        given |= {"pin_hash": "", "pin_failures": 0}
    if isinstance(entry, StationEntry):
        given["key"] = _free_key(writing, entry.name)
    return given


def _free_key(writing: WriteTransaction, name: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-") or "station"
    taken = set(writing.session.scalars(select(StationRow.key)))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)
