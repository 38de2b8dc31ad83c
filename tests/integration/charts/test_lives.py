"""Births and deaths as far as they are known: kept, shown, and never in the way."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from kiosk.app import create_app
from kiosk.domain.errors import FileRefused, PatientExists
from kiosk.services.charts.correct import correct_patient
from kiosk.services.charts.find import find_charts, find_patients
from kiosk.services.charts.folders import FolderEntry, PatientEntry, prepare_folder
from kiosk.services.imports.import_file import Imported
from kiosk.store.queries.views import NEWEST
from tests.room import FILE_ROOM, SANAS_PIN, RecordRoom


@pytest.fixture
def client(room: RecordRoom) -> FlaskClient:
    client = create_app(room.settings, room.database).test_client()
    client.post("/sign-in", data={"who": "Sana", "pin": SANAS_PIN})
    client.set_cookie("station", FILE_ROOM)
    return client


def folder(room: RecordRoom, patient: PatientEntry) -> str:
    entry = FolderEntry(patient, room.record_type, room.codes["File room A"])
    return prepare_folder(room.database, room.settings, entry, room.now)


def test_a_file_brings_years_estimates_and_deaths(either_room: RecordRoom) -> None:
    room = either_room
    rows = "441027,Alder,Ada,1950,\n441028,Birch,Bo,~1950,yes\n441029,Cedar,Cy,1950-12,2026-11-20\n"
    table = f"mrn,family_name,given_name,birth_date,died\n{rows}"
    assert room.take_file("patients", table) == Imported(3, 0)
    assert room.take_file("patients", table) == Imported(0, 3)
    shown = [
        (one.born, one.died)
        for text in ("alder", "birch", "cedar")
        for one in find_patients(room.database, room.viewer(signed=room.sana), text).patients
    ]
    assert shown == [("1950", ""), ("1950~", "XXXX"), ("1950-12", "2026-11-20")]
    known_better = "mrn,family_name,birth_date\n441027,Alder,1950-03-04\n"
    assert room.take_file("patients", known_better) == Imported(0, 1)
    with pytest.raises(FileRefused):
        room.take_file("patients", "mrn,family_name,birth_date\n441027,Alder,1951\n")


def test_a_year_on_file_hides_nobody_whose_date_is_known(room: RecordRoom) -> None:
    folder(room, PatientEntry("441027", "Lovelace", "Ada", "~1950"))
    with pytest.raises(PatientExists):
        folder(room, PatientEntry("112233", "Lovelace", "Ada", "1952-12-10"))
    folder(room, PatientEntry("112233", "Lovelace", "Ada", "1960-12-10"))


def test_a_death_is_said_by_the_chart_and_hidden_with_the_name(
    room: RecordRoom, client: FlaskClient
) -> None:
    chart = room.chart()
    patient_id = room.where(chart).patient.id
    form = {"code": chart, "mrn": "44-10-27", "family_name": "Lovelace", "given_name": "Ada"}
    life = {"birth_about": "about 1850", "died": "1852-11-27"}
    assert client.post(f"/patients/{patient_id}", data={**form, **life}).status_code == 302
    page = client.get(f"/charts/{chart}", headers={"Accept": "text/html"}).text
    assert "1852-11-27" in page
    assert "1850" in page
    found = find_charts(room.database, room.viewer(), "441027").charts[0]
    assert (found.patient.born, found.patient.died) == ("", "")


def test_a_date_that_cannot_be_is_refused_and_what_was_typed_stays(
    room: RecordRoom, client: FlaskClient
) -> None:
    chart = room.chart()
    patient_id = room.where(chart).patient.id
    form = {"code": chart, "mrn": "44-10-27", "family_name": "Lovelace", "died": "perhaps"}
    refused = client.post(f"/patients/{patient_id}", data=form)
    assert refused.status_code == 422
    assert 'value="perhaps"' in refused.text
    assert room.where(chart).patient.died == ""


def test_changes_that_are_left_out_are_said_to_be(room: RecordRoom, client: FlaskClient) -> None:
    chart = room.chart()
    patient_id = room.where(chart).patient.id
    for at in range(NEWEST):
        entry = PatientEntry("441027", "Lovelace", f"Ada {at}")
        correct_patient(room.database, room.settings, patient_id, entry, room.now, room.sana)
        if at in (0, NEWEST - 1):
            page = client.get(f"/charts/{chart}", headers={"Accept": "text/html"}).text
            assert (f">The newest {NEWEST} " in page) is bool(at)


def test_a_correction_of_a_date_is_told_by_the_chart(room: RecordRoom) -> None:
    chart = room.chart()
    patient_id = room.where(chart).patient.id
    room.now = datetime.now(UTC)
    entry = PatientEntry("441027", "Lovelace", "Ada", "1915", "1952-11-27")
    correct_patient(room.database, room.settings, patient_id, entry, room.now, room.sana)
    assert (room.where(chart).patient.born, room.where(chart).patient.died) == (
        "1915",
        "1952-11-27",
    )
