"""What a desk shows: what is pending, what just happened, and the last scans."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.errors import UnknownStation
from kiosk.domain.outcomes import Outcome
from kiosk.services.access.desk_state import desk_state, state_now
from kiosk.services.desk.answers import DeskNow, DeskView, Kept, ScanAnswer
from kiosk.services.desk.take_scan import TakenScan
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.hot_path.facts import last_scan
from kiosk.store.queries.charts import charts_by_id
from kiosk.store.queries.movements import movements_by_scan, movements_of_scan
from kiosk.store.queries.scans import newest_batch, newest_scans, sends_still_newest
from kiosk.store.queries.set_up import places, station_at
from kiosk.store.queries.views import ChartView, MovementView, PlaceView, ScanView, StationView

SHOWN_SCANS = 8
NEWS_FOR = timedelta(minutes=10)
TROLLEY_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class RecentScan:
    """One of the last scans: what it was, where it sent a chart, and whether UNDO would work.

    ``named`` is the place that a card named.
    """

    scan: ScanView
    outcome: Outcome
    chart: ChartView | None
    movement: MovementView | None
    named: str
    undoable: bool


@dataclass(frozen=True, slots=True)
class TrolleyView:
    """The desk's newest batch, whose list goes with the trolley."""

    batch_id: int
    place: PlaceView
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """All that a desk shows; ``notice`` is the newest scan while it is news."""

    station: StationView
    desk: DeskView
    notice: ScanAnswer | None
    recent: tuple[RecentScan, ...]
    trolley: TrolleyView | None
    now: datetime
    seq: int


def show_board(
    database: Database,
    settings: Settings,
    station_key: str,
    now: datetime,
    taken: TakenScan | None = None,
) -> Board:
    """Show a station's desk; what came of the scan just ``taken`` in front, else of its newest.

    Raises UnknownStation.
    """
    with database.read() as reading:
        connection = reading.connection
        kept = taken.kept(connection) if taken else None
        station = station_at(connection, station_key)
        if station is None:
            raise UnknownStation(station=station_key)
        scans = newest_scans(connection, station.id, SHOWN_SCANS + 1)
        newest = scans[0] if scans else None
        if newest and newest.state:
            state = state_now(newest.state, settings, station, now)
        else:
            state = desk_state(connection, settings, station, now)
        shown = DeskNow(connection, settings, station, state, now)
        answered = None
        if taken and kept:
            answered = taken.tell(shown, kept)
        elif newest and now - newest.received_at < NEWS_FOR:
            moved = movements_of_scan(connection, newest.id)
            answered = shown.render(Kept(newest, tuple(moved)))
        desk = answered.desk if answered else shown.desk()
        if answered and any(lapse.at > answered.scan.received_at for lapse in desk.lapses):
            answered = None
        listed = [scan for scan in scans if scan.outcome != Outcome.LOOK_UP_OPENED][:SHOWN_SCANS]
        recent = _recent(shown, listed, newest, desk)
        return Board(
            station, desk, answered, recent, _trolley(shown), now, newest.seq if newest else 0
        )


def newest_seq(database: Database, station_key: str) -> int:
    """Return the number of a station's newest scan, 0 where there is none.

    Raises UnknownStation.
    """
    with database.read() as reading:
        station = station_at(reading.connection, station_key)
        if station is None:
            raise UnknownStation(station=station_key)
        newest = last_scan(reading.connection, station.id)
        return newest.seq if newest else 0


def _trolley(shown: DeskNow) -> TrolleyView | None:
    since = shown.now - TROLLEY_FOR
    found = newest_batch(shown.connection, shown.station.id, since)
    if found is None:
        return None
    batch_id, place_id, count = found
    return TrolleyView(batch_id, places(shown.connection, {place_id})[place_id], count)


def _recent(
    shown: DeskNow, scans: list[ScanView], newest: ScanView | None, desk: DeskView
) -> tuple[RecentScan, ...]:
    connection = shown.connection
    undo = timedelta(seconds=shown.settings.undo_seconds)
    found = charts_by_id(connection, (scan.chart_id for scan in scans if scan.chart_id))
    charts = {chart.id: chart for chart in shown.show(found.values())}
    ids = [scan.id for scan in scans]
    movements = movements_by_scan(connection, ids)
    sends = sends_still_newest(connection, ids)
    named = places(connection, {_named(scan) for scan in scans} - {0})
    recent = []
    for scan in scans:
        is_arrival_to_undo = scan == newest and scan.chart_id == desk.arrival_to_undo is not None
        in_time = shown.now < scan.at + undo
        recent.append(
            RecentScan(
                scan,
                Outcome(scan.outcome),
                charts.get(scan.chart_id or 0),
                movements.get(scan.id),
                named[_named(scan)].name if _named(scan) else "",
                in_time and (scan.id in sends or is_arrival_to_undo),
            )
        )
    return tuple(recent)


def _named(scan: ScanView) -> int:
    return scan.detail.refused_place or scan.detail.place or 0  # a refusal may end the other one
