"""Movements as people read them: of a chart, of a scan, of a batch."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select
from sqlalchemy.orm import aliased

from kiosk.domain.custody import MovementKind
from kiosk.store.queries.charts import charts_by_id
from kiosk.store.queries.set_up import SetUp, set_up
from kiosk.store.queries.views import ChartView, MovementView
from kiosk.store.rows import MovementRow
from kiosk.store.types import AnyRow

_Undo = aliased(MovementRow)
_taken_back = exists().where(_Undo.undoes_id == MovementRow.id)
MOVEMENTS = select(
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
    MovementRow.staff_id,
    MovementRow.station_id,
    _taken_back.label("undone"),
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
    known = set_up(connection)
    return [_view(known, row._asdict(), undone=bool(row.undone)) for row in rows]


def written_movements(
    connection: Connection, written: Iterable[Mapping[str, Any]]
) -> list[MovementView]:
    """Turn movements that one scan has just written into views."""
    known = set_up(connection)
    return [_view(known, values) for values in written]


def _view(known: SetUp, values: Mapping[str, Any], *, undone: bool = False) -> MovementView:
    places = known.places
    return MovementView(
        values["seq"],
        MovementKind(values["kind"]),
        places[values["from_id"]] if values["from_id"] else None,
        places[values["to_id"]],
        values["at"],
        values["recorded_at"],
        values["by_hand"],
        values["effective"],
        known.staff.get(values["staff_id"], ""),
        known.station_names.get(values["station_id"], ""),
        undone,
        values["batch_id"],
    )
