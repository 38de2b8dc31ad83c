"""Pages of long lists, by index: the next page begins right behind the last row of this one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from kiosk.domain.custody import MovementKind
from kiosk.domain.label_health import WEAK_FROM
from kiosk.store.queries.charts import CHARTS, Owner, chart_views
from kiosk.store.queries.movements import MOVEMENTS, movement_views
from kiosk.store.queries.places import has_station
from kiosk.store.queries.views import ChartView, MovementView
from kiosk.store.rows import ChartRow, LocationRow, MissingReportRow, MovementRow

COUNTED_AT_MOST = 1000
_YES: ColumnElement[Any] = literal_column("1")  # written out, or no partial index is used


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: what it was sorted by, and its id."""

    values: tuple[Any, ...]
    row_id: int


Conditions = tuple[ColumnElement[bool], ...]
LENT: Conditions = (ChartRow.lent == _YES,)
SENT: Conditions = (
    ChartRow.sent == _YES,
    exists().where(LocationRow.id == ChartRow.place_id, has_station.element),
)
MISSING: Conditions = (ChartRow.report_id.is_not(None), MissingReportRow.found_scan_id.is_(None))
FOUND: Conditions = (ChartRow.report_id.is_not(None), MissingReportRow.found_scan_id.is_not(None))
SHEETS: Conditions = (ChartRow.sheets_since.is_not(None),)
WEAK: Conditions = (
    ChartRow.label_wear >= literal_column(str(WEAK_FROM)),
    ChartRow.lent != _YES,
    ChartRow.retired != _YES,
)
UNVERIFIED: Conditions = (ChartRow.label_read_id.is_(None), ChartRow.retired != _YES)


def overdue(now: datetime, *, by_time: bool) -> Conditions:
    """Return the condition of a loan that has run out."""
    has_run_out = ChartRow.due_at < now
    if by_time:
        return (ChartRow.due_at.is_not(None), has_run_out)
    # In another order the index of due times would have to be sorted whole for each page.
    return (*LENT, case((has_run_out, 1), else_=0) == 1)


def unseen_since(at: datetime) -> Conditions:
    """Return the condition of having been sent before a time, and not seen there since."""
    return (*SENT, ChartRow.since < at)


def of_person(person_id: int) -> Conditions:
    """Return the condition of being one patient's, under whatever number."""
    return (Owner.person_id == person_id,)


def charts_page(
    connection: Connection,
    conditions: Conditions,
    order: Sequence[Any],
    after: Cursor | None,
    size: int,
) -> list[ChartView]:
    """Return charts in an order, at most ``size``, from behind a cursor on."""
    query = CHARTS.where(ChartRow.joined_id.is_(None), *conditions)
    if after:
        query = query.where(_behind([*order, ChartRow.id], [*after.values, after.row_id]))
    return chart_views(connection, query.order_by(*order, ChartRow.id).limit(size))


def count_charts(connection: Connection, conditions: Conditions) -> int:
    """Count charts, up to a thousand and one."""
    some = (
        select(ChartRow.id)
        .outerjoin(MissingReportRow, MissingReportRow.id == ChartRow.report_id)
        .where(ChartRow.joined_id.is_(None), *conditions)
        .limit(COUNTED_AT_MOST + 1)
    )
    return connection.execute(select(func.count()).select_from(some.subquery())).scalar_one()


def movements_page(
    connection: Connection,
    since: datetime,
    after: int | None,
    size: int,
    *,
    unrecorded: bool = False,
    sensitive: bool = True,
    place_id: int | None = None,
    chart_id: int | None = None,
) -> list[tuple[MovementView, ChartView]]:
    """Return movements recorded since a time, newest first, from behind a number on.

    ``unrecorded`` keeps those of which nobody had said that the chart left ``place_id``;
    otherwise that place is one end of the movement. Without ``sensitive`` those of sensitive charts
    are left out. Raises NoResultFound where no movement has the number ``after``.
    """
    conditions: list[ColumnElement[bool]] = [MovementRow.recorded_at >= since]
    if unrecorded:
        conditions.append(_UNRECORDED)
    if place_id:
        ends = MovementRow.from_id.in_(_inside(place_id))
        there = MovementRow.to_id.in_(_inside(place_id))
        conditions.append(ends if unrecorded else or_(ends, there))
    if chart_id:
        conditions.append(MovementRow.chart_id == chart_id)
    if not sensitive:
        hidden = exists().where(ChartRow.id == MovementRow.chart_id, ChartRow.sensitive == _YES)
        conditions.append(~hidden)
    newest = MovementRow.seq if chart_id else MovementRow.recorded_at
    if after:
        last = aliased(MovementRow)
        held = connection.execute(select(last.seq, last.recorded_at).where(last.seq == after)).one()
        older = and_(MovementRow.recorded_at == held.recorded_at, MovementRow.seq < held.seq)
        behind = or_(MovementRow.recorded_at < held.recorded_at, older)
        conditions.append(MovementRow.seq < held.seq if chart_id else behind)
    query = MOVEMENTS.where(*conditions).order_by(newest.desc(), MovementRow.seq.desc())
    rows = connection.execute(query.limit(size)).all()
    found = chart_views(connection, CHARTS.where(ChartRow.id.in_({row.chart_id for row in rows})))
    charts = {chart.id: chart for chart in found}
    views = movement_views(connection, rows)
    return [(view, charts[row.chart_id]) for row, view in zip(rows, views, strict=True)]


def unrecorded_by_place(connection: Connection, since: datetime) -> list[tuple[int, int]]:
    """Count movements that nobody had said, by the place that should have: most first."""
    count, root = func.count(), func.coalesce(LocationRow.inside_id, LocationRow.id)
    query = (
        select(root, count)
        .join(MovementRow, MovementRow.from_id == LocationRow.id)
        .where(_UNRECORDED, MovementRow.recorded_at >= since)
        .group_by(root)
        .order_by(count.desc(), root)
    )
    return [(int(row[0] or 0), row[1]) for row in connection.execute(query)]


_UNRECORDED = MovementRow.kind == literal_column(f"'{MovementKind.UNRECORDED.value}'")


def _inside(place_id: int) -> Select[int]:
    """Select a place and its spots."""
    spots = or_(LocationRow.id == place_id, LocationRow.inside_id == place_id)
    return select(LocationRow.id).where(spots)


def _behind(columns: list[Any], values: list[Any]) -> ColumnElement[bool]:
    """Say that a row stands behind another one, column by column."""
    first, *rest = columns
    value, *others = values
    if not rest:
        return and_(first > value)
    # The range alone lets the index be entered at the right place.
    return and_(first >= value, or_(first > value, _behind(rest, others)))
