"""Places and stations as the tables have them at this moment, for who sets them up."""

from sqlalchemy import Connection, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from kiosk.domain.filing import Filing, Wants
from kiosk.domain.loans import PlaceKind
from kiosk.store.queries.views import PlaceView, StationView
from kiosk.store.rows import LocationRow, StationRow
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
