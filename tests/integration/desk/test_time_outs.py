"""Lapses are loud, repeats are silent, and all of it by the server's clock."""

import pytest

from kiosk.domain.outcomes import Outcome
from kiosk.services.desk.boards import show_board
from tests.room import DONE, FILE_ROOM, RecordRoom


def test_a_destination_ends_after_60_seconds_and_the_next_scan_says_so(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    answer = room.scan(chart, after=60)
    assert answer.outcome is Outcome.LAPSED
    assert Outcome.IN_HAND in answer.also
    assert room.where(chart).location.name == "File room A"
    assert room.scan(chart, after=4).outcome is Outcome.STILL_IN_HAND


def test_each_scan_begins_the_countdown_anew(room: RecordRoom) -> None:
    charts = [room.chart(str(100000 + at), family=f"Lovelace{at}") for at in range(3)]
    room.scan("Cardiology")
    outcomes = [room.scan(chart, after=55).outcome for chart in charts]
    assert outcomes == [Outcome.CHECKED_OUT] * 3


def test_a_chart_in_hand_is_put_down_after_20_seconds(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan(chart)
    answer = room.scan("Cardiology", after=21)
    assert answer.outcome is Outcome.PUT_DOWN_NOT_SENT
    assert {Outcome.LAPSED, Outcome.DESTINATION_SET} <= set(answer.also)
    assert room.where(chart).location.name == "File room A"


def test_after_five_minutes_a_lapse_is_no_news(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    assert room.scan(chart, after=60 + 5 * 60).outcome is Outcome.IN_HAND


def test_an_operator_is_signed_off_after_15_minutes(room: RecordRoom) -> None:
    room.scan("Ines")
    answer = room.scan(room.chart(), after=1)
    assert answer.desk.operator == ""


def test_the_board_says_what_lapsed_until_the_next_scan(room: RecordRoom) -> None:
    room.scan("Cardiology")
    room.wait(61)
    board = show_board(room.database, room.settings, FILE_ROOM, room.now)
    assert board.notice is None
    assert [lapse.name for lapse in board.desk.lapses] == ["Cardiology"]


def test_an_unclear_scan_does_not_swallow_the_lapse(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan("https://example.org", after=61)
    assert room.scan(chart).outcome is Outcome.LAPSED


@pytest.mark.parametrize(("seconds", "again"), [(2.9, True), (3.1, False)])
def test_the_same_label_within_three_seconds_touches_nothing(
    room: RecordRoom, seconds: float, again: bool
) -> None:
    chart = room.chart()
    ends_at = room.scan(chart).desk.in_hand_ends_at
    answer = room.scan(chart, after=seconds)
    assert (answer.outcome is Outcome.SAME_LABEL_TWICE) is again
    assert (answer.desk.in_hand_ends_at == ends_at) is again


def test_holding_the_trigger_keeps_it_the_same_label(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan(chart)
    outcomes = {room.scan(chart, after=2).outcome for _ in range(5)}
    assert outcomes == {Outcome.SAME_LABEL_TWICE}


def test_a_misread_between_two_reads_does_not_break_the_guard(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan(chart)
    room.scan("C0012345671", after=1)
    assert room.scan(chart, after=1).outcome is Outcome.SAME_LABEL_TWICE


def test_a_batch_goes_on_when_its_place_is_scanned_again(room: RecordRoom) -> None:
    first, second = room.chart(), room.chart("112233", family="Hopper")
    room.scan("Cardiology")
    room.scan(first)
    room.scan("Cardiology", after=120)
    answer = room.scan(second)
    assert answer.desk.batch_count == 2
    assert room.scan(first).outcome is Outcome.ALREADY_SENT


def test_a_batch_is_closed_15_minutes_after_its_last_send(room: RecordRoom) -> None:
    first, second = room.chart(), room.chart("112233", family="Hopper")
    room.scan("Cardiology")
    room.scan(first)
    room.scan("Cardiology", after=15 * 60)
    assert room.scan(second).desk.batch_count == 1
    room.scan(DONE)
