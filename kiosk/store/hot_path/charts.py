"""A chart as a scan is decided from it: the hot path, on the connection, by index only."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, exists, func, literal, select
from sqlalchemy.orm import aliased

from kiosk.domain.codes import alike
from kiosk.domain.custody import Chart, LastMovement, MovementKind, Place, Volume
from kiosk.domain.filing import Wants
from kiosk.domain.loans import PlaceKind
from kiosk.store.queries.charts import TIED
from kiosk.store.queries.places import has_station
from kiosk.store.rows import (
    ChartRow,
    LocationRow,
    MissingReportRow,
    MovementRow,
    PatientRow,
    RecordTypeRow,
    ScanRow,
)
from kiosk.store.types import AnyRow, Flag


@dataclass(frozen=True, slots=True)
class ChartForDecision:
    """A chart as the rules see it, with what its next movement must carry on.

    ``report_id`` is the report that it is missing, until somebody has approved that it was found;
    ``has_volumes`` if its record has others.
    """

    chart: Chart
    last_movement_id: int
    due_at: datetime | None
    type_days: int | None
    report_id: int | None = None
    code: str = ""
    has_volumes: bool = False


_Restored = aliased(MovementRow)
_LastScan = aliased(ScanRow)
_Temporary = aliased(ChartRow)
_Real = aliased(ChartRow)
_RealReport = aliased(MissingReportRow)
_Other = aliased(ChartRow)
_OtherPatient = aliased(PatientRow)

_Left = aliased(LocationRow)
_left_id = func.coalesce(_Left.inside_id, _Left.id)
_stood_in_for = exists().where(
    _Temporary.stands_for_id == ChartRow.id, _Temporary.joined_id.is_(None)
)
_is_another_volume = (
    _Other.record_type_id == ChartRow.record_type_id,
    _Other.id != ChartRow.id,
    _Other.joined_id.is_(None),
    *(flag == literal(False, Flag) for flag in (_Other.temporary, _Other.retired)),
)
_has_volumes = (
    exists()
    .where(PatientRow.id == ChartRow.patient_id)
    .where(_OtherPatient.person_id == PatientRow.person_id)
    .where(_Other.patient_id == _OtherPatient.id, *_is_another_volume)
)
_real_was_seen = (
    exists()
    .where(_Real.id == ChartRow.stands_for_id)
    .where(~exists().where(_RealReport.id == _Real.report_id, _RealReport.found_scan_id.is_(None)))
)
_CHART = (
    select(
        ChartRow.id.label("chart_id"),
        ChartRow.code,
        ChartRow.home_id,
        ChartRow.volume,
        ChartRow.last_movement_id,
        ChartRow.label_read_id,
        ChartRow.label_wear,
        ChartRow.due_at,
        ChartRow.lent,
        ChartRow.retired,
        ChartRow.sensitive,
        ChartRow.sheets_since,
        ChartRow.report_id,
        ChartRow.joined_id,
        MovementRow.kind,
        _left_id.label("from_id"),
        MovementRow.to_id,
        MovementRow.at,
        MovementRow.batch_id,
        MovementRow.since,
        _Restored.id.label("restored_id"),
        _Restored.kind.label("restored_kind"),
        _Restored.at.label("restored_at"),
        _Restored.batch_id.label("restored_batch_id"),
        _LastScan.at.label("scanned_at"),
        RecordTypeRow.loan_days.label("type_days"),
    )
    .add_columns(LocationRow.id, LocationRow.kind.label("place_kind"), LocationRow.stopped)
    .add_columns(LocationRow.wants, has_station)
    .add_columns(
        case((MissingReportRow.found_scan_id.is_(None), MissingReportRow.at)).label(
            "missing_since"
        ),
        case((ChartRow.stands_for_id.is_(None), _stood_in_for), else_=_real_was_seen).label(
            "has_temporary"
        ),
        _has_volumes.label("has_volumes"),
    )
    .join(MovementRow, MovementRow.id == ChartRow.last_movement_id)
    .join(LocationRow, LocationRow.id == ChartRow.place_id)
    .join(RecordTypeRow, RecordTypeRow.id == ChartRow.record_type_id)
    .outerjoin(_Restored, _Restored.id == MovementRow.restores_id)
    .outerjoin(_Left, _Left.id == func.coalesce(_Restored.from_id, MovementRow.from_id))
    .outerjoin(_LastScan, _LastScan.id == ChartRow.last_scan_id)
    .outerjoin(MissingReportRow, MissingReportRow.id == ChartRow.report_id)
)
_CHART_BY_CODE = _CHART.where(ChartRow.code == bindparam("code"))
_CHART_BY_ID = _CHART.where(ChartRow.id == bindparam("id"))
_LOCK_CHART = select(ChartRow.id).where(ChartRow.code == bindparam("code")).with_for_update()
_LYING = (
    select(ChartRow.id)
    .join(ScanRow, ScanRow.id == ChartRow.last_scan_id)
    .where(
        ChartRow.id.in_(bindparam("ids", expanding=True)),
        ScanRow.station_id == bindparam("station_id"),
        ChartRow.place_id == bindparam("place_id"),
        ChartRow.sent == literal(False, Flag),
    )
)
_VOLUMES = (
    select(_Other.id, _Other.volume, _Other.place_id)
    .select_from(ChartRow)
    .join(PatientRow, PatientRow.id == ChartRow.patient_id)
    .join(_OtherPatient, _OtherPatient.person_id == PatientRow.person_id)
    .join(_Other, _Other.patient_id == _OtherPatient.id)
    .where(ChartRow.id == bindparam("id"), *_is_another_volume)
    .order_by(_Other.volume, _Other.id)
)


def chart_by_code(
    connection: Connection, code: str, *, lock: bool = False
) -> ChartForDecision | None:
    """Return a chart by the code on its label; a joined folder's code means the chart it is in.

    A chart that could not be locked is not there yet, also if another scan makes it meanwhile: read
    without its lock, it would be moved by both.
    """
    if lock and not connection.execute(_LOCK_CHART, {"code": code}).first():
        return None
    row = connection.execute(_CHART_BY_CODE, {"code": code}).one_or_none()
    if row and row.joined_id:
        return chart_by_id(connection, row.joined_id, lock=lock)
    return _chart_now(row) if row else None


def chart_by_id(connection: Connection, chart_id: int, *, lock: bool = False) -> ChartForDecision:
    """Return a chart by its id; of a joined folder the chart that it is in."""
    if lock:
        connection.execute(select(ChartRow.id).where(ChartRow.id == chart_id).with_for_update())
    row = connection.execute(_CHART_BY_ID, {"id": chart_id}).one()
    if row.joined_id:
        return chart_by_id(connection, row.joined_id, lock=lock)
    return _chart_now(row)


def charts_lying_at(
    connection: Connection, station_id: int, place_id: int, ids: set[int]
) -> set[int]:
    """Return those of the charts that are still at a place, and scanned last at this station."""
    if not ids:
        return set()
    given = {"station_id": station_id, "place_id": place_id, "ids": sorted(ids)}
    return set(connection.execute(_LYING, given).scalars())


def tied_chart(connection: Connection, text: str) -> int | None:
    """Return the id of the chart that another system's label, or one alike, was tied to."""
    return connection.execute(TIED, {"code": text, "alike": alike(text)}).scalars().first()


