"""Printing labels, cards and slips: from codes to one PDF, or to nothing at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, update

from kiosk.domain.actors import Actor
from kiosk.domain.codes import Kind, parse
from kiosk.domain.errors import EntryRefused
from kiosk.domain.roles import May
from kiosk.domain.why import Why
from kiosk.services.access.sign_in import require
from kiosk.services.access.viewer import Viewer
from kiosk.services.printing.label_texts import LabelTexts
from kiosk.services.printing.progress import Progress
from kiosk.services.records.audit import audit
from kiosk.settings import Settings
from kiosk.store.engine import Database, WriteTransaction
from kiosk.store.rows import ChartRow, ScanRow
from labels import (
    Catalogue,
    Colours,
    Design,
    Label,
    Paper,
    Stock,
    label_svg,
    load_catalogue,
    render_pdf,
)

MOST_LABELS = 5000
USUAL, OUTGUIDE, PULL_SLIP, SET = "", "outguide", "pull-slip", "set"
SLIPS = (OUTGUIDE, PULL_SLIP)
_SET = (USUAL, "form", "form", OUTGUIDE)


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What to print: codes, on which stock, from which place on the first sheet (0 = first).

    ``what`` is the name of a design, or of a slip or the set of all that a new folder needs; empty:
    whatever says most on the stock.
    """

    codes: Sequence[str]
    stock: str
    skip: int = 0
    hide_names: bool = False
    what: str = USUAL


def catalogue(settings: Settings) -> Catalogue:
    """Return the stocks and designs at hand here; raises CannotPrint for a file that is wrong."""
    return load_catalogue(settings.data / "labels")


def colours(settings: Settings) -> Colours:
    """Return the digits' colours here."""
    return Colours(settings.digit_colours) if settings.digit_colours else Colours()


def print_labels(
    database: Database, viewer: Viewer, job: PrintJob, progress: Progress | None = None
) -> bytes:
    """Return the PDF of labels and cards; a chart's label counts as unverified until it is read.

    Names are printed only while somebody is signed in, and never on sensitive charts; badges only
    for supervisors. Raises CannotPrint, EntryRefused, NotPermitted or NothingThere; then nothing is
    made and nothing is changed; nor if ``progress``, of which each label takes two, are stopped.
    """
    progress = progress or Progress()
    paper = Paper(catalogue(viewer.settings).stock(job.stock), job.skip)
    wanted = wanted_labels(database, viewer, job, paper.stock, progress=progress)
    # Drawing is slow, so it comes before any write.
    made = render_pdf(progress.track(wanted), paper, colours(viewer.settings))
    charts = printed_charts(wanted)
    if charts:
        with database.write() as writing:
            actor = viewer.actor(writing.connection)
            mark_printed(writing, viewer.now, charts, job.stock, actor, viewer.now)
    return made


def preview_label(database: Database, viewer: Viewer, job: PrintJob, dpi: int = 0) -> list[str]:
    """Return the drawings (SVG, at true size) of all that a job prints, and change nothing.

    Raises like ``print_labels``.
    """
    paper = Paper(catalogue(viewer.settings).stock(job.stock), job.skip, dpi)
    wanted = dict.fromkeys(wanted_labels(database, viewer, job, paper.stock, dpi))
    inks = colours(viewer.settings)
    return [label_svg(label, design, paper.stock, dpi, inks) for label, design in wanted]


def wanted_labels(
    database: Database,
    viewer: Viewer,
    job: PrintJob,
    stock: Stock,
    dpi: int = 0,
    progress: Progress | None = None,
) -> list[tuple[Label, Design]]:
    """Return the labels that a job prints, each with its design.

    Raises CannotPrint, EntryRefused, NotPermitted or NothingThere.
    """
    codes = [parse(code).text for code in job.codes]
    if has_badges(codes) and not viewer.settings.demo:
        require(viewer.signed, May.PRINT_BADGES)  # whoever holds an operator's badge sees names
    labels = len(codes) * (len(_SET) if job.what == SET else 1)
    if not 0 < labels <= MOST_LABELS:
        raise EntryRefused(field="list_to_print", why=Why.LIST_SIZE, most=MOST_LABELS)
    with database.read() as reading:
        hidden = job.hide_names or not viewer.sees_names(reading.connection)
        progress = progress or Progress()
        progress.total = len(codes) + labels
        faces = LabelTexts(reading.connection, viewer, codes, hidden=hidden)
        return labels_of(faces, progress.track(codes), job.what, stock, dpi)


def labels_of(
    faces: LabelTexts, codes: Iterable[str], what: str, stock: Stock, dpi: int
) -> list[tuple[Label, Design]]:
    """Return what is printed of each code; raises CannotPrint or NothingThere."""
    return [one for code in codes for one in _wanted(faces, stock, dpi, code, what)]


def has_badges(codes: Sequence[str]) -> bool:
    """Whether there is anybody's badge among the codes."""
    return any(code.startswith(Kind.STAFF) for code in codes)


def _wanted(
    faces: LabelTexts, stock: Stock, dpi: int, code: str, what: str
) -> Iterator[tuple[Label, Design]]:
    """Yield what is printed of one code; the cards of places and people are cards in any case."""
    known = catalogue(faces.viewer.settings)
    is_chart = code.startswith(Kind.CHART)
    if what == SET and is_chart:
        for one in _SET:
            yield from _wanted(faces, stock, dpi, code, one)
        return
    if what == OUTGUIDE and is_chart:
        label: Label = faces.outguide(code)
    elif what == PULL_SLIP and is_chart:
        label = faces.pull_slip(code)
    else:
        label = faces.of(code)
    named = what if what not in (USUAL, SET, *SLIPS) else ""
    design = known.design(named) if named else None
    if design is None or design.prints != label.prints:
        design = known.usual(label, stock, dpi)
    yield label, design


def printed_charts(wanted: Sequence[tuple[Label, Design]]) -> list[str]:
    """Return the charts that get a new label, each once: slips and cards are none."""
    return list(dict.fromkeys(one.code for one, _ in wanted if one.prints == "folder"))


def mark_printed(
    writing: WriteTransaction,
    now: datetime,
    charts: list[str],
    on: str,
    actor: Actor,
    since: datetime,
) -> None:
    """Count the labels of charts as new, and not verified until they are read; say so in the audit.

    One that was read after ``since``, when its printing began, may be the new one already.
    """
    lately = exists().where(ScanRow.id == ChartRow.label_read_id, ScanRow.received_at >= since)
    unread = update(ChartRow).where(ChartRow.code.in_(charts), ~lately)
    writing.connection.execute(unread.values(label_read_id=None, label_wear=0))
    for code in charts:
        audit(writing, now, "label-printed", code, {"stock": on}, actor)
