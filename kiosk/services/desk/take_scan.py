"""Taking a scan: applied at most once, decided, written down, and answered."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.exc import IntegrityError

from kiosk.domain.codes import Command
from kiosk.domain.desk import Badge, CommandCard, Desk, DeskState, Scan, decide
from kiosk.domain.desk.codec import from_plain
from kiosk.domain.errors import ScanIdReused, UnknownStation
from kiosk.services.access.desk_state import rules_at
from kiosk.services.access.sign_in import end_sign_ins
from kiosk.services.desk.answers import ScanAnswer, answer
from kiosk.services.desk.record import Recorder
from kiosk.services.desk.scan_request import (
    Placed,
    ScanRequest,
    browser_epoch,
    check_happened,
    checked_times,
    clock_off,
    counts_at,
)
from kiosk.services.desk.subjects import Finder
from kiosk.settings import Settings
from kiosk.store.engine import Database, Writing, new_id
from kiosk.store.hot_path.facts import known_scan, last_scan
from kiosk.store.queries.places import loan_rules, places
from kiosk.store.queries.places import station as find_station
from kiosk.store.queries.views import StationView


def take_scan(
    database: Database, settings: Settings, request: ScanRequest, received: datetime
) -> ScanAnswer:
    """Apply a scan at most once and say what came of it; a repeat gets its first answer again.

    Raises UnknownStation, ScanIdReused (a known id with another text) or TimeNotUsable. What the
    desk refuses is no error: it is kept with its outcome and answered.
    """
    checked_times(request)
    check_happened(request, received)
    try:
        station, row_id, replayed = _apply(database, settings, request, received)
    except IntegrityError:
        # The same scan id, or the same new label, was committed by somebody else meanwhile.
        station, row_id, replayed = _apply(database, settings, request, received)
    with database.read() as session:
        said = answer(session.connection(), settings, station, row_id, received)
    return replace(said, replayed=replayed, clock_off=clock_off(request, received))


def _apply(
    database: Database, settings: Settings, request: ScanRequest, received: datetime
) -> tuple[StationView, int, bool]:
    with database.write() as writing:
        station = find_station(writing.connection, request.station, lock=database.locks_rows)
        if station is None:
            raise UnknownStation(station=request.station)
        known = known_scan(writing.connection, request.scan_id)
        if known is None:
            row_id = apply_scan(writing, settings, request, received, station, database.locks_rows)
            return station, row_id, False
        if known[1] != writing.digest(request.identity):
            raise ScanIdReused(scan_id=request.scan_id)
        return station, known[0], True


def apply_scan(
    writing: Writing,
    settings: Settings,
    request: ScanRequest,
    received: datetime,
    station: StationView,
    lock: bool,
) -> int:
    """Decide a scan that is not known yet and write it down, in the caller's transaction."""
    connection = writing.connection
    newest = last_scan(connection, station.id)
    at = counts_at(request, received, newest)
    before = last_scan(connection, station.id, at) if request.stored else newest
    state = from_plain(before.state) if before else DeskState()
    rules = rules_at(settings, station)
    loans = partial(loan_rules, connection, settings.zone, settings.day_ends)
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
    placed = Placed(at, received, browser_epoch(request, newest), before != newest)
    known = (station.desk, to) if to else (station.desk,)
    recorder = Recorder(writing, settings, request, station.id, placed, known)
    row_id = recorder.record(decision, found)
    if isinstance(found.subject, CommandCard) and found.subject.command is Command.SIGN_OFF:
        end_sign_ins(connection, station.id)
    if isinstance(found.subject, Badge) and found.subject.is_operator:
        end_sign_ins(connection, station.id, but=found.subject.staff_id)
    return row_id


def retell_scan(
    database: Database, settings: Settings, station_key: str, scan_id: str, now: datetime
) -> ScanAnswer | None:
    """Tell again what a known scan came to, for a page that is shown after it; None if unknown."""
    with database.read() as session:
        connection = session.connection()
        station = find_station(connection, station_key)
        known = known_scan(connection, scan_id) if scan_id.isprintable() else None
        return answer(connection, settings, station, known[0], now) if station and known else None
