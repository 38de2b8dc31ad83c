"""Volumes, temporary folders, other labels, merges, loose sheets, sensitive and retired charts."""

import pytest

from kiosk.domain.desk import Act
from kiosk.domain.errors import EntryRefused
from kiosk.domain.filing import Wants
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.services.charts.find import find_charts, tell_chart
from tests.room import CARDIOLOGY, DONE, SURGERY, RecordRoom, said


class TestVolumes:
    def test_the_next_volume_closes_the_one_before_and_both_codes_work(
        self, room: RecordRoom
    ) -> None:
        first, second = room.chart(), room.chart()
        assert (room.where(first).volume, room.where(second).volume) == (1, 2)
        page = tell_chart(room.database, room.viewer(), first)
        assert page.closed_by
        assert page.closed_by.code == second
        assert tell_chart(room.database, room.viewer(), second).closed_by is None
        assert room.scan(first).outcome is Outcome.IN_HAND
        assert room.scan(second).outcome is Outcome.PUT_DOWN_NOT_SENT

    def test_a_check_out_says_which_other_volumes_there_are_and_where(
        self, room: RecordRoom
    ) -> None:
        first, second = room.chart(at=SURGERY), room.chart()
        room.scan("Cardiology")
        answer = room.scan(second)
        assert said(answer) == {Outcome.CHECKED_OUT}
        (other,) = (answer.charts[one] for one in answer.scan.detail.volumes)
        assert (other.code, other.location.name) == (first, "Surgery")

    def test_a_borrower_who_wants_all_volumes_is_told_of_the_missing_one(
        self, room: RecordRoom
    ) -> None:
        first, second = room.chart(at=SURGERY), room.chart()
        room.place("Eye clinic", PlaceKind.CLINIC, wants=Wants.ALL)
        room.scan("Eye clinic")
        answer = room.scan(second)
        assert answer.outcome is Outcome.SET_INCOMPLETE
        assert Outcome.CHECKED_OUT in answer.also
        room.scan(DONE)
        room.scan("Eye clinic", SURGERY)
        assert said(room.scan(first, SURGERY)) == {Outcome.TRANSFERRED}

    def test_a_borrower_who_wants_the_newest_is_told_when_it_is_an_older_one(
        self, room: RecordRoom
    ) -> None:
        first, second = room.chart(), room.chart()
        room.place("Eye clinic", PlaceKind.CLINIC, wants=Wants.LAST)
        room.scan("Eye clinic")
        assert room.scan(first).outcome is Outcome.SET_INCOMPLETE
        assert said(room.scan(second)) == {Outcome.CHECKED_OUT}


