"""The desk dialogue through the real store: what needs its rows, its times, or another desk."""

import pytest
from sqlalchemy import select

from kiosk.domain.desk.details import NotSent
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.services.lists.read_list import Query, read_list
from kiosk.services.setup.entries import PlaceEntry, StationEntry
from kiosk.services.setup.save import save_entry
from kiosk.store.rows import LocationRow, StationRow
from tests.room import (
    CARDIOLOGY,
    DONE,
    FILE_ROOM,
    FILE_ROOM_B,
    SIGN_OFF,
    SURGERY,
    UNDO,
    RecordRoom,
    said,
)


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


class TestChartRecordedElsewhere:
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


class TestChartThatIsHere:
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
        assert answer.scan.detail.not_sent == NotSent((room.where(kept).id,), 1)

    def test_the_nervous_second_pull_never_sends_the_twentieth_out(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        room.scan(chart)
        room.scan(chart, after=4)
        room.scan("Surgery", after=4)
        assert room.where(chart).location.name == "File room A"

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

    def test_a_desk_that_was_moved_to_its_own_destination_sends_nothing_to_itself(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        with room.database.read() as reading:
            row = reading.session.scalars(select(StationRow.id).filter_by(key=FILE_ROOM)).one()
        entry = StationEntry("File room", room.codes["Cardiology"])
        save_entry(room.database, entry, room.now, row)
        answer = room.scan(chart)
        assert answer.outcome is Outcome.NOBODY_SAID_IT_LEFT
        assert room.kinds(chart) == ["created", "unrecorded"]


class TestTheDesksOwnCardAndDone:
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


class TestABorrowerStoppedWhileItIsTheDestination:
    @pytest.fixture
    def stopped(self, room: RecordRoom) -> RecordRoom:
        """Cardiology is the destination, one chart is sent, and then it is stopped."""
        self.sent, self.here = room.chart(), room.chart("112233", family="Hopper")
        self.elsewhere = room.chart("445566", at=SURGERY, family="Hamilton")
        room.scan("Cardiology")
        room.scan(self.sent)
        with room.database.read() as reading:
            row = reading.session.scalars(select(LocationRow.id).filter_by(name="Cardiology")).one()
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


class TestBadges:
    def test_an_operator_signs_in(self, room: RecordRoom) -> None:
        answer = room.scan("Ines")
        assert answer.outcome is Outcome.OPERATOR_SIGNED_IN
        assert answer.desk.operator == "Ines"

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
