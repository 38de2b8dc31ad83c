"""The lists that a record room lives by: one way to read a page of any of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import NoResultFound

from kiosk.domain.codes import parse
from kiosk.domain.days import day_of
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.why import Why
from kiosk.services.access.viewer import Viewer
from kiosk.services.lists.kinds import LISTS, ListKind
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.queries import lists as store
from kiosk.store.queries.charts import chart_by_code
from kiosk.store.queries.lists import Conditions, Cursor
from kiosk.store.queries.patients import person_of
from kiosk.store.queries.places import place_by_code
from kiosk.store.queries.set_up import places
from kiosk.store.queries.views import ChartView, MovementView, PlaceView
from kiosk.store.rows import ChartRow

PAGE = 50
UNRECORDED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: a chart, and in lists of movements the movement."""

    chart: ChartView
    movement: MovementView | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What of a list is asked for; ``after`` is where the page before ended."""

    key: str
    order: str = ""
    place: str = ""
    record_type_id: int | None = None
    subject: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list; ``next_after`` is empty on the last one.

    ``by_place`` counts movements that nobody had said, by the place that should have.
    """

    kind: ListKind
    query: Query
    rows: tuple[ListRow, ...]
    next_after: str
    place: PlaceView | None = None
    by_place: tuple[tuple[PlaceView, int], ...] = ()


def read_list(database: Database, viewer: Viewer, query: Query, size: int = PAGE) -> ListPage:
    """Return one page of a list.

    Raises NothingThere for a list, place or subject that does not exist.
    """
    kind = LISTS.get(query.key)
    if kind is None:
        raise NothingThere(what="list")
    with database.read() as reading:
        connection = reading.connection
        place = place_by_code(connection, parse(query.place).text) if query.place else None
        if query.place and place is None:
            raise NothingThere(what="location")
        read = _read_charts if kind.orders else _read_movements
        page = read(connection, viewer, kind, query, place, size)
        if kind.key != "unrecorded":
            return page
        counted = store.unrecorded_by_place(connection, viewer.now - UNRECORDED_FOR)
        known = places(connection, {place_id for place_id, _ in counted})
        return replace(page, by_place=tuple((known[one], count) for one, count in counted))


def read_all(database: Database, viewer: Viewer, query: Query) -> Iterator[ListRow]:
    """Return every row of a list, a few hundred at a time."""
    while True:
        page = read_list(database, viewer, query, size=500)
        yield from page.rows
        if not page.next_after:
            return
        query = replace(query, after=page.next_after)


def count_lists(database: Database, settings: Settings, now: datetime) -> dict[str, int]:
    """Count the lists that want something done, each up to a thousand and one.

    Of what is on its way, ``chased`` counts what should have been seen by now.
    """
    with database.read() as reading:
        connection = reading.connection
        late = store.unseen_since(now - timedelta(hours=settings.chase_hours))
        return {
            "chased": store.count_charts(connection, late),
            **{
                kind.key: store.count_charts(connection, kind.conditions(now, kind.orders[0][0]))
                for kind in LISTS.values()
                if kind.conditions
            },
        }


def _read_charts(
    connection: Connection,
    viewer: Viewer,
    kind: ListKind,
    query: Query,
    place: PlaceView | None,
    size: int,
) -> ListPage:
    named = {name: (columns, fields) for name, columns, fields in kind.orders}
    name = query.order if query.order in named else kind.orders[0][0]
    order, fields = named[name]
    asked = kind.conditions
    conditions = asked(viewer.now, name) if asked else _patient_condition(connection, query)
    if place:
        conditions += (ChartRow.place_id == place.root_id,)
    if query.record_type_id is not None:
        conditions += (ChartRow.record_type_id == query.record_type_id,)
    after = _cursor(connection, query.after, order)
    found = store.charts_page(connection, conditions, order, after, size + 1)
    shown = viewer.shows(connection, found[:size])
    next_after = _cursor_text(found[size - 1], fields) if len(found) > size else ""
    return ListPage(kind, query, tuple(ListRow(chart) for chart in shown), next_after, place)


