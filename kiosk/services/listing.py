"""What is set up, as it is listed and chosen from."""

from sqlalchemy import select

from kiosk.store.engine import Database
from kiosk.store.places import all_places, all_stations
from kiosk.store.rows import RecordTypeRow, StaffRow
from kiosk.store.views import PlaceView, RecordTypeView, StaffView, StationView


def list_places(database: Database) -> list[PlaceView]:
    """Return every location, by kind and name."""
    with database.read() as session:
        return all_places(session.connection())


def list_staff(database: Database) -> list[StaffView]:
    """Return everybody with a badge, by name."""
    with database.read() as session:
        rows = session.scalars(select(StaffRow).order_by(StaffRow.name))
        return [StaffView(row.id, row.code, row.name, row.operator) for row in rows]


def list_record_types(database: Database) -> list[RecordTypeView]:
    """Return every record type, in the order in which they were set up."""
    with database.read() as session:
        rows = session.scalars(select(RecordTypeRow).order_by(RecordTypeRow.id))
        return [RecordTypeView(row.id, row.name, row.loan_days) for row in rows]


def list_stations(database: Database) -> list[StationView]:
    """Return every station, in the order in which they were set up."""
    with database.read() as session:
        return all_stations(session.connection())


def first_station(database: Database) -> str:
    """Return the key of the station that was set up first, or ""."""
    return next((station.key for station in list_stations(database)), "")
