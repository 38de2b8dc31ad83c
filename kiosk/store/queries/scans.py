"""Kept scans, read back."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from kiosk.domain.custody import SENDS, TAKEN_BACK
from kiosk.store.queries.views import ScanView
from kiosk.store.rows import ChartRow, MovementRow, ScanRow, ScanTextRow, StaffRow
from kiosk.store.types import AnyRow

_SCANS = select(ScanRow.__table__, ScanTextRow.text.label("raw_text")).outerjoin(
    ScanTextRow, ScanTextRow.scan_id == ScanRow.id
)

_SCAN = _SCANS.where(ScanRow.id == bindparam("id"))


def scan_by_id(connection: Connection, row_id: int) -> ScanView:
    """Return a kept scan."""
    return _view(connection.execute(_SCAN, {"id": row_id}).one())


def newest_scans(connection: Connection, station_id: int, most: int) -> list[ScanView]:
    """Return a station's last scans, newest first."""
    query = _SCANS.where(ScanRow.station_id == station_id).order_by(ScanRow.seq.desc()).limit(most)
    return [_view(row) for row in connection.execute(query)]


def sends_still_newest(connection: Connection, scan_row_ids: list[int]) -> set[int]:
    """Return those of the scans that sent or filed a chart which nobody has moved since."""
    undo = aliased(MovementRow)
    last = aliased(MovementRow)
    query = (
        select(MovementRow.scan_id)
        .join(ChartRow, ChartRow.id == MovementRow.chart_id)
        .join(last, last.id == ChartRow.last_movement_id)
        .where(
            MovementRow.scan_id.in_(scan_row_ids),
            MovementRow.kind.in_([kind.value for kind in TAKEN_BACK]),
            ~exists().where(undo.undoes_id == MovementRow.id),
            or_(last.id == MovementRow.id, last.restores_id == MovementRow.id),
        )
    )
    return {row.scan_id for row in connection.execute(query)}


def newest_batch(
    connection: Connection, station_id: int, since: datetime
) -> tuple[int, int, int] | None:
    """Return a station's newest batch that still has charts: its id, its place, their number."""
    undo = aliased(MovementRow)
    kept = ~exists().where(undo.undoes_id == MovementRow.id)
    sends = MovementRow.kind.in_([kind.value for kind in SENDS])
    newest = (
        select(MovementRow.batch_id, MovementRow.to_id)
        .where(MovementRow.station_id == station_id, MovementRow.at >= since, sends, kept)
        .order_by(MovementRow.at.desc(), MovementRow.seq.desc())
        .limit(1)
    )
    row = connection.execute(newest).one_or_none()
    if row is None or row.batch_id is None:
        return None
    count = select(func.count()).where(MovementRow.batch_id == row.batch_id, sends, kept)
    return row.batch_id, row.to_id, connection.execute(count).scalar_one()


def staff_names(connection: Connection, ids: set[int]) -> dict[int, str]:
    """Return the names of staff by their ids."""
    if not ids:
        return {}
    query = select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_(sorted(ids)))
    return {row.id: row.name for row in connection.execute(query)}


def _view(row: AnyRow) -> ScanView:
    return ScanView(
        row.id,
        row.seq,
        row.scan_id,
        row.station_id,
        row.text or row.raw_text or "",
        row.source,
        row.at,
        row.received_at,
        row.outcome,
        tuple(row.also),
        row.chart_id,
        row.detail,
    )
