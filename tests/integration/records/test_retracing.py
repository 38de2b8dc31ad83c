"""What `chart-kiosk check` says of a history in which one thing does not follow."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from kiosk.services.records.movement_faults import movement_faults
from tests.room import CARDIOLOGY, DONE, SURGERY, UNDO, RecordRoom

A_DAY_LATER = "'2026-12-24T00:00:00.000000+00:00'"


@pytest.fixture
def history(room: RecordRoom) -> Iterator[Connection]:
    """One chart created, sent, received, handed on, taken back, returned, and found elsewhere."""
    chart = room.chart()
    for what in ("Cardiology", chart, DONE):
        room.scan(what)
    for what in (chart, DONE):
        room.scan(what, CARDIOLOGY, after=3600)
    for what in ("Ward 3", chart, UNDO, DONE):
        room.scan(what, CARDIOLOGY)
    for what in (chart, DONE):
        room.scan(what, after=3600)
    room.scan(chart, SURGERY, after=3600)
    told = ["created", "check-out", "receive", "transfer", "undo", "check-in", "unrecorded"]
    assert room.kinds(chart) == told
    room.is_harmed = True
    with room.database.write() as writing:
        connection = writing.session.connection()
        for name in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).scalars():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection


def test_a_true_history_has_no_fault(history: Connection) -> None:
    assert list(movement_faults(history)) == []


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        ("receive", "from_id = (SELECT home_id FROM chart)", "left another place than it was at"),
        ("receive", "previous_id = NULL", "follows another movement"),
        ("check-in", f"due_at = {A_DAY_LATER}", "goes on with a loan that has ended"),
        ("receive", f"due_at = {A_DAY_LATER}", "changed its loan"),
        ("receive", "due_at = NULL", "changed its loan"),
        ("receive", "since = at", "began its stay anew"),
        ("unrecorded", f"since = {A_DAY_LATER}", "began its stay at another time"),
        ("undo", "to_id = (SELECT home_id FROM chart)", "was not put back where it was"),
        ("undo", f"since = {A_DAY_LATER}", "is not there again since then"),
        ("undo", "due_at = NULL", "did not get its loan back"),
        ("undo", "restores_id = previous_id", "goes back to another movement"),
    ],
)
def test_what_does_not_follow_is_named(
    history: Connection, kind: str, change: str, said: str
) -> None:
    history.execute(text(f"UPDATE movement SET {change} WHERE kind = '{kind}'"))
    assert any(said in fault for fault in movement_faults(history))


def test_a_new_loan_is_of_any_length(history: Connection) -> None:
    history.execute(text(f"UPDATE movement SET due_at = {A_DAY_LATER} WHERE kind = 'unrecorded'"))
    assert list(movement_faults(history)) == []
