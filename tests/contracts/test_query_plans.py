"""Scan, search, history and board stay flat as tables grow: no query walks a whole big table."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event

from kiosk.domain.desk import Act, Source
from kiosk.services.access.viewer import Viewer
from kiosk.services.charts.find import find_charts, list_batch, tell_chart
from kiosk.services.desk.boards import show_board
from kiosk.services.lists.kinds import LISTS
from kiosk.services.lists.read_list import Query, count_lists, read_list
from kiosk.web.words.paper import on_paper
from tests.room import DONE, FILE_ROOM, UNDO, RecordRoom

# In the order of an index of its own a list is read from its beginning, and no further than a page.
OWN_INDEX = re.compile(
    r"USING (COVERING )?INDEX ix_chart_(lent|due|sent|report|sheets|unverified|weak)"
)
BIG = re.compile(r"\bSCAN (chart|movement|scan|personal|patient|label|given_code|audit)(_\d+)?\b")


def scans(room: RecordRoom, chart: str) -> None:
    for what in ("Cardiology", chart, UNDO, chart, DONE, "441027", room.label("112233", "Hopper")):
        room.scan(what)
    room.scan("lovelace", source=Source.TYPED)


def lists(room: RecordRoom, chart: str) -> None:
    viewer = Viewer(room.settings, FILE_ROOM, room.now, say=on_paper)
    for text in ("441027", "love", "ada love", chart):
        find_charts(room.database, viewer, text)
    tell_chart(room.database, viewer, chart)
    board = show_board(room.database, room.settings, FILE_ROOM, room.now)
    assert board.trolley
    list_batch(room.database, viewer, board.trolley.batch_id)


def every_list(room: RecordRoom, chart: str) -> None:
    viewer = room.viewer(signed=room.sana)
    for act, note in ((Act.SHEETS, "a letter"), (Act.MISSING, "")):
        room.act(chart, act, note)
    room.act(chart, Act.EXTEND, until=date(2026, 12, 24))
    for key, kind in LISTS.items():
        of = {"patient": str(room.where(chart).patient.id), "history": chart}.get(key, "")
        for order in [one[0] for one in kind.orders] or [""]:
            read_list(room.database, viewer, Query(key, order, subject=of))
    count_lists(room.database, room.settings, room.now)


def plans(room: RecordRoom, acts: Callable[[], object]) -> list[tuple[str, list[str]]]:
    """Return what was read from the database meanwhile, each with how SQLite goes about it."""
    asked: list[tuple[str, object]] = []
    event.listen(
        room.database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, given, *_: asked.append((statement, given)),
    )
    acts()
    reads = [(said, given) for said, given in asked if said.startswith("SELECT")]
    with room.database.read() as reading:
        raw = reading.connection.connection.driver_connection
        assert raw
        return [
            (said, [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {said}", given)])
            for said, given in reads
        ]


@pytest.mark.parametrize("acts", [scans, lists, every_list])
def test_every_query_goes_by_an_index(
    room: RecordRoom, acts: Callable[[RecordRoom, str], None]
) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan(chart)
    room.scan(DONE)
    room.wait(10)
    found = plans(room, lambda: acts(room, chart))
    assert len(found) > 10
    for said, plan in found:
        walks = [step for step in plan if BIG.search(step) and not OWN_INDEX.search(step)]
        assert not walks, (said, plan)


def test_the_newest_batch_of_a_desk_is_found_without_what_its_shelves_did_since(
    room: RecordRoom,
) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan(chart)
    found = plans(room, lambda: show_board(room.database, room.settings, FILE_ROOM, room.now))
    assert [step for _, plan in found for step in plan if "ix_movement_batch (station_id=?" in step]
