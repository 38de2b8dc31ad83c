"""Kept scans, read back."""

from sqlalchemy import Connection, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from kiosk.domain.custody import SENDS
from kiosk.store.rows import ChartRow, MovementRow, ScanRow, ScanTextRow, StaffRow
from kiosk.store.types import AnyRow
from kiosk.store.views import ScanView

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


def sends_still_newest(connection: Connection, scan_row_ids: list[int]) -> dict[int, int]:
    """Map each scan that sent a chart which nobody has moved since to the place it was sent to."""
    undo = aliased(MovementRow)
    last = aliased(MovementRow)
    query = (
        select(MovementRow.scan_id, MovementRow.to_id)
        .join(ChartRow, ChartRow.id == MovementRow.chart_id)
        .join(last, last.id == ChartRow.last_movement_id)
        .where(
            MovementRow.scan_id.in_(scan_row_ids),
            MovementRow.kind.in_([kind.value for kind in SENDS]),
            ~exists().where(undo.undoes_id == MovementRow.id),
            or_(last.id == MovementRow.id, last.restores_id == MovementRow.id),
        )
    )
    return {row.scan_id: row.to_id for row in connection.execute(query)}


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
