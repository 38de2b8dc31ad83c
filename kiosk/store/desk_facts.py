"""The few selects that a scan is decided from: the hot path, on the connection, by index only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, literal, select
from sqlalchemy.orm import aliased

from kiosk.domain.custody import ARRIVALS, SENDS, Chart, LastMovement, MovementKind, Place
from kiosk.domain.desk.subjects import Sent
from kiosk.domain.loans import PlaceKind
from kiosk.store.places import has_station
from kiosk.store.rows import (
    ChartRow,
    LabelRow,
    LocationRow,
    MovementRow,
    RecordTypeRow,
    ScanRow,
    StaffRow,
)
from kiosk.store.types import AnyRow, Flag, UtcTime


@dataclass(frozen=True, slots=True)
class ChartNow:
    """A chart as the rules see it, with what its next movement must carry on."""

    chart: Chart
    last_movement_id: int
    due_at: datetime | None
    type_days: int | None


@dataclass(frozen=True, slots=True)
class SentNow:
    """A movement that UNDO would take back, with the stay that it would restore."""

    sent: Sent
    now: ChartNow
    since: datetime
    due_at: datetime | None
    restores_id: int


@dataclass(frozen=True, slots=True)
class LastScan:
    """A station's scan before the one at hand."""

    seq: int
    at: datetime
    state: dict[str, Any]
    station_seq: int | None
    browser_epoch: int


_LOCK_CHART = select(ChartRow.id).where(ChartRow.code == bindparam("code")).with_for_update()

_Restored = aliased(MovementRow)
_LastScan = aliased(ScanRow)
_CHART = (
    select(
        ChartRow.id.label("chart_id"),
        ChartRow.home_id,
        ChartRow.last_movement_id,
        ChartRow.label_read_id,
        MovementRow.kind,
        MovementRow.from_id,
        MovementRow.at,
        MovementRow.batch_id,
        MovementRow.since,
        MovementRow.due_at,
        _Restored.id.label("restored_id"),
        _Restored.kind.label("restored_kind"),
        _Restored.from_id.label("restored_from_id"),
        _Restored.at.label("restored_at"),
        _Restored.batch_id.label("restored_batch_id"),
        _LastScan.at.label("scanned_at"),
        RecordTypeRow.loan_days.label("type_days"),
    )
    .add_columns(LocationRow.id, LocationRow.kind.label("place_kind"), LocationRow.stopped)
    .add_columns(has_station)
    .join(MovementRow, MovementRow.id == ChartRow.last_movement_id)
    .join(LocationRow, LocationRow.id == MovementRow.to_id)
    .join(RecordTypeRow, RecordTypeRow.id == ChartRow.record_type_id)
    .outerjoin(_Restored, _Restored.id == MovementRow.restores_id)
    .outerjoin(_LastScan, _LastScan.id == ChartRow.last_scan_id)
)
_CHART_BY_CODE = _CHART.where(ChartRow.code == bindparam("code"))
_CHART_BY_ID = _CHART.where(ChartRow.id == bindparam("id"))

_SCAN = select(
    ScanRow.seq,
    ScanRow.at,
    ScanRow.state,
    ScanRow.station_seq,
    ScanRow.browser_epoch,
).where(ScanRow.station_id == bindparam("station_id"))
_NEWEST_SCAN = (
    _SCAN.where(ScanRow.placed_back == literal(False, Flag)).order_by(ScanRow.seq.desc()).limit(1)
)
_SCAN_BEFORE = (
    _SCAN.where(ScanRow.at <= bindparam("at"))
    .order_by(ScanRow.at.desc(), ScanRow.seq.desc())
    .limit(1)
)
_LAST_OUTCOME = (
    select(ScanRow.outcome)
    .where(ScanRow.station_id == bindparam("station_id"))
    .order_by(ScanRow.seq.desc())
    .limit(1)
)
_KNOWN = select(ScanRow.id, ScanRow.text_hash).where(ScanRow.scan_id == bindparam("scan_id"))

_Undo = aliased(MovementRow)
_Before = aliased(MovementRow)
_taken_back = exists().where(_Undo.undoes_id == MovementRow.id)
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
        _Before.due_at,
        _Before.restores_id,
    )
    .join(_Before, _Before.id == MovementRow.previous_id)
    .where(~_taken_back)
)
_SENDS = MovementRow.kind.in_([kind.value for kind in SENDS])
_SENDS_OF_STATION = _SENT.where(MovementRow.station_id == bindparam("station_id"), _SENDS)
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
    _SENT.join(ScanRow, ScanRow.id == MovementRow.scan_id)
    .where(ScanRow.scan_id == bindparam("scan_id"))
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
_STAFF = select(StaffRow.id, StaffRow.operator).where(StaffRow.code == bindparam("code"))
_LABEL = select(LabelRow).where(LabelRow.code == bindparam("code"))