def with_volumes(connection: Connection, now: ChartForDecision) -> ChartForDecision:
    """Return a chart with the other volumes of its record, as its sending has to name them."""
    if not now.has_volumes:
        return now
    rows = connection.execute(_VOLUMES, {"id": now.chart.id})
    return replace(now, chart=replace(now.chart, volumes=tuple(Volume(*row) for row in rows)))


def _chart_now(row: AnyRow) -> ChartForDecision:
    if row.restored_id is None:
        last = LastMovement(
            row.last_movement_id, MovementKind(row.kind), row.from_id, row.at, row.batch_id
        )
    else:
        last = LastMovement(
            row.restored_id,
            MovementKind(row.restored_kind),
            row.from_id,
            row.restored_at,
            row.restored_batch_id,
        )
    is_file_room = row.place_kind == PlaceKind.FILE_ROOM
    wants = Wants(row.wants)
    place = Place(row.id, is_file_room, row.stopped, bool(row.has_station), wants)
    chart = Chart(
        row.chart_id,
        row.home_id,
        place,
        last,
        max(row.scanned_at or last.at, last.at),
        row.since,
        label_verified=row.label_read_id is not None,
        label_wear=row.label_wear,
        volume=row.volume,
        spot_id=row.to_id if row.to_id != row.id else None,
        lent=row.lent,
        retired=row.retired,
        sensitive=row.sensitive,
        has_sheets=row.sheets_since is not None,
        missing_since=row.missing_since,
        has_temporary=bool(row.has_temporary),
    )
    return ChartForDecision(
        chart,
        row.last_movement_id,
        row.due_at,
        row.type_days,
        row.report_id,
        row.code,
        bool(row.has_volumes),
    )
