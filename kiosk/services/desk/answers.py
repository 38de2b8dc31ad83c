"""Saying what a scan came to: from what is kept of it, so that a repeat is rendered anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from kiosk.domain.desk import DeskState
from kiosk.domain.outcomes import Outcome
from kiosk.services.access.desk_state import desk_state
from kiosk.services.access.viewer import as_seen
from kiosk.services.charts.shelf_place import ShelfView, shelf_of
from kiosk.settings import Settings
from kiosk.store.queries.charts import chart_by_code, charts_by_id, charts_of_found
from kiosk.store.queries.movements import movements_of_scan
from kiosk.store.queries.patients import find_patients
from kiosk.store.queries.scans import scan_by_id
from kiosk.store.queries.set_up import loan_rules, places, staff_names
from kiosk.store.queries.views import (
    NOTHING_FOUND,
    ChartView,
    FoundCharts,
    MovementView,
    PlaceView,
    ScanView,
    StationView,
)

_OF_CHARTS = ("in_hand", "reason")


@dataclass(frozen=True, slots=True)
class LapseView:
    """Something that ran out: a destination, a chart in hand, a reason or an operator, by name."""

    what: str
    name: str
    at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DeskView:
    """What is pending at a desk, with names; times are UTC."""

    destination: PlaceView | None = None
    destination_ends_at: datetime | None = None
    destination_due_at: datetime | None = None
    in_hand: ChartView | None = None
    in_hand_ends_at: datetime | None = None
    reason_chart: ChartView | None = None
    reason_place: PlaceView | None = None
    reason_ends_at: datetime | None = None
    operator: str = ""
    operator_ends_at: datetime | None = None
    lapses: tuple[LapseView, ...] = ()
    batch_id: int | None = None
    batch_place: PlaceView | None = None
    batch_count: int = 0
    arrival_to_undo: int | None = None


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """A scan's outcome with everything that its words need.

    ``places``, ``charts`` and ``people`` hold what ``scan.detail`` names by id; ``shelf`` is where
    a chart that came home stands. Names of patients are masked unless an operator is signed in at
    the station; those of sensitive charts also then, until a reason was given.
    """

    station: StationView
    scan: ScanView
    outcome: Outcome
    also: tuple[Outcome, ...]
    desk: DeskView
    now: datetime
    chart: ChartView | None
    movements: tuple[MovementView, ...]
    places: dict[int, PlaceView]
    charts: dict[int, ChartView]
    people: dict[int, str]
    shelf: ShelfView | None = None
    look_up: FoundCharts = NOTHING_FOUND
    replayed: bool = False
    clock_off: int = 0


def answer(
    connection: Connection,
    settings: Settings,
    station: StationView,
    scan_row_id: int,
    now: datetime,
) -> ScanAnswer:
    """Render a kept scan, with the desk as it is now."""
    kept = read_kept(connection, scan_row_id)
    state = desk_state(connection, settings, station, now)
    return DeskNow(connection, settings, station, state, now).render(kept)


@dataclass(frozen=True, slots=True)
class Kept:
    """A scan with its movements."""

    scan: ScanView
    movements: tuple[MovementView, ...]


def read_kept(connection: Connection, scan_row_id: int) -> Kept:
    """Read a scan back, with what it moved."""
    scan = scan_by_id(connection, scan_row_id)
    return Kept(scan, tuple(movements_of_scan(connection, scan_row_id)))


@dataclass(frozen=True, slots=True)
class DeskNow:
    """A desk at one moment: renders its scans, with names as far as its operator may see them."""

    connection: Connection
    settings: Settings
    station: StationView
    state: DeskState
    now: datetime

    def render(self, kept: Kept) -> ScanAnswer:
        """Render one scan."""
        scan = kept.scan
        where = self._places(scan)
        charts = self._charts(scan)
        people = self._people(scan)
        outcome = Outcome(scan.outcome)
        return ScanAnswer(
            station=self.station,
            scan=scan,
            outcome=outcome,
            also=tuple(Outcome(code) for code in scan.also),
            desk=self._desk(where, charts, people),
            now=self.now,
            chart=charts.get(scan.chart_id or 0),
            movements=kept.movements,
            places=where,
            charts=charts,
            people=people,
            shelf=self._shelf(scan, charts.get(scan.chart_id or 0)),
            **(self._look_up(scan) if outcome is Outcome.LOOK_UP_OPENED else {}),
        )

    def desk(self) -> DeskView:
        """Show what is pending, apart from any scan."""
        where = places(self.connection, _ids(self._state_places()))
        return self._desk(where, self._charts(None), self._people(None))

    def show(self, charts: Iterable[ChartView], opened: int = 0) -> tuple[ChartView, ...]:
        """Mask what this desk's operator may not see; ``opened`` as in ``as_seen``."""
        return as_seen(charts, sees=self.state.operator is not None, opened=opened)

    def _shelf(self, scan: ScanView, chart: ChartView | None) -> ShelfView | None:
        if chart is None or Outcome.CHECKED_IN not in (scan.outcome, *scan.also):
            return None
        return shelf_of(self.connection, self.settings.mrn_format, chart, self.station.desk)

    def _state_places(self) -> list[int | None]:
        state = self.state
        pending = [lapse.id for lapse in state.lapses if lapse.what == "destination"]
        to, batch, why = state.destination, state.batch, state.reason
        return [
            *pending,
            to.id if to else None,
            batch.place_id if batch else None,
            why.to_id if why else None,
        ]

    def _places(self, scan: ScanView) -> dict[int, PlaceView]:
        return places(self.connection, _ids([*scan.detail.places, *self._state_places()]))

    def _charts(self, scan: ScanView | None) -> dict[int, ChartView]:
        state = self.state
        ids: list[int | None] = [one.id for one in (state.in_hand, state.reason) if one]
        ids += [lapse.id for lapse in state.lapses if lapse.what in _OF_CHARTS]
        opened = 0
        if scan:
            ids += [scan.chart_id, *scan.detail.charts]
            if Outcome.REASON_TAKEN in (scan.outcome, *scan.also):
                opened = scan.chart_id or 0
        found = charts_by_id(self.connection, _ids(ids))
        return {chart.id: chart for chart in self.show(found.values(), opened)}

    def _people(self, scan: ScanView | None) -> dict[int, str]:
        ids: list[int | None] = [self.state.last_operator_id]
        ids += [lapse.id for lapse in self.state.lapses if lapse.what == "operator"]
        if scan:
            ids += scan.detail.people
        return staff_names(self.connection, _ids(ids))

    def _look_up(self, scan: ScanView) -> dict[str, Any]:
        found = find_patients(self.connection, scan.text, self.settings.mrn_format)
        charts = {one.id: one for one in charts_of_found(self.connection, found)}
        tied = chart_by_code(self.connection, scan.text)
        if tied:
            charts.setdefault(tied.id, tied)
        return {"look_up": FoundCharts(self.show(charts.values()), found)}

    def _desk(
        self, where: dict[int, PlaceView], charts: dict[int, ChartView], people: dict[int, str]
    ) -> DeskView:
        state = self.state
        to, held, operator, batch = state.destination, state.in_hand, state.operator, state.batch
        why = state.reason
        return DeskView(
            destination=where[to.id] if to else None,
            destination_ends_at=to.ends_at if to else None,
            destination_due_at=self._due(where[to.id]) if to else None,
            in_hand=charts[held.id] if held else None,
            in_hand_ends_at=held.ends_at if held else None,
            reason_chart=charts[why.id] if why else None,
            reason_place=where[why.to_id] if why else None,
            reason_ends_at=why.ends_at if why else None,
            operator=people[operator.id] if operator else "",
            operator_ends_at=operator.ends_at if operator else None,
            lapses=tuple(self._lapses(where, charts, people)),
            batch_id=batch.id if batch else None,
            batch_place=where[batch.place_id] if batch else (where[to.id] if to else None),
            batch_count=batch.count if batch else 0,
            arrival_to_undo=state.arrival_to_undo,
        )

    def _lapses(
        self, where: dict[int, PlaceView], charts: dict[int, ChartView], people: dict[int, str]
    ) -> Iterable[LapseView]:
        news = timedelta(seconds=self.settings.desk_rules.lapse_is_news)
        for lapse in self.state.lapses:
            if lapse.what == "destination":
                name = where[lapse.id].name
            elif lapse.what in _OF_CHARTS:
                name = self.settings.mrn_format.shown(charts[lapse.id].patient.mrn)
            else:
                name = people[lapse.id]
            yield LapseView(lapse.what, name, lapse.at, lapse.at + news)

    def _due(self, place: PlaceView) -> datetime | None:
        rules = loan_rules(self.connection, self.settings.calendar)
        return rules.due(self.now, place.kind, place.loan_days)


def _ids(values: Iterable[int | None]) -> set[int]:
    return {value for value in values if value}
