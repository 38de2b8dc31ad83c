"""Where is it: by whatever people type."""

from datetime import timedelta

import pytest

from kiosk.domain.desk import Act
from kiosk.services.charts.correct import correct_patient
from kiosk.services.charts.find import find_charts, find_patients
from kiosk.services.charts.folders import PatientEntry
from kiosk.settings import load_settings
from kiosk.store.queries.patients import COUNTED_AT_MOST, FOUND_AT_MOST
from kiosk.store.queries.views import FoundBy, FoundPatients
from tests.room import RecordRoom


def numbers(room: RecordRoom, text: str) -> list[str]:
    """Return the numbers of the patients that a text finds, in their order."""
    return [one.mrn for one in found(room, text).patients]


def found(room: RecordRoom, text: str) -> FoundPatients:
    return find_patients(room.database, room.viewer(signed=room.sana), text)


def correct(room: RecordRoom, code: str, entry: PatientEntry) -> None:
    patient_id = room.where(code).patient.id
    correct_patient(room.database, room.settings, patient_id, entry, room.now, room.sana)


def patients(room: RecordRoom, *rows: str) -> None:
    room.take_file("patients", "\n".join(["mrn,family_name,given_name,birth_date", *rows]))


def test_a_tied_text_that_becomes_a_number_finds_the_patient(room: RecordRoom) -> None:
    chart = room.chart()
    room.act(chart, Act.TIE, "778890", by=room.sana)
    other = room.chart("778890", family="Hopper")
    found = find_charts(room.database, room.viewer(), "778890").charts
    assert [one.code for one in found] == [other]


def test_a_number_from_an_export_is_read_again(room: RecordRoom) -> None:
    room.chart()
    assert find_charts(room.database, room.viewer(), "44\u201110\u201127").charts


@pytest.mark.parametrize(
    "text",
    [
        *("441027", "44-10-27", "0441027", "MRN 441027", "mrn: 44-10-27", "#441027", "No. 441027"),
        *("Nr. 441027", "№ 441027", "MRN #441027", "441027-1", "441027/2", "44-10-27 vol 1"),
        *("441027 v.2", "1027", "027", "441", "44-10", "10-27", "4410"),
    ],
)
def test_a_number_is_found_as_people_say_it(either_room: RecordRoom, text: str) -> None:
    patients(either_room, "441027,Alder,,", "998877,Birch,,")
    assert numbers(either_room, text) == ["441027"]


@pytest.mark.parametrize(
    "text", ["441-027", "44102.7", "44102.0", "27", "44", "4410277", "441027-1-1", "441027 old", ""]
)
def test_what_might_mean_another_number_finds_nobody(room: RecordRoom, text: str) -> None:
    patients(room, "441027,Alder,,", "000441,Birch,,", "441020,Cedar,,")
    assert numbers(room, text) == []


@pytest.mark.parametrize(
    ("text", "mrns"),
    [
        ("QECH-ARV-12345", ["QECHARV12345"]),
        ("qech-arv-12", ["QECHARV12345", "QECHARV12999"]),
        ("12345", ["QECHARV12345"]),
        ("2999", ["QECHARV12999"]),
        ("QECH", []),
    ],
)
def test_a_lettered_number_is_found_by_its_beginning_and_its_end(
    room: RecordRoom, text: str, mrns: list[str]
) -> None:
    room.settings = load_settings(data=room.settings.data, mrn_pattern="QECH-ARV-99999")
    patients(room, "QECH-ARV-12345,Alder,,", "QECH-ARV-12999,Birch,,")
    assert numbers(room, text) == mrns


def test_whole_numbers_come_before_beginnings_and_these_before_ends(room: RecordRoom) -> None:
    patients(room, "441027,A,,", "004410,B,,", "331027,C,,", "102744,D,,", "001027,E,,")
    assert numbers(room, "1027") == ["001027", "102744", "331027", "441027"]
    assert numbers(room, "441027") == ["441027"]  # whole, it means no longer one


def test_a_part_of_a_number_chooses_nobody(room: RecordRoom) -> None:
    patients(room, "441027,Alder,,")
    assert found(room, "441027").only
    assert found(room, "44-10-27").only
    for part in ("1027", "441", "027"):  # it may end a number that nobody has yet
        assert [one.mrn for one in found(room, part).patients] == ["441027"]
        assert found(room, part).only is None