def known_scan(connection: Connection, scan_id: str) -> tuple[int, str] | None:
    """Return a known scan's row id and text hash."""
    row = connection.execute(_KNOWN, {"scan_id": scan_id}).one_or_none()
    return row and (row.id, row.text_hash)


def last_scan(
    connection: Connection, station_id: int, at: datetime | None = None
) -> LastScan | None:
    """Return the scan that a live one follows, or with ``at`` the newest not after that time.

    A stored scan that came in after a later one was taken is not followed by live ones.
    """
    query = _SCAN_BEFORE if at else _NEWEST_SCAN
    row = connection.execute(query, {"station_id": station_id, "at": at}).one_or_none()
    return LastScan(*row) if row else None


def last_outcome(connection: Connection, station_id: int) -> str | None:
    """Return the outcome of the scan that a station's browser sent last, whenever it counts."""
    return connection.execute(_LAST_OUTCOME, {"station_id": station_id}).scalar_one_or_none()


def chart_by_code(connection: Connection, code: str, *, lock: bool = False) -> ChartNow | None:
    """Return a chart by the code on its label."""
    if lock:
        connection.execute(_LOCK_CHART, {"code": code})
    row = connection.execute(_CHART_BY_CODE, {"code": code}).one_or_none()
    return _chart_now(row) if row else None


def chart_by_id(connection: Connection, chart_id: int, *, lock: bool = False) -> ChartNow:
    """Return a chart by its id."""
    if lock:
        connection.execute(select(ChartRow.id).where(ChartRow.id == chart_id).with_for_update())
    return _chart_now(connection.execute(_CHART_BY_ID, {"id": chart_id}).one())


def staff_by_code(connection: Connection, code: str) -> tuple[int, bool] | None:
    """Return a badge's person by id, and whether they are an operator."""
    row = connection.execute(_STAFF, {"code": code}).one_or_none()
    return row and (row.id, row.operator)


def label_by_code(connection: Connection, code: str) -> AnyRow | None:
    """Return a printed label by its code."""
    return connection.execute(_LABEL, {"code": code}).one_or_none()


def newest_send(
    connection: Connection,
    station_id: int,
    since: datetime,
    until: datetime | None,
    *,
    lock: bool,
) -> SentNow | None:
    """Return a station's newest send that is not taken back, made between two times."""
    query = _NEWEST_SEND_UNTIL if until else _NEWEST_SEND
    given = {"station_id": station_id, "since": since} | ({"until": until} if until else {})
    return _sent(connection, lock, query, **given)


def send_of_scan(
    connection: Connection, station_id: int, scan_id: str, *, lock: bool
) -> SentNow | None:
    """Return the movement that a station's scan ended with, unless it is taken back."""
    return _sent(connection, lock, _SEND_OF_SCAN, station_id=station_id, scan_id=scan_id)


def newest_arrival(
    connection: Connection, station_id: int, chart_id: int, *, lock: bool
) -> SentNow | None:
    """Return a chart's newest arrival at a station, unless it is taken back."""
    given = {"station_id": station_id, "chart_id": chart_id}
    return _sent(connection, lock, _NEWEST_ARRIVAL, **given)


def _sent(connection: Connection, lock: bool, query: Any, **given: Any) -> SentNow | None:
    row = connection.execute(query, given).one_or_none()
    if row is None:
        return None
    now = chart_by_id(connection, row.chart_id, lock=lock)
    remaining = 0
    if row.batch_id:
        remaining = connection.execute(_REMAINING, {"batch_id": row.batch_id}).scalar_one()
    movement = LastMovement(row.id, MovementKind(row.kind), row.from_id, row.at, row.batch_id)
    sent = Sent(now.chart, movement, row.back_to_id, remaining)
    return SentNow(sent, now, row.since, row.due_at, row.restores_id or row.before_id)


def _chart_now(row: AnyRow) -> ChartNow:
    if row.restored_id is None:
        last = LastMovement(
            row.last_movement_id, MovementKind(row.kind), row.from_id, row.at, row.batch_id
        )
    else:
        last = LastMovement(
            row.restored_id,
            MovementKind(row.restored_kind),
            row.restored_from_id,
            row.restored_at,
            row.restored_batch_id,
        )
    is_file_room = row.place_kind == PlaceKind.FILE_ROOM
    place = Place(row.id, is_file_room, row.stopped, bool(row.has_station))
    chart = Chart(
        row.chart_id,
        row.home_id,
        place,
        last,
        max(row.scanned_at or last.at, last.at),
        row.since,
        row.label_read_id is not None,
    )
    return ChartNow(chart, row.last_movement_id, row.due_at, row.type_days)
