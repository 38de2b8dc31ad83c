"""Which browsers show a desk: one browser a station, or both say so."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from kiosk.domain.errors import UnknownStation
from kiosk.store.engine import Database, WriteTransaction
from kiosk.store.queries.set_up import station_at
from kiosk.store.rows import StationBrowserRow

NOTED_EVERY = timedelta(seconds=20)
GONE_AFTER = timedelta(seconds=50)


def note_browser(database: Database, station_key: str, browser: str, now: datetime) -> bool:
    """Note that a browser shows a desk, and tell whether another one does as well.

    Raises UnknownStation.
    """
    with database.read() as reading:
        station = station_at(reading.connection, station_key)
        if station is None:
            raise UnknownStation(station=station_key)
        rows = reading.session.execute(
            select(StationBrowserRow.browser, StationBrowserRow.seen_at)
            .where(StationBrowserRow.station_id == station.id)
            .where(StationBrowserRow.seen_at > now - GONE_AFTER)
        ).all()
    seen = {row.browser: row.seen_at for row in rows}
    if browser not in seen or now - seen[browser] > NOTED_EVERY:
        with suppress(IntegrityError), database.write() as writing:  # it asked twice at once
            _note(writing, station.id, browser, now)
    return any(other != browser for other in seen)


def _note(writing: WriteTransaction, station_id: int, browser: str, now: datetime) -> None:
    gone = delete(StationBrowserRow).where(StationBrowserRow.station_id == station_id)
    writing.session.execute(gone.where(StationBrowserRow.seen_at < now - GONE_AFTER))
    writing.session.merge(StationBrowserRow(station_id=station_id, browser=browser, seen_at=now))
