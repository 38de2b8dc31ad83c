"""Print jobs wait in the database for their printers: put there, shown, repeated, cancelled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.printers import JobState, Language
from kiosk.services.finding import Viewer
from kiosk.services.printing import (
    PrintJob,
    catalogue,
    colours,
    printed_charts,
    wanted_labels,
)
from kiosk.store.engine import Database, new_id
from kiosk.store.places import station as find_station
from kiosk.store.rows import PrinterRow, PrintJobRow, StationRow
from labels import Paper, render_pdf, render_zpl, ruled_pdf, ruled_zpl

SHOWN = 20
_TENTH = 0.1  # mm


@dataclass(frozen=True, slots=True)
class PrinterView:
    """A printer as it is listed; ``station`` is the key of the one it is offered at first."""

    id: int
    name: str
    way: str
    address: str
    language: Language
    dpi: int
    stock: str
    nudge_right: float
    nudge_down: float
    station: str
    what: str


@dataclass(frozen=True, slots=True)
class JobView:
    """A print job as it is listed."""

    id: int
    title: str
    labels: int
    printer: str
    state: JobState
    at: datetime
    tries: int
    why: str


def list_printers(database: Database) -> list[PrinterView]:
    """Return every printer, by name."""
    with database.read() as session:
        query = select(PrinterRow, StationRow.key).outerjoin(
            StationRow, StationRow.id == PrinterRow.station_id
        )
        found = session.execute(query.order_by(PrinterRow.name)).all()
        return [_view(row, key) for row, key in found]


def printer_for(database: Database, station_key: str, what: str) -> PrinterView | None:
    """Return the printer to offer first at a station for a design: the one most made for it."""

    def fit(printer: PrinterView) -> int:
        return 2 * (printer.station == station_key) + (printer.what == what)

    able = [
        one
        for one in list_printers(database)
        if one.station in ("", station_key) and one.what in ("", what)
    ]
    return max(able, key=fit, default=None)


def queue_labels(database: Database, viewer: Viewer, job: PrintJob, printer_id: int) -> int:
    """Put labels in a printer's queue, and return the job's id.

    They are drawn at once: raises CannotPrint, EntryRefused, NotPermitted or NothingThere, and then
    nothing waits.
    """
    printer = _printer(database, printer_id)
    paper = _paper(viewer, printer, job.skip)
    wanted = wanted_labels(database, viewer, job, paper.stock)
    render = {Language.PDF: render_pdf, Language.ZPL: render_zpl}[printer.language]
    made = render(wanted, paper, colours(viewer.settings))
    first = wanted[0][0]
    title = first.says.get("mrn") or first.says["title"]
    charts = printed_charts(wanted)
    return _put(database, viewer, printer, title, len(wanted), charts, made)


def queue_test(database: Database, viewer: Viewer, printer_id: int) -> int:
    """Put a test print in a printer's queue: edges and rulers of its stock."""
    printer = _printer(database, printer_id)
    paper = _paper(viewer, printer, 0)
    ruled = {Language.PDF: ruled_pdf, Language.ZPL: ruled_zpl}[printer.language]
    return _put(database, viewer, printer, "Test print", 1, [], ruled(paper))


def list_jobs(database: Database, viewer: Viewer) -> list[JobView]:
    """Return the newest jobs of the viewer's station, or of all where the viewer has none."""
    with database.read() as session:
        station = find_station(session.connection(), viewer.station_key)
        query = select(*_LISTED, PrinterRow.name).join(PrinterRow)
        if station:
            query = query.where(PrintJobRow.station_id == station.id)
        newest = query.order_by(PrintJobRow.at.desc(), PrintJobRow.id.desc()).limit(SHOWN)
        return [_job_view(row) for row in session.execute(newest)]


def count_not_printed(database: Database, station_key: str) -> int:
    """Return how many of a station's jobs did not come out, though they were tried."""
    troubled = or_(
        PrintJobRow.state == JobState.FAILED,
        and_(PrintJobRow.state == JobState.WAITING, PrintJobRow.tries > 0),
    )
    query = select(func.count()).select_from(PrintJobRow)
    query = query.join(StationRow, StationRow.id == PrintJobRow.station_id)
    with database.read() as session:
        return session.scalar(query.where(troubled, StationRow.key == station_key)) or 0


def cancel_job(database: Database, job_id: int, now: datetime) -> None:
    """End a job that waits or failed; raises EntryRefused for one that is sent or came out."""
    _change(database, job_id, now, (JobState.WAITING, JobState.FAILED), JobState.CANCELLED)


def repeat_job(database: Database, job_id: int, now: datetime) -> None:
    """Send a job again now, whatever became of it; raises EntryRefused while it is being sent."""
    ended = (JobState.WAITING, JobState.FAILED, JobState.DONE, JobState.CANCELLED)
    _change(database, job_id, now, ended, JobState.WAITING)


_LISTED = (
    PrintJobRow.id,
    PrintJobRow.title,
    PrintJobRow.labels,
    PrintJobRow.state,
    PrintJobRow.at,
    PrintJobRow.tries,
    PrintJobRow.why,
)


def _put(
    database: Database,
    viewer: Viewer,
    printer: PrinterView,
    title: str,
    count: int,
    charts: list[str],
    data: bytes,
) -> int:
    with database.write() as writing:
        job = PrintJobRow(
            id=new_id(),
            printer_id=printer.id,
            at=viewer.now,
            title=title,
            labels=count,
            charts=charts,
            language=printer.language.value,
            data=data,
            state=JobState.WAITING.value,
            tries=0,
            next_at=viewer.now,
            changed_at=viewer.now,
            why="",
            **viewer.who(writing.connection),
        )
        writing.session.add(job)
        return job.id


def _change(
    database: Database, job_id: int, now: datetime, of: tuple[JobState, ...], to: JobState
) -> None:
    with database.write() as writing:
        job = writing.session.get(PrintJobRow, job_id)
        if job is None:
            raise NothingThere(what="print job")
        if job.state not in of:
            raise EntryRefused(field="print job", why=f"is {job.state} already")
        job.state, job.changed_at, job.why = to.value, now, ""
        job.tries, job.next_at = 0, now if to is JobState.WAITING else None


def _printer(database: Database, printer_id: int) -> PrinterView:
    found = next((one for one in list_printers(database) if one.id == printer_id), None)
    if found is None:
        raise NothingThere(what="printer")
    return found


def _paper(viewer: Viewer, printer: PrinterView, skip: int) -> Paper:
    stock = catalogue(viewer.settings).stock(printer.stock)
    return Paper(stock, skip, printer.dpi, (printer.nudge_right, printer.nudge_down))


def _view(row: PrinterRow, station: str | None) -> PrinterView:
    return PrinterView(
        row.id,
        row.name,
        row.way,
        row.address,
        Language(row.language),
        row.dpi,
        row.stock,
        row.nudge_right * _TENTH,
        row.nudge_down * _TENTH,
        station or "",
        row.what,
    )


def _job_view(row: Any) -> JobView:
    state = JobState(row.state)
    return JobView(row.id, row.title, row.labels, row.name, state, row.at, row.tries, row.why)