def test_one_chart_of_several_patients_or_of_a_volume_is_not_chosen(room: RecordRoom) -> None:
    chart = room.chart(family="Banda")
    patients(room, "550000,Banda,,")
    for text in ("banda", "441027-2", "44-10-27 vol 9"):
        told = find_charts(room.database, room.viewer(), text)
        assert ([one.code for one in told.charts], told.only) == ([chart], None)
    only = find_charts(room.database, room.viewer(), "441027").only
    assert only
    assert only.code == chart


def test_whole_words_come_before_beginnings_and_these_before_sounds(
    either_room: RecordRoom,
) -> None:
    patients(
        either_room,
        "000001,Smithson,Mary,",
        "000002,Smith,Mary,",
        "000003,Smyth,Marie,",
        "000004,Mary,Smith,",
        "000005,Jones,Mary,",
    )
    assert numbers(either_room, "smith mary") == ["000002", "000004", "000001", "000003"]
    by = [one.found_by for one in found(either_room, "smith mary").patients]
    assert by == [FoundBy.TODAYS] * 3 + [FoundBy.SOUND]
    assert numbers(either_room, "sm") == ["000001", "000002", "000003", "000004"]
    assert found(either_room, "smyth").only is None  # of whom Smith only sounds alike
    assert found(either_room, "jones").only


def test_a_former_name_goes_on_finding_and_says_until_when(either_room: RecordRoom) -> None:
    room = either_room
    chart = room.chart(family="Maiden")
    patients(room, "112233,Maidenhead,,")
    correct(room, chart, PatientEntry("441027", "Wife", "Ada"))
    married = room.now
    for text in ("maiden", "maiden ada", "ada maiden", "wife maiden"):
        first = found(room, text).patients[-1]
        assert (first.mrn, first.found_by) == ("441027", FoundBy.FORMER_NAME)
        assert (first.was, first.until) == ("Maiden, Ada", married)
    assert numbers(room, "maiden") == ["112233", "441027"]
    assert found(room, "wife").patients[0].found_by is FoundBy.TODAYS
    assert found(room, "wife ada").patients[0].found_by is FoundBy.TODAYS
    room.wait(60)
    correct(room, chart, PatientEntry("441027", "Widow", "Ada"))
    assert [one.was for one in found(room, "maiden").patients] == ["", "Maiden, Ada"]
    assert found(room, "wife").patients[0].until == married + timedelta(seconds=60)


def test_a_former_name_is_hidden_with_the_name(room: RecordRoom) -> None:
    chart = room.chart(family="Maiden")
    correct(room, chart, PatientEntry("441027", "Wife", "Ada"))
    masked = find_charts(room.database, room.viewer(), "maiden").charts[0].patient
    assert (masked.name, masked.was) == ("A. W.", "")


def test_a_corrected_number_goes_on_finding_until_it_is_anothers(either_room: RecordRoom) -> None:
    room = either_room
    chart = room.chart("441072")
    correct(room, chart, PatientEntry("441027", "Lovelace", "Ada"))
    was = found(room, "44-10-72").patients[0]
    assert (was.mrn, was.found_by, was.was) == ("441027", FoundBy.FORMER_NUMBER, "441072")
    room.chart("441072", family="Hopper")
    assert numbers(room, "441072") == ["441072", "441027"]
    correct(room, chart, PatientEntry("551027", "Lovelace", "Ada"))
    correct(room, chart, PatientEntry("441027", "Lovelace", "Ada"))
    assert found(room, "441027").only  # its own again, and nobody's former one
    assert numbers(room, "551027") == ["441027"]


def test_a_list_that_was_cut_says_of_how_many(room: RecordRoom) -> None:
    patients(room, *(f"{at},Alder,N{at}," for at in range(1, 51)))
    cut = found(room, "alder")
    assert (len(cut.patients), cut.count, cut.is_cut, cut.is_more) == (40, 50, True, False)
    whole = found(room, "alder n9")
    assert (len(whole.patients), whole.count, whole.is_cut) == (1, 1, False)
    patients(room, *(f"{at},Alder,N{at}," for at in range(100, 100 + COUNTED_AT_MOST)))
    more = found(room, "alder")
    assert (len(more.patients), more.count, more.is_more) == (FOUND_AT_MOST, COUNTED_AT_MOST, True)


def test_a_number_in_a_name_sounds_like_nothing(room: RecordRoom) -> None:
    patients(room, "000001,Baby A12345,,", "000002,Baby A999,,", "000003,Baby B12345,,")
    assert numbers(room, "a12345") == ["000001"]


def test_merged_patients_are_found_once(room: RecordRoom) -> None:
    room.chart()
    room.chart("112233")
    room.merge()
    assert numbers(room, "lovelace") == ["441027"]
    assert numbers(room, "112233") == ["441027"]
