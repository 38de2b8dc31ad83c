"""Two numbers of one person are merged, a temporary folder is joined to its chart."""

import pytest

from kiosk.domain.desk import Act
from kiosk.domain.errors import EntryRefused, NothingThere, PatientExists
from kiosk.domain.outcomes import Outcome
from kiosk.services.charts.correct import correct_patient
from kiosk.services.charts.find import find_charts
from kiosk.services.charts.folders import (
    FolderEntry,
    PatientEntry,
    prepare_folder,
    prepare_temporary,
)
from kiosk.services.charts.merge import join_temporary, list_merges, merge_patients, take_back_merge
from kiosk.services.printing.label_texts import label_texts
from kiosk.services.records.check import find_faults
from tests.room import CARDIOLOGY, DONE, SURGERY, RecordRoom, said


def temporary_folder(room: RecordRoom, real: str) -> str:
    room.act(real, Act.MISSING, "not on its shelf")
    label = prepare_temporary(room.database, real, room.now, room.viewer())
    assert prepare_temporary(room.database, real, room.now, room.viewer()) == label
    assert room.scan(label).outcome is Outcome.FOLDER_REGISTERED
    room.scan(DONE)
    room.wait(3600)
    return label


def joined(room: RecordRoom) -> tuple[str, str]:
    real = room.chart()
    folder = prepare_temporary(room.database, real, room.now, room.viewer())
    room.scan(folder)
    return real, folder


class TestTemporaryFolders:
    def test_once_the_chart_is_seen_both_say_so_until_they_are_joined(
        self, room: RecordRoom
    ) -> None:
        real = room.chart()
        folder = temporary_folder(room, real)
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
        assert find_charts(room.database, room.viewer(), folder).charts[0].code == real
        assert find_faults(room.database) == []

    def test_its_loose_sheets_and_other_labels_come_along(self, room: RecordRoom) -> None:
        real = room.chart()
        folder = temporary_folder(room, real)
        room.act(folder, Act.SHEETS, "lab results")
        room.act(folder, Act.TIE, "OLD-77", by=room.sana)
        join_temporary(room.database, folder, room.now, room.sana)
        assert room.where(real).sheets == "lab results"
        assert room.scan("OLD-77").chart.code == real  # type: ignore[union-attr]

    def test_only_a_temporary_folder_can_be_joined_and_only_once(self, room: RecordRoom) -> None:
        real = room.chart()
        folder = temporary_folder(room, real)
        with pytest.raises(NothingThere):
            join_temporary(room.database, real, room.now, room.sana)
        join_temporary(room.database, folder, room.now, room.sana)
        with pytest.raises(NothingThere):
            join_temporary(room.database, folder, room.now, room.sana)


class TestMergedPatients:
    def test_charts_follow_and_old_numbers_and_labels_keep_finding_them(
        self, either_room: RecordRoom
    ) -> None:
        room = either_room
        kept, followed = room.chart(), room.chart("112233", family="Hopper")
        waiting = room.label("112233")
        room.merge()
        view = room.where(followed)
        assert (view.patient.mrn, view.patient.former_mrn) == ("441027", "112233")
        assert view.patient.family_name == "Lovelace"
        for number in ("112233", "441027"):
            found = find_charts(room.database, room.viewer(), number).charts
            assert {one.code for one in found} == {kept, followed}
        assert room.scan(followed).outcome is Outcome.IN_HAND
        registered = room.scan(waiting)
        assert registered.chart
        assert registered.chart.patient.mrn == "441027"
        assert view.terminal_key.startswith("271044|")

    def test_a_merge_can_be_taken_back(self, room: RecordRoom) -> None:
        kept, followed = room.chart(), room.chart("112233", family="Hopper")
        merge_id = room.merge()
        mrn = room.settings.mrn_format
        take_back_merge(room.database, mrn, merge_id, room.now, room.sana)
        assert room.where(followed).patient.mrn == "112233"
        assert room.where(followed).terminal_key.startswith("332211|")
        found = find_charts(room.database, room.viewer(), "441027").charts
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
            merges = [room.merge("100001", "200002"), room.merge("200002", "300003")]
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
        room.merge()
        assert room.where(room.chart()).volume == 3

    @pytest.mark.parametrize(("former", "into"), [("441027", "441027"), ("999999", "441027")])
    def test_nonsense_is_refused(self, room: RecordRoom, former: str, into: str) -> None:
        room.chart()
        with pytest.raises(EntryRefused):
            room.merge(former, into)