def _read_movements(
    connection: Connection,
    viewer: Viewer,
    kind: ListKind,
    query: Query,
    place: PlaceView | None,
    size: int,
) -> ListPage:
    chart = chart_by_code(connection, parse(query.subject).text) if query.subject else None
    if kind.key == "history" and (chart is None or chart.sensitive):
        raise NothingThere(what="chart")
    try:
        found = store.movements_page(
            connection,
            _since(viewer, kind),
            _number(query.after),
            size + 1,
            unrecorded=kind.key == "unrecorded",
            sensitive=viewer.signed is not None,
            place_id=place.root_id if place else None,
            chart_id=chart.id if chart else None,
        )
    except NoResultFound:
        raise EntryRefused(field="page", why=Why.NOT_OF_LIST) from None
    shown = viewer.shows(connection, (one for _, one in found[:size]))
    rows = tuple(
        ListRow(one, movement) for (movement, _), one in zip(found[:size], shown, strict=True)
    )
    next_after = str(found[size - 1][0].seq) if len(found) > size else ""
    return ListPage(kind, query, rows, next_after, place)


def _patient_condition(connection: Connection, query: Query) -> Conditions:
    person = person_of(connection, _number(query.subject) or 0)
    if person is None:
        raise NothingThere(what="patient")
    return store.of_person(person.id)


def _since(viewer: Viewer, kind: ListKind) -> datetime:
    if kind.key == "history":
        return datetime.fromtimestamp(0, viewer.now.tzinfo)
    if kind.key == "unrecorded":
        return viewer.now - UNRECORDED_FOR
    zone = viewer.settings.zone
    return datetime.combine(day_of(viewer.now, zone), time(), zone)


def _cursor_text(chart: ChartView, fields: tuple[str, ...]) -> str:
    """Tell where a page ended. Patients' numbers are left out, since this stands in addresses."""
    told: list[Any] = []
    for value in (getattr(chart, name) for name in fields):
        is_time = isinstance(value, datetime)
        told.append(value.isoformat() if is_time else None if isinstance(value, str) else value)
    return json.dumps([*told, chart.id])


def _cursor(connection: Connection, text: str, order: tuple[Any, ...]) -> Cursor | None:
    """Read back what ``_cursor_text`` wrote; raises EntryRefused for anything else."""
    if not text:
        return None
    try:
        *told, row_id = json.loads(text)
        by_id = select(*order).where(ChartRow.id == _whole(row_id))
        chart = connection.execute(by_id).one()
        pairs = zip(told, chart, strict=True)
        values = tuple(held if said is None else _read_back(said) for said, held in pairs)
        return Cursor(_same_types(values, tuple(chart)), _whole(row_id))
    except (ValueError, TypeError, NoResultFound, OverflowError, RecursionError):
        raise EntryRefused(field="page", why=Why.NOT_OF_LIST) from None


def _read_back(said: str | int) -> datetime | int:
    if not isinstance(said, str):
        return _whole(said)
    at = datetime.fromisoformat(said)
    if at.tzinfo is None:
        raise ValueError(said)
    return at.astimezone(UTC)


def _same_types(values: tuple[Any, ...], held: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the values if they are of the kind that the columns hold; raises TypeError."""
    for value, own in zip(values, held, strict=True):
        if own is not None and type(value) is not type(own):
            raise TypeError(value)
    return values


def _whole(number: object) -> int:
    if not isinstance(number, int) or not 0 <= number < 2**63:
        raise ValueError(number)
    return number


def _number(text: str) -> int | None:
    if not text:
        return None
    fits = text.isascii() and text.isdigit() and len(text) < 20
    if not fits or int(text) >= 2**63:
        raise EntryRefused(field="page", why=Why.NOT_OF_LIST)
    return int(text)
