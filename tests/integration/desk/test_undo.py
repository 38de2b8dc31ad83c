"""UNDO: what it takes back, and when it says no."""

from datetime import timedelta

import pytest

from kiosk.domain.desk import Source
from kiosk.domain.desk.details import NotSent
from kiosk.domain.outcomes import Outcome
from kiosk.services.desk.boards import show_board
from tests.room import CARDIOLOGY, DONE, FILE_ROOM, UNDO, RecordRoom


def test_it_takes_back_the_newest_send_and_the_destination_stays(room: RecordRoom) -> None:
    first, second = room.chart(), room.chart("112233", family="Hopper")
    room.scan("Cardiology")
    room.scan(first)
    room.scan(second)
    answer = room.scan(UNDO)
    assert answer.outcome is Outcome.UNDONE
    assert answer.chart and answer.chart.code == second
    assert answer.scan.detail.remaining == 1
    assert answer.desk.destination
    assert answer.desk.batch_count == 1
    assert room.where(second).location.name == "File room A"


def test_loan_and_since_are_as_before(room: RecordRoom) -> None:
    chart = room.chart(at=CARDIOLOGY)
    before = room.where(chart)
    room.scan("Surgery", CARDIOLOGY)
    room.scan(chart, CARDIOLOGY)
    assert room.where(chart).since != before.since
    room.scan(UNDO, CARDIOLOGY)
    after = room.where(chart)
    assert (after.since, after.due_at, after.location, after.seen) == (
        before.since,
        before.due_at,
        before.location,
        True,
    )


def test_one_by_one_back_to_the_first_and_then_nothing(room: RecordRoom) -> None:
    charts = [room.chart(), room.chart("112233", family="Hopper")]
    room.scan("Cardiology")
    for chart in charts:
        room.scan(chart)
    assert [room.scan(UNDO).outcome for _ in range(3)] == [
        Outcome.UNDONE,
        Outcome.UNDONE,
        Outcome.NOTHING_TO_UNDO,
    ]


def test_within_a_second_it_is_the_same_label_read_twice(room: RecordRoom) -> None:
    charts = [room.chart(), room.chart("112233", family="Hopper")]
    room.scan("Cardiology")
    for chart in charts:
        room.scan(chart)
    room.scan(UNDO)
    assert room.scan(UNDO, after=0.5).outcome is Outcome.SAME_LABEL_TWICE
    assert room.scan(UNDO, after=1.5).outcome is Outcome.UNDONE


