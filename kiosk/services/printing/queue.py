"""Print jobs wait in the database for their printers: put there, shown, repeated, cancelled."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from kiosk.domain.codes import Kind
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.printers import JobState, Way
from kiosk.domain.roles import May
from kiosk.domain.why import Why
from kiosk.services.access.sign_in import require
from kiosk.services.access.viewer import Viewer
from kiosk.services.printing.print_labels import (
    SLIPS,
    PrintJob,
    has_badges,
    mark_printed,
    wanted_labels,
)
from kiosk.services.printing.printers import find_printer, paper_of
from kiosk.store.engine import Database, WriteTransaction, new_id
from kiosk.store.queries.set_up import station_at
from kiosk.store.queries.views import NEWEST
from kiosk.store.rows import PrinterRow, PrintJobRow, StationRow
from labels import lay_out


@dataclass(frozen=True, slots=True)
class JobView:
    """A print job as it is listed: ``sent`` of its ``labels`` came out; ``way`` leads to it.

    ``why`` is what it failed by, by its code, with the facts for the words.
    """

    id: int
    title: str
    labels: int
    sent: int
    printer: str
    way: Way
    state: JobState
    at: datetime
    tries: int
    why: dict[str, Any]


def queue_labels(
    database: Database, viewer: Viewer, job: PrintJob, printer_id: int, once: str = ""
) -> int:
    """Put labels in a printer's queue, and return the job's id; ``once`` asked again is one job.

    They are drawn when they are sent, but what could not be printed is refused now: raises
    CannotPrint, EntryRefused, NotPermitted or NothingThere, and then nothing waits.
    """
    printer = find_printer(database, printer_id)
    paper = paper_of(viewer.settings, printer, job.skip)
    wanted = wanted_labels(database, viewer, job, paper.stock, printer.dpi)
    for label, design in wanted:
        lay_out(label, design, paper.stock, printer.dpi)
    first = wanted[0][0]
    with database.read() as reading:
        hidden = job.hide_names or not viewer.sees_names(reading.connection)
    kept = {**asdict(job), "codes": list(job.codes), "hide_names": hidden}
    title = first.says.get("mrn") or first.says["title"]
    return _put(database, viewer, printer_id, title, len(wanted), kept, once)


def queue_test(database: Database, viewer: Viewer, printer_id: int) -> int:
    """Put a test print in a printer's queue: edges and rulers of its stock; it has no title.

    Raises CannotPrint.
    """
    paper_of(viewer.settings, find_printer(database, printer_id), 0)
    return _put(database, viewer, printer_id, "", 1, TEST, "")


def list_jobs(database: Database, viewer: Viewer) -> list[JobView]:
    """Return the jobs of the viewer's station, or of all for a supervisor; open ones first."""
    with database.read() as reading:
        station = station_at(reading.connection, viewer.station_key)
        if station is None and viewer.signed is None:
            return []
        query = select(*_LISTED).join(PrinterRow)
        if station:
            query = query.where(PrintJobRow.station_id == station.id)
        is_over = PrintJobRow.state.in_((JobState.DONE.value, JobState.CANCELLED.value))
        order = is_over, PrintJobRow.at.desc(), PrintJobRow.id.desc()  # what is open stands first
        newest = query.order_by(*order).limit(NEWEST)
        return [_job_view(row) for row in reading.session.execute(newest)]


def count_not_printed(database: Database, station_key: str) -> int:
    """Return how many of a station's jobs did not come out, though they were tried."""
    troubled = or_(
        PrintJobRow.state == JobState.FAILED,
        and_(PrintJobRow.state == JobState.WAITING, PrintJobRow.tries > 0),
    )
    query = select(func.count()).select_from(PrintJobRow)
    query = query.join(StationRow, StationRow.id == PrintJobRow.station_id)
    with database.read() as reading:
        return reading.session.scalar(query.where(troubled, StationRow.key == station_key)) or 0


def cancel_job(database: Database, viewer: Viewer, job_id: int) -> None:
    """End a job; what is at the printer already still comes out.

    Raises EntryRefused for one that came out, NotPermitted for another desk's.
    """
    with _changing(database, viewer, job_id, _OPEN) as (_, job):
        job.state = JobState.CANCELLED.value