class TestOtherLabels:
    def test_a_foreign_label_simply_works_once_it_is_tied(self, either_room: RecordRoom) -> None:
        room = either_room
        chart = room.chart()
        assert room.scan("A-1998-00123").outcome is Outcome.NOT_OUR_CODE
        tied = room.act(chart, Act.TIE, "A-1998-00123", by=room.sana)
        assert tied.outcome is Outcome.LABEL_TIED
        room.scan("Cardiology")
        assert room.scan("A-1998-00123").outcome is Outcome.CHECKED_OUT
        assert room.where(chart).location.name == "Cardiology"
        assert find_charts(room.database, room.viewer(), "A-1998-00123").charts[0].code == chart

    def test_it_does_not_verify_our_own_label(self, room: RecordRoom) -> None:
        chart = room.chart()
        with room.database.write() as writing:
            writing.connection.exec_driver_sql("UPDATE chart SET label_read_id = NULL")
        room.act(chart, Act.TIE, "OLD-1", by=room.sana)
        assert Outcome.LABEL_VERIFIED not in said(room.scan("OLD-1"))
        assert not room.where(chart).label_verified
        room.scan(DONE)
        assert Outcome.LABEL_VERIFIED in said(room.scan(chart))

    def test_only_a_signed_in_supervisor_ties(self, room: RecordRoom) -> None:
        chart = room.chart()
        assert room.act(chart, Act.TIE, "OLD-1").outcome is Outcome.NOT_PERMITTED
        assert room.scan("OLD-1").outcome is Outcome.NOT_OUR_CODE

    @pytest.mark.parametrize("text", ["441027", "44-10-27", "", "K0000000197", "x" * 65, "a\x00b"])
    def test_what_may_not_mean_a_chart_is_refused(self, room: RecordRoom, text: str) -> None:
        chart = room.chart()
        with pytest.raises(EntryRefused):
            room.act(chart, Act.TIE, text, by=room.sana)

    def test_a_label_means_one_chart_only(self, room: RecordRoom) -> None:
        chart, other = room.chart(), room.chart("112233")
        room.act(chart, Act.TIE, "OLD-1", by=room.sana)
        room.act(chart, Act.TIE, "OLD-1", by=room.sana)
        with pytest.raises(EntryRefused):
            room.act(other, Act.TIE, "OLD-1", by=room.sana)

    def test_a_patients_number_given_later_stays_a_look_up(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.act(chart, Act.TIE, "778890", by=room.sana)
        room.chart("778890", family="Hopper")
        assert room.scan("778890").outcome is Outcome.LOOK_UP_OPENED


class TestLooseSheets:
    def test_they_are_said_at_every_scan_until_cleared(self, room: RecordRoom) -> None:
        chart = room.chart()
        noted = room.act(chart, Act.SHEETS, "lab results at desk 2")
        assert noted.outcome is Outcome.SHEETS_NOTED
        room.act(chart, Act.SHEETS, "a letter")
        room.scan("Cardiology")
        sent = room.scan(chart)
        assert sent.outcome is Outcome.SHEETS_WAIT
        assert sent.chart
        assert sent.chart.sheets == "lab results at desk 2 · a letter"
        assert room.scan(chart, CARDIOLOGY).outcome is Outcome.SHEETS_WAIT
        assert room.act(chart, Act.SHEETS_CLEARED).outcome is Outcome.SHEETS_CLEARED
        assert Outcome.SHEETS_WAIT not in said(room.scan(chart, CARDIOLOGY, after=30))
        assert room.act(chart, Act.SHEETS_CLEARED).outcome is Outcome.NOTHING_PENDING

    def test_a_note_moves_nothing_and_leaves_what_is_pending(self, room: RecordRoom) -> None:
        chart, other = room.chart(at=SURGERY), room.chart("112233", family="Hopper")
        room.scan("Cardiology")
        answer = room.act(chart, Act.SHEETS, "a letter")
        assert answer.desk.destination
        assert room.where(chart).location.name == "Surgery"
        assert room.scan(other).outcome is Outcome.CHECKED_OUT

    @pytest.mark.parametrize("note", ["", "  ", "x" * 201])
    def test_a_note_that_cannot_be_kept_is_refused(self, room: RecordRoom, note: str) -> None:
        with pytest.raises(EntryRefused):
            room.act(room.chart(), Act.SHEETS, note)


class TestRetiredCharts:
    def test_a_scan_says_so_and_records_where_it_is(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.correct(chart, retired=True)
        room.scan("Surgery", CARDIOLOGY)
        answer = room.scan(chart, CARDIOLOGY)
        assert answer.outcome is Outcome.CHART_RETIRED
        assert answer.desk.destination
        assert room.where(chart).location.name == "Cardiology"
        assert room.scan(chart).outcome is Outcome.CHART_RETIRED
        assert room.scan(chart).desk.in_hand is None
        room.correct(chart, retired=False)
        assert room.scan(chart, after=30).outcome is Outcome.IN_HAND

    def test_retired_while_in_hand_it_stays(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan(chart)
        room.correct(chart, retired=True)
        assert Outcome.DESTINATION_SET in said(room.scan("Surgery"))
        assert room.where(chart).location.name == "File room A"
