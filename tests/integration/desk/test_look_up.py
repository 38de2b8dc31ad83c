"""A number, a name or anything else at the prompt or under the scanner: it moves nothing."""

import pytest

from kiosk.domain.desk import Source
from kiosk.domain.outcomes import Outcome, Tone
from kiosk.services.printing.print_labels import PrintJob, print_labels
from tests.room import SURGERY, RecordRoom


class TestLookUp:
    @pytest.mark.parametrize("text", ["441027", "44-10-27", "lovel", "Ada Lovelace", "LOVELACE, A"])
    def test_it_moves_nothing_and_finds_the_chart(self, room: RecordRoom, text: str) -> None:
        chart = room.chart()
        answer = room.scan(text, source=Source.TYPED)
        assert answer.outcome is Outcome.LOOK_UP_OPENED
        assert [found.code for found in answer.look_up.charts] == [chart]
        assert room.kinds(chart) == ["created"]

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
        assert len(answer.look_up.charts) == 1


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
