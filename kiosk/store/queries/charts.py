"""Charts as people ask for them: by code, by id, or all of a patient."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, and_, bindparam, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from kiosk.domain.codes import alike
from kiosk.domain.custody import SENDS, MovementKind
from kiosk.store.queries.set_up import SetUp, set_up
from kiosk.store.queries.views import ChartView, FoundPatients, PatientView
from kiosk.store.rows import (
    ChartRow,
    MissingReportRow,
    MovementRow,
    PatientRow,
    RecordTypeRow,
    TiedCodeRow,
)
from kiosk.store.types import AnyRow, AnySelect, Flag

_Restored = aliased(MovementRow)
Owner = aliased(PatientRow)
CHARTS = (
    select(
        ChartRow.id,
        ChartRow.code,
        ChartRow.volume,
        ChartRow.home_id,
        ChartRow.label_read_id,
        ChartRow.record_type_id,
        ChartRow.due_at,
        ChartRow.temporary,
        ChartRow.stands_for_id,
        ChartRow.joined_id,
        ChartRow.sensitive,
        ChartRow.retired,
        ChartRow.sheets,
        ChartRow.sheets_since,
        ChartRow.place_id,
        ChartRow.report_id,
        ChartRow.terminal_key,
        ChartRow.number_key,
        and_(ChartRow.report_id.is_not(None), MissingReportRow.found_scan_id.is_(None)).label(
            "missing"
        ),
        MissingReportRow.at.label("reported_at"),
        MissingReportRow.reason.label("report_reason"),
        Owner.mrn.label("owner_mrn"),
        PatientRow.id.label("patient_id"),
        PatientRow.mrn,
        PatientRow.family_name,
        PatientRow.given_name,
        PatientRow.birth_date,
        PatientRow.died,
        MovementRow.kind,
        _Restored.kind.label("restored_kind"),
        MovementRow.to_id,
        MovementRow.since,
        MovementRow.at,
        MovementRow.staff_id,
        MovementRow.station_id,
    )
    .join(Owner, Owner.id == ChartRow.patient_id)
    .join(PatientRow, PatientRow.id == Owner.person_id)
    .join(MovementRow, MovementRow.id == ChartRow.last_movement_id)
    .outerjoin(_Restored, _Restored.id == MovementRow.restores_id)
    .outerjoin(MissingReportRow, MissingReportRow.id == ChartRow.report_id)
)


def _shelved_before(key: InstrumentedAttribute[str]) -> AnySelect:
    query = (
        select(PatientRow.mrn, ChartRow.volume)
        .join(Owner, Owner.id == ChartRow.patient_id)
        .join(PatientRow, PatientRow.id == Owner.person_id)
        .where(ChartRow.place_id == bindparam("room"), key < bindparam("key"))
        .where(ChartRow.home_id == bindparam("room"), ChartRow.joined_id.is_(None))
        .where(*(flag == literal(False, Flag) for flag in (ChartRow.sent, ChartRow.retired)))
    )
    return query.order_by(key.desc()).limit(1)


_BEFORE = {
    True: _shelved_before(ChartRow.terminal_key),
    False: _shelved_before(ChartRow.number_key),
}
TIED = select(TiedCodeRow.chart_id).where(
    or_(
        TiedCodeRow.text == bindparam("code"),
        and_(TiedCodeRow.alike == bindparam("alike"), TiedCodeRow.alone == literal(True, Flag)),
    )
)
_CHART_BY_CODE = CHARTS.where(or_(ChartRow.code == bindparam("code"), ChartRow.id.in_(TIED)))
_CHARTS_BY_ID = CHARTS.where(ChartRow.id.in_(bindparam("ids", expanding=True)))


def charts_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, ChartView]:
    """Return charts by their ids."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {view.id: view for view in chart_views(connection, _CHARTS_BY_ID, ids=wanted)}


def chart_by_code(connection: Connection, code: str) -> ChartView | None:
    """Return the chart that a label's code means: its own, of a folder put into it, or tied."""
    if not code.isprintable():  # PostgreSQL cannot even be asked for a NUL
        return None
    found = next(iter(chart_views(connection, _CHART_BY_CODE, code=code, alike=alike(code))), None)
    if found and found.joined_id:
        return charts_by_id(connection, [found.joined_id])[found.joined_id]
    return found