def test_a_chart_made_after_a_merge_is_sorted_by_the_number_that_stays(room: RecordRoom) -> None:
    room.chart()
    waiting = room.label("112233", "Hopper")
    mrn = room.settings.mrn_format
    merge_patients(room.database, mrn, "112233", "441027", room.now, room.sana)
    room.scan(waiting)
    room.take_file("charts", "mrn,volume,home\n112233,7,File room A\n")
    keys = {
        one.terminal_key[:6] for one in find_charts(room.database, room.viewer(), "441027").charts
    }
    assert keys == {"271044"}


def test_an_import_knows_the_charts_of_the_number_that_stays(room: RecordRoom) -> None:
    room.chart()
    room.label("112233", "Hopper")
    mrn = room.settings.mrn_format
    merge_patients(room.database, mrn, "112233", "441027", room.now, room.sana)
    room.take_file("charts", "mrn,volume,home\n112233,1,File room A\n")
    assert len(find_charts(room.database, room.viewer(), "441027").charts) == 1


def test_what_was_merged_anew_stays_when_an_older_merge_is_taken_back(room: RecordRoom) -> None:
    charts = {mrn: room.chart(mrn, family=mrn) for mrn in ("100001", "200002", "300003")}
    mrn = room.settings.mrn_format
    first = room.merge("100001", "200002")
    second = room.merge("200002", "300003")
    take_back_merge(room.database, mrn, first, room.now, room.sana)
    room.merge("100001", "300003")
    take_back_merge(room.database, mrn, second, room.now, room.sana)
    assert room.where(charts["100001"]).patient.mrn == "300003"
    assert room.where(charts["200002"]).patient.mrn == "200002"


def test_a_temporary_folder_stays_with_its_chart(room: RecordRoom) -> None:
    room.chart("990000", family="Kept")
    real = room.chart("110000", family="Gone")
    merge_id = room.merge("110000", "990000")
    folder = prepare_temporary(room.database, real, room.now, room.viewer())
    room.scan(folder)
    mrn = room.settings.mrn_format
    take_back_merge(room.database, mrn, merge_id, room.now, room.sana)
    assert room.where(folder).patient.mrn == room.where(real).patient.mrn == "110000"


def test_a_reprint_bears_the_number_that_stays(room: RecordRoom) -> None:
    room.chart("990000", family="Kept")
    chart = room.chart("110000", family="Gone")
    room.merge("110000", "990000")
    face = label_texts(room.database, room.viewer(signed=room.sana), chart)
    assert (face.mrn, face.name) == ("99-00-00", "Kept, Ada")  # type: ignore[union-attr]


def test_a_number_that_was_given_up_is_taken_all_the_same(room: RecordRoom) -> None:
    chart = room.chart("990000", family="Kept")
    room.chart("110000", family="Gone")
    room.merge("110000", "990000")
    patient = room.where(chart).patient.id
    entry = PatientEntry("110000", "Kept")
    with pytest.raises(EntryRefused):
        correct_patient(room.database, room.settings, patient, entry, room.now, room.sana)
    new = PatientEntry("110000", "Other", other_person=True)
    folder = FolderEntry(new, room.record_type, room.codes["File room A"])
    with pytest.raises(PatientExists):
        prepare_folder(room.database, room.settings, folder, room.now)


def test_one_that_is_in_hand_moves_no_more(room: RecordRoom) -> None:
    real, folder = joined(room)
    join_temporary(room.database, folder, room.now, room.sana)
    room.scan("Cardiology")
    assert room.where(folder).code == real
    assert len(room.kinds(real)) <= 2


def test_a_second_one_stands_in_for_the_chart_itself(room: RecordRoom) -> None:
    real, folder = joined(room)
    second = prepare_temporary(room.database, folder, room.now, room.viewer())
    room.scan(second)
    for one in (folder, second):
        assert join_temporary(room.database, one, room.now, room.sana) == real
    assert room.scan(second, SURGERY).chart.code == real  # type: ignore[union-attr]
    assert room.where(real).location.name == "Surgery"
