"""Taking a scan: applied at most once, decided, written down, and answered."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.domain.codes import Command
from kiosk.domain.desk import Badge, CommandCard, Desk, DeskState, Scan, decide
from kiosk.domain.desk.codec import state_from_plain
from kiosk.domain.errors import ScanIdReused, UnknownStation
from kiosk.services.access.desk_state import desk_state, rules_at, state_now
from kiosk.services.access.sign_in import end_sign_ins
from kiosk.services.desk.answers import DeskNow, Kept, ScanAnswer, answer, read_kept
from kiosk.services.desk.record import Recorder, Written
from kiosk.services.desk.scan_request import (
    ScanRequest,
    ScanTime,
    browser_epoch,
    check_happened,
    checked_times,
    clock_off,
    effective_time,
)
from kiosk.services.desk.subjects import Finder
from kiosk.settings import Settings
from kiosk.store.engine import Database, WriteTransaction, new_id
from kiosk.store.hot_path.facts import (
    LastScan,
    begin_scan,
    known_scan,
    last_scan,
    lock_station,
)
from kiosk.store.queries.movements import written_movements
from kiosk.store.queries.scans import written_scan
from kiosk.store.queries.set_up import loan_rules, places, set_up, station_at
from kiosk.store.queries.views import StationView


@dataclass(frozen=True, slots=True)
class TakenScan:
    """A scan that was taken: what was written of it, or the row of a known one.

    ``set_up`` numbers the set-up that it was decided by; ``clock_off`` is in seconds.
    """

    station: StationView
    set_up: int
    clock_off: int
    written: Written | None = None
    known_id: int = 0

    def kept(self, connection: Connection) -> Kept:
        """Return the scan with its movements; only of a known one they are read back."""
        if self.written is None:
            return read_kept(connection, self.known_id)
        set_up(connection, self.set_up)
        moves = written_movements(connection, self.written.movements)
        return Kept(written_scan(self.written.scan, self.written.told), tuple(moves))

    def tell(self, desk: DeskNow, kept: Kept) -> ScanAnswer:
        """Render it at its desk."""
        said = desk.render(kept)
        return replace(said, replayed=self.written is None, clock_off=self.clock_off)


def take_scan(
    database: Database, settings: Settings, request: ScanRequest, received: datetime
) -> TakenScan:
    """Apply a scan at most once; a repeat is known again.

    Raises UnknownStation, ScanIdReused (a known id with another text) or TimeNotUsable. What the
    desk refuses is no error: it is kept with its outcome and answered.
    """
    checked_times(request)
    check_happened(request, received)
    try:
        return _apply(database, settings, request, received)
    except IntegrityError:
        # The same scan id, or the same new label, was committed by somebody else meanwhile.
        return _apply(database, settings, request, received)


def tell_scan(
    database: Database, settings: Settings, taken: TakenScan, now: datetime
) -> ScanAnswer:
    """Say what came of a scan; a repeat gets its first answer again, with the desk as it is now."""
    with database.read() as reading:
        connection, station = reading.connection, taken.station
        kept = taken.kept(connection)
        if taken.written and kept.scan.state:
            state = state_now(kept.scan.state, settings, station, now)
        else:
            state = desk_state(connection, settings, station, now)
        return taken.tell(DeskNow(connection, settings, station, state, now), kept)


def _apply(
    database: Database, settings: Settings, request: ScanRequest, received: datetime
) -> TakenScan:
    with database.write() as writing:
        connection = writing.connection
        if database.locks_rows:
            lock_station(connection, request.station)
        before = begin_scan(connection, request.station, request.scan_id)
        station = set_up(connection, before.set_up).stations.get(request.station)
        if station is None:
            raise UnknownStation(station=request.station)
        off = clock_off(request, received)
        if before.known is None:
            written = apply_scan(
                writing, settings, request, received, station, before.newest, database.locks_rows
            )
            return TakenScan(station, before.set_up, off, written)
        if not before.known.is_repeat(writing.digest(request.identity)):
            raise ScanIdReused(scan_id=request.scan_id)
        return TakenScan(station, before.set_up, off, known_id=before.known.id)


def apply_scan(
    writing: WriteTransaction,
    settings: Settings,
    request: ScanRequest,
    received: datetime,
    station: StationView,
    newest: LastScan | None,
    lock: bool,
) -> Written:
    """Decide a scan that is not known yet and write it down, in the caller's transaction.

    ``newest`` is the station's last scan.
    """
    connection = writing.connection
    at = effective_time(request, received, newest)
    before = last_scan(connection, station.id, at) if request.stored else newest
    state = state_from_plain(before.state) if before else DeskState()
    rules = rules_at(settings, station)
    loans = partial(loan_rules, connection, settings.calendar)
    finder = Finder(connection, station, state, settings.mrn_format, at, rules, loans, lock)
    found = finder.find(request)
    to = state.destination and places(connection, {state.destination.id})[state.destination.id]
    decision = decide(
        state,
        Scan(
            request.same_text,
            at,
            request.source,
            new_id(),
            request.stored,
            checks_label=request.checks_label,
            on_shelf=request.on_shelf,
        ),
        found.subject,
        Desk(station.desk.place),
        rules,
        to.place if to else None,
    )
    placed = ScanTime(at, received, browser_epoch(request, newest), before != newest)
    known = (station.desk, to) if to else (station.desk,)
    recorder = Recorder(writing, settings, request, station.id, placed, known)
    written = recorder.record(decision, found)
    if isinstance(found.subject, CommandCard) and found.subject.command is Command.SIGN_OFF:
        end_sign_ins(connection, station.id)
    if isinstance(found.subject, Badge) and found.subject.is_operator:
        end_sign_ins(connection, station.id, but=found.subject.staff_id)
    return written


def retell_scan(
    database: Database, settings: Settings, station_key: str, scan_id: str, now: datetime
) -> ScanAnswer | None:
    """Tell again what a known scan came to, for a page that is shown after it; None if unknown."""
    if not scan_id or not scan_id.isprintable():
        return None
    with database.read() as reading:
        connection = reading.connection
        station = station_at(connection, station_key)
        known = known_scan(connection, scan_id)
        return answer(connection, settings, station, known, now) if station and known else None
