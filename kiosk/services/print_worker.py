"""Sends waiting print jobs while the kiosk serves, each printer in its own time.

A job that surely did not reach its printer is tried again by itself; one of which some may have
come out waits until somebody has looked. So no label is lost, and none is printed twice unasked.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from kiosk.domain.printers import JobState
from kiosk.services.printing import mark_printed
from kiosk.store.engine import Database
from kiosk.store.rows import PrinterRow, PrintJobRow
from labels import NotPrinted, send

EVERY = 1.0  # seconds
TIDY_EVERY = 3600  # looks
TRY_AGAIN = tuple(timedelta(seconds=one) for one in (5, 15, 30, 60, 120, 300))
STALLED = timedelta(minutes=2)  # longer than any sending takes: the kiosk was stopped meanwhile
KEPT = timedelta(days=7)
STOPPED = "the kiosk was stopped while it was sent; look whether it came out"
LOOK = "; look whether it came out"
_log = logging.getLogger(__name__)


class PrintWorker:
    """Looks for jobs every second; a slow printer holds up nothing but its own jobs."""

    def __init__(self, database: Database) -> None:
        """Nothing is sent until ``start``."""
        self._database = database
        self._over = threading.Event()
        self._busy: dict[int, threading.Thread] = {}
        self._looks = threading.Thread(target=self._look, name="printing", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._looks.start()

    def stop(self) -> None:
        """Send no more; wait for what is being looked for, not for a printer."""
        self._over.set()
        self._looks.join()

    def _look(self) -> None:
        looks = 0
        while not self._over.wait(EVERY):
            try:
                if looks % TIDY_EVERY == 0:
                    forget_old_jobs(self._database, datetime.now(UTC))
                for printer in printers_due(self._database, datetime.now(UTC)):
                    self._serve(printer)
            except SQLAlchemyError as error:
                _log.error("printing: %s", type(error).__name__)  # looked for again in a second
            looks += 1

    def _serve(self, printer: int) -> None:
        """Send a printer's jobs in a thread of its own, if it has none already."""
        thread = self._busy.get(printer)
        if thread and thread.is_alive():
            return
        name = f"printer-{printer}"
        thread = threading.Thread(target=self._send, args=(printer,), name=name, daemon=True)
        self._busy[printer] = thread
        thread.start()

    def _send(self, printer: int) -> None:
        try:
            while not self._over.is_set():
                if not send_next(self._database, printer, datetime.now(UTC)):
                    return
        except SQLAlchemyError as error:
            # The job stays as it is, and counts as cut off after a while.
            _log.error("printing: %s", type(error).__name__)


def send_next(database: Database, printer_id: int, now: datetime) -> bool:
    """Send the job that has waited longest for a printer; return whether there was one.

    Takes as long as the printer does, outside of any transaction.
    """
    job = _claim(database, printer_id, now)
    if job is None:
        return False
    try:
        send(job.way, job.address, job.data, job.language, f"label-{job.id}")
    except NotPrinted as error:
        _keep_failure(database, job, error, now)
    else:
        _keep_done(database, job.id, now)
    return True


def printers_due(database: Database, now: datetime) -> list[int]:
    """Return the printers for which a job is due; give up jobs whose sending was cut off."""
    with database.read() as session:
        stalled = select(PrintJobRow.id).where(_stalled(now))
        due = select(PrintJobRow.printer_id).where(_due(now)).distinct()
        cut_off, printers = list(session.scalars(stalled)), list(session.scalars(due))
    if cut_off:
        with database.write() as writing:
            ended = update(PrintJobRow).where(_stalled(now))
            failed = {"state": JobState.FAILED.value, "why": STOPPED, "changed_at": now}
            writing.connection.execute(ended.values(**failed))
    return printers


def forget_old_jobs(database: Database, now: datetime) -> None:
    """Delete jobs that ended a week ago: they hold names."""
    over = (JobState.DONE.value, JobState.CANCELLED.value)
    with database.write() as writing:
        old = PrintJobRow.changed_at < now - KEPT, PrintJobRow.state.in_(over)
        writing.connection.execute(delete(PrintJobRow).where(*old))


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    way: str
    address: str
    language: str
    data: bytes
    tries: int


def _due(now: datetime) -> Any:
    return and_(PrintJobRow.state == JobState.WAITING, PrintJobRow.next_at <= now)


def _stalled(now: datetime) -> Any:
    sending = PrintJobRow.state == JobState.PRINTING
    return and_(sending, PrintJobRow.changed_at < now - STALLED)


def _claim(database: Database, printer_id: int, now: datetime) -> _Claimed | None:
    """Take the oldest due job of a printer, so that nobody else sends it."""
    with database.write() as writing:
        query = select(PrintJobRow, PrinterRow).join(PrinterRow).where(_due(now))
        query = query.where(PrintJobRow.printer_id == printer_id).order_by(PrintJobRow.at).limit(1)
        found = writing.session.execute(query.with_for_update(of=PrintJobRow)).first()
        if found is None:
            return None
        job, printer = found
        job.state, job.changed_at = JobState.PRINTING.value, now
        return _Claimed(job.id, printer.way, printer.address, job.language, job.data, job.tries)


def _keep_failure(database: Database, job: _Claimed, error: NotPrinted, now: datetime) -> None:
    gives_up = error.perhaps or job.tries >= len(TRY_AGAIN)
    state = JobState.FAILED if gives_up else JobState.WAITING
    next_at = None if gives_up else now + TRY_AGAIN[job.tries]
    why = error.why + (LOOK if error.perhaps else "")
    kept = {"state": state.value, "next_at": next_at, "why": why, "changed_at": now}
    with database.write() as writing:
        row = update(PrintJobRow).where(PrintJobRow.id == job.id)
        writing.connection.execute(row.values(**kept, tries=job.tries + 1))


def _keep_done(database: Database, job_id: int, now: datetime) -> None:
    """Note that a job came out; the charts whose new label it is are verified no more."""
    with database.write() as writing:
        job = writing.session.get_one(PrintJobRow, job_id)
        job.state, job.next_at, job.changed_at, job.why = JobState.DONE.value, None, now, ""
        who = {"station_id": job.station_id, "staff_id": job.staff_id}
        stock = writing.session.get_one(PrinterRow, job.printer_id).stock
        mark_printed(writing, now, job.charts, stock, who)
