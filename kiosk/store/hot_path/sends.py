"""Sends and arrivals that UNDO could take back: the hot path, by index only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from kiosk.domain.custody import ARRIVALS, SENDS, TAKEN_BACK, LastMovement, MovementKind
from kiosk.domain.desk.subjects import Sent
from kiosk.store.hot_path.charts import ChartForDecision, chart_by_id
from kiosk.store.rows import ExtensionRow, MovementRow, ScanRow
from kiosk.store.types import AnyRow, UtcTime


@dataclass(frozen=True, slots=True)
class UndoableMovement:
    """A movement that UNDO would take back, with the stay that it would restore."""

    sent: Sent
    now: ChartForDecision
    since: datetime
    due_at: datetime | None
    restores_id: int
    back_sent: bool
    scan_row_id: int | None
    by_hand: bool


_Undo = aliased(MovementRow)
_Before = aliased(MovementRow)
_BeforeRestored = aliased(MovementRow)
_Scan = aliased(ScanRow)
_taken_back = exists().where(_Undo.undoes_id == MovementRow.id)
_extended = (
    select(ExtensionRow.due_at)
    .where(ExtensionRow.movement_id == _Before.id)
    .order_by(ExtensionRow.scan_id.desc())
    .limit(1)
    .scalar_subquery()
)
_SENT = (
    select(
        MovementRow.id,
        MovementRow.chart_id,
        MovementRow.kind,
        MovementRow.from_id,
        MovementRow.at,
        MovementRow.batch_id,
        _Before.id.label("before_id"),
        _Before.to_id.label("back_to_id"),
        _Before.since,
        func.coalesce(_extended, _Before.due_at, type_=UtcTime).label("due_at"),
        _Before.restores_id,
        func.coalesce(_BeforeRestored.kind, _Before.kind).label("back_kind"),
        MovementRow.scan_id,
        MovementRow.by_hand,
        _Scan.at.label("scanned_at"),
    )
    .join(_Before, _Before.id == MovementRow.previous_id)
    .outerjoin(_BeforeRestored, _BeforeRestored.id == _Before.restores_id)
    .outerjoin(_Scan, _Scan.id == MovementRow.scan_id)
    .where(~_taken_back)
)
_SENDS = MovementRow.kind.in_([kind.value for kind in SENDS])
_UNDOABLE = MovementRow.kind.in_([kind.value for kind in TAKEN_BACK])
_SENDS_OF_STATION = _SENT.where(MovementRow.station_id == bindparam("station_id"), _UNDOABLE)
# Never further back than UNDO reaches, so that a station's long history is not walked.
_RECENT_SENDS = _SENDS_OF_STATION.where(MovementRow.at >= bindparam("since", type_=UtcTime))
_NEWEST_FIRST = (MovementRow.at.desc(), MovementRow.seq.desc())
_NEWEST_SEND = _RECENT_SENDS.order_by(*_NEWEST_FIRST).limit(1)
_NEWEST_SEND_UNTIL = (
    _RECENT_SENDS.where(MovementRow.at <= bindparam("until", type_=UtcTime))
    .order_by(*_NEWEST_FIRST)
    .limit(1)
)
_SEND_OF_SCAN = (
    _SENT.where(_Scan.scan_id == bindparam("scan_id"))
    .where(MovementRow.station_id == bindparam("station_id"))
    .order_by(MovementRow.seq.desc())
    .limit(1)
)
_NEWEST_ARRIVAL = (
    _SENT.where(MovementRow.station_id == bindparam("station_id"))
    .where(MovementRow.chart_id == bindparam("chart_id"))
    .where(MovementRow.kind.in_([kind.value for kind in ARRIVALS]))
    .order_by(MovementRow.seq.desc())
    .limit(1)
)
_REMAINING = (
    select(func.count())
    .select_from(MovementRow)
    .where(MovementRow.batch_id == bindparam("batch_id"), _SENDS, ~_taken_back)
)
_OF_BATCH = (
    _SENT.where(MovementRow.station_id == bindparam("station_id"))
    .where(MovementRow.batch_id == bindparam("batch_id"), _SENDS)
    .order_by(MovementRow.seq)
)


def newest_send(
    connection: Connection,
    station_id: int,
    since: datetime,
    until: datetime | None,
    *,
    lock: bool,
) -> UndoableMovement | None:
    """Return a station's newest send that is not taken back, made between two times."""
    query = _NEWEST_SEND_UNTIL if until else _NEWEST_SEND
    given = {"station_id": station_id, "since": since} | ({"until": until} if until else {})
    return _sent(connection, lock, query, **given)


def send_of_scan(
    connection: Connection, station_id: int, scan_id: str, *, lock: bool
) -> UndoableMovement | None:
    """Return the movement that a station's scan ended with, unless it is taken back."""
    return _sent(connection, lock, _SEND_OF_SCAN, station_id=station_id, scan_id=scan_id)


def newest_arrival(
    connection: Connection, station_id: int, chart_id: int, *, lock: bool
) -> UndoableMovement | None:
    """Return a chart's newest arrival at a station, unless it is taken back."""
    given = {"station_id": station_id, "chart_id": chart_id}
    return _sent(connection, lock, _NEWEST_ARRIVAL, **given)


def sends_of_batch(
    connection: Connection, station_id: int, batch_id: int, *, lock: bool
) -> list[UndoableMovement]:
    """Return the sends of a station's batch that are not taken back, in their order."""
    given = {"station_id": station_id, "batch_id": batch_id}
    return [
        _sent_now(connection, lock, row, counts=False)
        for row in connection.execute(_OF_BATCH, given).all()
    ]


def _sent(connection: Connection, lock: bool, query: Any, **given: Any) -> UndoableMovement | None:
    row = connection.execute(query, given).one_or_none()
    return _sent_now(connection, lock, row) if row else None


def _sent_now(
    connection: Connection, lock: bool, row: AnyRow, *, counts: bool = True
) -> UndoableMovement:
    now = chart_by_id(connection, row.chart_id, lock=lock)
    remaining = 0
    if row.batch_id and counts:
        remaining = connection.execute(_REMAINING, {"batch_id": row.batch_id}).scalar_one()
    movement = LastMovement(row.id, MovementKind(row.kind), row.from_id, row.at, row.batch_id)
    made_at = row.scanned_at or row.at
    sent = Sent(now.chart, movement, row.back_to_id, remaining, made_at)
    # Filing goes on with the loan: what became of that since is not taken back with it.
    due_at = now.due_at if row.kind == MovementKind.FILE else row.due_at
    return UndoableMovement(
        sent,
        now,
        row.since,
        due_at,
        row.restores_id or row.before_id,
        back_sent=row.back_kind in SENDS,
        scan_row_id=row.scan_id,
        by_hand=row.by_hand,
    )
