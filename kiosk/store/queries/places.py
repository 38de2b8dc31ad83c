"""Places and stations, by code, id or key."""

from datetime import date, time, tzinfo

from sqlalchemy import Connection, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from kiosk.domain.filing import Filing, Wants
from kiosk.domain.loans import LoanDays, LoanRules, PlaceKind
from kiosk.store.queries.views import PlaceView, StationView
from kiosk.store.rows import HolidayRow, LoanRow, LocationRow, StationRow
from kiosk.store.types import AnyRow

_DeskHere = aliased(StationRow)
_Inside = aliased(LocationRow)
_root_id = func.coalesce(LocationRow.inside_id, LocationRow.id)
has_station = exists().where(_DeskHere.place_id == _root_id).label("has_station")
_PLACE = (
    LocationRow.id,
    LocationRow.code,
    LocationRow.name,
    LocationRow.kind,
    LocationRow.phone,
    LocationRow.loan_days,
    LocationRow.stopped,
    has_station,
    LocationRow.inside_id,
    _Inside.name.label("inside"),
    _Inside.code.label("inside_code"),
    LocationRow.department,
    LocationRow.contact,
    LocationRow.filing,
    LocationRow.wants,
)
_PLACES = select(*_PLACE).outerjoin(_Inside, _Inside.id == LocationRow.inside_id)
_PLACE_BY_CODE = _PLACES.where(LocationRow.code == bindparam("code"))
_PLACES_BY_ID = _PLACES.where(LocationRow.id.in_(bindparam("ids", expanding=True)))
_STATIONS = (
    select(
        StationRow.id.label("station_id"),
        StationRow.key,
        StationRow.name.label("station"),
        StationRow.camera,
        StationRow.sounds,
        StationRow.stock,
        StationRow.destination_seconds,
        StationRow.in_hand_seconds,
        StationRow.operator_seconds,
    )
    .add_columns(*_PLACE)
    .join(LocationRow, LocationRow.id == StationRow.place_id)
    .outerjoin(_Inside, _Inside.id == LocationRow.inside_id)
)
_STATION = _STATIONS.where(StationRow.key == bindparam("key"))
_LOANS = select(LoanRow.name, LoanRow.days, LoanRow.working)
_HOLIDAYS = select(HolidayRow.name)
_LOCK_STATION = select(StationRow.id).where(StationRow.key == bindparam("key")).with_for_update()


def station(connection: Connection, key: str, *, lock: bool = False) -> StationView | None:
    """Return a station by its key; with ``lock`` no other scan of it is decided meanwhile."""
    if not key.isprintable():  # PostgreSQL cannot even be asked for a NUL
        return None
    if lock:
        connection.execute(_LOCK_STATION, {"key": key})
    row = connection.execute(_STATION, {"key": key}).one_or_none()
    return _station_view(row) if row else None


def all_stations(connection: Connection) -> list[StationView]:
    """Return every station, in the order in which they were set up."""
    rows = connection.execute(_STATIONS.order_by(StationRow.id))
    return [_station_view(row) for row in rows]


def place_by_code(connection: Connection, code: str) -> PlaceView | None:
    """Return a place by the code on its card."""
    if not code.isprintable():
        return None
    row = connection.execute(_PLACE_BY_CODE, {"code": code}).one_or_none()
    return _place_view(row) if row else None


def places(connection: Connection, ids: set[int]) -> dict[int, PlaceView]:
    """Return places by their ids."""
    if not ids:
        return {}
    rows = connection.execute(_PLACES_BY_ID, {"ids": sorted(ids)})
    return {row.id: _place_view(row) for row in rows}


def all_places(connection: Connection) -> list[PlaceView]:
    """Return every place, by kind and name."""
    rows = connection.execute(_PLACES.order_by(LocationRow.kind, LocationRow.name))
    return [_place_view(row) for row in rows]


def _station_view(row: AnyRow) -> StationView:
    return StationView(
        row.station_id,
        row.key,
        row.station,
        _place_view(row),
        row.camera,
        row.sounds,
        row.stock,
        row.destination_seconds,
        row.in_hand_seconds,
        row.operator_seconds,
    )


def _place_view(row: AnyRow) -> PlaceView:
    return PlaceView(
        row.id,
        row.code,
        row.name,
        PlaceKind(row.kind),
        row.phone,
        row.loan_days,
        row.stopped,
        bool(row.has_station),
        row.inside_id,
        row.inside or "",
        row.inside_code or "",
        row.department,
        row.contact,
        Filing(row.filing),
        Wants(row.wants),
    )


def loan_rules(connection: Connection, zone: tzinfo, day_ends: time) -> LoanRules:
    """Return how long loans last here; ``day_ends`` is when their last day ends, in ``zone``."""
    by_kind = {
        PlaceKind(row.name): LoanDays(row.days, row.working) for row in connection.execute(_LOANS)
    }
    holidays = frozenset(date.fromisoformat(day) for day in connection.execute(_HOLIDAYS).scalars())
    return LoanRules(zone, day_ends, by_kind, holidays)
