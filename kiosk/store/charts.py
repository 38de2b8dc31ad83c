"""Charts and patients as people ask for them: by code, number or name, with their history."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from kiosk.domain.custody import SENDS, MovementKind
from kiosk.domain.mrn import MrnFormat, folded
from kiosk.store.places import all_places, places
from kiosk.store.rows import (
    ChartRow,
    MovementRow,
    PatientRow,
    RecordTypeRow,
    StaffRow,
    StationRow,
)
from kiosk.store.types import AnyRow, AnySelect
from kiosk.store.views import ChartView, MovementView, PatientView, PlaceView

FOUND_AT_MOST = 40

_Restored = aliased(MovementRow)
_CHARTS = (
    select(
        ChartRow.id,
        ChartRow.code,
        ChartRow.volume,
        ChartRow.home_id,
        ChartRow.label_read_id,
        RecordTypeRow.name.label("record_type"),
        PatientRow.id.label("patient_id"),
        PatientRow.mrn,
        PatientRow.family_name,
        PatientRow.given_name,
        PatientRow.birth_date,
        MovementRow.kind,
        _Restored.kind.label("restored_kind"),
        MovementRow.to_id,
        MovementRow.since,
        MovementRow.at,
        MovementRow.due_at,
        StaffRow.name.label("staff"),
        StationRow.name.label("station"),
    )
    .join(PatientRow, PatientRow.id == ChartRow.patient_id)
    .join(RecordTypeRow, RecordTypeRow.id == ChartRow.record_type_id)
    .join(MovementRow, MovementRow.id == ChartRow.last_movement_id)
    .outerjoin(_Restored, _Restored.id == MovementRow.restores_id)
    .outerjoin(StaffRow, StaffRow.id == MovementRow.staff_id)
    .outerjoin(StationRow, StationRow.id == MovementRow.station_id)
)


_CHARTS_BY_ID = _CHARTS.where(ChartRow.id.in_(bindparam("ids", expanding=True)))


def charts_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, ChartView]:
    """Return charts by their ids."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {view.id: view for view in _charts(connection, _CHARTS_BY_ID, ids=wanted)}


def chart_by_code(connection: Connection, code: str) -> ChartView | None:
    """Return the chart whose label carries this code."""
    return next(iter(_charts(connection, _CHARTS.where(ChartRow.code == code))), None)


def charts_of(connection: Connection, patient_ids: Iterable[int]) -> list[ChartView]:
    """Return the charts of patients, by number, record type and volume."""
    query = _CHARTS.where(ChartRow.patient_id.in_(sorted(patient_ids)))
    order = (PatientRow.mrn, RecordTypeRow.name, ChartRow.volume)
    return _charts(connection, query.order_by(*order).limit(FOUND_AT_MOST))


def charts_out(connection: Connection) -> list[ChartView]:
    """Return every chart that is not seen in a file room: lent, or on its way between rooms."""
    rooms = [view.id for view in all_places(connection) if view.place.is_file_room]
    sent = func.coalesce(_Restored.kind, MovementRow.kind).in_([kind.value for kind in SENDS])
    return _charts(connection, _CHARTS.where(or_(MovementRow.to_id.not_in(rooms), sent)))


def charts_sent_in(connection: Connection, batch_id: int) -> list[tuple[ChartView, MovementView]]:
    """Return the charts of one batch that are not undone, in the order of their scans."""
    rows = connection.execute(
        _MOVEMENTS.where(
            MovementRow.batch_id == batch_id, MovementRow.undoes_id.is_(None), ~_taken_back
        ).order_by(MovementRow.seq)
    ).all()
    charts = charts_by_id(connection, (row.chart_id for row in rows))
    movements = _movements(connection, rows)
    return [(charts[row.chart_id], view) for row, view in zip(rows, movements, strict=True)]


def find_patients(connection: Connection, text: str, mrn: MrnFormat) -> list[PatientView]:
    """Find patients by number, or by the beginning of one or two names, in either order."""
    query = select(PatientRow.__table__).where(_matches(text, mrn)).order_by(PatientRow.mrn)
    return [_patient(row) for row in connection.execute(query.limit(FOUND_AT_MOST))]


def anything_found(connection: Connection, text: str, mrn: MrnFormat) -> bool:
    """Tell whether a text is the number of a patient, or the beginning of a name."""
    query = select(exists().where(_matches(text, mrn)))
    return bool(connection.execute(query).scalar())


