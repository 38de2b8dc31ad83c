"""The facts that a scan leaves for its words, and the movements and marks that it leaves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.custody import Loan, MovementKind, Volume
from kiosk.domain.desk import Act, Scan, Source, UndoBatch, decide
from kiosk.domain.desk.details import BatchEnded, BatchUndone, Detail, Lapsed, NotSent, WasAt, Went
from kiosk.domain.desk.state import Loose
from kiosk.domain.desk.subjects import Desk, Reason
from kiosk.domain.filing import Wants
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
    OMAR,
    ROOM,
    RULES,
    SIA,
    SIGN_OFF,
    STOPPED,
    SURGERY,
    TO_CARDIOLOGY,
    TO_ROOM_B,
    TO_STOPPED,
    TO_SURGERY,
    UNDO,
    VERA,
    Card,
    Label,
    PaperRoom,
    ReasonCard,
    Shelf,
    Undo,
)
from tests.unit.desk.test_table import A, B, E, N, S, Timed, X, played

C, SU = CARDIOLOGY.id, SURGERY.id


def said(*steps: Timed) -> Detail:
    room = played(PaperRoom(), steps)
    assert room.said
    return room.said.detail


@pytest.mark.parametrize(
    ("steps", "detail"),
    [
        ((E,), Detail(was_at=WasAt(SU, LONG_AGO))),
        ((A, B), Detail(put_down=ADA)),
        ((A, DONE), Detail(put_down=ADA)),
        ((A, UNDO), Detail(put_down=ADA)),
        ((A, N), Detail(put_down=ADA)),
        ((A, TO_CARDIOLOGY), Detail(chart=ADA, place=C)),
        ((TO_CARDIOLOGY,), Detail(place=C)),
        ((TO_CARDIOLOGY, UNDO), Detail(place=C)),
        ((TO_CARDIOLOGY, DONE), Detail(place=C, nothing_to=C)),
        ((TO_CARDIOLOGY, TO_SURGERY), Detail(place=SU, nothing_to=C)),
        ((TO_STOPPED,), Detail(refused_place=STOPPED.id)),
        ((TO_CARDIOLOGY, TO_STOPPED), Detail(refused_place=STOPPED.id, place=C, nothing_to=C)),
        ((TO_CARDIOLOGY, S), Detail(refused_place=C)),
        ((S, TO_CARDIOLOGY), Detail(refused_place=C, chart=SIA)),
        ((S, TO_CARDIOLOGY, ReasonCard()), Detail(chart=SIA, reason="treatment")),
        ((A, TO_CARDIOLOGY, TO_SURGERY), Detail(went=Went(ADA, C), place=SU)),
        ((E, TO_SURGERY), Detail(not_sent=NotSent((EVE,), 1), place=SU)),
        ((Shelf(),), Detail(spot=90)),
        ((E, Shelf()), Detail(chart=EVE, spot=90)),
        ((VERA,), Detail(staff=3)),
        ((INES, A, OMAR), Detail(put_down=ADA, staff=OMAR.staff_id)),
        ((INES, TO_CARDIOLOGY, SIGN_OFF), Detail(place=C, nothing_to=C)),
        ((TO_CARDIOLOGY, A, UNDO), Detail(chart=ADA, back_at=ROOM.id, remaining=0)),
        ((TO_CARDIOLOGY, A, B, UNDO), Detail(chart=BEN, back_at=ROOM.id, remaining=1)),
        ((A, Shelf(), UNDO), Detail(chart=ADA, back_at=ROOM.id)),
        (
            (A, TO_CARDIOLOGY, TO_SURGERY, UNDO),
            Detail(chart=ADA, back_at=ROOM.id, remaining=0, place=SU),
        ),
        ((TO_CARDIOLOGY, A, DONE, E, UNDO), Detail(would_take_back=Went(ADA, C))),
        (
            (TO_CARDIOLOGY, A, DONE, B, (UNDO, 21)),
            Detail(would_take_back=Went(ADA, C), lapsed=(Lapsed("in_hand", BEN),)),
        ),
        ((TO_CARDIOLOGY, (A, 61)), Detail(lapsed=(Lapsed("destination", C),))),
        ((TO_CARDIOLOGY, A, (UNDO, 900)), Detail(chart=ADA, now_at=C)),
    ],
)
def test_the_facts_of_a_scan(steps: tuple[Timed, ...], detail: Detail) -> None:
    assert said(*steps) == detail


def test_where_something_went_it_is_not_said_that_nothing_did() -> None:
    assert said(TO_CARDIOLOGY, A, DONE).nothing_to is None


def test_of_a_stopped_place_it_is_not_said_that_nothing_went_where_something_did() -> None:
    stopped = said(TO_CARDIOLOGY, A, TO_STOPPED)
    assert stopped == Detail(refused_place=STOPPED.id, place=C)


def test_a_batch_ends_with_its_sending() -> None:
    room = played(PaperRoom(), (TO_CARDIOLOGY, A, B))
    batch = room.state.batch
    assert batch and batch.count == 2
    assert said(TO_CARDIOLOGY, A, B, DONE).batch_ended == BatchEnded(batch.id, 2)
    ended = played(PaperRoom(), (TO_CARDIOLOGY, A, B, DONE))
    assert ended.state.batch is None


def test_only_the_newest_three_are_named_and_all_are_counted() -> None:
    told = said(E, X, (N, 5), DONE, A, DONE, TO_SURGERY)
    assert told.not_sent == NotSent((ADA, 17, 14), 4)


def test_it_was_sent_out_a_while_ago() -> None:
    room = played(PaperRoom(), (TO_CARDIOLOGY, A, DONE, (A, 100)))
    assert room.said
    assert room.said.detail.sent_at == MONDAY + timedelta(seconds=10)


def test_what_is_brought_here_and_sent_on_left_from_here() -> None:
    room = played(PaperRoom(), (TO_CARDIOLOGY, E))
    assert room.said
    came, went = room.said.moves
    assert (came.kind, came.from_id, came.to_id) == (MovementKind.CHECK_IN, SU, ROOM.id)
    assert (went.kind, went.from_id, went.to_id) == (MovementKind.CHECK_OUT, ROOM.id, C)
    assert went.loan is Loan.BEGINS


def test_a_new_folder_is_no_loan_in_a_file_room_and_one_at_a_borrower() -> None:
    room = PaperRoom().scan(N)
    assert room.said and room.said.moves[0].loan is Loan.ENDS
    clinic = PaperRoom(desk=CARDIOLOGY).scan(N)
    assert clinic.said and clinic.said.moves[0].loan is Loan.BEGINS
    assert clinic.said.moves[0].kind is MovementKind.CREATED
    assert (clinic.said.moves[0].from_id, clinic.said.moves[0].to_id) == (None, C)


class TestAlerts:
    @pytest.mark.parametrize(
        ("holds", "outcome"),
        [
            ({"has_sheets": True}, O.SHEETS_WAIT),
            ({"missing_since": LONG_AGO}, O.WAS_MISSING),
            ({"has_temporary": True}, O.TEMPORARY_EXISTS),
        ],
    )
    def test_they_come_with_every_scan_of_the_chart(
        self, holds: dict[str, object], outcome: O
    ) -> None:
        room = PaperRoom().correct(ADA, **holds)
        for steps in ((A,), (TO_CARDIOLOGY, A), (TO_CARDIOLOGY, A, A)):
            assert outcome in played(room, steps).outcomes

    def test_a_missing_chart_that_is_sent_or_filed_is_found(self) -> None:
        room = PaperRoom().scan(A).correct(ADA, missing_since=MONDAY)
        assert O.WAS_MISSING in room.scan(TO_CARDIOLOGY).outcomes
        assert O.WAS_MISSING in room.scan(Shelf()).outcomes

    def test_a_fresh_label_is_verified_by_a_reader_only(self) -> None:
        room = PaperRoom().correct(ADA, label_verified=False)
        assert O.LABEL_VERIFIED in room.scan(A).outcomes
        for source in (Source.TYPED, Source.HERE, Source.BUTTON):
            assert O.LABEL_VERIFIED not in room.scan(A, source=source).outcomes

    @pytest.mark.parametrize(("wear", "weak"), [(5, False), (6, True)])
    def test_a_weak_label_is_said_when_its_chart_comes_home(self, wear: int, weak: bool) -> None:
        room = PaperRoom().correct(EVE, label_wear=wear)
        assert (O.WEAK_LABEL in room.scan(E).outcomes) is weak
        away = PaperRoom(desk=CARDIOLOGY).correct(EVE, label_wear=wear)
        assert O.WEAK_LABEL not in away.scan(E).outcomes

    def test_its_home_may_be_another_room(self) -> None:
        room = PaperRoom().correct(EVE, home_id=2)
        assert O.HOME_IS_ANOTHER_ROOM in room.scan(E).outcomes
        on_its_way = PaperRoom().correct(14, home_id=2)
        assert O.HOME_IS_ANOTHER_ROOM not in on_its_way.scan(X).outcomes
        away = PaperRoom(desk=CARDIOLOGY).correct(EVE, home_id=2)
        assert O.HOME_IS_ANOTHER_ROOM not in away.scan(E).outcomes

    def test_other_volumes_are_told_and_wanted_ones_asked_for(self) -> None:
        room = PaperRoom().correct(ADA, volumes=(Volume(31, 2, SU),))
        for steps in ((A, TO_CARDIOLOGY), (TO_CARDIOLOGY, A)):
            told = played(room, steps)
            assert told.said and told.said.detail.volumes == (31,)
            assert O.SET_INCOMPLETE not in told.outcomes
        wanting = Card(replace(CARDIOLOGY, wants=Wants.ALL))
        assert O.SET_INCOMPLETE in played(room, (A, wanting)).outcomes
        home = played(room, (A, TO_ROOM_B))
        assert home.said and not home.said.detail.volumes


class TestByHand:
    def test_it_is_here_sends_nothing_whatever_is_pending(self) -> None:
        room = PaperRoom().scan(TO_CARDIOLOGY)
        here = room.scan(E, source=Source.HERE)
        assert (here.leads, here.where(EVE)) == (O.CHECKED_IN, ROOM.id)
        assert here.target == C
        there = room.scan(A, source=Source.HERE)
        assert (there.leads, there.where(ADA)) == (O.HERE_NOT_IN_HAND, ROOM.id)

    def test_send_to_sends_as_a_scan_does(self) -> None:
        room = PaperRoom().scan(TO_CARDIOLOGY).scan(E, source=Source.BUTTON)
        assert room.where(EVE) == C

    @pytest.mark.parametrize("source", [Source.TYPED, Source.HERE, Source.BUTTON])
    def test_undo_takes_back_an_arrival_that_was_typed(self, source: Source) -> None:
        room = PaperRoom().scan(E, source=source)
        assert room.state.arrival_to_undo == EVE
        assert room.scan(UNDO).where(EVE) == SU
        assert list(room.scan(UNDO).lying()) == []

    def test_a_button_is_no_label_read_twice(self) -> None:
        room = PaperRoom().scan(A, source=Source.HERE).scan(A, 1, source=Source.HERE)
        assert room.leads is O.STILL_IN_HAND

    def test_undo_of_a_row_goes_straight_to_its_send(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, B))
        back = room.scan(Undo(ADA), source=Source.BUTTON)
        assert (back.leads, back.where(ADA), back.where(BEN)) == (O.UNDONE, ROOM.id, C)
        assert list(back.lying()) == [ADA]

    def test_undo_of_a_row_leaves_another_chart_in_hand(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, DONE, B)).scan(Undo(ADA), 1, Source.BUTTON)
        assert (room.leads, room.held) == (O.UNDONE, BEN)
        assert list(room.lying()) == [ADA]


class TestStored:
    """Scans that were made offline count at their own time, and never against what came later."""

    def seen_later(self, chart_id: int, room: PaperRoom) -> PaperRoom:
        return room.correct(chart_id, last_scan_at=room.at + timedelta(hours=1))

    def test_a_chart_that_was_scanned_later_is_kept_and_not_moved(self) -> None:
        room = self.seen_later(ADA, PaperRoom().scan(TO_CARDIOLOGY)).scan(A, stored=True)
        assert room.leads is O.KEPT_NOT_MOVED
        assert room.said and room.said.moves[0].kind is MovementKind.LATE
        assert room.where(ADA) == ROOM.id
        assert room.scan(UNDO).leads is O.NOTHING_TO_UNDO

    def test_a_reason_or_a_shelf_card_moves_no_chart_that_was_scanned_later(self) -> None:
        room = self.seen_later(SIA, played(PaperRoom(), (S, TO_CARDIOLOGY)))
        assert room.scan(ReasonCard(), stored=True).leads is O.NOTHING_PENDING
        assert room.scan(ReasonCard()).leads is O.CHECKED_OUT
        room = self.seen_later(EVE, PaperRoom().scan(E))
        assert room.scan(Shelf(), stored=True).leads is O.NOTHING_TO_FILE
        assert room.scan(Shelf()).leads is O.FILED

    def test_a_card_does_not_send_a_chart_that_was_scanned_later(self) -> None:
        room = self.seen_later(ADA, PaperRoom().scan(A)).scan(TO_CARDIOLOGY, stored=True)
        assert (room.leads, room.held, room.where(ADA)) == (O.KEPT_NOT_MOVED, None, ROOM.id)

    def test_undo_takes_back_nothing_that_was_scanned_later(self) -> None:
        room = self.seen_later(ADA, played(PaperRoom(), (TO_CARDIOLOGY, A)))
        assert room.scan(UNDO, stored=True).leads is O.UNDO_REFUSED
        assert room.scan(UNDO).leads is O.UNDONE

    @pytest.mark.parametrize("act", [Act.MISSING, Act.EXTEND, Act.RETURNED])
    def test_an_act_about_its_place_is_kept_only(self, act: Act) -> None:
        room = self.seen_later(EVE, PaperRoom())
        stored = room.press(act, EVE, stored=True)
        assert stored.leads is O.KEPT_NOT_MOVED

    @pytest.mark.parametrize("act", [Act.SHEETS, Act.TIE])
    def test_any_other_act_is_done(self, act: Act) -> None:
        room = self.seen_later(EVE, PaperRoom())
        assert room.press(act, EVE, stored=True).leads is not O.KEPT_NOT_MOVED


class TestElsewhereMeanwhile:
    def test_a_chart_in_hand_that_was_scanned_elsewhere_is_not_sent(self) -> None:
        room = PaperRoom().scan(A).elsewhere(ADA, SURGERY).scan(TO_CARDIOLOGY)
        assert (room.leads, room.where(ADA)) == (O.DESTINATION_SET, SU)
        assert list(room.lying()) == []

    def test_one_that_was_retired_meanwhile_lies_here(self) -> None:
        room = PaperRoom().scan(A).correct(ADA, retired=True).scan(TO_CARDIOLOGY)
        assert (room.leads, room.named) == (O.PUT_DOWN_NOT_SENT, [ADA])

    def test_a_loose_chart_that_was_scanned_elsewhere_is_named_no_more(self) -> None:
        room = PaperRoom().scan(E).elsewhere(EVE, CARDIOLOGY).scan(TO_SURGERY)
        assert (room.outcomes, list(room.lying())) == ({O.DESTINATION_SET}, [])

    def test_undo_of_what_was_scanned_elsewhere_is_refused(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A)).elsewhere(ADA, CARDIOLOGY).scan(UNDO)
        assert (room.leads, room.where(ADA)) == (O.UNDO_REFUSED, C)
        assert room.said and room.said.detail == Detail(chart=ADA, now_at=C)

    def test_a_reason_for_a_chart_that_has_gone_is_for_nothing(self) -> None:
        room = played(PaperRoom(), (S, TO_CARDIOLOGY)).elsewhere(SIA, SURGERY)
        room = room.scan(ReasonCard())
        assert (room.leads, room.state.reason) == (O.NOTHING_PENDING, None)

    def test_a_borrower_stopped_meanwhile_takes_no_reason(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, S))
        subject = ReasonCard().subject(room)
        assert isinstance(subject, Reason)
        stopped = replace(subject, to=replace(CARDIOLOGY, stopped=True))
        scan = Scan("R1", room.at, Source.SCANNER, 1)
        told = decide(room.state, scan, stopped, Desk(ROOM), RULES, CARDIOLOGY)
        assert told.outcomes == (O.BORROWER_STOPPED,)
        assert told.detail == Detail(refused_place=C, chart=SIA)

    def test_a_destination_stopped_meanwhile_keeps_the_chart_here(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY,))
        stopped = replace(CARDIOLOGY, stopped=True)
        for chart_id, kinds in ((ADA, []), (EVE, [MovementKind.CHECK_IN])):
            scan = Scan(f"C{chart_id}", room.at, Source.SCANNER, 1)
            subject = Label(chart_id).subject(room)
            told = decide(room.state, scan, subject, Desk(ROOM), RULES, stopped)
            assert told.ordered[0] is O.BORROWER_STOPPED
            assert [move.kind for move in told.moves] == kinds
            assert told.detail.refused_place == C
            arrived = bool(kinds)
            assert told.state.loose == (Loose(chart_id, room.at, arrived),)
            assert (O.CHECKED_IN in told.outcomes) is arrived

    def test_a_desk_moved_to_its_own_destination_sends_nothing_to_itself(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY,))
        scan = Scan("C11", room.at, Source.SCANNER, 1)
        told = decide(room.state, scan, A.subject(room), Desk(CARDIOLOGY), RULES, CARDIOLOGY)
        assert told.state.destination is None
        assert [move.kind for move in told.moves] == [MovementKind.UNRECORDED]


class TestABatchTakenBack:
    def batch(self, *, moved: int | None = None) -> tuple[PaperRoom, UndoBatch]:
        room = played(PaperRoom(), (TO_CARDIOLOGY, A, B))
        if moved:
            room = room.elsewhere(moved, CARDIOLOGY)
        batch = room.state.batch
        assert batch
        sends = tuple(
            sent
            for one in (ADA, BEN)
            if (sent := Undo(one).subject(room).send) is not None  # type: ignore[union-attr]
        )
        return room, UndoBatch(batch.id, sends)

    def test_all_of_it_lies_here_and_is_named_by_the_next_card(self) -> None:
        room, batch = self.batch()
        scan = Scan("undo", room.at, Source.BUTTON, 1)
        told = decide(room.state, scan, batch, Desk(ROOM), RULES, CARDIOLOGY)
        assert told.outcomes == (O.UNDONE,)
        assert told.detail == Detail(batch_undone=BatchUndone(2, 0))
        assert {one.id for one in told.state.loose} == {ADA, BEN}
        assert (told.state.batch, told.state.files_next) == (None, None)
        assert [move.undoes_id for move in told.moves] == [one.movement.id for one in batch.sends]

    def test_what_has_moved_since_stays(self) -> None:
        room, batch = self.batch(moved=BEN)
        scan = Scan("undo", room.at, Source.BUTTON, 1)
        told = decide(room.state, scan, batch, Desk(ROOM), RULES, CARDIOLOGY)
        assert told.detail == Detail(batch_undone=BatchUndone(1, 1))
        assert told.state.batch and told.state.batch.count == 1

    def test_none_is_taken_back_after_a_quarter_of_an_hour(self) -> None:
        room, batch = self.batch()
        scan = Scan("undo", room.at + timedelta(minutes=15), Source.BUTTON, 1)
        told = decide(room.state, scan, batch, Desk(ROOM), RULES)
        assert (told.outcomes, told.detail) == (
            (O.NOTHING_TO_UNDO,),
            Detail(batch_undone=BatchUndone(0, 2)),
        )
        assert told.moves == ()


class TestActs:
    def test_missing_is_in_no_hand_and_on_no_pile(self) -> None:
        room = PaperRoom().scan(A).press(Act.MISSING, ADA)
        assert room.said and room.said.detail == Detail(chart=ADA, now_at=ROOM.id)
        assert (room.leads, room.held) == (O.REPORTED_MISSING, None)
        room = PaperRoom().scan(E).press(Act.MISSING, EVE)
        assert list(room.lying()) == []
        room = PaperRoom().scan(B).press(Act.MISSING, ADA)
        assert room.held == BEN
        room = played(PaperRoom(), (TO_CARDIOLOGY, S)).press(Act.MISSING, SIA)
        assert room.state.reason is None
        room = played(PaperRoom(), (TO_CARDIOLOGY, S)).press(Act.MISSING, ADA)
        assert room.state.reason is not None

    def test_sheets_are_noted_and_cleared_where_there_are_some(self) -> None:
        room = PaperRoom()
        assert room.press(Act.SHEETS, ADA).leads is O.SHEETS_NOTED
        assert room.press(Act.SHEETS_CLEARED, ADA).leads is O.NOTHING_PENDING
        noted = room.correct(ADA, has_sheets=True)
        assert noted.press(Act.SHEETS_CLEARED, ADA).leads is O.SHEETS_CLEARED

    def test_a_loan_is_extended_where_there_is_one(self) -> None:
        room = PaperRoom()
        assert room.press(Act.EXTEND, ADA).leads is O.NOTHING_PENDING
        told = room.press(Act.EXTEND, EVE)
        assert told.said and told.said.detail == Detail(chart=EVE, now_at=SU)
        assert told.leads is O.LOAN_EXTENDED

    def test_it_came_back_earlier(self) -> None:
        room = PaperRoom().scan(INES, after=3600)
        told = room.press(Act.RETURNED, EVE)
        assert (told.leads, told.where(EVE)) == (O.CHECKED_IN, ROOM.id)
        assert told.state.arrival_to_undo == EVE
        assert list(told.lying()) == []  # it was filed long ago
        assert told.press(Act.RETURNED, EVE).leads is O.HERE_NOT_IN_HAND

    def test_a_tie_needs_somebody_who_may(self) -> None:
        assert PaperRoom().press(Act.TIE, ADA).leads is O.LABEL_TIED
        assert PaperRoom().press(Act.TIE, ADA, may=False).leads is O.NOT_PERMITTED

    def test_a_reason_in_its_own_field_sends_and_anything_but_words_does_not(self) -> None:
        room = played(PaperRoom(), (TO_CARDIOLOGY, S))
        assert room.press(Act.REASON, SIA, note="at noon").where(SIA) == C
        asked = room.press(Act.REASON, SIA)
        assert (asked.leads, asked.where(SIA)) == (O.REASON_NEEDED, ROOM.id)
        assert asked.said and asked.said.detail == Detail(refused_place=C, chart=SIA)
        assert asked.press(Act.REASON, SIA, note="at noon").where(SIA) == C
        other = room.press(Act.REASON, ADA, note="at noon")
        assert (other.leads, other.where(SIA)) == (O.NOTHING_PENDING, ROOM.id)
        assert other.press(Act.REASON, SIA, note="at noon").where(SIA) == C
