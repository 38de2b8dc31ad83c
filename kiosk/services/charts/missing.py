"""A chart that is not where it should be: where to look, where it was looked for, and the end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, literal, select
from sqlalchemy.orm import aliased

from kiosk.domain.custody import MovementKind
from kiosk.domain.errors import NothingThere, NotPermitted
from kiosk.domain.roles import May
from kiosk.services.access.sign_in import SignedIn, require
from kiosk.services.access.viewer import Viewer
from kiosk.services.records.audit import audit
from kiosk.store.engine import Database
from kiosk.store.queries.charts import charts_by_id
from kiosk.store.queries.set_up import places
from kiosk.store.queries.views import ChartView, PlaceView
from kiosk.store.rows import ChartRow, MissingReportRow, MovementRow, SearchTickRow, StaffRow
from kiosk.store.types import Flag

MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """A place to look in: when the chart was last there, and when it was looked for in vain."""

    place: PlaceView
    last_there: datetime
    looked_at: datetime | None
    looked_by: str
    is_holder: bool


@dataclass(frozen=True, slots=True)
class SearchList:
    """Where to look for a missing chart, the likeliest place first."""

    chart: ChartView
    reason: str
    reported_at: datetime
    reported_by: str
    places: tuple[SearchPlace, ...]


def search_list(database: Database, viewer: Viewer, report_id: int) -> SearchList:
    """Return where a missing chart may be: its last holder, and the places that it has been to.

    Raises NothingThere; NotPermitted for a sensitive chart while nobody is signed in.
    """
    with database.read() as reading:
        connection = reading.connection
        report = reading.session.get(MissingReportRow, report_id)
        if report is None:
            raise NothingThere(what="report")
        held = _check_sees(connection, viewer, report.chart_id)
        (chart,) = viewer.shows(connection, [held])
        staff = reading.session.get(StaffRow, report.staff_id) if report.staff_id else None
        been = _has_been(connection, chart)
        return SearchList(
            chart,
            report.reason,
            report.at,
            staff.name if staff else "",
            tuple(_ticked(connection, report_id, chart, been)),
        )


def tick_place(
    database: Database, viewer: Viewer, report_id: int, place_id: int, *, looked: bool
) -> None:
    """Note that a missing chart was looked for at a place in vain, or that it was not after all.

    Raises NothingThere.
    """
    with database.write() as writing:
        session = writing.session
        report = session.get(MissingReportRow, report_id, with_for_update=True)
        if report is None or place_id not in places(writing.connection, {place_id}):
            raise NothingThere(what="report")
        _check_sees(writing.connection, viewer, report.chart_id)
        row = session.get(SearchTickRow, (report_id, place_id))
        if row and not looked:
            session.delete(row)
        elif looked and not row:
            staff_id = viewer.actor(writing.connection).staff_id
            session.add(
                SearchTickRow(
                    report_id=report_id, location_id=place_id, at=viewer.now, staff_id=staff_id
                )
            )


def approve_found(
    database: Database, report_id: int, now: datetime, signed: SignedIn | None
) -> None:
    """Note that a supervisor has looked at a found chart; its report is closed.

    Raises NothingThere where it is not found yet, or approved already.
    """
    actor = require(signed, May.APPROVE).actor
    with database.write() as writing:
        report = writing.session.get(MissingReportRow, report_id, with_for_update=True)
        if report is None or report.found_scan_id is None or report.approved_at:
            raise NothingThere(what="found chart")
        report.approved_at, report.approved_by_id = now, actor.staff_id
        chart = writing.session.get_one(ChartRow, report.chart_id, with_for_update=True)
        if chart.report_id == report.id:
            chart.report_id = None
        audit(writing, now, "found-approved", report.id, {"chart": chart.code}, actor)


def _check_sees(connection: Connection, viewer: Viewer, chart_id: int) -> ChartView:
    """Return a chart; raises NotPermitted for a sensitive one while nobody is signed in."""
    (chart,) = charts_by_id(connection, [chart_id]).values()
    if chart.sensitive and not viewer.sees_names(connection):
        raise NotPermitted(role="operator-or-supervisor")
    return chart


def _has_been(connection: Connection, chart: ChartView) -> dict[int, datetime]:
    """Return the places that a chart has been to, by id, with the last time at each."""
    left, undo = func.max(MovementRow.at), aliased(MovementRow)
    stands = ~exists().where(undo.undoes_id == MovementRow.id)
    is_real = MovementRow.effective == literal(True, Flag)
    rows = connection.execute(
        select(MovementRow.from_id, left)
        .where(MovementRow.chart_id == chart.id, MovementRow.from_id.is_not(None))
        .where(is_real, stands, MovementRow.kind != MovementKind.UNDO.value)
        .group_by(MovementRow.from_id)
        .order_by(left.desc())
        .limit(MOST_PLACES)
    )
    been = {chart.location.id: chart.at}
    for place_id, at in rows:
        been.setdefault(int(place_id or 0), at)
    been.setdefault(chart.home.id, chart.since)
    return been


def _ticked(
    connection: Connection, report_id: int, chart: ChartView, been: dict[int, datetime]
) -> list[SearchPlace]:
    rows = connection.execute(
        select(SearchTickRow.location_id, SearchTickRow.at, StaffRow.name)
        .outerjoin(StaffRow, StaffRow.id == SearchTickRow.staff_id)
        .where(SearchTickRow.report_id == report_id)
    )
    ticks = {row.location_id: (row.at, row.name or "") for row in rows}
    known = places(connection, set(been))
    listed = [
        SearchPlace(
            known[place_id],
            at,
            *ticks.get(place_id, (None, "")),
            is_holder=place_id == chart.location.id,
        )
        for place_id, at in been.items()
    ]
    return sorted(listed, key=lambda one: not one.is_holder)
