"""A page of each list, a search, and the supervisor's counts, at ten thousand and a million."""

from collections.abc import Callable
from functools import partial

from kiosk.services.charts.find import find_charts
from kiosk.services.lists.kinds import LISTS
from kiosk.services.lists.read_list import Query, count_lists, read_list
from tests.bench.timing import interleaved, report
from tests.room import RecordRoom

ROUNDS = 40
PAGED = 5


def measure_lists(rooms: dict[int, RecordRoom]) -> None:
    """Measure each list and search beside itself in the smallest room."""
    smallest = min(rooms)
    for name, ask in _questions().items():
        contenders: dict[str, Callable[[], object]] = {
            f"{name}, {size:,} charts": partial(ask, room) for size, room in rooms.items()
        }
        for call in contenders.values():
            call()
        report(name, interleaved(contenders, ROUNDS), f"{name}, {smallest:,} charts")


def _questions() -> dict[str, Callable[[RecordRoom], object]]:
    asked: dict[str, Callable[[RecordRoom], object]] = {}
    for key, kind in LISTS.items():
        if key in ("patient", "history"):
            continue
        for name in [order[0] for order in kind.orders] or [""]:
            asked[f"list {key} {name}".strip()] = partial(_page, Query(key, name))
    asked[f"list out, page {PAGED}"] = _far_page
    for text in ("000777", "0777", "smith", "smith mary"):
        asked[f"search {text}"] = partial(_search, text)
    asked["the supervisor's counts"] = lambda room: count_lists(
        room.database, room.settings, room.now
    )
    return asked


def _page(query: Query, room: RecordRoom) -> object:
    return read_list(room.database, room.viewer(), query)


def _far_page(room: RecordRoom) -> object:
    query = Query("out", "time")
    for _ in range(PAGED):
        page = read_list(room.database, room.viewer(), query, 10)
        query = Query("out", "time", after=page.next_after)
    return page


def _counts(room: RecordRoom) -> object:
    return count_lists(room.database, room.settings, room.now)


def _search(text: str, room: RecordRoom) -> object:
    return find_charts(room.database, room.viewer(), text).charts