def test_after_15_minutes_it_is_too_late(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan(chart)
    assert room.scan(UNDO, after=15 * 60).outcome is Outcome.NOTHING_TO_UNDO
    assert room.where(chart).location.name == "Cardiology"


def test_it_is_refused_once_the_chart_was_scanned_elsewhere(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan(chart)
    room.scan(chart, CARDIOLOGY)
    answer = room.scan(UNDO)
    assert answer.outcome is Outcome.UNDO_REFUSED
    assert room.where(chart).location.name == "Cardiology"


def test_right_after_a_place_card_it_ends_the_destination(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan(chart)
    room.scan("Surgery")
    answer = room.scan(UNDO)
    assert answer.outcome is Outcome.DESTINATION_ENDED
    assert room.where(chart).location.name == "Cardiology"


def test_it_puts_down_what_is_in_hand(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan(chart)
    assert room.scan(UNDO).outcome is Outcome.PUT_DOWN
    assert room.kinds(chart) == ["created"]


def test_it_never_takes_back_an_ordinary_arrival(room: RecordRoom) -> None:
    chart = room.chart(at=CARDIOLOGY)
    room.scan(chart)
    assert room.scan(UNDO).outcome is Outcome.NOTHING_TO_UNDO
    assert room.where(chart).location.name == "File room A"


class TestTheOneException:
    def test_the_very_next_scan_takes_back_an_arrival_that_was_just_sent(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        room.scan(chart)
        room.scan(DONE)
        assert room.scan(chart).outcome is Outcome.JUST_SENT_OUT
        assert room.scan(UNDO).outcome is Outcome.UNDONE
        where = room.where(chart)
        assert (where.location.name, where.seen) == ("Cardiology", False)
        # and what it restored is a send like any other: received there, or taken back here
        assert room.scan(chart, CARDIOLOGY).outcome is Outcome.RECEIVED

    def test_the_very_next_scan_takes_back_an_arrival_that_was_typed(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart(at=CARDIOLOGY)
        room.scan(chart, source=Source.HERE)
        assert room.scan(UNDO).outcome is Outcome.UNDONE
        where = room.where(chart)
        assert (where.location.name, where.seen) == ("Cardiology", True)

    def test_one_scan_later_it_does_not(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        room.scan(chart, source=Source.HERE)
        room.scan(DONE)
        assert room.scan(UNDO).outcome is Outcome.NOTHING_TO_UNDO

    def test_the_send_that_it_restored_can_be_taken_back_too(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        room.scan(chart)
        room.scan(DONE)
        room.scan(chart)
        room.scan(UNDO)
        assert room.scan(UNDO).outcome is Outcome.UNDONE
        assert room.where(chart).location.name == "File room A"

    def test_not_once_the_chart_was_received_elsewhere(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        room.scan(chart)
        room.scan(DONE)
        assert room.scan(chart).outcome is Outcome.JUST_SENT_OUT
        room.scan(chart, CARDIOLOGY)
        assert room.scan(UNDO).outcome is Outcome.UNDO_REFUSED
        assert room.where(chart).location.name == "Cardiology"

    def test_nor_does_it_take_back_what_another_station_sent_on(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan(chart, "surgery", source=Source.HERE)
        room.scan("Cardiology")
        room.scan(chart)
        assert room.scan(UNDO, "surgery").outcome is Outcome.UNDO_REFUSED
        assert room.where(chart).location.name == "Cardiology"

    def test_nor_after_15_minutes(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        room.scan(chart, source=Source.HERE)
        assert room.scan(UNDO, after=15 * 60).outcome is Outcome.NOTHING_TO_UNDO


class TestWhatWasMeantHasLapsed:
    def test_a_lapsed_place_card_does_not_turn_undo_against_an_older_send(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        room.scan(chart)
        room.scan("Surgery")
        answer = room.scan(UNDO, after=61)
        assert answer.outcome is Outcome.LAPSED
        assert room.where(chart).location.name == "Cardiology"
        assert room.scan(UNDO).outcome is Outcome.UNDONE

    def test_nor_does_a_chart_in_hand_that_lapsed(self, room: RecordRoom) -> None:
        sent, held = room.chart(), room.chart("112233", family="Hopper")
        room.scan("Cardiology")
        room.scan(sent)
        room.scan(DONE)
        room.scan(held)
        assert room.scan(UNDO, after=21).outcome is Outcome.LAPSED
        assert room.where(sent).location.name == "Cardiology"


def test_after_a_refused_chart_the_first_undo_only_names_what_a_second_would_take_back(
    room: RecordRoom,
) -> None:
    sent, late = room.chart(), room.chart("112233", family="Hopper")
    room.scan("Cardiology")
    room.scan(sent)
    made = room.now + timedelta(seconds=2)
    room.scan(late, "surgery")
    answer = room.scan(late, stored=True, at=made, sent_at=room.now + timedelta(seconds=5))
    assert answer.outcome is Outcome.KEPT_NOT_MOVED
    warned = room.scan(UNDO)
    assert warned.outcome is Outcome.UNDO_ASKS
    named = warned.scan.detail.would_take_back
    assert named and warned.charts[named.chart].code == sent
    assert room.scan(UNDO).outcome is Outcome.UNDONE


class TestTheButton:
    def test_it_takes_back_the_send_of_its_own_row(self, room: RecordRoom) -> None:
        first, second = room.chart(), room.chart("112233", family="Hopper")
        room.scan("Cardiology")
        row = room.scan(first)
        room.scan(second)
        answer = room.scan(UNDO, source=Source.BUTTON, undoes=row.scan.scan_id)
        assert answer.outcome is Outcome.UNDONE
        assert answer.chart and answer.chart.code == first
        assert room.where(second).location.name == "Cardiology"

    def test_the_chart_may_be_sent_again_at_once(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        row = room.scan(chart)
        room.scan(UNDO, after=1, source=Source.BUTTON, undoes=row.scan.scan_id)
        assert room.scan(chart, after=1).outcome is Outcome.CHECKED_OUT

    def test_it_obeys_the_same_rules(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        row = room.scan(chart)
        answer = room.scan(UNDO, source=Source.BUTTON, undoes=row.scan.scan_id)
        assert answer.outcome is Outcome.NOTHING_TO_UNDO

    def test_it_cannot_take_back_what_another_station_sent(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        row = room.scan(chart)
        answer = room.scan(UNDO, CARDIOLOGY, source=Source.BUTTON, undoes=row.scan.scan_id)
        assert answer.outcome is Outcome.NOTHING_TO_UNDO

    @pytest.mark.parametrize("undoes", ["0" * 32, "x"])
    def test_an_unknown_row_is_nothing_to_undo(self, room: RecordRoom, undoes: str) -> None:
        answer = room.scan(UNDO, source=Source.BUTTON, undoes=undoes)
        assert answer.outcome is Outcome.NOTHING_TO_UNDO


def test_after_undo_the_next_card_names_what_was_taken_back(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan(chart)
    room.scan(UNDO)
    answer = room.scan("Surgery")
    assert answer.outcome is Outcome.PUT_DOWN_NOT_SENT
    assert answer.scan.detail.not_sent == NotSent((room.where(chart).id,), 1)
    assert room.scan(chart).outcome is Outcome.CHECKED_OUT


def test_look_ups_push_no_scan_and_no_undo_off_the_desk(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    sent = room.scan(chart)
    for _ in range(20):
        room.scan("lovelace", source=Source.TYPED, after=1)
    board = show_board(room.database, room.settings, FILE_ROOM, room.now)
    assert board.notice and board.notice.outcome is Outcome.LOOK_UP_OPENED
    newest, *_ = board.recent
    assert (newest.scan.scan_id, newest.undoable) == (sent.scan.scan_id, True)
    assert Outcome.LOOK_UP_OPENED not in {one.outcome for one in board.recent}