def same_patients(
    connection: Connection, mrn: str, family_name: str, given_name: str, born: str
) -> list[PatientView]:
    """Find patients with this (normal) number, or with the same name and birth date."""
    table = PatientRow
    same_person = and_(
        table.family_folded == folded(family_name),
        table.given_folded == folded(given_name),
        table.birth_date == (born or None),
    )
    same = or_(table.mrn == mrn, same_person) if born else table.mrn == mrn
    query = select(PatientRow.__table__).where(same).order_by(table.mrn).limit(FOUND_AT_MOST)
    return [_patient(row) for row in connection.execute(query)]


def history(connection: Connection, chart_id: int) -> list[MovementView]:
    """Return a chart's movements, newest first."""
    query = _MOVEMENTS.where(MovementRow.chart_id == chart_id).order_by(MovementRow.seq.desc())
    return _movements(connection, connection.execute(query).all())


def movements_of_scan(connection: Connection, scan_row_id: int) -> list[MovementView]:
    """Return the movements that one scan wrote, in order."""
    rows = connection.execute(_MOVEMENTS_OF_SCAN, {"scan": scan_row_id}).all()
    return _movements(connection, rows)


def movements_by_scan(connection: Connection, scan_row_ids: list[int]) -> dict[int, MovementView]:
    """Map scans to the last movement that each of them wrote."""
    query = _MOVEMENTS.where(MovementRow.scan_id.in_(scan_row_ids)).order_by(MovementRow.seq)
    rows = connection.execute(query).all()
    views = _movements(connection, rows)
    return {row.scan_id: view for row, view in zip(rows, views, strict=True)}


_Undo = aliased(MovementRow)
_taken_back = exists().where(_Undo.undoes_id == MovementRow.id)
_MOVEMENTS = (
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
_MOVEMENTS_OF_SCAN = _MOVEMENTS.where(MovementRow.scan_id == bindparam("scan")).order_by(
    MovementRow.seq
)


def _matches(text: str, mrn: MrnFormat) -> ColumnElement[bool]:
    number = PatientRow.mrn == mrn.normal(text)
    words = folded(text.replace(",", " ")).split()
    if not words or not any(letter.isalpha() for letter in words[0]):
        return number
    family, given = PatientRow.family_folded, PatientRow.given_folded
    if len(words) == 1:
        return or_(number, _begins(family, words[0]), _begins(given, words[0]))
    whole = " ".join(words)
    first, rest = words[0], " ".join(words[1:])
    last, before = words[-1], " ".join(words[:-1])
    return or_(
        number,
        _begins(family, whole),
        and_(_begins(family, first), _begins(given, rest)),
        and_(_begins(family, before), _begins(given, last)),
        and_(_begins(family, last), _begins(given, before)),
    )


def _begins(column: Any, prefix: str) -> ColumnElement[bool]:
    # A range, not LIKE, so that SQLite and PostgreSQL both use the index.
    return and_(column >= prefix, column < prefix + "\U0010ffff")


def _charts(connection: Connection, query: AnySelect, **given: object) -> list[ChartView]:
    rows = connection.execute(query, given).all()
    where = places(connection, {row.to_id for row in rows} | {row.home_id for row in rows})
    return [_chart(row, where) for row in rows]


def _chart(row: AnyRow, where: dict[int, PlaceView]) -> ChartView:
    kind = MovementKind(row.restored_kind or row.kind)
    return ChartView(
        id=row.id,
        code=row.code,
        patient=PatientView(
            row.patient_id, row.mrn, row.family_name, row.given_name, row.birth_date or ""
        ),
        record_type=row.record_type,
        volume=row.volume,
        home=where[row.home_id],
        location=where[row.to_id],
        kind=kind,
        since=row.since,
        at=row.at,
        due_at=row.due_at,
        seen=kind not in SENDS or not where[row.to_id].has_station,
        label_verified=row.label_read_id is not None,
        moved_by=row.staff or "",
        moved_at_station=row.station or "",
    )


def _movements(connection: Connection, rows: Iterable[AnyRow]) -> list[MovementView]:
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


def _patient(row: AnyRow) -> PatientView:
    return PatientView(row.id, row.mrn, row.family_name, row.given_name, row.birth_date or "")
