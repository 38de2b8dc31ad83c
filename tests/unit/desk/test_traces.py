"""What a scan leaves for the scans after it: the batch, its count, what was just sent, lapses."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.custody import MovementKind, Volume
from kiosk.domain.desk import Act, DeskState, Scan, Source, UndoBatch, decide
from kiosk.domain.desk.details import Detail, NotSent, WasAt, Went
from kiosk.domain.desk.state import AwaitedReason, Pending, aged
from kiosk.domain.desk.subjects import Decision, Desk
from kiosk.domain.outcomes import Outcome as O  # noqa: N817
from tests.unit.desk.paper_room import (
    ADA,
    BEN,
    CARDIOLOGY,
    DONE,
    EVE,
    INES,
    LONG_AGO,
    MONDAY,
    ROOM,
    RULES,
    SIA,
    SURGERY,
    TO_CARDIOLOGY,
    TO_STOPPED,
    TO_SURGERY,
    UNDO,
    Foreign,
    PaperRoom,
    ReasonCard,
    Shelf,
    Undo,
)
from tests.unit.desk.test_table import A, B, E, N, S, Timed, played

C, SU = CARDIOLOGY.id, SURGERY.id


@pytest.mark.parametrize(
    ("steps", "detail"),
    [
        ((INES,), Detail(staff=INES.staff_id)),
        ((UNDO,), Detail()),
        ((TO_CARDIOLOGY, A, TO_SURGERY, DONE), Detail(place=SU, nothing_to=SU)),
        # Of the same place's card there is nothing to correct; of the last but one card's, neither.
        ((A, TO_CARDIOLOGY, TO_CARDIOLOGY), Detail(place=C)),
        ((A, TO_CARDIOLOGY, TO_SURGERY, TO_CARDIOLOGY), Detail(place=C, nothing_to=SU)),
        ((A, TO_CARDIOLOGY, B, DONE, TO_SURGERY), Detail(not_sent=NotSent((BEN,), 1), place=SU)),
        ((S, TO_CARDIOLOGY, ReasonCard(), TO_SURGERY), Detail(went=Went(SIA, C), place=SU)),
        ((TO_CARDIOLOGY, S, ReasonCard()), Detail(chart=SIA, reason="treatment")),
        ((TO_CARDIOLOGY, S, ReasonCard(), TO_SURGERY), Detail(place=SU)),
        # A shelf's card does not file what lay here before another chart was sent.
        ((A, B, TO_CARDIOLOGY, Shelf()), Detail(spot=90)),
        ((TO_CARDIOLOGY, N), Detail(not_sent=NotSent((17,), 1), place=C)),
    ],
)
def test_the_next_card_knows_what_just_happened(steps: tuple[Timed, ...], detail: Detail) -> None:
    room = played(PaperRoom(), steps)
    assert room.said
    assert room.said.detail == detail


def test_an_arrival_that_is_sent_on_tells_where_it_was_and_its_volumes() -> None:
    room = PaperRoom().correct(EVE, volumes=(Volume(31, 2, SU),)).scan(TO_CARDIOLOGY).scan(E)
    assert room.said and room.said.detail == Detail(was_at=WasAt(SU, LONG_AGO), volumes=(31,))


def test_what_is_here_while_charts_go_elsewhere_is_named_by_the_next_card() -> None:
    room = PaperRoom().scan(TO_CARDIOLOGY).scan(A, source=Source.HERE).scan(TO_SURGERY)
    assert room.named == [ADA]


def test_what_lay_here_before_another_chart_was_sent_is_not_filed() -> None:
    room = PaperRoom().scan(TO_CARDIOLOGY).scan(E, source=Source.HERE).scan(A).scan(Shelf())
    assert room.leads is O.NOTHING_TO_FILE


def test_a_folder_whose_label_was_only_checked_is_named_by_the_next_card() -> None:
    room = PaperRoom()
    scan = Scan(N.text, room.at, Source.SCANNER, 1, checks_label=True)
    checked = decide(room.state, scan, N.subject(room), Desk(ROOM), RULES)
    told = decided(room._after(checked, N.subject(room)), TO_SURGERY)
    assert told.detail.not_sent == NotSent((17,), 1)


def test_one_retired_in_the_hand_is_named_by_the_cards_after_it_too() -> None:
    room = PaperRoom().scan(A).correct(ADA, retired=True)
    room = played(room, (TO_CARDIOLOGY, TO_SURGERY))
    assert room.named == [ADA]


def test_one_in_hand_that_came_back_from_elsewhere_is_not_put_down() -> None:
    room = PaperRoom().scan(A).elsewhere(ADA, SURGERY).scan(A)
    assert room.leads is O.CHECKED_IN
    assert O.PUT_DOWN_NOT_SENT not in room.outcomes
    assert list(room.lying()) == [ADA]


def test_one_that_waited_here_for_its_reason_lies_here_no_more_once_it_is_sent() -> None:
    room = played(PaperRoom(), (TO_CARDIOLOGY, S))
    assert list(room.lying()) == [SIA]
    assert list(room.scan(ReasonCard()).lying()) == []


class TestABatch:
    @pytest.mark.parametrize(
        ("steps", "count", "sent_to_it"),
        [
            ((TO_CARDIOLOGY, A), 1, 1),
            ((TO_CARDIOLOGY, A, B), 2, 2),
            ((TO_CARDIOLOGY, A, TO_CARDIOLOGY, B), 2, 2),
            ((TO_CARDIOLOGY, A, (TO_CARDIOLOGY, 61), B), 2, 1),
            ((TO_CARDIOLOGY, A, S, ReasonCard()), 2, 2),
            ((TO_CARDIOLOGY, A, B, UNDO), 1, 1),
            ((TO_SURGERY, A, DONE, TO_CARDIOLOGY, B), 1, 1),
            ((TO_SURGERY, A, DONE, TO_CARDIOLOGY, B, Undo(ADA)), 1, 1),
        ],
    )
    def test_its_count_and_what_went_to_the_card(
        self, steps: tuple[Timed, ...], count: int, sent_to_it: int
    ) -> None:
        room = played(PaperRoom(), steps)
        assert room.state.batch and room.state.batch.place_id == C
        assert (room.state.batch.count, room.state.sent_to_it) == (count, sent_to_it)
        there = [chart for chart in room.charts.values() if chart.place.id == C]
        assert {chart.last.batch_id for chart in there} == {room.state.batch.id}

    def test_taking_it_back_brings_each_chart_to_where_it_was(self) -> None:
        told = taken_back((TO_CARDIOLOGY, A, E))
        assert {move.chart_id: move.to_id for move in told.moves} == {ADA: ROOM.id, EVE: ROOM.id}

    def test_it_is_taken_back_also_after_its_end(self) -> None:
        assert len(taken_back((TO_CARDIOLOGY, A, B, DONE)).moves) == 2

    def test_what_was_taken_back_is_named_and_not_said_to_have_gone(self) -> None:
        room = played(PaperRoom(), (A, TO_CARDIOLOGY))
        told = taken_back((A, TO_CARDIOLOGY))
        after = replace(room.wait(3), state=told.state)
        said = decided(after._moved(told.moves[0]), TO_SURGERY)
        assert said.outcomes == (O.DESTINATION_SET, O.PUT_DOWN_NOT_SENT)
        assert said.detail.not_sent == NotSent((ADA,), 1)


def decided(room: PaperRoom, what: object) -> Decision:
    told = room.scan(what).said  # type: ignore[arg-type]
    assert told
    return told


def taken_back(steps: tuple[Timed, ...]) -> Decision:
    """The decision of the button that takes back the whole batch sent last."""
    room = played(PaperRoom(), steps)
    sends = [
        sent
        for one in {kept.before.id: kept for kept in room.kept}
        if (sent := Undo(one).subject(room).send) is not None  # type: ignore[union-attr]
    ]
    batch = sends[-1].movement.batch_id
    assert batch
    scan = Scan("undo", room.at, Source.BUTTON, 1)
    to = CARDIOLOGY if room.state.destination else None
    return decide(room.state, scan, UndoBatch(batch, tuple(sends)), Desk(ROOM), RULES, to)


class TestUndo:
    def test_a_button_whose_send_is_gone_takes_back_nothing(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, UNDO, Undo(ADA)))
        assert (room.leads, room.where(ADA)) == (O.NOTHING_TO_UNDO, ROOM.id)
        assert room.target == C

    def test_it_asks_where_a_scan_has_come_too_late_since_the_send(
        self,
    ) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A))
        room = room.correct(BEN, last_scan_at=room.at + timedelta(hours=1))
        room = room.scan(B, stored=True).scan(DONE).scan(UNDO)
        assert (room.leads, room.where(ADA)) == (O.UNDO_ASKS, C)

    def test_what_lay_here_and_is_given_back_to_the_hand_is_not_named(self) -> None:
        room = played(PaperRoom(), (A, Shelf(), A, B, UNDO, UNDO, UNDO))
        assert (room.leads, room.held) == (O.UNDONE, ADA)
        assert room.scan(TO_STOPPED).named == [BEN]

    def test_what_was_given_back_and_put_down_is_the_end_of_going_on(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, B, (UNDO, 400)))
        assert (room.leads, room.held) == (O.UNDONE, BEN)
        assert room.state.undo_goes_on
        room = played(room, (UNDO, UNDO))
        assert (room.leads, room.where(ADA)) == (O.UNDO_ASKS, C)


class TestLapses:
    def test_they_are_told_in_the_order_of_their_times(self) -> None:
        ends = {"destination": 9, "in_hand": 3, "operator": 6}
        pending = {what: Pending(at, MONDAY + timedelta(seconds=at)) for what, at in ends.items()}
        state = aged(DeskState(**pending), MONDAY + timedelta(seconds=10), RULES)  # type: ignore[arg-type]
        assert [lapse.what for lapse in state.lapses] == ["in_hand", "operator", "destination"]

    def test_two_of_one_time_are_told_by_name(self) -> None:
        at = MONDAY + timedelta(seconds=5)
        state = DeskState(operator=Pending(2, at), destination=Pending(1, at))
        told = aged(state, at, RULES).lapses
        assert [lapse.what for lapse in told] == ["destination", "operator"]

    def test_what_ran_out_last_is_what_a_shelfs_card_files(self) -> None:
        hand, reason = (MONDAY + timedelta(seconds=at) for at in (9, 5))
        state = DeskState(in_hand=Pending(ADA, hand), reason=AwaitedReason(BEN, C, reason))
        after = aged(state, MONDAY + timedelta(seconds=10), RULES)
        assert after.files_next == ADA
        assert [(one.id, one.at) for one in after.loose] == [(BEN, reason), (ADA, hand)]

    def test_one_whose_reason_ran_out_first_lies_here_since_its_hand_did(self) -> None:
        room = played(PaperRoom(), (S, TO_CARDIOLOGY)).press(Act.SHEETS, SIA, after=19)
        room = room.scan(A, after=66).scan(TO_SURGERY)
        assert room.named == [SIA]

    def test_a_reason_that_came_too_late_is_said_again_by_the_next_chart(self) -> None:
        room = played(PaperRoom(), (S, TO_CARDIOLOGY, (ReasonCard(), 70)))
        assert O.LAPSED in room.outcomes
        assert O.LAPSED in room.scan(A).outcomes
        assert O.LAPSED not in room.scan(A).scan(B).outcomes

    def test_one_that_undo_has_named_is_not_said_again(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, DONE, B, (UNDO, 21)))
        assert O.LAPSED in room.outcomes
        assert O.LAPSED not in room.scan(B).outcomes

    def test_done_after_a_lapsed_reason_names_no_lapse(self) -> None:
        room = played(PaperRoom(), (S, TO_CARDIOLOGY, (DONE, 70)))
        assert O.LAPSED not in room.outcomes
        assert O.LAPSED in room.scan(A).outcomes

    def test_a_text_that_is_not_ours_lets_them_stand(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, (Foreign(), 61)))
        assert O.LAPSED in room.scan(A).outcomes


class TestStoredAtTheSameInstant:
    """What was scanned last at the very time of a stored scan is no later scan."""

    def same_time(self, chart_id: int, room: PaperRoom) -> PaperRoom:
        return room.correct(chart_id, last_scan_at=room.at + timedelta(seconds=5))

    def test_the_chart_itself(self) -> None:
        room = self.same_time(ADA, PaperRoom().scan(TO_CARDIOLOGY)).scan(A, stored=True)
        assert room.where(ADA) == C

    def test_a_card_that_sends_it(self) -> None:
        room = self.same_time(ADA, PaperRoom().scan(A)).scan(TO_CARDIOLOGY, stored=True)
        assert room.where(ADA) == C

    def test_a_shelf_that_takes_it(self) -> None:
        room = self.same_time(EVE, PaperRoom().scan(E)).scan(Shelf(), stored=True)
        assert room.leads is O.FILED

    def test_an_undo(self) -> None:
        room = self.same_time(ADA, played(PaperRoom(), (TO_CARDIOLOGY, A))).scan(UNDO, stored=True)
        assert room.leads is O.UNDONE


@pytest.mark.parametrize("steps", [(A,), (A, TO_CARDIOLOGY)])
def test_what_is_kept_late_names_its_chart_and_stays_where_it_is(steps: tuple[Timed, ...]) -> None:
    room = played(PaperRoom(), steps[:-1] or (DONE,))
    room = room.correct(ADA, last_scan_at=room.at + timedelta(hours=1))
    told = room.scan(steps[-1], stored=True).said  # type: ignore[arg-type]
    assert told
    (move,) = told.moves
    assert (move.kind, move.chart_id) == (MovementKind.LATE, ADA)
