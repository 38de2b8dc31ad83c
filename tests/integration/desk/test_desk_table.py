"""Each cell of the dialogue table in FIELD.md, by name, through the real store."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kiosk.domain.desk import Source
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome, Tone
from kiosk.services.desk.answers import ScanAnswer
from kiosk.services.lists.read_list import Query, read_list
from kiosk.services.printing.print_labels import PrintJob, print_labels
from kiosk.services.setup.entries import PlaceEntry, StationEntry
from kiosk.services.setup.save import save_entry
from kiosk.store.rows import LocationRow, StationRow
from tests.room import CARDIOLOGY, DONE, FILE_ROOM, FILE_ROOM_B, SIGN_OFF, SURGERY, UNDO, RecordRoom


def said(answer: ScanAnswer) -> set[Outcome]:
    return {answer.outcome, *answer.also} - {Outcome.LABEL_VERIFIED}


def send(room: RecordRoom, code: str, to: str, at: str = FILE_ROOM) -> None:
    room.scan(to, at)
    room.scan(code, at)
    room.scan(DONE, at)


class TestChartOnItsWayHere:
    def test_nothing_pending_it_is_received_at_a_clinic(self, room: RecordRoom) -> None:
        chart = room.chart()
        send(room, chart, "Cardiology")
        assert not room.where(chart).seen
        answer = room.scan(chart, CARDIOLOGY)
        assert said(answer) == {Outcome.RECEIVED}
        assert room.kinds(chart) == ["created", "check-out", "receive"]
        assert room.where(chart).seen

    def test_nothing_pending_it_is_checked_in_at_a_file_room(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        send(room, chart, "File room A", CARDIOLOGY)
        assert said(room.scan(chart)) == {Outcome.CHECKED_IN}
        last = room.history(chart)[-1]
        assert last.from_place == last.to_place

    def test_destination_pending_it_arrives_and_is_sent_on(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        send(room, chart, "File room A", CARDIOLOGY)
        room.scan("Surgery")
        answer = room.scan(chart)
        assert answer.outcome is Outcome.WAS_ON_ITS_WAY_SENT_ON
        assert room.kinds(chart)[-2:] == ["check-in", "check-out"]

    def test_chart_in_hand_it_arrives_and_the_other_is_put_down(self, room: RecordRoom) -> None:
        held, chart = room.chart(), room.chart("112233", at=CARDIOLOGY, family="Hopper")
        send(room, chart, "File room A", CARDIOLOGY)
        room.scan(held)
        answer = room.scan(chart)
        assert answer.outcome is Outcome.PUT_DOWN_NOT_SENT
        assert Outcome.CHECKED_IN in answer.also
        assert answer.desk.in_hand is None


class TestChartRecordedElsewhere:
    def test_coming_home_from_a_borrower_is_the_normal_case(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        answer = room.scan(chart)
        assert said(answer) == {Outcome.CHECKED_IN}
        assert room.kinds(chart)[-1] == "check-in"

    def test_a_chart_nobody_checked_out_is_still_received(self, room: RecordRoom) -> None:
        chart = room.chart()
        answer = room.scan(chart, CARDIOLOGY)
        assert answer.outcome is Outcome.NOBODY_SAID_IT_LEFT
        assert Outcome.RECEIVED in answer.also
        assert room.kinds(chart)[-1] == "unrecorded"
        assert room.where(chart).location.name == "Cardiology"

    def test_another_borrower_had_it_and_said_nothing(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        assert room.scan(chart, CARDIOLOGY).outcome is Outcome.NOBODY_SAID_IT_LEFT

    def test_another_room_is_its_home(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        answer = room.scan(chart, FILE_ROOM_B)
        assert answer.outcome is Outcome.HOME_IS_ANOTHER_ROOM
        assert room.where(chart).location.name == "File room B"

    @pytest.mark.parametrize(
        ("to", "minutes", "amber"),
        [
            ("Cardiology", 3, True),
            ("Cardiology", 5 * 60, True),  # it has a station, and has not seen it
            ("Cardiology", 7 * 60, False),
            ("Ward 3", 20, True),
            ("Ward 3", 40, False),  # nobody there could have seen it
        ],
    )
    def test_it_was_just_sent_out_from_here(
        self, room: RecordRoom, to: str, minutes: int, amber: bool
    ) -> None:
        chart = room.chart()
        send(room, chart, to)
        answer = room.scan(chart, after=minutes * 60)
        assert (answer.outcome is Outcome.JUST_SENT_OUT) is amber
        assert room.where(chart).location.name == "File room A"

    def test_destination_pending_it_is_brought_here_then_sent(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        room.scan("Cardiology")
        answer = room.scan(chart)
        assert answer.outcome is Outcome.WAS_ELSEWHERE_SENT_ON
        assert Outcome.CHECKED_OUT in answer.also
        assert room.kinds(chart)[-2:] == ["check-in", "check-out"]
        room.scan(UNDO)
        assert room.where(chart).location.name == "File room A"

    def test_chart_in_hand_it_is_brought_here_and_the_other_put_down(
        self, room: RecordRoom
    ) -> None:
        held, chart = room.chart(), room.chart("112233", at=SURGERY, family="Hopper")
        room.scan(held)
        answer = room.scan(chart)
        assert answer.outcome is Outcome.PUT_DOWN_NOT_SENT
        assert answer.charts[int(str(answer.scan.detail["put_down"]))].code == held


class TestChartThatIsHere:
    def test_nothing_pending_it_is_in_hand(self, room: RecordRoom) -> None:
        chart = room.chart()
        answer = room.scan(chart)
        assert answer.outcome is Outcome.IN_HAND
        assert answer.desk.in_hand and answer.desk.in_hand.code == chart
        assert room.kinds(chart) == ["created"]

    def test_it_arrived_less_than_20_seconds_ago(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        room.scan(chart)
        answer = room.scan(chart, after=10)
        assert answer.outcome is Outcome.HERE_NOT_IN_HAND
        assert answer.desk.in_hand is None
        assert room.scan(chart, after=11).outcome is Outcome.IN_HAND

    def test_destination_pending_it_is_checked_out(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        answer = room.scan(chart)
        assert said(answer) == {Outcome.CHECKED_OUT}
        assert answer.desk.batch_count == 1
        assert answer.chart and answer.chart.due_at

    def test_destination_pending_it_is_transferred(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        room.scan("Surgery", CARDIOLOGY)
        assert said(room.scan(chart, CARDIOLOGY)) == {Outcome.TRANSFERRED}

    def test_sent_back_the_loan_ends_at_the_first_scan_there(self, room: RecordRoom) -> None:
        chart = room.chart()
        send(room, chart, "Cardiology")
        room.scan(chart, CARDIOLOGY)
        due = room.where(chart).due_at
        assert due
        room.scan("File room A", CARDIOLOGY)
        assert said(room.scan(chart, CARDIOLOGY)) == {Outcome.SENT_BACK}
        assert room.where(chart).due_at == due
        room.scan(chart)
        assert room.where(chart).due_at is None

    def test_destination_pending_it_is_moved_between_file_rooms(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("File room B")
        assert said(room.scan(chart)) == {Outcome.MOVED}

    def test_another_is_in_hand_the_new_one_is(self, room: RecordRoom) -> None:
        first, second = room.chart(), room.chart("112233", family="Hopper")
        room.scan(first)
        answer = room.scan(second)
        assert answer.outcome is Outcome.PUT_DOWN_NOT_SENT
        assert answer.desk.in_hand and answer.desk.in_hand.code == second

    def test_the_same_one_is_still_in_hand_and_its_time_begins_anew(self, room: RecordRoom) -> None:
        chart = room.chart()
        first = room.scan(chart).desk.in_hand_ends_at
        answer = room.scan(chart, after=10)
        assert answer.outcome is Outcome.STILL_IN_HAND
        assert first and answer.desk.in_hand_ends_at == first + timedelta(seconds=10)


class TestChartSentInThisBatch:
    def test_it_is_already_sent_there(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        room.scan(chart)
        answer = room.scan(chart)
        assert answer.outcome is Outcome.ALREADY_SENT
        assert answer.desk.batch_count == 1
        assert room.kinds(chart) == ["created", "check-out"]


class TestCardOfAPlace:
    def test_it_is_the_destination_for_all_that_follow(self, room: RecordRoom) -> None:
        answer = room.scan("Cardiology")
        assert said(answer) == {Outcome.DESTINATION_SET}
        assert answer.desk.destination and answer.desk.destination.name == "Cardiology"

    def test_a_chart_that_has_just_arrived_is_not_sent(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        room.scan(chart)
        answer = room.scan("Surgery")
        assert answer.outcome is Outcome.ARRIVED_NOT_SENT
        assert room.where(chart).location.name == "File room A"
        assert room.scan(chart).outcome is Outcome.CHECKED_OUT

    def test_what_another_desk_of_this_room_has_taken_over_is_named_no_more(
        self, room: RecordRoom
    ) -> None:
        save_entry(room.database, StationEntry("Second", room.codes["File room A"]), room.now)
        shelf = room.place("Shelf 9", PlaceKind.SPOT, inside="File room A")
        filed, sent = room.chart(at=CARDIOLOGY), room.chart("112233", at=CARDIOLOGY, family="B")
        kept = room.chart("445566", at=CARDIOLOGY, family="C")
        for chart in (filed, sent, kept):
            room.scan(chart, after=2)
        room.scan(filed, "second", after=2)
        room.scan(shelf, "second", after=2)
        room.scan(sent, "second", after=2)
        answer = room.scan("Surgery", after=2)
        assert answer.outcome is Outcome.ARRIVED_NOT_SENT
        assert answer.scan.detail["not_sent"] == [room.where(kept).id]

    def test_a_chart_that_was_just_put_down_is_not_sent(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan(chart)
        room.scan(DONE)
        assert room.scan("Surgery").outcome is Outcome.PUT_DOWN_NOT_SENT

    def test_the_nervous_second_pull_never_sends_the_twentieth_out(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        room.scan(chart)
        room.scan(chart, after=4)
        room.scan("Surgery", after=4)
        assert room.where(chart).location.name == "File room A"

    def test_it_replaces_the_destination(self, room: RecordRoom) -> None:
        room.scan("Cardiology")
        answer = room.scan("Surgery")
        assert answer.desk.destination and answer.desk.destination.name == "Surgery"

    def test_the_chart_in_hand_goes_there_and_nothing_is_pending(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan(chart)
        answer = room.scan("Cardiology")
        assert said(answer) == {Outcome.CHECKED_OUT}
        assert answer.chart and answer.chart.code == chart
        assert (answer.desk.in_hand, answer.desk.destination) == (None, None)

    def test_the_place_that_the_chart_was_just_sent_to(self, room: RecordRoom) -> None:
        room.scan(room.chart())
        room.scan("Cardiology")
        answer = room.scan("Cardiology", after=10)
        assert answer.outcome is Outcome.PLACE_JUST_SENT_TO
        assert answer.desk.destination is None

    def test_a_chart_in_hand_that_was_scanned_elsewhere_since_is_not_sent(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        room.scan(chart)
        room.scan(chart, SURGERY)
        answer = room.scan("Cardiology")
        assert room.where(chart).location.name == "Surgery"
        assert Outcome.DESTINATION_SET in said(answer)

    def test_a_chart_in_hand_that_is_on_its_way_back_by_now_is_not_sent(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        room.scan(chart)
        room.scan(chart, SURGERY, after=1)
        room.scan("File room A", SURGERY, after=4)
        room.scan(chart, SURGERY, after=4)
        room.scan("Cardiology", after=4)
        assert room.where(chart).location.name == "File room A"
        assert not room.where(chart).seen

    def test_done_between_does_not_hide_that_a_chart_has_just_arrived(
        self, room: RecordRoom
    ) -> None:
        room.scan(room.chart(at=CARDIOLOGY))
        room.scan(DONE)
        assert room.scan("Surgery").outcome is Outcome.ARRIVED_NOT_SENT

    def test_a_desk_that_was_moved_to_its_own_destination_sends_nothing_to_itself(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        with room.database.read() as session:
            row = session.scalars(select(StationRow.id).filter_by(key=FILE_ROOM)).one()
        entry = StationEntry("File room", room.codes["Cardiology"])
        save_entry(room.database, entry, room.now, row)
        answer = room.scan(chart)
        assert answer.outcome is Outcome.NOBODY_SAID_IT_LEFT
        assert room.kinds(chart) == ["created", "unrecorded"]


class TestTheDesksOwnCardAndDone:
    @pytest.mark.parametrize("card", ["File room A", DONE])
    def test_nothing_was_pending(self, room: RecordRoom, card: str) -> None:
        assert room.scan(card).outcome is Outcome.NOTHING_PENDING

    @pytest.mark.parametrize("card", ["File room A", DONE])
    def test_the_destination_ends_and_the_batch_is_closed(
        self, room: RecordRoom, card: str
    ) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        assert room.scan(chart).desk.batch_count == 1
        answer = room.scan(card)
        assert answer.outcome is Outcome.DESTINATION_ENDED
        assert answer.desk.batch_place is None

    @pytest.mark.parametrize("card", ["File room A", DONE])
    def test_the_chart_in_hand_is_put_down(self, room: RecordRoom, card: str) -> None:
        chart = room.chart()
        room.scan(chart)
        answer = room.scan(card)
        assert answer.outcome is Outcome.PUT_DOWN
        assert room.where(chart).location.name == "File room A"


class TestCardOfAStoppedBorrower:
    def test_nothing_pending_it_stops(self, room: RecordRoom) -> None:
        answer = room.scan("Closed clinic")
        assert answer.outcome is Outcome.BORROWER_STOPPED
        assert answer.desk.destination is None

    def test_destination_pending_it_stops_and_the_destination_ends(self, room: RecordRoom) -> None:
        room.scan("Cardiology")
        answer = room.scan("Closed clinic")
        assert answer.outcome is Outcome.BORROWER_STOPPED
        assert Outcome.DESTINATION_ENDED in answer.also
        assert answer.desk.destination is None

    def test_the_chart_stays_in_hand(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan(chart)
        answer = room.scan("Closed clinic")
        assert answer.outcome is Outcome.BORROWER_STOPPED
        assert answer.desk.in_hand and answer.desk.in_hand.code == chart


class TestABorrowerStoppedWhileItIsTheDestination:
    @pytest.fixture
    def stopped(self, room: RecordRoom) -> RecordRoom:
        """Cardiology is the destination, one chart is sent, and then it is stopped."""
        self.sent, self.here = room.chart(), room.chart("112233", family="Hopper")
        self.elsewhere = room.chart("445566", at=SURGERY, family="Hamilton")
        room.scan("Cardiology")
        room.scan(self.sent)
        with room.database.read() as session:
            row = session.scalars(select(LocationRow.id).filter_by(name="Cardiology")).one()
        entry = PlaceEntry("Cardiology", "clinic", "4417", stopped=True)
        save_entry(room.database, entry, room.now, row)
        return room

    def test_presence_is_recorded_all_the_same_and_the_destination_stays(
        self, stopped: RecordRoom
    ) -> None:
        answer = stopped.scan(self.elsewhere)
        assert answer.outcome is Outcome.BORROWER_STOPPED
        assert Outcome.CHECKED_IN in answer.also
        assert answer.desk.destination
        assert stopped.where(self.elsewhere).location.name == "File room A"

    def test_the_first_undo_after_it_only_names_what_a_second_would_take_back(
        self, stopped: RecordRoom
    ) -> None:
        assert stopped.scan(self.here).outcome is Outcome.BORROWER_STOPPED
        assert stopped.scan(UNDO).outcome is Outcome.UNDO_ASKS
        assert stopped.where(self.sent).location.name == "Cardiology"
        assert stopped.scan(UNDO).outcome is Outcome.UNDONE
        assert stopped.where(self.sent).location.name == "File room A"


class TestBadges:
    def test_an_operator_signs_in(self, room: RecordRoom) -> None:
        answer = room.scan("Ines")
        assert answer.outcome is Outcome.OPERATOR_SIGNED_IN
        assert answer.desk.operator == "Ines"

    def test_another_operator_ends_all_that_is_pending(self, room: RecordRoom) -> None:
        room.scan("Ines")
        room.scan("Cardiology")
        answer = room.scan("Omar")
        assert answer.outcome is Outcome.NOTHING_WENT
        assert {Outcome.PENDING_ENDED, Outcome.OPERATOR_SIGNED_IN} <= said(answer)
        assert answer.desk.destination is None

    def test_the_same_operator_again_ends_nothing(self, room: RecordRoom) -> None:
        room.scan("Ines")
        room.scan("Cardiology")
        assert room.scan("Ines").desk.destination

    def test_anybody_elses_badge_stops(self, room: RecordRoom) -> None:
        answer = room.scan("Vera")
        assert answer.outcome is Outcome.BADGE_IS_NO_OPERATOR

    def test_sign_off_ends_everything(self, room: RecordRoom) -> None:
        room.scan("Ines")
        room.scan("Cardiology")
        answer = room.scan(SIGN_OFF)
        assert {Outcome.PENDING_ENDED, Outcome.SIGNED_OFF} <= said(answer)
        assert (answer.desk.operator, answer.desk.destination) == ("", None)

    def test_scans_carry_the_operator_and_names_show_only_then(self, room: RecordRoom) -> None:
        chart = room.chart()
        assert room.scan(chart).chart.patient.name == "A. L."  # type: ignore[union-attr]
        room.scan("Ines")
        room.scan("Cardiology")
        answer = room.scan(chart)
        assert answer.chart and answer.chart.patient.name == "Lovelace, Ada"
        assert answer.movements[0].staff == "Ines"


class TestFirstScanOfANewLabel:
    def test_the_folder_exists_from_now_on_here_and_in_hand(self, room: RecordRoom) -> None:
        label = room.label("441027")
        answer = room.scan(label)
        assert answer.outcome is Outcome.FOLDER_REGISTERED
        assert answer.desk.in_hand and answer.desk.in_hand.code == label
        assert room.kinds(label) == ["created"]
        assert room.where(label).label_verified

    def test_destination_pending_its_next_scan_sends_it(self, room: RecordRoom) -> None:
        label = room.label("441027")
        room.scan("Cardiology")
        answer = room.scan(label)
        assert answer.outcome is Outcome.ARRIVED_NOT_SENT
        assert Outcome.FOLDER_REGISTERED in answer.also
        assert (answer.desk.in_hand, bool(answer.desk.destination)) == (None, True)
        assert room.scan(label).outcome is Outcome.CHECKED_OUT

    def test_another_chart_is_in_hand(self, room: RecordRoom) -> None:
        room.scan(room.chart())
        label = room.label("112233", "Hopper")
        answer = room.scan(label)
        assert answer.outcome is Outcome.PUT_DOWN_NOT_SENT
        assert Outcome.FOLDER_REGISTERED in answer.also
        assert answer.desk.in_hand and answer.desk.in_hand.code == label


class TestLookUp:
    @pytest.mark.parametrize("text", ["441027", "44-10-27", "lovel", "Ada Lovelace", "LOVELACE, A"])
    def test_it_moves_nothing_and_finds_the_chart(self, room: RecordRoom, text: str) -> None:
        chart = room.chart()
        answer = room.scan(text, source=Source.TYPED)
        assert answer.outcome is Outcome.LOOK_UP_OPENED
        assert [found.code for found in answer.look_up] == [chart]
        assert room.kinds(chart) == ["created"]

    def test_it_renews_the_countdown(self, room: RecordRoom) -> None:
        room.scan("Cardiology")
        answer = room.scan("441027", source=Source.TYPED, after=50)
        assert answer.desk.destination_ends_at == room.now + timedelta(seconds=60)

    def test_a_wrist_band_scanned_by_mistake_opens_it_too(self, room: RecordRoom) -> None:
        room.chart()
        assert room.scan("441027").outcome is Outcome.LOOK_UP_OPENED

    def test_it_is_here_records_presence_marked_typed_and_never_sends(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart(at=SURGERY)
        room.scan("Cardiology")
        answer = room.scan(chart, source=Source.HERE)
        assert answer.outcome is Outcome.CHECKED_IN
        assert answer.desk.destination
        assert room.history(chart)[-1].by_hand
        assert room.scan(chart, source=Source.HERE).outcome is Outcome.HERE_NOT_IN_HAND

    def test_it_is_here_is_believed_even_of_a_chart_just_sent(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        room.scan(chart)
        room.scan(chart, source=Source.HERE)
        assert room.where(chart).location.name == "File room A"

    def test_it_is_here_reads_no_label(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        job = PrintJob([chart], "avery-5160")
        print_labels(room.database, room.viewer(), job)
        said_by_hand = room.scan(chart, source=Source.HERE)
        assert Outcome.LABEL_VERIFIED not in said_by_hand.also
        read = room.scan(chart, after=2)
        assert (read.outcome, read.also) == (
            Outcome.HERE_NOT_IN_HAND,
            (Outcome.LABEL_VERIFIED,),
        )
        assert room.where(chart).label_verified

    def test_a_scanners_identifier_is_no_part_of_a_number(self, room: RecordRoom) -> None:
        room.chart()
        answer = room.scan("]C0441027")
        assert answer.outcome is Outcome.LOOK_UP_OPENED
        assert len(answer.look_up) == 1


class TestAnythingElse:
    @pytest.mark.parametrize(
        ("text", "outcome"),
        [
            ("", Outcome.NOT_OUR_CODE),
            ("4006381333931", Outcome.NOT_OUR_CODE),
            ("https://example.org", Outcome.NOT_OUR_CODE),
            ("a\x00b", Outcome.NOT_OUR_CODE),
            ("x" * 10_000, Outcome.NOT_OUR_CODE),
            ("C0012345671", Outcome.CHECK_DIGITS_WRONG),
            ("C0012345670", Outcome.NOTHING_KNOWN),
            ("L0012345612", Outcome.NOTHING_KNOWN),
        ],
    )
    def test_it_is_unclear_and_changes_nothing(
        self, room: RecordRoom, text: str, outcome: Outcome
    ) -> None:
        chart = room.chart()
        room.scan(chart)
        before = room.scan("DONE?").desk.in_hand_ends_at
        answer = room.scan(text)
        if text.startswith("L"):
            assert answer.outcome.tone is Tone.UNCLEAR
        else:
            assert answer.outcome is outcome
        assert answer.desk.in_hand and answer.desk.in_hand_ends_at == before


def test_a_place_without_a_scanner_has_what_was_sent_to_it(room: RecordRoom) -> None:
    chart = room.chart()
    send(room, chart, "Ward 3")
    assert room.where(chart).seen


def test_a_new_folder_first_scanned_at_a_borrower_is_lent_to_it(room: RecordRoom) -> None:
    label = room.label("441027")
    room.scan(label, CARDIOLOGY)
    assert room.where(label).due_at


def test_what_was_sent_back_is_on_the_list_until_it_is_seen(room: RecordRoom) -> None:
    chart = room.chart(at=CARDIOLOGY)
    send(room, chart, "File room A", CARDIOLOGY)
    (row,) = read_list(room.database, room.viewer(), Query("out")).rows
    assert (row.chart.location.name, row.chart.seen) == ("File room A", False)
    room.scan(chart)
    assert read_list(room.database, room.viewer(), Query("out")).rows == ()


def test_sign_off_does_not_hide_a_lapse(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Ines")
    room.scan("Cardiology")
    room.scan(SIGN_OFF, after=61)
    assert room.scan(chart).outcome is Outcome.LAPSED
