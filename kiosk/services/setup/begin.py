"""The first day: a room, a desk, and an administrator who goes on from there."""

from datetime import datetime

from sqlalchemy import select

from kiosk.domain.actors import Actor, Program
from kiosk.domain.errors import EntryRefused
from kiosk.domain.names import folded
from kiosk.domain.roles import Role
from kiosk.domain.why import Why
from kiosk.services.setup.entries import (
    PlaceEntry,
    RecordTypeEntry,
    StaffEntry,
    StationEntry,
)
from kiosk.services.setup.save import save, save_entry, secret_of, unique_names
from kiosk.store.engine import Database
from kiosk.store.rows import LocationRow, StaffRow, StationRow


def set_up_first(
    database: Database,
    room: PlaceEntry,
    station_name: str,
    now: datetime,
    administrator: StaffEntry | None = None,
) -> str:
    """Set up an empty database: first room, its desk, a record type, somebody to go on from there.

    Return the station. Raises EntryRefused.
    """
    secret = secret_of(administrator) if administrator else ""
    with unique_names(), database.write() as writing:
        room_id = save(writing, room, now)
        code = writing.session.get_one(LocationRow, room_id).code
        station_id = save(writing, StationEntry(station_name, code), now)
        save(writing, RecordTypeEntry("Medical record"), now)
        if administrator:
            save(writing, administrator, now, secret=secret)
        return writing.session.get_one(StationRow, station_id).key


def make_administrator(database: Database, name: str, pin: str, now: datetime) -> None:
    """Make somebody an administrator with this PIN, known already or new; raises EntryRefused."""
    entry = StaffEntry(name, operator=True, role=Role.ADMINISTRATOR, pin=pin)
    if not pin:
        raise EntryRefused(field="pin", why=Why.NEEDED)
    with database.read() as reading:
        known = reading.session.execute(select(StaffRow.id, StaffRow.name)).all()
    row_id = next((one.id for one in known if folded(one.name) == folded(name)), None)
    by = Actor(program=Program.COMMAND_LINE)
    save_entry(database, entry, now, row_id, actor=by)