def note_that_it_came_out(database: Database, viewer: Viewer, job_id: int) -> None:
    """Take the word of somebody who looked: a job that failed came out after all, the whole of it.

    Raises EntryRefused or NotPermitted.
    """
    with _changing(database, viewer, job_id, (JobState.FAILED,)) as (writing, job):
        job.state, job.sent = JobState.DONE.value, job.labels
        codes = [code for code in job.wanted["codes"] if code.startswith(Kind.CHART)]
        if codes and job.wanted["what"] not in SLIPS:
            stock = writing.session.get_one(PrinterRow, job.printer_id).stock
            actor = viewer.actor(writing.connection)
            mark_printed(writing, viewer.now, codes, stock, actor, job.changed_at)


def repeat_job(database: Database, viewer: Viewer, job_id: int) -> None:
    """Send a job now: the rest of one that stopped, all of one that came out or was cancelled.

    Names are on it only if the viewer may see them. Raises EntryRefused while it is being sent,
    NotPermitted for badges without a supervisor, or for another desk's.
    """
    ended = (JobState.WAITING, JobState.FAILED, JobState.DONE, JobState.CANCELLED)
    with _changing(database, viewer, job_id, ended) as (writing, job):
        if has_badges(job.wanted["codes"]) and not viewer.settings.demo:
            require(viewer.signed, May.PRINT_BADGES)
        hidden = not viewer.sees_names(writing.connection)
        job.wanted = {**job.wanted, "hide_names": job.wanted["hide_names"] or hidden}
        if job.state in (JobState.DONE, JobState.CANCELLED):
            job.sent = 0
        job.staff_id = viewer.actor(writing.connection).staff_id
        job.state, job.next_at, job.tries = JobState.WAITING.value, viewer.now, 0


TEST = {"codes": [], "what": "test", "skip": 0, "hide_names": True, "stock": ""}
_OPEN = (JobState.WAITING, JobState.PRINTING, JobState.FAILED)
_LISTED = (
    PrintJobRow.id,
    PrintJobRow.title,
    PrintJobRow.labels,
    PrintJobRow.sent,
    PrintJobRow.state,
    PrintJobRow.at,
    PrintJobRow.tries,
    PrintJobRow.why,
    PrinterRow.name,
    PrinterRow.way,
)


def _put(
    database: Database,
    viewer: Viewer,
    printer_id: int,
    title: str,
    count: int,
    wanted: dict[str, Any],
    once: str,
) -> int:
    with database.write() as writing:
        asked = select(PrintJobRow.id).where(PrintJobRow.once == once)
        before = writing.session.scalar(asked) if once else None
        if before is not None:
            return before
        job = PrintJobRow(
            id=new_id(),
            printer_id=printer_id,
            at=viewer.now,
            title=title,
            wanted=wanted,
            labels=count,
            sent=0,
            state=JobState.WAITING.value,
            attempt=0,
            tries=0,
            next_at=viewer.now,
            changed_at=viewer.now,
            why={},
            once=once or None,
            **viewer.actor(writing.connection).ids,
        )
        writing.session.add(job)
        return job.id


@contextmanager
def _changing(
    database: Database, viewer: Viewer, job_id: int, of: tuple[JobState, ...]
) -> Iterator[tuple[WriteTransaction, PrintJobRow]]:
    """Lock a job of the viewer's desk that is in one of some states, to be changed."""
    with database.write() as writing:
        job = writing.session.get(PrintJobRow, job_id, with_for_update=True)
        if job is None:
            raise NothingThere(what="print job")
        here = viewer.actor(writing.connection).station_id
        if job.station_id is None or job.station_id != here:
            require(viewer.signed, May.CHANGE_ANY_PRINT_JOB)
        if job.state not in of:
            raise EntryRefused(field="print_job", why=Why.JOB_IS_PAST_THAT)
        yield writing, job
        job.changed_at, job.why = viewer.now, {}


def _job_view(row: Any) -> JobView:
    return JobView(
        row.id,
        row.title,
        row.labels,
        row.sent,
        row.name,
        Way(row.way),
        JobState(row.state),
        row.at,
        row.tries,
        row.why,
    )
