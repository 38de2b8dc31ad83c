"""The few selects that a scan is decided from: the hot path, on the connection, by index only."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, literal, select
from sqlalchemy.orm import aliased

from kiosk.store.personal import SALTED
from kiosk.store.rows import (
    ChartRow,
    LabelRow,
    PersonalRow,
    ReasonRow,
    RecordTypeRow,
    ScanRow,
    SetUpRow,
    StaffRow,
    StationRow,
)
from kiosk.store.types import Flag


@dataclass(frozen=True, slots=True)
class LastScan:
    """A station's scan before the one at hand."""

    seq: int
    at: datetime
    state: dict[str, Any]
    station_seq: int | None
    browser_epoch: int


@dataclass(frozen=True, slots=True)
class KnownScan:
    """A scan that was taken under the same id; ``told`` is what it tells of a person, if kept."""

    id: int
    text_hash: str
    told: dict[str, Any] | None

    def is_repeat(self, identity: str) -> bool:
        """Tell whether a scan of this identity is the same one; where that was erased, it is."""
        if self.told is None and self.text_hash.startswith(SALTED):
            return True
        known: str = (self.told or {}).get("identity", self.text_hash)
        return identity == known


@dataclass(frozen=True, slots=True)
class Before:
    """What was there before a scan: the set-up's number, the scan if known, and the last one."""

    set_up: int
    known: KnownScan | None
    newest: LastScan | None


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A label that was printed for a folder; ``type_days`` is how long its record type is lent."""

    code: str
    patient_id: int
    record_type_id: int
    volume: int
    home_id: int
    temporary: bool
    stands_for_id: int | None
    type_days: int | None

    @property
    def of_chart(self) -> dict[str, Any]:
        """What the chart's row takes over from it."""
        values = asdict(self)
        del values["type_days"]
        return values


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
_KNOWN = select(ScanRow.id).where(ScanRow.scan_id == bindparam("scan_id"))
_LOCK_STATION = select(StationRow.id).where(StationRow.key == bindparam("key")).with_for_update()
_Known, _Newest, _Before = aliased(ScanRow), aliased(ScanRow), aliased(ScanRow)
_station_id = select(StationRow.id).where(StationRow.key == bindparam("key")).scalar_subquery()
_newest_id = (
    select(_Before.id)
    .where(_Before.station_id == _station_id, _Before.placed_back == literal(False, Flag))
    .order_by(_Before.seq.desc())
    .limit(1)
    .scalar_subquery()
)
_BEGIN = (
    select(SetUpRow.number, _Known.id, _Known.text_hash, PersonalRow.told)
    .add_columns(_Newest.id.label("newest_id"))
    .add_columns(_Newest.seq, _Newest.at, _Newest.state, _Newest.station_seq)
    .add_columns(_Newest.browser_epoch)
    .select_from(SetUpRow)
    .outerjoin(_Known, _Known.scan_id == bindparam("scan_id"))
    .outerjoin(PersonalRow, PersonalRow.fact_id == _Known.id)
    .outerjoin(_Newest, _Newest.id == _newest_id)
)

_STAFF = select(StaffRow.id, StaffRow.operator).where(StaffRow.code == bindparam("code"))
_LABEL = (
    select(
        LabelRow.code,
        LabelRow.patient_id,
        LabelRow.record_type_id,
        LabelRow.volume,
        LabelRow.home_id,
        LabelRow.temporary,
        LabelRow.stands_for_id,
        RecordTypeRow.loan_days,
    )
    .join(RecordTypeRow, RecordTypeRow.id == LabelRow.record_type_id)
    .where(LabelRow.code == bindparam("code"))
)
_REASON = select(ReasonRow.name).where(ReasonRow.code == bindparam("code"))


def lock_station(connection: Connection, key: str) -> None:
    """Let no other scan of a station be decided until this transaction ends (PostgreSQL)."""
    connection.execute(_LOCK_STATION, {"key": key})


def begin_scan(connection: Connection, key: str, scan_id: str) -> Before:
    """Return all that was there before a scan, whatever it turns out to be."""
    row = connection.execute(_BEGIN, {"key": key, "scan_id": scan_id}).one()
    known = KnownScan(row.id, row.text_hash, row.told) if row.id else None
    newest = LastScan(*row[5:]) if row.newest_id else None
    return Before(row.number, known, newest)


def known_scan(connection: Connection, scan_id: str) -> int | None:
    """Return a known scan's row id."""
    return connection.execute(_KNOWN, {"scan_id": scan_id}).scalar_one_or_none()


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


def staff_by_code(connection: Connection, code: str) -> tuple[int, bool] | None:
    """Return a badge's person by id, and whether they are an operator."""
    row = connection.execute(_STAFF, {"code": code}).one_or_none()
    return row and (row.id, row.operator)


def label_by_code(connection: Connection, code: str) -> PrintedLabel | None:
    """Return a printed label by its code."""
    row = connection.execute(_LABEL, {"code": code}).one_or_none()
    return PrintedLabel(*row) if row else None


def reason_by_code(connection: Connection, code: str) -> str | None:
    """Return the reason on a card."""
    return connection.execute(_REASON, {"code": code}).scalar_one_or_none()


def free_volume(connection: Connection, label: PrintedLabel) -> int:
    """Return the volume that a label is for, or the next free one where that is taken by now."""
    volumes = select(ChartRow.volume).filter_by(
        patient_id=label.patient_id,
        record_type_id=label.record_type_id,
        temporary=label.temporary,
    )
    taken = set(connection.execute(volumes).scalars())
    return label.volume if label.volume not in taken else max(taken) + 1
