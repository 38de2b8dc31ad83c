"""What `chart-kiosk check` says of a history in which one thing does not follow."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from kiosk.domain.faults import Broken
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
    ("kind", "change", "broken"),
    [
        ("receive", "from_id = (SELECT home_id FROM chart)", Broken.LEFT_ANOTHER),
        ("receive", "previous_id = NULL", Broken.FOLLOWS_ANOTHER),
        ("check-in", f"due_at = {A_DAY_LATER}", Broken.ENDED_LOAN),
        ("receive", f"due_at = {A_DAY_LATER}", Broken.CHANGED_LOAN),
        ("receive", "due_at = NULL", Broken.CHANGED_LOAN),
        ("receive", "since = at", Broken.STAY_ANEW),
        ("unrecorded", f"since = {A_DAY_LATER}", Broken.STAY_AT_ANOTHER_TIME),
        ("undo", "to_id = (SELECT home_id FROM chart)", Broken.NOT_PUT_BACK),
        ("undo", f"since = {A_DAY_LATER}", Broken.NOT_SINCE_THEN),
        ("undo", "due_at = NULL", Broken.LOAN_NOT_BACK),
        ("undo", "restores_id = previous_id", Broken.GOES_BACK_TO_ANOTHER),
    ],
)
def test_what_does_not_follow_is_named(
    history: Connection, kind: str, change: str, broken: Broken
) -> None:
    history.execute(text(f"UPDATE movement SET {change} WHERE kind = '{kind}'"))
    assert broken in {fault.kind for fault in movement_faults(history)}


def test_a_new_loan_is_of_any_length(history: Connection) -> None:
    history.execute(text(f"UPDATE movement SET due_at = {A_DAY_LATER} WHERE kind = 'unrecorded'"))
    assert list(movement_faults(history)) == []
