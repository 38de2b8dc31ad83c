"""New folders and set-up: noticed twins, next volumes, codes that are never given twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kiosk.app import create_app
from kiosk.domain.errors import EntryRefused, NothingThere, PatientExists, VolumeExists
from kiosk.domain.outcomes import Outcome
from kiosk.services.charts.folders import FolderEntry, PatientEntry, prepare_folder
from kiosk.services.setup.entries import (
    Entry,
    PlaceEntry,
    RecordTypeEntry,
    StaffEntry,
    StationEntry,
)
from kiosk.services.setup.save import save_entry
from kiosk.store.rows import AuditRow, GivenCodeRow, PatientRow, PersonalRow
from tests.room import FILE_ROOM, RecordRoom, said

ADA = PatientEntry("441027", "Lovelace", "Ada", "1915-12-10")


def prepare(room: RecordRoom, patient: PatientEntry | int = ADA, volume: str = "") -> str:
    home = room.codes["File room A"]
    entry = FolderEntry(patient, room.record_type, home, volume)
    return prepare_folder(room.database, room.settings, entry, room.now)


def count(room: RecordRoom, table: type) -> int:
    with room.database.read() as reading:
        return reading.session.scalar(select(func.count()).select_from(table)) or 0


def patient_id(room: RecordRoom) -> int:
    with room.database.read() as reading:
        return reading.session.scalars(select(PatientRow.id)).one()


def test_the_same_number_is_noticed_however_it_is_written(either_room: RecordRoom) -> None:
    prepare(either_room)
    for mrn in ("44-10-27", " 441027 "):
        with pytest.raises(PatientExists) as refused:
            prepare(either_room, PatientEntry(mrn, "Somebody", "Else", other_person=True))
        assert refused.value.facts["same_number"]
    assert count(either_room, PatientRow) == 1


@pytest.mark.parametrize(
    ("family", "given", "born", "is_noticed"),
    [
        ("LOVELACE", "ada", "1915-12-10", True),
        ("Ada", "Lovelace", "1915-12-10", True),
        ("Love-lace", "Ada", "1915-12-10", True),
        ("Lovelace", "Ada", "", True),
        ("Lovelase", "Ada", "1915-12-10", True),
        ("Lovelace", "Ida", "1915-12-10", True),
        ("Ida", "Lovelace", "1915-12-10", True),
        ("Lovelase", "Ida", "1915-12-10", True),
        ("Lovelass", "Ada", "1915-12-10", False),
        ("Lovelase", "Ada", "", False),
        ("Lovelace", "Ada", "1999-01-01", False),
        ("Byron", "Ada", "1915-12-10", False),
    ],
)
def test_the_same_person_is_noticed_unless_it_is_somebody_else(
    room: RecordRoom, family: str, given: str, born: str, is_noticed: bool
) -> None:
    prepare(room)
    new = PatientEntry("112233", family, given, born)
    if is_noticed:
        with pytest.raises(PatientExists) as refused:
            prepare(room, new)
        assert [one.mrn for one in refused.value.facts["patients"]] == ["441027"]  # type: ignore[attr-defined]
        assert not refused.value.facts["same_number"]
        new = replace(new, other_person=True)
    prepare(room, new)
    assert count(room, PatientRow) == 2


def test_a_birth_date_that_is_missing_on_file_hides_nobody(room: RecordRoom) -> None:
    prepare(room, PatientEntry("441027", "Lovelace", "Ada"))
    with pytest.raises(PatientExists):
        prepare(room, PatientEntry("112233", "Lovelace", "Ada", "1915-12-10"))


class TestThePage:
    @pytest.fixture
    def client(self, room: RecordRoom) -> FlaskClient:
        prepare(room)
        room.now = datetime.now(UTC)
        client = create_app(room.settings, room.database).test_client()
        client.set_cookie("station", FILE_ROOM)
        return client

    def fields(self, room: RecordRoom, **more: str) -> dict[str, str]:
        kind = {"record_type": str(room.record_type), "home": room.codes["File room A"]}
        new = {"mrn": "112233", "family_name": "Lovelase", "given_name": "Ada"}
        return {**kind, **new, "birth_date": "1915-12-10", "act": "make", "patient": "", **more}

    def test_it_shows_who_was_noticed_and_goes_on_from_there(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        noticed = client.post("/folders/new", data=self.fields(room))
        assert noticed.status_code == 422
        assert "44-10-27" in noticed.text
        assert 'name="noticed"' in noticed.text
        chosen = self.fields(room, noticed="1", patient=str(patient_id(room)))
        assert client.post("/folders/new", data=chosen).status_code == 302
        assert count(room, PatientRow) == 1

    def test_nobody_is_chosen_by_a_number_that_may_be_mistyped(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        noticed = client.post("/folders/new", data=self.fields(room, mrn="44-10-27"))
        assert f'value="{patient_id(room)}" >' in noticed.text
        assert 'name="other_person"' not in noticed.text
        again = self.fields(room, mrn="44-10-27", noticed="1")
        assert client.post("/folders/new", data=again).status_code == 422

    def test_a_number_that_finds_nobody_is_filled_in(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        asked = client.post("/folders/new", data={"act": "find", "find": "MRN 778899"})
        assert 'value="77-88-99"' in asked.text
        asked_again = {"act": "find", "find": "lovelase", "patient": ""}
        found = client.post("/folders/new", data=asked_again)
        assert 'value="" >' in found.text  # nor is a new one
        assert f'value="{patient_id(room)}" >' in found.text  # it only sounds so: not chosen


def test_the_same_folder_asked_for_twice_has_the_same_code(room: RecordRoom) -> None:
    code = prepare(room)
    assert prepare(room, patient_id(room)) == code


def test_an_empty_volume_is_the_next_one(room: RecordRoom) -> None:
    room.scan(prepare(room))
    second = prepare(room, patient_id(room))
    room.scan(second, after=30)
    assert room.where(second).volume == 2


def test_a_volume_that_exists_is_refused(room: RecordRoom) -> None:
    room.scan(prepare(room))
    with pytest.raises(VolumeExists):
        prepare(room, patient_id(room), volume="1")


@pytest.mark.parametrize("volume", ["0", "1000", "x", "-1"])
def test_a_volume_that_cannot_be_is_refused_and_nobody_is_added(
    room: RecordRoom, volume: str
) -> None:
    before = count(room, GivenCodeRow)
    with pytest.raises(EntryRefused):
        prepare(room, volume=volume)
    assert count(room, PatientRow) == 0
    assert count(room, GivenCodeRow) == before


@pytest.mark.parametrize(
    "patient",
    [
        PatientEntry("", "Lovelace"),
        PatientEntry("1" * 30, "L"),
        PatientEntry("1234567", "L"),
        PatientEntry("٤٤١٠٢٧", "L"),
        PatientEntry("1", ""),
        7,
    ],
)
def test_a_patient_that_cannot_be_kept_is_refused(
    room: RecordRoom, patient: PatientEntry | int
) -> None:
    with pytest.raises(EntryRefused):
        prepare(room, patient)
    assert count(room, PatientRow) == 0


def test_a_printed_code_is_burnt_even_if_it_is_never_scanned(
    room: RecordRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter([4711, 4711, 4711, 815])
    monkeypatch.setattr(
        "kiosk.services.records.give_code.secrets.randbelow", lambda _: next(numbers)
    )
    first = prepare(room)
    second = prepare(room, PatientEntry("112233", "Hopper"))
    assert (first[1:9], second[1:9]) == ("00004711", "00000815")


@pytest.mark.parametrize(
    "make",
    [
        partial(PlaceEntry, "", "clinic"),
        partial(PlaceEntry, "X", "castle"),
        partial(PlaceEntry, "X", "clinic", loan_days="soon"),
        partial(PlaceEntry, "X\x00", "clinic"),
        partial(PlaceEntry, "Cardiology", "clinic"),
        partial(PlaceEntry, " cardiólogy ", "clinic"),
        partial(StationEntry, "Desk", "\x00"),
        partial(StaffEntry, "Ines"),
        partial(RecordTypeEntry, "x" * 81),
        partial(StationEntry, "Desk", "L0012345612"),
    ],
)
def test_set_up_that_cannot_be_kept_is_refused(room: RecordRoom, make: Callable[[], Entry]) -> None:
    before = count(room, AuditRow)
    with pytest.raises(EntryRefused):
        save_entry(room.database, make(), room.now)
    assert count(room, AuditRow) == before


def test_a_change_is_audited_with_how_it_was_before(room: RecordRoom) -> None:
    row = save_entry(room.database, StaffEntry("Eve"), room.now)
    save_entry(room.database, StaffEntry("Eve", operator=True), room.now, row)
    with room.database.read() as reading:
        newest = reading.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert newest
        assert newest.what == "staff-changed"
        beside = reading.session.get_one(PersonalRow, newest.id)
        assert beside.told["before"] == {"operator": False}


def test_an_audit_names_who_was_signed_in(room: RecordRoom) -> None:
    save_entry(room.database, StaffEntry("Eve"), room.now, signed=room.sana)
    with room.database.read() as reading:
        newest = reading.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert newest
        assert newest.staff_id == room.sana.staff_id


def test_changing_what_is_not_there_is_refused(room: RecordRoom) -> None:
    with pytest.raises(NothingThere):
        save_entry(room.database, StaffEntry("Eve"), room.now, 7)


def test_stations_of_one_name_in_other_letters_get_keys_of_their_own(room: RecordRoom) -> None:
    place = room.codes["Surgery"]
    for name in ("Théâtre", "Theatre!", "王"):
        save_entry(room.database, StationEntry(name, place), room.now)
    assert room.scan("Ines", "theatre").station.name == "Théâtre"
    assert room.scan("Ines", "theatre-2").station.name == "Theatre!"
    assert room.scan("Ines", "station").station.name == "王"


def test_a_scanned_label_is_never_given_to_another_volume(room: RecordRoom) -> None:
    chart = room.chart()
    room.correct(chart, volume="2")
    patient = room.where(chart).patient.id
    entry = FolderEntry(patient, room.record_type, room.codes["File room A"], "1")
    assert prepare_folder(room.database, room.settings, entry, room.now) != chart


def test_a_volume_that_came_another_way_leaves_the_fresh_label_the_next_one(
    room: RecordRoom,
) -> None:
    chart, label = room.chart(), room.label("441027")
    room.correct(chart, volume="2")
    assert room.scan(label).outcome is Outcome.FOLDER_REGISTERED
    assert room.where(label).volume == 3
    fresh = room.label("112233", "Hopper")
    room.take_file("charts", "mrn,family_name,home\n112233,Hopper,File room A\n")
    assert Outcome.FOLDER_REGISTERED in said(room.scan(fresh))
    assert room.where(fresh).volume == 2
