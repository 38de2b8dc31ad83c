"""Volumes, temporary folders, other labels, merges, loose sheets, sensitive and retired charts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.desk import Act, Source
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.filing import Wants
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.services.checking import find_faults
from kiosk.services.correcting import ChartEntry, correct_chart, correct_patient
from kiosk.services.finding import find_charts, tell_chart
from kiosk.services.folders import PatientEntry, prepare_temporary
from kiosk.services.merging import (
    join_temporary,
    list_merges,
    merge_patients,
    take_back_merge,
)
from kiosk.services.setup import save_entry
from kiosk.services.setup_entries import ReasonEntry, RecordTypeEntry
from kiosk.store.rows import ReasonRow
from tests.room import CARDIOLOGY, DONE, SURGERY, RecordRoom


def said(answer: object) -> set[Outcome]:
    return {answer.outcome, *answer.also}  # type: ignore[attr-defined]


def correct(room: RecordRoom, code: str, **more: object) -> None:
    entry = ChartEntry(room.record_type, str(more.pop("volume", "1")), room.codes["File room A"])
    fields = {name: getattr(entry, name) for name in entry.__slots__} | more
    mrn = room.settings.mrn_format
    correct_chart(room.database, mrn, code, ChartEntry(**fields), room.now, room.sana)


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
        (other,) = (answer.charts[one] for one in answer.scan.detail["volumes"])
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


class TestTemporaryFolders:
    def make(self, room: RecordRoom, real: str) -> str:
        room.act(real, Act.MISSING, "not on its shelf")
        label = prepare_temporary(room.database, real, room.now, room.viewer())
        assert prepare_temporary(room.database, real, room.now, room.viewer()) == label
        assert room.scan(label).outcome is Outcome.FOLDER_REGISTERED
        room.scan(DONE)
        room.wait(3600)
        return label

    def test_once_the_chart_is_seen_both_say_so_until_they_are_joined(
        self, room: RecordRoom
    ) -> None:
        real = room.chart()
        folder = self.make(room, real)
        assert room.where(folder).temporary
        assert Outcome.TEMPORARY_EXISTS not in said(room.scan(folder, CARDIOLOGY))
        room.scan(DONE, CARDIOLOGY)
        found = room.scan(real, SURGERY, after=60)
        assert {Outcome.WAS_MISSING, Outcome.TEMPORARY_EXISTS} <= said(found)
        assert Outcome.TEMPORARY_EXISTS in said(room.scan(folder, CARDIOLOGY, after=60))

        assert join_temporary(room.database, folder, room.now, room.sana) == real
        answer = room.scan(folder, SURGERY, after=60)
        assert answer.chart
        assert answer.chart.code == real
        assert Outcome.TEMPORARY_EXISTS not in said(answer)
        assert said(room.scan(real, SURGERY, after=60)) & {Outcome.STILL_IN_HAND, Outcome.IN_HAND}
        assert find_charts(room.database, room.viewer(), folder)[0].code == real
        assert list(find_faults(room.database)) == []

    def test_its_loose_sheets_and_other_labels_come_along(self, room: RecordRoom) -> None:
        real = room.chart()
        folder = self.make(room, real)
        room.act(folder, Act.SHEETS, "lab results")
        room.act(folder, Act.TIE, "OLD-77", by=room.sana.staff_id)
        join_temporary(room.database, folder, room.now, room.sana)
        assert room.where(real).sheets == "lab results"
        assert room.scan("OLD-77").chart.code == real  # type: ignore[union-attr]

    def test_only_a_temporary_folder_can_be_joined_and_only_once(self, room: RecordRoom) -> None:
        real = room.chart()
        folder = self.make(room, real)
        with pytest.raises(NothingThere):
            join_temporary(room.database, real, room.now, room.sana)
        join_temporary(room.database, folder, room.now, room.sana)
        with pytest.raises(NothingThere):
            join_temporary(room.database, folder, room.now, room.sana)


class TestOtherLabels:
    def test_a_foreign_label_simply_works_once_it_is_tied(self, either_room: RecordRoom) -> None:
        room = either_room
        chart = room.chart()
        assert room.scan("A-1998-00123").outcome is Outcome.NOT_OUR_CODE
        tied = room.act(chart, Act.TIE, "A-1998-00123", by=room.sana.staff_id)
        assert tied.outcome is Outcome.LABEL_TIED
        room.scan("Cardiology")
        assert room.scan("A-1998-00123").outcome is Outcome.CHECKED_OUT
        assert room.where(chart).location.name == "Cardiology"
        assert find_charts(room.database, room.viewer(), "A-1998-00123")[0].code == chart

    def test_it_does_not_verify_our_own_label(self, room: RecordRoom) -> None:
        chart = room.chart()
        with room.database.write() as writing:
            writing.connection.exec_driver_sql("UPDATE chart SET label_read_id = NULL")
        room.act(chart, Act.TIE, "OLD-1", by=room.sana.staff_id)
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
            room.act(chart, Act.TIE, text, by=room.sana.staff_id)

    def test_a_label_means_one_chart_only(self, room: RecordRoom) -> None:
        chart, other = room.chart(), room.chart("112233")
        room.act(chart, Act.TIE, "OLD-1", by=room.sana.staff_id)
        room.act(chart, Act.TIE, "OLD-1", by=room.sana.staff_id)
        with pytest.raises(EntryRefused):
            room.act(other, Act.TIE, "OLD-1", by=room.sana.staff_id)

    def test_a_patients_number_given_later_stays_a_look_up(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.act(chart, Act.TIE, "778890", by=room.sana.staff_id)
        room.chart("778890", family="Hopper")
        assert room.scan("778890").outcome is Outcome.LOOK_UP_OPENED


class TestMergedPatients:
    def merge(self, room: RecordRoom, former: str = "112233", into: str = "441027") -> int:
        mrn = room.settings.mrn_format
        return merge_patients(room.database, mrn, former, into, room.now, room.sana)

    def test_charts_follow_and_old_numbers_and_labels_keep_finding_them(
        self, either_room: RecordRoom
    ) -> None:
        room = either_room
        kept, followed = room.chart(), room.chart("112233", family="Hopper")
        waiting = room.label("112233")
        self.merge(room)
        view = room.where(followed)
        assert (view.patient.mrn, view.patient.former_mrn) == ("441027", "112233")
        assert view.patient.family_name == "Lovelace"
        for number in ("112233", "441027"):
            found = find_charts(room.database, room.viewer(), number)
            assert {one.code for one in found} == {kept, followed}
        assert room.scan(followed).outcome is Outcome.IN_HAND
        registered = room.scan(waiting)
        assert registered.chart
        assert registered.chart.patient.mrn == "441027"
        assert view.terminal_key.startswith("271044|")

    def test_a_merge_can_be_taken_back(self, room: RecordRoom) -> None:
        kept, followed = room.chart(), room.chart("112233", family="Hopper")
        merge_id = self.merge(room)
        mrn = room.settings.mrn_format
        take_back_merge(room.database, mrn, merge_id, room.now, room.sana)
        assert room.where(followed).patient.mrn == "112233"
        assert room.where(followed).terminal_key.startswith("332211|")
        found = find_charts(room.database, room.viewer(), "441027")
        assert [one.code for one in found] == [kept]
        with pytest.raises(NothingThere):
            take_back_merge(room.database, mrn, merge_id, room.now, room.sana)
        assert [one.taken_back for one in list_merges(room.database)] == [True]

    def test_merges_of_merges_come_apart_in_either_order(self, room: RecordRoom) -> None:
        mrn = room.settings.mrn_format
        charts = {
            number: room.chart(number, family=number) for number in ("100001", "200002", "300003")
        }
        for order in ((0, 1), (1, 0)):
            merges = [self.merge(room, "100001", "200002"), self.merge(room, "200002", "300003")]
            assert {room.where(code).patient.mrn for code in charts.values()} == {"300003"}
            for at in order:
                take_back_merge(room.database, mrn, merges[at], room.now, room.sana)
            assert {number: room.where(code).patient.mrn for number, code in charts.items()} == {
                number: number for number in charts
            }

    def test_the_next_volume_counts_both_numbers_charts(self, room: RecordRoom) -> None:
        room.chart()
        room.chart()
        room.chart("112233", family="Hopper")
        self.merge(room)
        assert room.where(room.chart()).volume == 3

    @pytest.mark.parametrize(("former", "into"), [("441027", "441027"), ("999999", "441027")])
    def test_nonsense_is_refused(self, room: RecordRoom, former: str, into: str) -> None:
        room.chart()
        with pytest.raises(EntryRefused):
            self.merge(room, former, into)


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


class TestSensitiveCharts:
    @pytest.fixture
    def chart(self, room: RecordRoom) -> str:
        code = room.chart()
        correct(room, code, sensitive=True)
        return code

    def reason_card(self, room: RecordRoom) -> str:
        row_id = save_entry(room.database, ReasonEntry("Treatment today"), room.now)
        with room.database.read() as session:
            return session.get_one(ReasonRow, row_id).code

    def test_it_is_sent_once_a_reason_card_is_scanned(self, room: RecordRoom, chart: str) -> None:
        card = self.reason_card(room)
        room.scan("Cardiology")
        refused = room.scan(chart)
        assert refused.outcome is Outcome.REASON_NEEDED
        assert refused.desk.reason_chart
        assert room.where(chart).location.name == "File room A"
        sent = room.scan(card)
        assert said(sent) >= {Outcome.CHECKED_OUT, Outcome.REASON_TAKEN}
        assert sent.scan.detail["reason"] == "Treatment today"
        assert sent.desk.batch_count == 1
        assert room.where(chart).location.name == "Cardiology"

    def test_a_line_in_its_own_field_is_a_reason_too(self, room: RecordRoom, chart: str) -> None:
        room.scan(chart)
        assert room.scan("Surgery").outcome is Outcome.REASON_NEEDED
        sent = room.act(chart, Act.REASON, "asked for by phone")
        assert Outcome.REASON_TAKEN in said(sent)
        assert room.where(chart).location.name == "Surgery"
        assert sent.desk.in_hand is None

    def test_any_other_scan_comes_too_late_for_a_reason(self, room: RecordRoom, chart: str) -> None:
        other = room.chart("112233", family="Hopper")
        room.scan("Cardiology")
        room.scan(chart)
        room.scan(other)
        answer = room.act(chart, Act.REASON, "asked for by phone")
        assert answer.outcome is Outcome.NOTHING_PENDING
        assert room.where(chart).location.name == "File room A"

    def test_a_name_that_is_looked_up_meanwhile_is_no_reason(
        self, room: RecordRoom, chart: str
    ) -> None:
        room.scan("Cardiology")
        room.scan(chart)
        answer = room.scan("Lovelace", source=Source.TYPED)
        assert answer.outcome is Outcome.LOOK_UP_OPENED
        assert answer.desk.reason_chart
        assert room.where(chart).location.name == "File room A"
        assert Outcome.REASON_TAKEN in said(room.act(chart, Act.REASON, "asked for by phone"))

    def test_a_reason_that_comes_too_late_says_that_its_time_had_ended(
        self, room: RecordRoom, chart: str
    ) -> None:
        room.scan("Cardiology")
        room.scan(chart)
        answer = room.act(chart, Act.REASON, "asked for by phone", after=21)
        assert answer.outcome is Outcome.LAPSED
        assert room.where(chart).location.name == "File room A"

    def test_what_it_lapses_to_is_heard(self, room: RecordRoom, chart: str) -> None:
        room.scan(chart)
        room.scan("Surgery")
        answer = room.scan(self.reason_card(room), after=21)
        assert answer.outcome is Outcome.LAPSED
        later = room.scan("Surgery")  # and the next card or chart still says so
        assert Outcome.LAPSED in said(later)
        assert {one["what"] for one in later.scan.detail["lapsed"]} == {"in_hand", "reason"}

    def test_a_reason_card_alone_is_for_nothing(self, room: RecordRoom, chart: str) -> None:
        assert room.scan(self.reason_card(room)).outcome is Outcome.NOTHING_PENDING

    def test_its_details_show_with_a_reason_only_which_is_kept(
        self, room: RecordRoom, chart: str
    ) -> None:
        room.scan("Ines")
        closed = tell_chart(room.database, room.viewer(), chart)
        assert (closed.is_open, closed.movements, closed.chart.patient.name) == (False, [], "A. L.")
        opened = tell_chart(room.database, room.viewer(), chart, reason="for the audit")
        assert opened.chart.patient.name == "Lovelace, Ada"
        assert opened.movements
        again = tell_chart(room.database, room.viewer(), chart, reason="again")
        assert again.changes[0].what == "sensitive-opened"
        assert again.changes[0].detail == {"reason": "for the audit"}

    def test_presence_is_recorded_all_the_same(self, room: RecordRoom, chart: str) -> None:
        room.scan("Surgery", CARDIOLOGY)
        answer = room.scan(chart, CARDIOLOGY)
        assert answer.outcome is Outcome.REASON_NEEDED
        assert room.where(chart).location.name == "Cardiology"


class TestRetiredCharts:
    def test_a_scan_says_so_and_records_where_it_is(self, room: RecordRoom) -> None:
        chart = room.chart()
        correct(room, chart, retired=True)
        room.scan("Surgery", CARDIOLOGY)
        answer = room.scan(chart, CARDIOLOGY)
        assert answer.outcome is Outcome.CHART_RETIRED
        assert answer.desk.destination
        assert room.where(chart).location.name == "Cardiology"
        assert room.scan(chart).outcome is Outcome.CHART_RETIRED
        assert room.scan(chart).desk.in_hand is None
        assert tell_chart(room.database, room.viewer(), chart).movements
        correct(room, chart)
        assert room.scan(chart, after=30).outcome is Outcome.IN_HAND

    def test_retired_while_in_hand_it_stays(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan(chart)
        correct(room, chart, retired=True)
        assert Outcome.DESTINATION_SET in said(room.scan("Surgery"))
        assert room.where(chart).location.name == "File room A"


class TestCorrections:
    def test_a_patients_new_number_finds_and_sorts_the_chart(self, room: RecordRoom) -> None:
        chart = room.chart()
        view = room.where(chart)
        entry = PatientEntry("55-10-28", "Byron", "Augusta Ada", "1852-12-10")
        correct_patient(room.database, room.settings, view.patient.id, entry, room.now, room.sana)
        after = room.where(chart)
        assert after.patient.mrn == "551028"
        assert after.terminal_key.startswith("281055|")
        assert find_charts(room.database, room.viewer(), "byron")[0].code == chart
        assert find_charts(room.database, room.viewer(), "441027") == ()
        change = tell_chart(room.database, room.viewer(signed=room.sana), chart).changes[0]
        assert (change.what, change.staff) == ("patient-corrected", "Sana")
        assert change.detail["before"]["mrn"] == "441027"

    def test_another_patients_number_is_refused(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.chart("112233", family="Hopper")
        entry = PatientEntry("112233", "Lovelace", "Ada")
        patient_id = room.where(chart).patient.id
        with pytest.raises(EntryRefused):
            correct_patient(room.database, room.settings, patient_id, entry, room.now, room.sana)

    def test_a_charts_type_volume_and_home(self, room: RecordRoom) -> None:
        chart, other = room.chart(), room.chart()
        jacket = save_entry(room.database, RecordTypeEntry("X-ray jacket"), room.now)
        correct(room, chart, record_type_id=jacket, volume=7, home=room.codes["File room B"])
        view = room.where(chart)
        assert (view.record_type, view.volume, view.home.name) == ("X-ray jacket", 7, "File room B")
        with pytest.raises(EntryRefused):
            correct(room, chart, volume=room.where(other).volume)
        assert room.where(chart).volume == 7

    @pytest.mark.parametrize("wrong", [{"volume": "0"}, {"home": "x"}, {"record_type_id": 5}])
    def test_nonsense_is_refused(self, room: RecordRoom, wrong: dict[str, object]) -> None:
        chart = room.chart()
        before = room.where(chart)
        with pytest.raises(EntryRefused):
            correct(room, chart, **wrong)
        assert room.where(chart) == before


@given(st.text(max_size=80))
def test_no_text_breaks_the_name_of_a_chart(text: str) -> None:
    from kiosk.domain.mrn import MrnFormat

    mrn = MrnFormat()
    assert mrn.terminal_key(mrn.meant(text) or text, 1, 1).endswith("|001")
