"""Kept scans, read back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from kiosk.domain.custody import SENDS, TAKEN_BACK
from kiosk.domain.desk.codec import detail_from_plain
from kiosk.domain.outcomes import Outcome
from kiosk.store.queries.views import ScanView
from kiosk.store.rows import ChartRow, MovementRow, PersonalRow, ScanRow
from kiosk.store.types import AnyRow

_SCANS = select(ScanRow.__table__, PersonalRow.told).outerjoin(
    PersonalRow, PersonalRow.fact_id == ScanRow.id
)

_SCAN = _SCANS.where(ScanRow.id == bindparam("id"))
_HERE = ScanRow.station_id == bindparam("station_id")
_newest = select(func.max(ScanRow.seq)).where(_HERE).scalar_subquery()
_no_look_up = ScanRow.outcome != Outcome.LOOK_UP_OPENED.value
_NEWEST = (
    _SCANS.where(_HERE, or_(_no_look_up, ScanRow.seq == _newest))
    .order_by(ScanRow.seq.desc())
    .limit(bindparam("most"))
)
_undo, _last = aliased(MovementRow), aliased(MovementRow)
_kept = ~exists().where(_undo.undoes_id == MovementRow.id)
_sends = MovementRow.kind.in_([kind.value for kind in SENDS])
_STILL_NEWEST = (
    select(MovementRow.scan_id)
    .join(ChartRow, ChartRow.id == MovementRow.chart_id)
    .join(_last, _last.id == ChartRow.last_movement_id)
    .where(
        MovementRow.scan_id.in_(bindparam("scan_row_ids", expanding=True)),
        MovementRow.kind.in_([kind.value for kind in TAKEN_BACK]),
        _kept,
        or_(_last.id == MovementRow.id, _last.restores_id == MovementRow.id),
    )
)
_NEWEST_BATCH = (
    select(MovementRow.batch_id, MovementRow.to_id)
    .where(MovementRow.station_id == bindparam("station_id"), MovementRow.at >= bindparam("since"))
    .where(MovementRow.batch_id.is_not(None), _sends, _kept)
    .order_by(MovementRow.at.desc(), MovementRow.seq.desc())
    .limit(1)
)
_OF_BATCH = select(func.count()).where(MovementRow.batch_id == bindparam("batch_id"), _sends, _kept)


def scan_by_id(connection: Connection, row_id: int) -> ScanView:
    """Return a kept scan."""
    return _view(connection.execute(_SCAN, {"id": row_id}).one())


def newest_scans(connection: Connection, station_id: int, most: int) -> list[ScanView]:
    """Return a station's newest scan and, newest first, the last ones that were no look-up."""
    given = {"station_id": station_id, "most": most}
    return [_view(row) for row in connection.execute(_NEWEST, given)]


def sends_still_newest(connection: Connection, scan_row_ids: list[int]) -> set[int]:
    """Return those of the scans that sent or filed a chart which nobody has moved since."""
    given = {"scan_row_ids": scan_row_ids}
    return {row.scan_id for row in connection.execute(_STILL_NEWEST, given)}


def newest_batch(
    connection: Connection, station_id: int, since: datetime
) -> tuple[int, int, int] | None:
    """Return a station's newest batch that still has charts: its id, its place, their number."""
    given = {"station_id": station_id, "since": since}
    row = connection.execute(_NEWEST_BATCH, given).one_or_none()
    if row is None:
        return None
    count = connection.execute(_OF_BATCH, {"batch_id": row.batch_id}).scalar_one()
    return row.batch_id, row.to_id, count


def written_scan(values: Mapping[str, Any], told: Mapping[str, Any]) -> ScanView:
    """Turn a scan that has just been written into a view, as if it had been read back.

    ``told`` is what it tells of a person.
    """
    detail = detail_from_plain(values["detail"])
    if told.get("reason"):
        detail = replace(detail, reason=told["reason"])
    return ScanView(
        values["id"],
        values["seq"],
        values["scan_id"],
        values["station_id"],
        values["text"] or told.get("text", ""),
        values["source"],
        values["at"],
        values["received_at"],
        values["outcome"],
        tuple(values["also"]),
        values["chart_id"],
        detail,
        None if values["placed_back"] else values["state"],
    )


def _view(row: AnyRow) -> ScanView:
    return written_scan(row._asdict(), row.told or {})
