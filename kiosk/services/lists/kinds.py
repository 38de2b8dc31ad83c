"""Which lists there are: what each shows, of which charts, and how it may be sorted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.store.queries import lists as store
from kiosk.store.queries.lists import Conditions
from kiosk.store.rows import ChartRow

BY_TERMINAL = "terminal"
BY_TIME = "time"
BY_PLACE = "place"


@dataclass(frozen=True, slots=True)
class ListKind:
    """One list: its title, what it says when empty, its columns, and how it may be sorted.

    ``conditions`` depend on the hour and the order that is asked for. ``orders`` name the table's
    columns and the fields of a view, the usual order first.
    """

    key: str
    title: str
    empty: str
    columns: tuple[str, ...]
    conditions: Callable[[datetime, str], Conditions] | None = None
    orders: tuple[tuple[str, tuple[Any, ...], tuple[str, ...]], ...] = ()


_TERMINAL = (BY_TERMINAL, (ChartRow.terminal_key,), ("terminal_key",))
_SINCE = (BY_TIME, (ChartRow.since,), ("since",))
_NUMBER = ("number", "volume", "patient", "type")
LISTS = {
    kind.key: kind
    for kind in (
        ListKind(
            "out",
            "Who has what",
            "Every chart is in its file room.",
            (*_NUMBER, "place", "phone", "since", "days", "due", "seen", "extend"),
            lambda _now, _order: store.LENT,
            (
                (BY_PLACE, (ChartRow.place_id, ChartRow.since), ("place_id", "since")),
                _SINCE,
                _TERMINAL,
            ),
        ),
        ListKind(
            "overdue",
            "Overdue",
            "Nothing is overdue.",
            (*_NUMBER, "place", "phone", "since", "days", "due", "extend"),
            lambda now, order: store.overdue(now, by_time=order == BY_TIME),
            ((BY_TIME, (ChartRow.due_at,), ("due_at",)), _TERMINAL),
        ),
        ListKind(
            "on-its-way",
            "On its way",
            "Everything that was sent has been seen where it went.",
            (*_NUMBER, "place", "phone", "since", "waiting", "moved_by"),
            lambda _now, _order: store.SENT,
            (_SINCE, _TERMINAL),
        ),
        ListKind(
            "missing",
            "Missing",
            "Nothing is reported missing.",
            (*_NUMBER, "place", "reported", "reason", "search"),
            lambda _now, _order: store.MISSING,
            ((BY_TIME, (ChartRow.report_id,), ("report_id",)), _TERMINAL),
        ),
        ListKind(
            "found",
            "Found again",
            "Nothing waits to be approved.",
            (*_NUMBER, "place", "reported", "since", "moved_by", "search", "approve"),
            lambda _now, _order: store.FOUND,
            ((BY_TIME, (ChartRow.report_id,), ("report_id",)), _TERMINAL),
        ),
        ListKind(
            "sheets",
            "Loose sheets",
            "No loose sheets wait.",
            (*_NUMBER, "place", "sheets", "sheets_cleared"),
            lambda _now, _order: store.SHEETS,
            (_TERMINAL, (BY_TIME, (ChartRow.sheets_since,), ("sheets_since",))),
        ),
        ListKind(
            "unverified",
            "Labels not verified",
            "Every label has been read.",
            (*_NUMBER, "place", "code"),
            lambda _now, _order: store.UNVERIFIED,
            (_TERMINAL,),
        ),
        ListKind(
            "weak",
            "Labels to reprint",
            "No chart at home has a label that cameras find hard to read.",
            (*_NUMBER, "place", "code"),
            lambda _now, _order: store.WEAK,
            (_TERMINAL,),
        ),
        ListKind(
            "patient",
            "One patient's charts",
            "This patient has no chart.",
            (*_NUMBER, "place", "since", "due", "home"),
            None,
            (_TERMINAL,),
        ),
        ListKind(
            "today",
            "Today's movements",
            "Nothing was moved today.",
            ("when", *_NUMBER, "kind", "from", "to", "who", "station"),
        ),
        ListKind(
            "unrecorded",
            "Moves that nobody recorded",
            "In the last 30 days every move was recorded.",
            ("when", *_NUMBER, "from", "to", "who", "station"),
        ),
        ListKind(
            "history",
            "One chart's history",
            "Nothing yet.",
            ("when", "number", "volume", "kind", "from", "to", "who", "station"),
        ),
    )
}
