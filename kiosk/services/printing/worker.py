"""Sends waiting print jobs while the kiosk serves, each printer in its own time.

A job goes in pieces, and is drawn as it goes. What surely did not reach its printer is tried again
by itself, for as long as it takes; where some may have come out, the job waits until somebody has
looked, and goes on from there. So no label is lost, and none is printed twice unasked.
"""

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from kiosk.domain.actors import Actor
from kiosk.domain.errors import ChartError
from kiosk.domain.printers import JobState, Trouble
from kiosk.services.access.viewer import Say, Viewer
from kiosk.services.printing.label_texts import LabelTexts
from kiosk.services.printing.on_paper import OnPaper
from kiosk.services.printing.print_labels import colours, labels_of, mark_printed, printed_charts
from kiosk.services.printing.printers import PrinterView, find_printer, paper_of
from kiosk.services.printing.queue import TEST
from kiosk.settings import Settings
from kiosk.store.engine import Database, WriteTransaction
from kiosk.store.rows import PrintJobRow
from labels import LANGUAGES, OF_A_TEXT, CannotPrint, Job, NotPrinted, send

EVERY = 1.0  # seconds
TIDY_EVERY = 3600  # looks
PIECE = 20  # labels that are sent at a time: so many at most are in doubt
TRY_AGAIN = tuple(timedelta(seconds=one) for one in (5, 15, 30, 60, 120, 300))
STALLED = timedelta(minutes=5)  # longer than any piece takes: the kiosk was stopped meanwhile
KEPT = timedelta(days=7)
_log = logging.getLogger(__name__)


class PrintWorker:
    """Looks for jobs every second; a slow printer holds up nothing but its own jobs."""

    def __init__(self, database: Database, settings: Settings, say: Say) -> None:
        """Nothing is sent until ``start``; ``say`` words what paper says."""
        self._database, self._settings, self._say = database, settings, say
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
            except (SQLAlchemyError, RuntimeError) as error:
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
                now = datetime.now(UTC)
                if not send_next(self._database, self._settings, self._say, printer, now):
                    return
        except SQLAlchemyError as error:
            # The job stays as it is, and counts as cut off after a while.
            _log.error("printing: %s", type(error).__name__)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A job that this process sends; ``attempt`` is its right to say what became of it."""

    id: int
    attempt: int
    wanted: dict[str, Any]
    sent: int
    tries: int
    actor: Actor
    begun: datetime


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some labels of a job, as their printer gets them."""

    data: bytes
    labels: int
    charts: list[str]
    page: tuple[float, float]


def send_next(
    database: Database, settings: Settings, say: Say, printer_id: int, now: datetime
) -> bool:
    """Send the job that has waited longest for a printer; return whether one was due.

    Takes as long as the printer does, outside of any transaction.
    """
    job = _claim(database, printer_id, now)
    if job is None:
        return False
    begun = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - begun)

    try:
        printer = find_printer(database, printer_id)
        first = job.sent + 1
        viewer = Viewer(settings, "", job.begun, say=say)
        for piece in _pieces(database, viewer, job, printer):
            began, name = clock(), f"label-{job.id}-{first}-{job.attempt}"
            whole = Job(piece.data, printer.language, name, piece.page)
            send(printer.way, printer.address, whole)
            if not _keep_piece(database, job, piece, printer.stock, began, clock()):
                return True  # cancelled meanwhile
            first += piece.labels
    except CannotPrint as error:
        _keep_failure(database, job, _refusal(error), clock(), final=True)
    except ChartError:
        _keep_failure(database, job, NotPrinted(Trouble.GONE), clock(), final=True)
    except NotPrinted as error:
        _keep_failure(database, job, error, clock(), final=error.perhaps)
    except SQLAlchemyError:
        raise
    except Exception as error:
        _log.error("printing: %s", type(error).__name__)
        unknown = NotPrinted(Trouble.UNKNOWN, perhaps=True)
        _keep_failure(database, job, unknown, clock(), final=True)
    else:
        _end(database, job, {"state": JobState.DONE.value, "why": {}}, clock())
    return True


def printers_due(database: Database, now: datetime) -> list[int]:
    """Return the printers for which a job is due; give up jobs whose sending was cut off."""
    with database.read() as reading:
        stalled = select(PrintJobRow.id).where(_stalled(now))
        due = select(PrintJobRow.printer_id).where(_due(now)).distinct()
        cut_off = list(reading.session.scalars(stalled))
        printers = list(reading.session.scalars(due))
    if cut_off:
        with database.write() as writing:
            ended = update(PrintJobRow).where(_stalled(now))
            failed = {"state": JobState.FAILED.value, "changed_at": now}
            failed["why"] = {"why": Trouble.STOPPED.value, "look": True}
            writing.connection.execute(ended.values(**failed))
    return printers


