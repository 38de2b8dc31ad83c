"""What is set up, as it is listed and chosen from."""

from sqlalchemy import select

from kiosk.domain.loans import PlaceKind
from kiosk.store.engine import Database
from kiosk.store.queries.set_up import SetUp, set_up
from kiosk.store.queries.views import (
    HolidayView,
    LoanView,
    PlaceView,
    ReasonView,
    RecordTypeView,
    StaffView,
    StationView,
)
from kiosk.store.rows import HolidayRow, LoanRow, ReasonRow, StaffRow


def read_set_up(database: Database) -> SetUp:
    """Return what is set up, at the cost of asking whether it has changed."""
    with database.read() as reading:
        return set_up(reading.connection)


def list_places(database: Database) -> list[PlaceView]:
    """Return every location, by kind and name."""
    return list(read_set_up(database).places.values())


def list_staff(database: Database) -> list[StaffView]:
    """Return everybody with a badge, by name."""
    with database.read() as reading:
        rows = reading.session.scalars(select(StaffRow).order_by(StaffRow.name))
        return [StaffView(row.id, row.code, row.name, row.operator, row.role) for row in rows]


def list_record_types(database: Database) -> list[RecordTypeView]:
    """Return every record type, in the order in which they were set up."""
    return list(read_set_up(database).record_types.values())


def list_reasons(database: Database) -> list[ReasonView]:
    """Return the reasons for opening a sensitive chart, by name."""
    with database.read() as reading:
        rows = reading.session.scalars(select(ReasonRow).order_by(ReasonRow.name))
        return [ReasonView(row.id, row.code, row.name) for row in rows]


def list_loans(database: Database) -> list[LoanView]:
    """Return the kinds of place whose loans are not as usual."""
    with database.read() as reading:
        rows = reading.session.scalars(select(LoanRow).order_by(LoanRow.name))
        return [LoanView(row.id, PlaceKind(row.name), row.days, row.working) for row in rows]


def list_holidays(database: Database) -> list[HolidayView]:
    """Return the days on which nobody works, newest first."""
    with database.read() as reading:
        rows = reading.session.scalars(select(HolidayRow).order_by(HolidayRow.name.desc()))
        return [HolidayView(row.id, row.name, row.called, row.yearly) for row in rows]


def list_stations(database: Database) -> list[StationView]:
    """Return every station, in the order in which they were set up."""
    return list(read_set_up(database).stations.values())


def first_station(database: Database) -> str:
    """Return the key of the station that was set up first, or ""."""
    return next((station.key for station in list_stations(database)), "")
