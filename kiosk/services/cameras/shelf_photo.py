"""A photo of a shelf: every chart in it is seen there, and what stands wrong is told."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from kiosk.domain.codes import Code, Command, Kind, parse
from kiosk.domain.desk import DeskState, Source
from kiosk.domain.desk.codec import state_from_plain
from kiosk.domain.errors import EntryRefused, UnknownStation
from kiosk.domain.filing import Filing
from kiosk.domain.order import out_of_order
from kiosk.domain.outcomes import Outcome
from kiosk.domain.why import Why
from kiosk.reading import Symbol
from kiosk.services.access.viewer import Viewer
from kiosk.services.cameras.server_camera import how_read
from kiosk.services.charts.shelf_place import ShelfView, shelf_of
from kiosk.services.desk.scan_request import ScanRequest
from kiosk.services.desk.take_scan import apply_scan
from kiosk.store.engine import Database, WriteTransaction
from kiosk.store.hot_path.facts import label_by_code, last_scan, lock_station
from kiosk.store.queries.charts import chart_by_code
from kiosk.store.queries.places import place_by_code
from kiosk.store.queries.set_up import places, station_at
from kiosk.store.queries.views import ChartView, PlaceView, StationView


class Wrong(StrEnum):
    """What is wrong with a chart where it stands."""

    NOTHING = ""
    MISFILED = "misfiled"
    OTHER_ROOM = "other-room"
    RETIRED = "retired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SeenLabel:
    """A label in the photo: its corners in pixels, what its scan came to, what is wrong with it.

    ``should`` is where a misfiled chart stands in filing order; ``outcome`` is None for a code that
    nothing is known under, which is not scanned.
    """

    code: str
    quad: tuple[tuple[int, int], ...]
    outcome: Outcome | None
    chart: ChartView | None
    wrong: Wrong
    should: ShelfView | None = None


@dataclass(frozen=True, slots=True)
class SeenShelf:
    """What a photo showed: the shelf, or the desk, and every chart label, in its order."""

    place: PlaceView
    labels: tuple[SeenLabel, ...]

    @property
    def here(self) -> int:
        """How many charts are recorded at this shelf, or at this place where it is the desk."""
        at = [label.chart.location for label in self.labels if label.chart]
        return sum(self.place.id in (place.id, place.root_id) for place in at)

    @property
    def wrong(self) -> tuple[SeenLabel, ...]:
        """The labels with which something is wrong."""
        return tuple(label for label in self.labels if label.wrong is not Wrong.NOTHING)


def find_shelf(database: Database, viewer: Viewer, card: str) -> PlaceView:
    """Return the shelf of a card, or without one the viewer's desk.

    Raises UnknownStation; EntryRefused for the card of no shelf of this desk's place.
    """
    with database.read() as reading:
        connection = reading.connection
        desk = _station(connection, viewer.station_key).desk
        shelf = place_by_code(connection, parse(card).text) if card.strip() else desk
    if shelf is None or shelf.root_id != desk.id:
        raise EntryRefused(field="card", why=Why.NO_SHELF_HERE, place=desk.name)
    return shelf


def sight_shelf(
    database: Database,
    viewer: Viewer,
    shelf: PlaceView,
    symbols: Sequence[Symbol],
    received: datetime,
) -> SeenShelf:
    """Scan every chart label of a photo at the viewer's station, and its shelf's card after it.

    All of it is one transaction, between two of the desk's scans: what is pending there is ended
    first and nothing is left in hand, so a photo sends nothing anywhere. The photo came in at the
    viewer's time and was read by ``received``: a chart scanned meanwhile stays where that was.
    """
    labels = {one.text: one for one in symbols if _is_chart(one.text)}
    if labels:
        with database.write() as writing:
            sighting = _Sighting(database, writing, viewer, shelf, received)
            sighting.end_pending()
            outcomes = [sighting.see(symbol) for symbol in labels.values()]
        with database.read() as reading:
            seen = _judged(reading.connection, viewer, shelf, list(labels.values()), outcomes)
        return SeenShelf(shelf, seen)
    return SeenShelf(shelf, ())


def _is_chart(text: str) -> bool:
    code = parse(text)
    return isinstance(code, Code) and code.kind is Kind.CHART


def _station(connection: Connection, key: str, *, lock: bool = False) -> StationView:
    if lock:
        lock_station(connection, key)
    station = station_at(connection, key)
    if station is None:
        raise UnknownStation(station=key)
    return station


class _Sighting:
    """The scans of one photo, in one transaction."""

    def __init__(
        self,
        database: Database,
        writing: WriteTransaction,
        viewer: Viewer,
        shelf: PlaceView,
        received: datetime,
    ) -> None:
        self.writing, self.viewer, self.shelf = writing, viewer, shelf
        self.received, self.locks = received, database.locks_rows
        self.station = _station(writing.connection, viewer.station_key, lock=self.locks)

    def see(self, symbol: Symbol) -> Outcome | None:
        """Scan a label, then the shelf's card where its chart is not recorded there already.

        None where nothing is known under it, or where its chart was scanned since the photo.
        """
        connection = self.writing.connection
        before = chart_by_code(connection, symbol.text)
        if before is None and label_by_code(connection, symbol.text) is None:
            return None
        if before and before.at > self.viewer.now:
            return None
        outcome = self._scan(symbol.text, symbol)
        after = chart_by_code(connection, symbol.text)
        if after and self.shelf.inside_id and after.location.id != self.shelf.id:
            self._scan(self.shelf.code)
        self.end_pending()
        return outcome

    def end_pending(self) -> None:
        """Put down what is in hand, and end a destination: nothing may be sent by a photo."""
        newest = last_scan(self.writing.connection, self.station.id)
        state = state_from_plain(newest.state) if newest else DeskState()
        if state.destination or state.in_hand or state.reason or state.files_next:
            self._scan(Command.DONE.value)

    def _scan(self, text: str, symbol: Symbol | None = None) -> Outcome:
        read = how_read(symbol) if symbol else None
        request = ScanRequest(
            secrets.token_hex(16),
            self.viewer.station_key,
            text,
            Source.CAMERA,
            read=read,
            on_shelf=True,
        )
        written = apply_scan(
            self.writing,
            self.viewer.settings,
            request,
            self.received,
            self.station,
            last_scan(self.writing.connection, self.station.id),
            self.locks,
        )
        self.writing.flush_facts()
        return Outcome(written.scan["outcome"])


def _judged(
    connection: Connection,
    viewer: Viewer,
    shelf: PlaceView,
    symbols: list[Symbol],
    outcomes: list[Outcome | None],
) -> tuple[SeenLabel, ...]:
    """Tell of each label which chart it means, and whether that stands where it belongs."""
    room = places(connection, {shelf.root_id})[shelf.root_id]
    charts = [chart_by_code(connection, symbol.text) for symbol in symbols]
    shown = {one.id: one for one in viewer.shows(connection, (one for one in charts if one))}
    labels = [
        SeenLabel(one.text, one.quad, outcome, chart, _wrong(chart, room))
        for one, outcome, chart in zip(symbols, outcomes, charts, strict=True)
    ]
    told = []
    for label in _in_order(labels, room):
        if label.chart is None:
            told.append(label)
            continue
        should = None
        if label.wrong is Wrong.MISFILED:
            should = shelf_of(connection, viewer.settings.mrn_format, label.chart, room)
        told.append(replace(label, chart=shown[label.chart.id], should=should))
    return tuple(told)


def _in_order(labels: list[SeenLabel], room: PlaceView) -> list[SeenLabel]:
    """Mark what is misfiled; a photo that makes more sense upside down is taken to be so."""
    if not room.place.is_file_room or room.filing is Filing.SHELF:
        return labels
    onwards, backwards = _marked(labels, room), _marked(labels[::-1], room)
    return min(
        onwards, backwards, key=lambda some: sum(one.wrong is not Wrong.NOTHING for one in some)
    )


def _marked(labels: list[SeenLabel], room: PlaceView) -> list[SeenLabel]:
    belonging = [
        (at, one.chart) for at, one in enumerate(labels) if one.chart and one.wrong is Wrong.NOTHING
    ]
    by_terminal = room.filing is Filing.TERMINAL_DIGIT
    keys = [one.terminal_key if by_terminal else one.number_key for _, one in belonging]
    misfiled = {belonging[place][0] for place in out_of_order(keys)}
    return [
        replace(one, wrong=Wrong.MISFILED) if at in misfiled else one
        for at, one in enumerate(labels)
    ]


def _wrong(chart: ChartView | None, room: PlaceView) -> Wrong:
    if chart is None:
        return Wrong.UNKNOWN
    if chart.retired:
        return Wrong.RETIRED
    is_home = chart.home.root_id == room.id or not room.place.is_file_room
    return Wrong.NOTHING if is_home else Wrong.OTHER_ROOM
