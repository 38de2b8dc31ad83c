"""Where is it: by number, name or code; one chart with its history; a trolley's list."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from kiosk.domain.codes import parse
from kiosk.domain.entries import clean_line
from kiosk.domain.errors import NothingThere
from kiosk.services.access.viewer import Viewer, as_seen
from kiosk.services.records.audit import audit
from kiosk.store.engine import Database
from kiosk.store.queries.audits import audits_of
from kiosk.store.queries.charts import (
    chart_by_code,
    charts_of,
    charts_of_found,
    standing_in,
    tied_texts,
)
from kiosk.store.queries.movements import charts_sent_in, history
from kiosk.store.queries.patients import find_patients as patients_on_file
from kiosk.store.queries.patients import is_number
from kiosk.store.queries.set_up import places
from kiosk.store.queries.views import (
    NOTHING_FOUND,
    AuditView,
    ChartView,
    FoundCharts,
    FoundPatients,
    MovementView,
    PlaceView,
)


@dataclass(frozen=True, slots=True)
class BatchList:
    """The charts that one batch sent to a place, for the trolley."""

    place: PlaceView
    charts: tuple[ChartView, ...]
    sent_from: PlaceView | None
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ChartPage:
    """All that is told about one chart: where it is, its history, and what hangs together with it.

    ``movements`` is empty, and names are masked, for a sensitive chart without a reason.
    """

    chart: ChartView
    movements: list[MovementView]
    volumes: tuple[ChartView, ...]
    temporary: tuple[ChartView, ...]
    real: ChartView | None
    is_open: bool
    sees_names: bool = False
    tied: tuple[str, ...] = ()
    changes: tuple[AuditView, ...] = ()

    @property
    def closed_by(self) -> ChartView | None:
        """The newer volume of the same record, since whose opening this one takes no papers."""
        own = (self.chart.record_type_id, self.chart.volume)
        newer = [one for one in self.volumes if (one.record_type_id, one.volume) > own]
        same = [one for one in newer if one.record_type_id == own[0] and not one.temporary]
        return max(same, key=lambda one: one.volume, default=None)


def find_charts(database: Database, viewer: Viewer, text: str) -> FoundCharts:
    """Find charts by code, tied label, number or name: those of the first 40 patients."""
    if not text.isprintable():
        return NOTHING_FOUND
    with database.read() as reading:
        connection = reading.connection
        chart = chart_by_code(connection, parse(text).text)
        if chart and not is_number(connection, text, viewer.settings.mrn_format):
            return FoundCharts(viewer.shows(connection, [chart]))
        whose = patients_on_file(connection, text, viewer.settings.mrn_format)
        return FoundCharts(viewer.shows(connection, charts_of_found(connection, whose)), whose)


def find_patients(database: Database, viewer: Viewer, text: str) -> FoundPatients:
    """Find patients by number or name, for a new folder."""
    if not text.isprintable():
        return FoundPatients()
    with database.read() as reading:
        found = patients_on_file(reading.connection, text, viewer.settings.mrn_format)
    return replace(found, patients=viewer.shows_patients(database, found.patients))


def tell_chart(database: Database, viewer: Viewer, code: str, *, reason: str = "") -> ChartPage:
    """Tell all about a chart; a sensitive one only to who is signed in, and gives a ``reason``.

    Raises NothingThere; EntryRefused for a reason that cannot be kept.
    """
    with database.read() as reading:
        page = _tell(reading.connection, viewer, code, reason)
    if page.chart.sensitive and page.is_open:
        said = clean_line("reason", reason)
        with database.write() as writing:
            actor = viewer.actor(writing.connection)
            told = {"reason": said}
            audit(writing, viewer.now, "sensitive-opened", page.chart.id, {}, actor, personal=told)
    return page


def _tell(connection: Connection, viewer: Viewer, code: str, reason: str) -> ChartPage:
    chart = chart_by_code(connection, parse(code).text)
    if chart is None:
        raise NothingThere(what="chart", text=code)
    sees = viewer.sees_names(connection)
    is_open = not chart.sensitive or (bool(reason) and sees)
    others = charts_of(connection, [chart.patient.id])
    near = {one.id: one for one in as_seen(others, sees=sees)}
    temporary = standing_in(connection, chart.id) if is_open else []
    (shown,) = as_seen([chart], sees=sees, opened=chart.id if is_open else 0)
    # What was corrected of a patient is told beside a sensitive chart only when that is opened.
    elsewhere_sensitive = any(one.sensitive for one in others if one.id != chart.id)
    changed = [chart.id] if elsewhere_sensitive else [chart.id, chart.patient.id]
    return ChartPage(
        shown,
        history(connection, chart.id) if is_open else [],
        tuple(one for one in near.values() if one.id != chart.id),
        as_seen(temporary, sees=sees),
        near.get(chart.stands_for_id or 0),
        is_open,
        sees,
        tied_texts(connection, chart.id) if is_open else (),
        audits_of(connection, changed) if is_open and sees else (),
    )


def list_batch(database: Database, viewer: Viewer, batch_id: int) -> BatchList:
    """Return what a batch sent and was not undone, in the order of its scans.

    Raises NothingThere.
    """
    with database.read() as reading:
        connection = reading.connection
        sent = charts_sent_in(connection, batch_id)
        if not sent:
            raise NothingThere(what="batch")
        movements = [movement for _, movement in sent]
        charts = viewer.shows(connection, (chart for chart, _ in sent))
        to = movements[0].to_place
        return BatchList(
            places(connection, {to.id})[to.id],
            charts,
            movements[0].from_place,
            movements[0].at,
            movements[-1].at,
        )
