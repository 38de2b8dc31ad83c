"""The set-up that every scan needs and hardly anybody changes: read once, kept until it changes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event, select

from kiosk.domain.calendar import Calendar
from kiosk.domain.loans import LoanDays, LoanRules, PlaceKind
from kiosk.store.queries.places import all_places, all_stations
from kiosk.store.queries.views import PlaceView, RecordTypeView, StationView
from kiosk.store.rows import HolidayRow, LoanRow, RecordTypeRow, SetUpRow, StaffRow

_OF_TRANSACTION = "set_up"
_NUMBER = select(SetUpRow.number)
_LOANS = select(LoanRow.name, LoanRow.days, LoanRow.working)
_HOLIDAYS = select(HolidayRow.name, HolidayRow.yearly)
_RECORD_TYPES = select(
    RecordTypeRow.id, RecordTypeRow.name, RecordTypeRow.loan_days, RecordTypeRow.colour
).order_by(RecordTypeRow.id)
_STAFF = select(StaffRow.id, StaffRow.name)


@dataclass(frozen=True, slots=True)
class SetUp:
    """Places, record types and names by id, stations by key; ``number`` counts changes.

    Places are ordered by kind and name, record types and stations as they were set up.
    """

    number: int
    places: dict[int, PlaceView]
    stations: dict[str, StationView]
    station_names: dict[int, str]
    staff: dict[int, str]
    record_types: dict[int, RecordTypeView]
    loans: dict[PlaceKind, LoanDays]
    holidays: frozenset[date]
    yearly_holidays: frozenset[tuple[int, int]]


_kept: WeakKeyDictionary[Engine, SetUp] = WeakKeyDictionary()


def set_up(connection: Connection, number: int | None = None) -> SetUp:
    """Return the set-up as it was when this transaction first asked for it.

    What the transaction itself changes is not certain to be in it: who sets up asks the tables.
    ``number`` is how often it was changed, where that has been read along with something else.
    """
    known = connection.info.get(_OF_TRANSACTION)
    if isinstance(known, SetUp):
        return known
    if number is None:
        number = int(connection.execute(_NUMBER).scalar_one())
    kept = _kept.get(connection.engine)
    if kept is None or kept.number != number:
        kept = _read(connection, number)
        if not _writes(connection):  # what it changes may yet be undone
            _kept[connection.engine] = kept
    connection.info[_OF_TRANSACTION] = kept
    return kept


def station_at(connection: Connection, key: str) -> StationView | None:
    """Return a station by its key."""
    return set_up(connection).stations.get(key)


def places(connection: Connection, ids: Iterable[int]) -> dict[int, PlaceView]:
    """Return places by their ids."""
    known = set_up(connection).places
    return {one: known[one] for one in set(ids) if one in known}


def staff_names(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of staff by their ids."""
    known = set_up(connection).staff
    return {one: known[one] for one in set(ids) if one in known}


def loan_rules(connection: Connection, calendar: Calendar) -> LoanRules:
    """Return how long loans last here, by a calendar to which the holidays are added."""
    known = set_up(connection)
    days = replace(calendar, holidays=known.holidays, yearly=known.yearly_holidays)
    return LoanRules(days, known.loans)


def _read(connection: Connection, number: int) -> SetUp:
    days = [(date.fromisoformat(row.name), row.yearly) for row in connection.execute(_HOLIDAYS)]
    stations = all_stations(connection)
    return SetUp(
        number,
        {place.id: place for place in all_places(connection)},
        {station.key: station for station in stations},
        {station.id: station.name for station in stations},
        {row.id: row.name for row in connection.execute(_STAFF)},
        {row.id: RecordTypeView(*row) for row in connection.execute(_RECORD_TYPES)},
        {PlaceKind(row.name): LoanDays(*row[1:]) for row in connection.execute(_LOANS)},
        frozenset(day for day, yearly in days if not yearly),
        frozenset((day.month, day.day) for day, yearly in days if yearly),
    )


def _writes(connection: Connection) -> bool:
    return connection.get_execution_options().get("begin") == "IMMEDIATE"


@event.listens_for(Engine, "begin")
def _begin_anew(connection: Connection) -> None:
    connection.info.pop(_OF_TRANSACTION, None)
