"""Where is it: by number, name or code; and who has what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection

from kiosk.domain.codes import Code, Kind, parse
from kiosk.domain.errors import NothingThere
from kiosk.services.answers import Renderer, masked_chart, masked_patient, renderer_at
from kiosk.settings import Settings
from kiosk.store import charts as store
from kiosk.store.engine import Database
from kiosk.store.places import all_places, places
from kiosk.store.places import station as find_station
from kiosk.store.views import ChartView, MovementView, PatientView, PlaceView


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking: the station whose operator may see names (none: names stay masked)."""

    settings: Settings
    station_key: str
    now: datetime

    def who(self, connection: Connection) -> dict[str, int | None]:
        """Return the ids of the viewer's station and its operator, as an audit keeps them."""
        renderer = self._renderer(connection)
        operator = renderer.state.operator if renderer else None
        return {
            "station_id": renderer.station.id if renderer else None,
            "staff_id": operator.id if operator else None,
        }

    def shows(self, connection: Connection, charts: Iterable[ChartView]) -> tuple[ChartView, ...]:
        """Return charts with their names as far as this viewer may see them."""
        if not self.sees_names(connection):
            return tuple(masked_chart(chart) for chart in charts)
        return tuple(charts)

    def shows_patients(self, database: Database, patients: list[PatientView]) -> list[PatientView]:
        """Return patients with their names as far as this viewer may see them."""
        with database.read() as session:
            hidden = not self.sees_names(session.connection())
        return [masked_patient(one) for one in patients] if hidden else patients

    def sees_names(self, connection: Connection) -> bool:
        """Tell whether an operator is signed in at the viewer's station."""
        renderer = self._renderer(connection)
        return renderer is not None and renderer.state.operator is not None

    def _renderer(self, connection: Connection) -> Renderer | None:
        station = find_station(connection, self.station_key)
        if station is None:
            return None
        return renderer_at(connection, self.settings, station, self.now)


@dataclass(frozen=True, slots=True)
class Holding:
    """A place and the charts it has."""

    place: PlaceView
    charts: tuple[ChartView, ...]


@dataclass(frozen=True, slots=True)
class BatchList:
    """The charts that one batch sent to a place, for the trolley."""

    place: PlaceView
    charts: tuple[ChartView, ...]
    sent_from: PlaceView | None
    first_at: datetime
    last_at: datetime


def find_charts(database: Database, viewer: Viewer, text: str) -> tuple[ChartView, ...]:
    """Find charts by code, number, or the beginning of a name; at most 40."""
    if not text.isprintable():
        return ()
    code = parse(text)
    with database.read() as session:
        connection = session.connection()
        if isinstance(code, Code) and code.kind is Kind.CHART:
            chart = store.chart_by_code(connection, code.text)
            found = [chart] if chart else []
        else:
            patients = store.find_patients(connection, code.text, viewer.settings.mrn_format)
            found = store.charts_of(connection, (patient.id for patient in patients))
        return viewer.shows(connection, found)


def find_patients(database: Database, viewer: Viewer, text: str) -> list[PatientView]:
    """Find patients by number or the beginning of a name, for a new folder."""
    if not text.isprintable():
        return []
    with database.read() as session:
        found = store.find_patients(session.connection(), text, viewer.settings.mrn_format)
    return viewer.shows_patients(database, found)


def tell_history(
    database: Database, viewer: Viewer, code: str
) -> tuple[ChartView, list[MovementView]]:
    """Return a chart and its movements, newest first; raises NothingThere."""
    parsed = parse(code)
    with database.read() as session:
        connection = session.connection()
        text = parsed.text if isinstance(parsed, Code) else ""
        chart = store.chart_by_code(connection, text)
        if chart is None:
            raise NothingThere(what="chart", text=code)
        (shown,) = viewer.shows(connection, [chart])
        return shown, store.history(connection, chart.id)


def list_who_has_what(database: Database, viewer: Viewer) -> list[Holding]:
    """Return every place but the file rooms with the charts it has, longest held first."""
    with database.read() as session:
        connection = session.connection()
        shown = viewer.shows(connection, store.charts_out(connection))
        known = {place.id: place for place in all_places(connection)}
    ordered = sorted(shown, key=lambda chart: (chart.location.name, chart.since))
    grouped = groupby(ordered, key=lambda chart: chart.location.id)
    return [Holding(known[place], tuple(charts)) for place, charts in grouped]


def list_batch(database: Database, viewer: Viewer, batch_id: int) -> BatchList:
    """Return what a batch sent and was not undone, in the order of its scans.

    Raises NothingThere.
    """
    with database.read() as session:
        connection = session.connection()
        sent = store.charts_sent_in(connection, batch_id)
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
