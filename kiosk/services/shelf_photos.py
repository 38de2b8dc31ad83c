"""A photo of a shelf: every chart in it is seen there, and what stands wrong is told."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from kiosk.domain.codes import Code, Command, Kind, parse
from kiosk.domain.desk import Source
from kiosk.domain.errors import EntryRefused, UnknownStation
from kiosk.domain.filing import Filing
from kiosk.domain.order import out_of_order
from kiosk.domain.outcomes import Outcome
from kiosk.reading import Symbol
from kiosk.services.answers import ScanAnswer, renderer_at
from kiosk.services.finding import Viewer
from kiosk.services.scan_request import ScanRequest
from kiosk.services.scans import take_scan
from kiosk.services.shelving import ShelfView, shelf_of
from kiosk.services.watching import how_read
from kiosk.store.charts import chart_by_code
from kiosk.store.engine import Database
from kiosk.store.places import place_by_code, places
from kiosk.store.places import station as find_station
from kiosk.store.views import ChartView, PlaceView, StationView


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

    ``should`` is where a misfiled chart stands in filing order.
    """

    code: str
    quad: tuple[tuple[int, int], ...]
    outcome: Outcome
    chart: ChartView | None
    wrong: Wrong
    should: ShelfView | None = None


@dataclass(frozen=True, slots=True)
class SeenShelf:
    """What a photo showed: the shelf, or the desk, and every chart label, in its order."""

    place: PlaceView
    labels: tuple[SeenLabel, ...]

    @property
    def known(self) -> int:
        """How many of the labels mean a chart."""
        return sum(label.chart is not None for label in self.labels)

    @property
    def wrong(self) -> tuple[SeenLabel, ...]:
        """The labels with which something is wrong."""
        return tuple(label for label in self.labels if label.wrong is not Wrong.NOTHING)


def sight_shelf(
    database: Database, viewer: Viewer, shelf_card: str, symbols: Sequence[Symbol]
) -> SeenShelf:
    """Scan every chart label of a photo at the viewer's station, and its shelf's card after it.

    Without a card the charts are seen at the desk. What is pending there is ended first: a photo
    sends nothing anywhere. Raises UnknownStation; EntryRefused for the card of no shelf of this
    desk's place.
    """
    shelf = _shelf(database, viewer, shelf_card)
    labels = {one.text: one for one in symbols if _is_chart(one.text)}
    if not labels:
        return SeenShelf(shelf, ())
    _end_pending(database, viewer)
    outcomes = [_sight(database, viewer, symbol, shelf) for symbol in labels.values()]
    _end_pending(database, viewer)
    with database.read() as session:
        seen = _judged(session.connection(), viewer, shelf, list(labels.values()), outcomes)
    return SeenShelf(shelf, seen)


def _is_chart(text: str) -> bool:
    code = parse(text)
    return isinstance(code, Code) and code.kind is Kind.CHART


def _station(connection: Connection, key: str) -> StationView:
    station = find_station(connection, key)
    if station is None:
        raise UnknownStation(station=key)
    return station


def _shelf(database: Database, viewer: Viewer, card: str) -> PlaceView:
    with database.read() as session:
        connection = session.connection()
        desk = _station(connection, viewer.station_key).desk
        shelf = place_by_code(connection, parse(card).text) if card.strip() else desk
    if shelf is None or shelf.root_id != desk.id:
        raise EntryRefused(field="shelf", why=f"is none of {desk.name}")
    return shelf


def _end_pending(database: Database, viewer: Viewer) -> None:
    with database.read() as session:
        connection = session.connection()
        station = _station(connection, viewer.station_key)
        state = renderer_at(connection, viewer.settings, station, viewer.now).state
    if state.destination or state.in_hand or state.reason:
        _scan(database, viewer, Command.DONE.value, Source.BUTTON)


def _sight(database: Database, viewer: Viewer, symbol: Symbol, shelf: PlaceView) -> Outcome:
    """Scan a label, and the shelf's card where its chart is not recorded there already."""
    answer = _scan(database, viewer, symbol.text, Source.CAMERA, symbol)
    if answer.chart and shelf.inside_id and answer.chart.location.id != shelf.id:
        _scan(database, viewer, shelf.code, Source.BUTTON)
    return answer.outcome


def _scan(
    database: Database, viewer: Viewer, text: str, source: Source, symbol: Symbol | None = None
) -> ScanAnswer:
    read = how_read(symbol) if symbol else None
    scan_id = secrets.token_hex(16)
    request = ScanRequest(scan_id, viewer.station_key, text, source, read=read)
    return take_scan(database, viewer.settings, request, viewer.now)


def _judged(
    connection: Connection,
    viewer: Viewer,
    shelf: PlaceView,
    symbols: list[Symbol],
    outcomes: list[Outcome],
) -> tuple[SeenLabel, ...]:
    """Tell of each label which chart it means, and whether that stands where it belongs."""
    charts = [chart_by_code(connection, symbol.text) for symbol in symbols]
    room = places(connection, {shelf.root_id})[shelf.root_id]
    shown = {one.id: one for one in viewer.shows(connection, (one for one in charts if one))}
    seen = []
    for symbol, outcome, chart, wrong in zip(
        symbols, outcomes, charts, _wrongs(charts, room), strict=True
    ):
        should = None
        if chart and wrong is Wrong.MISFILED:
            should = shelf_of(connection, viewer.settings.mrn_format, chart, room)
        masked = shown[chart.id] if chart else None
        seen.append(SeenLabel(symbol.text, symbol.quad, outcome, masked, wrong, should))
    return tuple(seen)


def _wrongs(charts: list[ChartView | None], room: PlaceView) -> list[Wrong]:
    wrongs = [_wrong(chart, room) for chart in charts]
    if not room.place.is_file_room or room.filing is Filing.SHELF:
        return wrongs
    by_terminal = room.filing is Filing.TERMINAL_DIGIT
    belonging = [at for at, wrong in enumerate(wrongs) if wrong is Wrong.NOTHING]
    found = [chart for chart in (charts[at] for at in belonging) if chart]
    keys = [chart.terminal_key if by_terminal else chart.number_key for chart in found]
    for place in out_of_order(keys):
        wrongs[belonging[place]] = Wrong.MISFILED
    return wrongs


def _wrong(chart: ChartView | None, room: PlaceView) -> Wrong:
    if chart is None:
        return Wrong.UNKNOWN
    if chart.retired:
        return Wrong.RETIRED
    is_home = chart.home.root_id == room.id or not room.place.is_file_room
    return Wrong.NOTHING if is_home else Wrong.OTHER_ROOM
