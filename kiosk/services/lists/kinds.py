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
    """One list: its key, its columns, and how it may be sorted.

    ``conditions`` depend on the hour and the order that is asked for. ``orders`` name the table's
    columns and the fields of a view, the usual order first. One ``of_one`` patient or chart is
    reached from there; any other has its tab and its tile.
    """

    key: str
    columns: tuple[str, ...]
    conditions: Callable[[datetime, str], Conditions] | None = None
    orders: tuple[tuple[str, tuple[Any, ...], tuple[str, ...]], ...] = ()
    of_one: bool = False


_TERMINAL = (BY_TERMINAL, (ChartRow.terminal_key,), ("terminal_key",))
_SINCE = (BY_TIME, (ChartRow.since,), ("since",))
_NUMBER = ("number", "volume", "patient", "type")
LISTS = {
    kind.key: kind
    for kind in (
        ListKind(
            "out",
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
            (*_NUMBER, "place", "phone", "since", "days", "due", "extend"),
            lambda now, order: store.overdue(now, by_time=order == BY_TIME),
            ((BY_TIME, (ChartRow.due_at,), ("due_at",)), _TERMINAL),
        ),
        ListKind(
            "on-its-way",
            (*_NUMBER, "place", "phone", "since", "waiting", "moved_by"),
            lambda _now, _order: store.SENT,
            (_SINCE, _TERMINAL),
        ),
        ListKind(
            "missing",
            (*_NUMBER, "place", "reported", "reason", "search"),
            lambda _now, _order: store.MISSING,
            ((BY_TIME, (ChartRow.report_id,), ("report_id",)), _TERMINAL),
        ),
        ListKind(
            "found",
            (*_NUMBER, "place", "reported", "since", "moved_by", "search", "approve"),
            lambda _now, _order: store.FOUND,
            ((BY_TIME, (ChartRow.report_id,), ("report_id",)), _TERMINAL),
        ),
        ListKind(
            "sheets",
            (*_NUMBER, "place", "sheets", "sheets_cleared"),
            lambda _now, _order: store.SHEETS,
            (_TERMINAL, (BY_TIME, (ChartRow.sheets_since,), ("sheets_since",))),
        ),
        ListKind(
            "unverified",
            (*_NUMBER, "place", "code"),
            lambda _now, _order: store.UNVERIFIED,
            (_TERMINAL,),
        ),
        ListKind(
            "weak",
            (*_NUMBER, "place", "code"),
            lambda _now, _order: store.WEAK,
            (_TERMINAL,),
        ),
        ListKind(
            "patient",
            (*_NUMBER, "place", "since", "due", "home"),
            None,
            (_TERMINAL,),
            of_one=True,
        ),
        ListKind(
            "unrecorded",
            ("when", *_NUMBER, "from", "to", "who", "station"),
        ),
        ListKind(
            "today",
            ("when", *_NUMBER, "kind", "from", "to", "who", "station"),
        ),
        ListKind(
            "history",
            ("when", "number", "volume", "kind", "from", "to", "who", "station"),
            of_one=True,
        ),
    )
}
OF_ROOM = tuple(kind for kind in LISTS.values() if not kind.of_one)