def charts_of_found(connection: Connection, found: FoundPatients) -> list[ChartView]:
    """Return the charts of those whom a look-up found, in their order."""
    people = {one.id: one for one in found.patients}
    place = {person_id: at for at, person_id in enumerate(people)}
    charts = sorted(charts_of(connection, people), key=lambda one: place[one.patient.id])
    return [replace(one, patient=_as_found(one.patient, people[one.patient.id])) for one in charts]


def _as_found(owner: PatientView, found: PatientView) -> PatientView:
    return replace(found, former_mrn=owner.former_mrn)


def charts_of(connection: Connection, person_ids: Iterable[int]) -> list[ChartView]:
    """Return the charts of patients, by number, record type and volume."""
    query = CHARTS.join(RecordTypeRow, RecordTypeRow.id == ChartRow.record_type_id)
    query = query.where(Owner.person_id.in_(sorted(person_ids)), ChartRow.joined_id.is_(None))
    order = (PatientRow.mrn, RecordTypeRow.name, ChartRow.temporary, ChartRow.volume, ChartRow.id)
    return chart_views(connection, query.order_by(*order))


def standing_in(connection: Connection, chart_id: int) -> list[ChartView]:
    """Return the temporary folders that stand in for a chart and are not joined with it."""
    query = CHARTS.where(ChartRow.stands_for_id == chart_id, ChartRow.joined_id.is_(None))
    return chart_views(connection, query)


def tied_texts(connection: Connection, chart_id: int) -> tuple[str, ...]:
    """Return the labels of other systems that mean a chart."""
    query = select(TiedCodeRow.text).where(TiedCodeRow.chart_id == chart_id)
    return tuple(connection.execute(query.order_by(TiedCodeRow.at)).scalars())


def chart_views(connection: Connection, query: AnySelect, **given: object) -> list[ChartView]:
    """Run a query over CHARTS."""
    rows = connection.execute(query, given).all()
    known = set_up(connection)
    return [_chart(row, known) for row in rows]


def _chart(row: AnyRow, known: SetUp) -> ChartView:
    kind = MovementKind(row.restored_kind or row.kind)
    former = row.owner_mrn if row.owner_mrn != row.mrn else ""
    return ChartView(
        id=row.id,
        code=row.code,
        patient=PatientView(
            row.patient_id,
            row.mrn,
            row.family_name,
            row.given_name,
            row.birth_date or "",
            row.died,
            former,
        ),
        record_type=known.record_types[row.record_type_id].name,
        volume=row.volume,
        home=known.places[row.home_id],
        location=known.places[row.to_id],
        kind=kind,
        since=row.since,
        at=row.at,
        due_at=row.due_at,
        seen=kind not in SENDS or not known.places[row.to_id].has_station,
        label_verified=row.label_read_id is not None,
        moved_by=known.staff.get(row.staff_id, ""),
        moved_at_station=known.station_names.get(row.station_id, ""),
        record_type_id=row.record_type_id,
        temporary=row.temporary,
        stands_for_id=row.stands_for_id,
        joined_id=row.joined_id,
        sensitive=row.sensitive,
        retired=row.retired,
        sheets=row.sheets,
        sheets_since=row.sheets_since,
        place_id=row.place_id,
        report_id=row.report_id,
        missing=bool(row.missing),
        reported_at=row.reported_at,
        report_reason=row.report_reason or "",
        terminal_key=row.terminal_key,
        number_key=row.number_key,
    )


def shelved_before(
    connection: Connection, chart: ChartView, room_id: int, *, by_terminal: bool
) -> tuple[str, int] | None:
    """Return number and volume of the chart that stands right before this one in a room."""
    key = chart.terminal_key if by_terminal else chart.number_key
    row = connection.execute(_BEFORE[by_terminal], {"room": room_id, "key": key}).one_or_none()
    return (row.mrn, row.volume) if row else None