def forget_old_jobs(database: Database, now: datetime) -> None:
    """Delete jobs of which nothing was heard for a week, whatever became of them."""
    with database.write() as writing:
        old = PrintJobRow.changed_at < now - KEPT
        writing.connection.execute(delete(PrintJobRow).where(old))


def _due(now: datetime) -> Any:
    return and_(PrintJobRow.state == JobState.WAITING, PrintJobRow.next_at <= now)


def _stalled(now: datetime) -> Any:
    sending = PrintJobRow.state == JobState.PRINTING
    return and_(sending, PrintJobRow.changed_at < now - STALLED)


def _claim(database: Database, printer_id: int, now: datetime) -> _Claimed | None:
    """Take the oldest job that waits for a printer, if it is due: none overtakes another."""
    with database.write() as writing:
        waiting = PrintJobRow.state == JobState.WAITING, PrintJobRow.printer_id == printer_id
        query = select(PrintJobRow).where(*waiting).order_by(PrintJobRow.at, PrintJobRow.id)
        job = writing.session.scalar(query.limit(1).with_for_update())
        if job is None or job.next_at is None or job.next_at > now:
            return None
        job.state, job.changed_at, job.attempt = JobState.PRINTING.value, now, job.attempt + 1
        actor = Actor(job.staff_id, job.station_id)
        return _Claimed(job.id, job.attempt, job.wanted, job.sent, job.tries, actor, now)


def _pieces(
    database: Database, viewer: Viewer, job: _Claimed, printer: PrinterView
) -> Iterator[_Piece]:
    """Draw what is left of a job: a few labels at a time or all at once."""
    asked, settings = job.wanted, viewer.settings
    paper, language = paper_of(settings, printer, asked["skip"]), LANGUAGES[printer.language]
    if asked["what"] == TEST["what"]:
        yield _Piece(language.ruled(paper, viewer.say(OnPaper.RULER)), 1, [], paper.stock.page)
        return
    with database.read() as reading:
        codes = asked["codes"]
        faces = LabelTexts(reading.connection, viewer, codes, hidden=asked["hide_names"])
        wanted = labels_of(faces, codes, asked["what"], paper.stock, printer.dpi)
    inks = colours(settings)
    at_a_time = PIECE if language.one_by_one else max(len(wanted), 1)
    for at in range(job.sent, len(wanted), at_a_time):
        some = wanted[at : at + at_a_time]
        drawn = language.draw(some, paper, inks)
        yield _Piece(drawn, len(some), printed_charts(some), paper.stock.page)


def _keep_piece(
    database: Database, job: _Claimed, piece: _Piece, stock: str, began: datetime, now: datetime
) -> bool:
    """Note that a piece came out; return whether the job is still this attempt's to send."""
    with database.write() as writing:
        if piece.charts:
            mark_printed(writing, now, piece.charts, stock, job.actor, began)
        more = {"sent": PrintJobRow.sent + piece.labels, "changed_at": now, "tries": 0}
        return _is_ours(writing, job, more)


def _refusal(error: CannotPrint) -> NotPrinted:
    """Return a refusal as it is kept: without the text at fault, which may be a name."""
    kept = {name: str(fact) for name, fact in error.facts.items() if name != "text"}
    if error.why not in OF_A_TEXT:
        kept["what"] = error.what
    return NotPrinted(error.why, facts=kept)


def _keep_failure(
    database: Database, job: _Claimed, error: NotPrinted, now: datetime, *, final: bool
) -> None:
    wait = TRY_AGAIN[min(job.tries, len(TRY_AGAIN) - 1)]
    kept = {
        "state": (JobState.FAILED if final else JobState.WAITING).value,
        "next_at": None if final else now + wait,
        "why": {**error.facts, "why": error.why.value, "look": error.perhaps},
        "tries": PrintJobRow.tries + 1,
    }
    _end(database, job, kept, now)


def _end(database: Database, job: _Claimed, kept: dict[str, Any], now: datetime) -> None:
    with database.write() as writing:
        _is_ours(writing, job, {**kept, "changed_at": now})


def _is_ours(writing: WriteTransaction, job: _Claimed, values: dict[str, Any]) -> bool:
    """Change a job unless somebody else has it by now; return whether it was changed."""
    ours = (
        PrintJobRow.id == job.id,
        PrintJobRow.attempt == job.attempt,
        PrintJobRow.state == JobState.PRINTING,
    )
    done = writing.connection.execute(update(PrintJobRow).where(*ours).values(**values))
    return done.rowcount == 1
