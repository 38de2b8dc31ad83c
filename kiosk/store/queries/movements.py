"""Movements as people read them: of a chart, of a scan, of a batch."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, exists, select
from sqlalchemy.orm import aliased

from kiosk.domain.custody import MovementKind
from kiosk.store.queries.charts import charts_by_id
from kiosk.store.queries.places import places
from kiosk.store.queries.views import ChartView, MovementView
from kiosk.store.rows import MovementRow, StaffRow, StationRow
from kiosk.store.types import AnyRow

_Undo = aliased(MovementRow)
_taken_back = exists().where(_Undo.undoes_id == MovementRow.id)
MOVEMENTS = (
    select(
        MovementRow.seq,
        MovementRow.chart_id,
        MovementRow.scan_id,
        MovementRow.kind,
        MovementRow.from_id,
        MovementRow.to_id,
        MovementRow.at,
        MovementRow.recorded_at,
        MovementRow.by_hand,
        MovementRow.effective,
        MovementRow.batch_id,
        StaffRow.name.label("staff"),
        StationRow.name.label("station"),
        _taken_back.label("undone"),
    )
    .outerjoin(StaffRow, StaffRow.id == MovementRow.staff_id)
    .outerjoin(StationRow, StationRow.id == MovementRow.station_id)
)
_MOVEMENTS_OF_SCAN = MOVEMENTS.where(MovementRow.scan_id == bindparam("scan")).order_by(
    MovementRow.seq
)
_MOVEMENTS_OF_SCANS = MOVEMENTS.where(
    MovementRow.scan_id.in_(bindparam("scans", expanding=True))
).order_by(MovementRow.seq)
_HISTORY = MOVEMENTS.where(MovementRow.chart_id == bindparam("chart")).order_by(
    MovementRow.seq.desc()
)
_SENT_IN = MOVEMENTS.where(
    MovementRow.batch_id == bindparam("batch"), MovementRow.undoes_id.is_(None), ~_taken_back
).order_by(MovementRow.seq)


def charts_sent_in(connection: Connection, batch_id: int) -> list[tuple[ChartView, MovementView]]:
    """Return the charts of one batch that are not undone, in the order of their scans."""
    rows = connection.execute(_SENT_IN, {"batch": batch_id}).all()
    charts = charts_by_id(connection, (row.chart_id for row in rows))
    movements = movement_views(connection, rows)
    return [(charts[row.chart_id], view) for row, view in zip(rows, movements, strict=True)]


def history(connection: Connection, chart_id: int) -> list[MovementView]:
    """Return a chart's movements, newest first."""
    rows = connection.execute(_HISTORY, {"chart": chart_id}).all()
    return movement_views(connection, rows)


def movements_of_scan(connection: Connection, scan_row_id: int) -> list[MovementView]:
    """Return the movements that one scan wrote, in order."""
    rows = connection.execute(_MOVEMENTS_OF_SCAN, {"scan": scan_row_id}).all()
    return movement_views(connection, rows)


def movements_by_scan(connection: Connection, scan_row_ids: list[int]) -> dict[int, MovementView]:
    """Map scans to the last movement that each of them wrote."""
    rows = connection.execute(_MOVEMENTS_OF_SCANS, {"scans": scan_row_ids}).all()
    views = movement_views(connection, rows)
    return {row.scan_id: view for row, view in zip(rows, views, strict=True)}


def movement_views(connection: Connection, rows: Iterable[AnyRow]) -> list[MovementView]:
    """Turn rows of MOVEMENTS into views."""
    listed = list(rows)
    ids = {row.to_id for row in listed} | {row.from_id for row in listed if row.from_id}
    where = places(connection, ids)
    return [
        MovementView(
            row.seq,
            MovementKind(row.kind),
            where[row.from_id] if row.from_id else None,
            where[row.to_id],
            row.at,
            row.recorded_at,
            row.by_hand,
            row.effective,
            row.staff or "",
            row.station or "",
            bool(row.undone),
            row.batch_id,
        )
        for row in listed
    ]
