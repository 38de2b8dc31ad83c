"""What a desk remembers between two scans, and for how long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.codes import Command
from kiosk.domain.custody import MovementKind
from kiosk.domain.desk import Act, DeskState, Scan, Source, aged, decide
from kiosk.domain.desk.details import Detail, WasAt, Went
from kiosk.domain.desk.state import Batch, Lapse, LastRead, Loose, Pending, left_here, not_loose
from kiosk.domain.desk.subjects import Desk, PromptAct
from kiosk.domain.outcomes import Outcome as O  # noqa: N817
from tests.unit.desk.paper_room import (
    ADA,
    BEN,
    CARDIOLOGY,
    DONE,
    EVE,
    IDA,
    INES,
    LONG_AGO,
    LOOK_UP,
    MONDAY,
    OMAR,
    ROOM,
    RULES,
    SIA,
    SIGN_OFF,
    STOPPED,
    SURGERY,
    TO_CARDIOLOGY,
    TO_SURGERY,
    UNDO,
    Label,
    PaperRoom,
    Shelf,
    Undo,
    recorded,
    seconds,
)
from tests.unit.desk.test_table import A, B, E, N, S, played

C = CARDIOLOGY.id


class TestLoose:
    def test_a_chart_lies_once_since_it_was_left_last(self) -> None:
        state = left_here(left_here(DeskState(), 1, MONDAY, arrived=True), 2, MONDAY)
        again = left_here(state, 1, MONDAY + seconds(5))
        assert again.loose == (Loose(2, MONDAY), Loose(1, MONDAY + seconds(5)))
        assert again.files_next == 1

    def test_what_lies_is_in_no_hand_and_another_stays_in_hand(self) -> None:
        state = DeskState(in_hand=Pending(1, MONDAY))
        assert left_here(state, 1, MONDAY).in_hand is None
        assert left_here(state, 2, MONDAY).in_hand == state.in_hand

    def test_what_goes_takes_only_its_own_mark_along(self) -> None:
        state = left_here(left_here(DeskState(), 1, MONDAY), 2, MONDAY)
        assert not_loose(state, 2) == replace(state, loose=(Loose(1, MONDAY),), files_next=None)
        assert not_loose(state, 1) == replace(state, loose=(Loose(2, MONDAY),), files_next=2)

    def test_a_scan_of_another_chart_is_filed_and_not_the_one_before(self) -> None:
        room = played(PaperRoom(), (E, TO_CARDIOLOGY, A))
        assert room.state.files_next is None
        assert room.scan(Shelf()).leads is O.NOTHING_TO_FILE

    def test_a_chart_that_is_taken_or_sent_from_where_it_lay_lies_no_more(self) -> None:
        assert list(played(PaperRoom(), (E, (E, 25))).lying()) == []
        assert list(played(PaperRoom(), (E, TO_CARDIOLOGY, E)).lying()) == []
        assert list(played(PaperRoom(), (E, (E, 25), TO_CARDIOLOGY)).lying()) == []
        assert list(played(PaperRoom(), (A, DONE, TO_CARDIOLOGY, A, DONE, UNDO)).lying()) == []


class TestAgeing:
    def test_a_chart_lies_loose_for_a_minute(self) -> None:
        state = left_here(DeskState(), ADA, MONDAY)
        assert aged(state, MONDAY + seconds(59), RULES) == state
        assert aged(state, MONDAY + seconds(60), RULES) == DeskState()

    def test_of_two_lapses_the_later_one_is_the_last(self) -> None:
        state = DeskState(
            destination=Pending(C, MONDAY + seconds(60)),
            operator=Pending(1, MONDAY + seconds(30)),
            lapses=(Lapse("in_hand", ADA, MONDAY + seconds(10)),),
        )
        lapsed = aged(state, MONDAY + seconds(70), RULES).lapses
        assert [one.what for one in lapsed] == ["in_hand", "operator", "destination"]
        assert lapsed[-1] == Lapse("destination", C, MONDAY + seconds(60))

    def test_an_older_lapse_that_comes_second_is_put_first(self) -> None:
        room = played(PaperRoom(), (INES, (TO_CARDIOLOGY, 5)))
        early = replace(room.state, lapses=(Lapse("reason", SIA, MONDAY + seconds(300)),))
        lapsed = aged(early, MONDAY + seconds(301), RULES).lapses
        assert [one.what for one in lapsed] == ["destination", "reason"]

    @pytest.mark.parametrize(("after", "news"), [(359.9, True), (360, False)])
    def test_a_lapse_is_news_for_five_minutes(self, after: float, news: bool) -> None:
        room = PaperRoom().scan(TO_CARDIOLOGY)
        assert (O.LAPSED in room.scan(A, after).outcomes) is news
        heard = room.scan(LOOK_UP, 61)
        assert (O.LAPSED in heard.scan(A, after - 61).outcomes) is news

    def test_it_is_news_once(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, (A, 61)))
        assert O.LAPSED in room.outcomes
        assert O.LAPSED not in room.scan(B).outcomes

    def test_a_batch_ends_a_quarter_of_an_hour_after_its_last_send(self) -> None:
        state = DeskState(batch=Batch(1, C, 2, MONDAY))
        assert aged(state, MONDAY + seconds(899), RULES).batch
        assert aged(state, MONDAY + seconds(900), RULES).batch is None
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, (B, 50)))
        assert room.state.batch == Batch(room.state.batch.id, C, 2, room.at)  # type: ignore[union-attr]

    def test_what_waits_for_a_reason_lies_here_when_the_time_is_over(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, S)).wait(25)
        assert aged(room.state, room.at, RULES).loose == (Loose(SIA, MONDAY + seconds(30)),)
        held = played(PaperRoom(), (S, TO_CARDIOLOGY, (LOOK_UP, 15))).wait(10)
        still = aged(held.state, held.at, RULES)
        assert still.in_hand and still.in_hand.id == SIA
        assert (still.reason, still.loose) == (None, ())

    def test_what_is_pending_is_renewed_by_a_scan(self) -> None:
        room = played(PaperRoom(), (INES, (TO_CARDIOLOGY, 50)))
        assert room.state.operator == Pending(1, room.at + seconds(900))
        assert room.state.destination == Pending(C, room.at + seconds(60))


class TestOperators:
    def test_a_badge_makes_the_operator_until_signed_off(self) -> None:
        room = PaperRoom().scan(INES)
        assert room.state.operator == Pending(1, room.at + seconds(900))
        assert room.state.last_operator_id == 1
        assert room.scan(SIGN_OFF).state.operator is None
        assert room.scan(OMAR).state.last_operator_id == 2

    @pytest.mark.parametrize("what", [INES, SIGN_OFF])
    def test_it_hides_no_lapse_but_the_operators_own(self, what: object) -> None:
        room = played(PaperRoom(), (INES, TO_CARDIOLOGY)).wait(895)
        after = replace(
            room,
            state=replace(
                room.state,
                operator=Pending(1, room.at + seconds(10)),
                lapses=(
                    Lapse("destination", C, room.at),
                    Lapse("operator", 1, room.at),
                ),
            ),
        ).scan(what)  # type: ignore[arg-type]
        assert [one.what for one in after.state.lapses] == ["destination"]


class TestTheSameLabel:
    def test_a_repeat_keeps_the_guard(self) -> None:
        room = played(PaperRoom(), (A, (A, 2), (A, 2), (A, 2)))
        assert room.leads is O.SAME_LABEL_TWICE
        assert room.state.last_read == LastRead("C11", room.at)

    def test_undo_is_guarded_for_a_second(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, B, UNDO))
        assert room.scan(UNDO, 0.9).leads is O.SAME_LABEL_TWICE
        assert room.scan(UNDO, 1).leads is O.UNDONE

    def test_a_button_between_two_reads_ends_the_guard(self) -> None:
        room = PaperRoom().scan(A).press(Act.SHEETS, BEN, after=1, note="x")
        assert room.state.last_read is None
        assert room.scan(A, 1).leads is O.STILL_IN_HAND


class TestFreshLabels:
    """A check of a label just printed stands beside the dialogue."""

    def check(self, room: PaperRoom, label: Label, source: Source = Source.SCANNER) -> PaperRoom:
        later = room.wait(5)
        scan = Scan(label.text, later.at, source, later.next_id, checks_label=True)
        to = CARDIOLOGY if later.state.destination else None
        told = decide(later.state, scan, label.subject(later), Desk(ROOM), RULES, to)
        return replace(later, state=told.state, said=told)

    def test_it_sends_nothing_and_takes_nothing_in_hand(self) -> None:
        room = self.check(PaperRoom().scan(TO_CARDIOLOGY), A)
        assert room.said and (room.outcomes, room.said.moves) == ({O.LABEL_VERIFIED}, ())
        assert (room.held, room.target, list(room.lying())) == (None, C, [ADA])
        assert room.state.last_read == LastRead("C11", room.at)
        assert room.state.destination == Pending(C, MONDAY + seconds(65))  # not renewed
        typed = self.check(PaperRoom(), A, Source.TYPED)
        assert typed.outcomes == {O.HERE_NOT_IN_HAND}

    def test_the_chart_in_hand_stays_in_hand(self) -> None:
        room = self.check(PaperRoom().scan(A, 5), B)
        assert (room.held, list(room.lying())) == (ADA, [BEN])
        assert self.check(PaperRoom().scan(A), A).held == ADA

    def test_the_reason_is_awaited_on(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, S))
        assert self.check(room, A).state.reason == room.state.reason

    def test_a_new_folder_lies_here_verified(self) -> None:
        room = self.check(PaperRoom().scan(TO_CARDIOLOGY), N)
        assert room.outcomes == {O.FOLDER_REGISTERED, O.LABEL_VERIFIED}
        assert (room.held, list(room.lying())) == (None, [17])
        assert room.said and room.said.moves[0].chart_id == 17
        typed = self.check(PaperRoom(), N, Source.TYPED)
        assert typed.outcomes == {O.FOLDER_REGISTERED}

    def test_its_alerts_are_said_too(self) -> None:
        room = PaperRoom().correct(ADA, has_sheets=True)
        assert self.check(room, A).outcomes == {O.LABEL_VERIFIED, O.SHEETS_WAIT}


class TestCameBackEarlier:
    def came(self, room: PaperRoom, chart_id: int, hours: float) -> PaperRoom:
        at = room.at - timedelta(hours=hours)
        act = PromptAct(Act.RETURNED, room.charts[chart_id], happened_at=at)
        scan = Scan("C", room.at, Source.BUTTON, 1)
        told = decide(room.state, scan, act, Desk(ROOM), RULES)
        return replace(room, state=told.state, said=told)

    def test_it_was_here_since_then(self) -> None:
        room = self.came(PaperRoom().correct(EVE, has_sheets=True).scan(A), EVE, 5)
        assert room.said
        (move,) = room.said.moves
        at = room.at - timedelta(hours=5)
        assert (move.kind, move.at, move.to_id) == (MovementKind.CHECK_IN, at, ROOM.id)
        assert room.outcomes == {O.CHECKED_IN, O.SHEETS_WAIT}
        assert room.said.detail == Detail(was_at=WasAt(SURGERY.id, LONG_AGO), chart=EVE)
        assert (room.held, room.state.arrival_to_undo) == (ADA, EVE)

    @pytest.mark.parametrize(("hours", "found"), [(4.99, True), (5, True), (5.01, False)])
    def test_a_report_before_it_is_ended_by_it(self, hours: float, found: bool) -> None:
        reported = MONDAY - timedelta(hours=5)
        room = self.came(PaperRoom().correct(EVE, missing_since=reported), EVE, hours)
        assert (O.WAS_MISSING in room.outcomes) is found

    def test_a_retired_one_is_said_to_be_retired(self) -> None:
        room = self.came(PaperRoom().correct(EVE, retired=True), EVE, 5)
        assert O.CHART_RETIRED in room.outcomes

    def test_it_was_just_sent_out_then(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, DONE)).wait(7 * 3600)
        assert O.JUST_SENT_OUT in self.came(room, ADA, 6.9).outcomes
        assert O.JUST_SENT_OUT not in self.came(room, ADA, 0.5).outcomes

    @pytest.mark.parametrize("hours", [-0.1, 73])
    def test_not_in_the_future_nor_before_it_was_seen_elsewhere(self, hours: float) -> None:
        room = self.came(PaperRoom(), EVE, hours)
        assert room.said and room.said.outcomes == (O.KEPT_NOT_MOVED,)
        assert (room.said.detail, room.said.moves) == (Detail(chart=EVE), ())
        assert room.state == replace(PaperRoom().state)

    def test_as_early_as_it_was_seen_elsewhere(self) -> None:
        assert self.came(PaperRoom(), EVE, 72).leads is O.CHECKED_IN


class TestAtAClinic:
    def test_what_arrives_is_received(self) -> None:
        room = PaperRoom(desk=CARDIOLOGY)
        assert room.scan(A).outcomes == {O.NOBODY_SAID_IT_LEFT, O.RECEIVED}
        room = room.correct(IDA, place=CARDIOLOGY)
        assert room.scan(Label(IDA)).outcomes == {O.RECEIVED}

    def test_what_may_not_be_sent_on_is_received(self) -> None:
        room = PaperRoom(desk=CARDIOLOGY).scan(TO_SURGERY)
        scan = Scan("C11", room.at, Source.SCANNER, 1)
        stopped = replace(SURGERY, stopped=True)
        told = decide(room.state, scan, A.subject(room), Desk(CARDIOLOGY), RULES, stopped)
        assert set(told.outcomes) == {O.BORROWER_STOPPED, O.NOBODY_SAID_IT_LEFT, O.RECEIVED}

    def test_only_what_this_place_sent_out_was_just_sent_from_here(self) -> None:
        sent = recorded(ADA, SURGERY, MovementKind.TRANSFER, C)
        sent = replace(sent, last=replace(sent.last, at=MONDAY))
        room = PaperRoom().correct(ADA, place=SURGERY, last=sent.last)
        assert O.JUST_SENT_OUT not in room.scan(A).outcomes
        here = PaperRoom(desk=CARDIOLOGY).correct(ADA, place=SURGERY, last=sent.last)
        assert O.JUST_SENT_OUT in here.scan(A).outcomes
        received = replace(sent.last, kind=MovementKind.RECEIVE)
        seen = PaperRoom(desk=CARDIOLOGY).correct(ADA, place=SURGERY, last=received)
        assert O.JUST_SENT_OUT not in seen.scan(A).outcomes

    @pytest.mark.parametrize(("after", "said"), [(21599.9, True), (21600, False)])
    def test_for_six_hours_where_it_was_not_seen(self, after: float, said: bool) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, DONE))
        assert (O.JUST_SENT_OUT in room.scan(A, after - 5).outcomes) is said


class TestUndo:
    def test_it_takes_one_from_the_count_and_no_more(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, B, UNDO))
        assert room.state.batch and room.state.batch.count == 1
        other = played(PaperRoom(), (TO_CARDIOLOGY, A, DONE, TO_SURGERY, B)).scan(
            Undo(ADA), source=Source.BUTTON
        )
        assert other.state.batch and other.state.batch.count == 1

    def test_it_goes_back_to_where_it_was(self) -> None:
        room = played(PaperRoom(), (A, Shelf(), DONE, (TO_CARDIOLOGY, 5), (A, 5), UNDO))
        assert room.said and room.said.moves[0].to_id == 90

    def test_the_card_that_sent_it_asks_no_more(self) -> None:
        room = played(PaperRoom(), (A, TO_CARDIOLOGY, UNDO, UNDO, TO_SURGERY))
        assert O.WENT_ELSEWHERE not in room.outcomes

    def test_a_look_up_lets_it_go_on(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, B, UNDO, LOOK_UP, UNDO))
        assert (room.leads, room.where(ADA)) == (O.UNDONE, ROOM.id)
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, B, UNDO, INES, UNDO))
        assert (room.leads, room.where(ADA)) == (O.UNDO_ASKS, C)

    def test_a_card_that_named_no_send_changes_none(self) -> None:
        room = played(PaperRoom(), (A, TO_CARDIOLOGY, TO_SURGERY, LOOK_UP, UNDO))
        assert room.leads is O.UNDONE
        room = played(PaperRoom(), (A, TO_CARDIOLOGY, TO_SURGERY, INES, (TO_SURGERY, 10), UNDO))
        assert (room.leads, room.where(ADA)) == (O.DESTINATION_ENDED, C)

    def test_a_filing_is_asked_about_by_its_shelf_and_a_moved_send_is_refused(self) -> None:
        room = played(PaperRoom(), (A, Shelf(), E, UNDO))
        assert room.said and room.said.detail == Detail(would_take_back=Went(ADA, 90))
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, DONE, E)).elsewhere(ADA, CARDIOLOGY)
        room = room.scan(UNDO)
        assert room.leads is O.UNDO_REFUSED
        assert room.said and room.said.detail == Detail(chart=ADA, now_at=C)

    def test_an_operators_lapse_does_not_stand_in_its_way(self) -> None:
        room = played(PaperRoom(), (INES, TO_CARDIOLOGY)).wait(40)
        held = replace(room.state, lapses=(Lapse("operator", 1, room.at),))
        room = replace(room, state=held).scan(UNDO)
        assert room.leads is O.DESTINATION_ENDED
        room = played(PaperRoom(), (TO_CARDIOLOGY, A))
        held = replace(room.state, lapses=(Lapse("operator", 1, room.at),))
        assert replace(room, state=held).scan(UNDO).leads is O.UNDONE


class TestUnsent:
    def test_what_waited_for_its_reason_is_named_by_what_comes_instead(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, S, A))
        assert room.said and room.said.detail.put_down == SIA
        done = played(PaperRoom(), (S, TO_CARDIOLOGY, DONE))
        assert done.outcomes == {O.PUT_DOWN}
        again = played(PaperRoom(), (TO_CARDIOLOGY, S, (S, 5)))
        assert again.outcomes == {O.REASON_NEEDED}
        held = played(PaperRoom(), (S, TO_CARDIOLOGY, TO_CARDIOLOGY))
        assert held.outcomes == {O.REASON_NEEDED}

    def test_only_its_own_sending_ends_its_naming(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, S)).correct(SIA, sensitive=False)
        assert room.scan(S).outcomes == {O.CHECKED_OUT}


class TestPresence:
    def test_a_scan_of_its_label_proves_it_and_a_card_does_not(self) -> None:
        for steps in ((A,), (E,), (TO_CARDIOLOGY, A), (TO_CARDIOLOGY, A, A), (N,)):
            told = played(PaperRoom(), steps).said
            assert told and told.proves_presence
        told = played(PaperRoom(), (A, TO_CARDIOLOGY)).said
        assert told and not told.proves_presence


class TestExtending:
    def test_not_for_a_borrower_who_is_stopped(self) -> None:
        room = PaperRoom()
        act = PromptAct(Act.EXTEND, room.charts[EVE], holder=STOPPED)
        scan = Scan("C13", room.at, Source.BUTTON, 1)
        told = decide(room.state, scan, act, Desk(ROOM), RULES)
        assert told.outcomes == (O.BORROWER_STOPPED,)
        assert told.detail == Detail(chart=EVE, refused_place=STOPPED.id)

    def test_not_where_loans_do_not_end(self) -> None:
        room = PaperRoom()
        act = PromptAct(Act.EXTEND, room.charts[EVE])
        told = decide(room.state, Scan("C13", room.at, Source.BUTTON, 1), act, Desk(ROOM), RULES)
        assert told.outcomes == (O.NOTHING_PENDING,)


def test_a_stored_scan_of_the_same_moment_is_not_late() -> None:
    room = PaperRoom().wait(5).correct(ADA, last_scan_at=MONDAY + seconds(10))
    assert room.scan(A, stored=True).leads is O.IN_HAND
    live = PaperRoom().correct(ADA, last_scan_at=MONDAY + seconds(100))
    assert live.scan(A).leads is O.IN_HAND


def test_done_after_a_shelfs_photo_takes_its_chart_from_the_desk() -> None:
    room = played(PaperRoom(), (A, DONE, E))
    scan = Scan(Command.DONE.value, room.at, Source.CAMERA, 1, on_shelf=True)
    told = decide(room.state, scan, DONE.subject(room), Desk(ROOM), RULES)
    assert [one.id for one in told.state.loose] == [ADA]
    plain = decide(room.state, replace(scan, on_shelf=False), DONE.subject(room), Desk(ROOM), RULES)
    assert [one.id for one in plain.state.loose] == [ADA, EVE]
