"""A fresh label is checked where it was printed; a worn one is reprinted when its chart is home."""

import pytest
from flask.testing import FlaskClient

from kiosk.domain.desk import Source
from kiosk.domain.label_health import WEAK_FROM, Read, worn
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.services.desk.answers import ScanAnswer
from kiosk.services.printing.print_labels import PrintJob, print_labels
from kiosk.web.words.wording import Wording
from tests.room import CARDIOLOGY, FILE_ROOM, RecordRoom

EASY: Read = {"symbology": "Code128", "rung": "straightened", "frames": 1, "quality": 0.8}
HARD: Read = {"symbology": "Code128", "rung": "matched", "frames": 2, "quality": 0.4}


def print_label(room: RecordRoom, code: str) -> None:
    print_labels(room.database, room.viewer(), PrintJob([code], "avery-5160"))


def sound(room: RecordRoom, answer: ScanAnswer) -> str:
    return Wording(room.settings.mrn_format, room.settings.zone).sound(answer)


class TestFreshLabel:
    def test_the_right_one_is_verified_with_a_sound_of_its_own(self, room: RecordRoom) -> None:
        chart = room.chart()
        print_label(room, chart)
        assert room.listed("unverified") == [chart]
        answer = room.scan(chart, fresh=chart)
        assert answer.outcome is Outcome.LABEL_VERIFIED
        assert sound(room, answer) == "ok verified"
        assert room.listed("unverified") == []

    def test_a_check_sends_nothing_and_takes_nothing_in_hand(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        answer = room.scan(chart, fresh=chart)
        assert answer.desk.destination
        assert answer.desk.destination.name == "Cardiology"
        assert room.kinds(chart) == ["created"]
        room.wait(300)
        room.scan(chart, fresh=chart)
        answer = room.scan("Surgery")  # and what lapsed meanwhile is told by the desk's next scan
        assert answer.outcome is Outcome.PUT_DOWN_NOT_SENT
        assert {Outcome.LAPSED, Outcome.DESTINATION_SET} <= set(answer.also)

    def test_a_check_is_no_part_of_what_lapsed_and_its_chart_can_be_filed(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        room.scan(chart)
        answer = room.scan(chart, after=60, fresh=chart)
        assert answer.outcome is Outcome.LABEL_VERIFIED
        assert answer.also == ()
        shelf = room.place("Shelf 1", PlaceKind.SPOT, inside="File room A")
        assert room.scan(shelf, after=20).outcome is Outcome.FILED

    def test_a_check_says_where_the_folder_is(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        answer = room.scan(chart, fresh=chart)
        assert answer.outcome is Outcome.CHECKED_IN
        assert Outcome.LABEL_VERIFIED in answer.also
        assert sound(room, answer) == "ok in verified"
        assert room.where(chart).location.name == "File room A"

    def test_a_new_folders_label_makes_it_exist(self, room: RecordRoom) -> None:
        label = room.label("441027")
        answer = room.scan(label, fresh=label)
        assert answer.outcome is Outcome.FOLDER_REGISTERED
        assert Outcome.LABEL_VERIFIED in answer.also
        assert answer.desk.in_hand is None

    @pytest.mark.parametrize("wrong", ["another chart", "Cardiology", "a wrist-band", "441027"])
    def test_another_one_is_refused_and_changes_nothing(self, room: RecordRoom, wrong: str) -> None:
        chart, other = room.chart(), room.chart("112233", at=CARDIOLOGY, family="Hopper")
        print_label(room, chart)
        answer = room.scan(other if wrong == "another chart" else wrong, fresh=chart)
        assert answer.outcome is Outcome.WRONG_LABEL
        assert (answer.chart and answer.chart.code) == (other if wrong == "another chart" else None)
        assert room.where(other).location.name == "Cardiology"
        assert room.listed("unverified") == [chart]
        assert answer.desk.destination is None

    def test_a_badge_signs_in_as_ever(self, room: RecordRoom) -> None:
        chart = room.chart()
        assert room.scan("Ines", fresh=chart).outcome is Outcome.OPERATOR_SIGNED_IN

    def test_a_misread_one_says_so(self, room: RecordRoom) -> None:
        chart = room.chart()
        broken = chart[:-1] + str((int(chart[-1]) + 1) % 10)
        assert room.scan(broken, fresh=chart).outcome is Outcome.CHECK_DIGITS_WRONG

    def test_typing_its_code_reads_no_label(self, room: RecordRoom) -> None:
        chart = room.chart()
        print_label(room, chart)
        answer = room.scan(chart, fresh=chart, source=Source.TYPED)
        assert answer.outcome is Outcome.HERE_NOT_IN_HAND
        assert room.listed("unverified") == [chart]

    def test_its_page_checks_only_at_a_desk(self, room: RecordRoom, client: FlaskClient) -> None:
        chart, label = room.chart(), room.label("556677", "Hopper")
        for path in (f"/labels/{chart}", f"/folders/{label}"):
            client.delete_cookie("station")
            assert 'id="check"' not in client.get(path).text
            client.set_cookie("station", FILE_ROOM)
            assert 'id="check"' in client.get(path).text


class TestWear:
    def test_one_shaky_hand_makes_no_weak_label(self) -> None:
        wear = 0
        for read in [HARD, EASY, EASY] * 20:
            wear = worn(wear, read)
            assert wear < WEAK_FROM

    @pytest.mark.parametrize("reads", [[HARD] * 3, [HARD, HARD, EASY] * 3, [HARD] * 90])
    def test_a_label_that_is_mostly_hard_is_weak(self, reads: list[Read]) -> None:
        wear = 0
        for read in reads:
            wear = worn(wear, read)
        assert wear >= WEAK_FROM

    def test_one_that_reads_well_again_is_well(self) -> None:
        wear = 0
        for read in [HARD] * 50 + [EASY] * 4:
            wear = worn(wear, read)
        assert wear < WEAK_FROM

    @pytest.mark.parametrize(
        "read",
        [{}, {"quality": 0}, {"symbology": "QRCode", "quality": 0.0}, {"frames": "x", "rung": 3}],
    )
    def test_what_says_nothing_wears_nothing(self, read: Read) -> None:
        assert worn(0, read) == 0

    def test_many_frames_are_hard_whatever_the_quality(self) -> None:
        assert worn(0, EASY | {"frames": 9}) > 0  # type: ignore[operator]


class TestWeakLabel:
    def weaken(self, room: RecordRoom, chart: str, desk: str) -> None:
        for _ in range(3):
            room.scan(chart, desk, after=30, source=Source.CAMERA, read=HARD)

    def test_it_is_queued_once_its_chart_is_home(self, either_room: RecordRoom) -> None:
        room = either_room
        chart = room.chart(at=CARDIOLOGY)
        self.weaken(room, chart, CARDIOLOGY)
        assert room.listed("weak") == []
        answer = room.scan(chart)
        assert answer.outcome is Outcome.WEAK_LABEL
        assert Outcome.CHECKED_IN in answer.also
        assert sound(room, answer) == "attention in"
        assert room.listed("weak") == [chart]

    def test_the_reading_at_home_counts_for_what_is_said(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        for _ in range(2):
            room.scan(chart, CARDIOLOGY, after=30, source=Source.CAMERA, read=HARD)
        answer = room.scan(chart, source=Source.CAMERA, read=HARD)
        assert answer.outcome is Outcome.WEAK_LABEL
        assert room.listed("weak") == [chart]

    def test_one_that_reads_well_at_home_is_not_said(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        self.weaken(room, chart, CARDIOLOGY)
        assert room.scan(chart, source=Source.CAMERA, read=EASY).outcome is Outcome.CHECKED_IN
        assert room.listed("weak") == []

    def test_a_new_label_is_well(self, room: RecordRoom) -> None:
        chart = room.chart()
        self.weaken(room, chart, FILE_ROOM)
        assert room.listed("weak") == [chart]
        room.wait(5)
        print_label(room, chart)
        assert room.listed("weak") == []
        assert room.listed("unverified") == [chart]

    def test_a_clinic_hears_nothing_of_it(self, room: RecordRoom) -> None:
        chart = room.chart()
        self.weaken(room, chart, FILE_ROOM)
        assert Outcome.WEAK_LABEL not in room.scan(chart, CARDIOLOGY).also

    def test_a_scanner_tells_nothing_of_a_label(self, room: RecordRoom) -> None:
        chart = room.chart()
        self.weaken(room, chart, FILE_ROOM)
        for _ in range(5):
            room.scan(chart, after=30)
        assert room.listed("weak") == [chart]
