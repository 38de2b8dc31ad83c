"""The columns of lists: what each is called, and what it says of a row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.days import day_of
from kiosk.services.lists.read_list import ListRow
from kiosk.web.words.language import translated
from kiosk.web.words.messages import YES
from kiosk.web.words.names import name_of
from kiosk.web.words.wording import Wording

NO_SCANNER, NOT_YET = "no scanner there", "not yet"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its text, and ``act`` where it is a button that says the title.

    ``alert`` says whether a cell wants attention; ``leads_to_chart`` if it is a link to its page.
    """

    title: str
    text: Callable[[ListRow, Wording, datetime], str]
    act: str = ""
    leads_to_chart: bool = False
    alert: Callable[[ListRow, Wording, datetime], bool] = lambda _row, _words, _now: False

    @property
    def exported(self) -> bool:
        """Whether it stands in the CSV: buttons do not."""
        return not self.act

    @property
    def heading(self) -> str:
        """What stands above it: nothing above a button."""
        return "" if self.act else translated(self.title)


def _days(row: ListRow, words: Wording, now: datetime) -> str:
    """Count the days on the calendar of people here, not of twenty-four hours."""
    return str((day_of(now, words.zone) - day_of(row.chart.since, words.zone)).days)


def _moment(at: datetime | None, words: Wording, now: datetime) -> str:
    return words.moment(at, now) if at else ""


def _button(title: str, act: str) -> Column:
    return Column(title, lambda _row, _words, _now: translated(title), act=act)


def _is_overdue(row: ListRow, _words: Wording, now: datetime) -> bool:
    return row.chart.due_at is not None and row.chart.due_at < now


def _seen(row: ListRow) -> str:
    if not row.chart.location.has_station:
        return translated(NO_SCANNER)
    return translated(YES if row.chart.seen else NOT_YET)


COLUMNS = {
    "number": Column(
        "Number", lambda row, words, _now: words.numbers(row.chart), leads_to_chart=True
    ),
    "volume": Column("Volume", lambda row, words, _now: words.volume_alone(row.chart)),
    "patient": Column("Patient", lambda row, _words, _now: row.chart.patient.name),
    "type": Column("Type", lambda row, _words, _now: row.chart.record_type),
    "code": Column("Code", lambda row, _words, _now: row.chart.code),
    "home": Column("Home", lambda row, _words, _now: row.chart.home.name),
    "place": Column("Where", lambda row, _words, _now: row.chart.location.full_name),
    "phone": Column(
        "Contact",
        lambda row, _words, _now: " ".join(
            part for part in (row.chart.location.contact, row.chart.location.phone) if part
        ),
    ),
    "since": Column("Since", lambda row, words, now: _moment(row.chart.since, words, now)),
    "reported": Column(
        "Reported missing", lambda row, words, now: _moment(row.chart.reported_at, words, now)
    ),
    "reason": Column("Why", lambda row, _words, _now: row.chart.report_reason),
    "days": Column("Days", _days),
    "due": Column(
        "Due", lambda row, words, now: _moment(row.chart.due_at, words, now), alert=_is_overdue
    ),
    "seen": Column("Seen there", lambda row, _words, _now: _seen(row)),
    "waiting": Column(
        "Not seen for",
        lambda row, words, now: words.waiting(row.chart.since, now),
        alert=lambda row, words, now: now - row.chart.since > words.chased_after,
    ),
    "moved_by": Column(
        "By",
        lambda row, _words, _now: ", ".join(
            part for part in (row.chart.moved_by, row.chart.moved_at_station) if part
        ),
    ),
    "sheets": Column("Waiting sheets", lambda row, _words, _now: row.chart.sheets),
    "when": Column(
        "When",
        lambda row, words, now: _moment(row.movement.at if row.movement else None, words, now),
    ),
    "kind": Column(
        "What", lambda row, _words, _now: name_of(row.movement.kind) if row.movement else ""
    ),
    "from": Column(
        "From",
        lambda row, _words, _now: (
            row.movement.from_place.full_name if row.movement and row.movement.from_place else ""
        ),
    ),
    "to": Column(
        "To", lambda row, _words, _now: row.movement.to_place.full_name if row.movement else ""
    ),
    "who": Column("Who", lambda row, _words, _now: row.movement.staff if row.movement else ""),
    "station": Column(
        "Station", lambda row, _words, _now: row.movement.station if row.movement else ""
    ),
    "extend": _button("Extend", "extend"),
    "search": _button("Search list", "search"),
    "approve": _button("Approve", "approve"),
    "sheets_cleared": _button("Put in", "sheets-cleared"),
}
