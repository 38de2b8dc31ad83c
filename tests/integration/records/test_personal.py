"""What facts tell of persons can be erased, and the record stays whole; changed, it is found."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, text, update

from kiosk.cli import main
from kiosk.domain.desk import Act, Source
from kiosk.domain.errors import ScanIdReused
from kiosk.domain.faults import Broken
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.services.charts.correct import correct_patient
from kiosk.services.charts.find import tell_chart
from kiosk.services.charts.folders import PatientEntry
from kiosk.services.desk.answers import ScanAnswer
from kiosk.services.desk.scan_request import ScanRequest
from kiosk.services.desk.take_scan import take_scan, tell_scan
from kiosk.services.records.check import count_facts, find_faults
from kiosk.services.setup.entries import PlaceEntry
from kiosk.services.setup.save import save_entry
from kiosk.store.personal import SALTED
from kiosk.store.rows import AuditRow, PersonalRow, ScanRow
from tests.prepared import PreparedRoom
from tests.room import FILE_ROOM, RecordRoom


def correct(room: RecordRoom) -> str:
    """Let a supervisor correct a patient's name, and return the chart's code."""
    chart = room.chart("441027", family="Lovelace")
    entry = PatientEntry("441027", "Byron", "Ada", "")
    patient = room.where(chart).patient.id
    correct_patient(room.database, room.settings, patient, entry, room.now, room.sana)
    return chart


def in_facts(room: RecordRoom, said: str) -> bool:
    """Whether a text stands in any fact."""
    with room.database.read() as reading:
        tables = (ScanRow.__table__, AuditRow.__table__)
        rows = [row for table in tables for row in reading.connection.execute(select(table))]
        return any(said in str(row) for row in rows)


def erase(room: RecordRoom) -> int:
    with room.database.write() as writing:
        return writing.connection.execute(delete(PersonalRow)).rowcount


def test_names_stand_beside_the_facts_and_are_told_on_the_charts_page(room: RecordRoom) -> None:
    chart = correct(room)
    assert not in_facts(room, "Byron")
    assert in_facts(room, SALTED)
    (change,) = [
        one
        for one in tell_chart(room.database, room.viewer(signed=room.sana), chart).changes
        if one.what == "patient-corrected"
    ]
    assert change.detail["before"]["family_name"] == "Lovelace"
    assert change.detail["after"]["family_name"] == "Byron"


def test_what_is_erased_is_said_and_no_fault(
    room: RecordRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = correct(room)
    room.scan("Byron", source=Source.TYPED)
    assert count_facts(room.database)[2] == 0
    erased = erase(room)
    assert erased >= 2
    assert find_faults(room.database) == []
    assert count_facts(room.database)[2] == erased
    told = tell_chart(room.database, room.viewer(signed=room.sana), chart)
    assert {one.what: one.detail for one in told.changes if one.what == "patient-corrected"} == {
        "patient-corrected": {}
    }
    monkeypatch.setenv("KIOSK_DATA", str(room.settings.data))
    said = CliRunner().invoke(main, ["check"])
    assert said.exit_code == 0
    assert f"{erased} of them" in said.output


def test_what_is_changed_beside_a_fact_is_found(room: RecordRoom) -> None:
    correct(room)
    room.scan("Byron", source=Source.TYPED)
    with room.database.write() as writing:
        told = {"text": "another name"}
        ids = writing.connection.execute(
            select(PersonalRow.fact_id).join(ScanRow, ScanRow.id == PersonalRow.fact_id)
        ).scalars()
        changed = ids.all()
        one = update(PersonalRow).where(PersonalRow.fact_id.in_(changed)).values(told=told)
        writing.connection.execute(one)
    assert len(find_faults(room.database)) == len(changed) == 1
    with room.database.write() as writing:
        writing.connection.execute(update(PersonalRow).values(told=told))
    assert len(find_faults(room.database)) > 1
    erase(room)


def test_the_same_values_are_committed_to_differently_each_time(room: RecordRoom) -> None:
    for _ in range(2):
        room.scan("Byron", source=Source.TYPED, after=60)
    with room.database.read() as reading:
        hashes = reading.connection.execute(select(ScanRow.text_hash)).scalars().all()
    assert len(set(hashes)) == len(hashes) == 2


def test_a_typed_reason_is_told_again_and_can_be_erased(room: RecordRoom) -> None:
    chart = room.chart()
    room.correct(chart, sensitive=True)
    room.scan("Cardiology")
    room.scan(chart)
    sent = room.act(chart, Act.REASON, "a second opinion")
    assert Outcome.REASON_TAKEN in (sent.outcome, *sent.also)
    assert sent.scan.detail.reason == "a second opinion"
    assert not in_facts(room, "second opinion")
    erase(room)
    assert find_faults(room.database) == []


def test_a_repeat_is_known_again_also_when_what_it_said_was_erased(room: RecordRoom) -> None:
    typed = ScanRequest("ab" * 16, FILE_ROOM, "Byron", Source.TYPED)
    first = tell(room, typed)
    assert tell(room, typed).scan == first.scan
    with pytest.raises(ScanIdReused):
        tell(room, replace(typed, text="Lovelace"))
    erase(room)
    assert tell(room, typed).scan.id == first.scan.id
    assert tell(room, typed).scan.text == ""
    code = ScanRequest("cd" * 16, FILE_ROOM, room.codes["Cardiology"], Source.SCANNER)
    tell(room, code)
    with pytest.raises(ScanIdReused):
        tell(room, replace(code, text=room.codes["Surgery"]))


def tell(room: RecordRoom, request: ScanRequest) -> ScanAnswer:
    room.now += timedelta(seconds=5)
    taken = take_scan(room.database, room.settings, request, room.now)
    return tell_scan(room.database, room.settings, taken, room.now)


def test_on_postgresql_too(
    prepared_on_postgres: PreparedRoom, request: pytest.FixtureRequest
) -> None:
    room = prepared_on_postgres.room(request.getfixturevalue("settings"))
    correct(room)
    room.scan("Byron", source=Source.TYPED)
    assert (find_faults(room.database), count_facts(room.database)[2]) == ([], 0)
    erased = erase(room)
    assert (find_faults(room.database), count_facts(room.database)[2]) == ([], erased)
    room.database.close()


def told_beside(room: RecordRoom, fact_id: int, told: str, salt: str = "") -> None:
    """Put a row beside a fact, as it stands in the database."""
    values = {"fact_id": fact_id, "salt": salt, "told": told}
    with room.database.write() as writing:
        gone = delete(PersonalRow).where(PersonalRow.fact_id == fact_id)
        writing.connection.execute(gone)
        row = text("INSERT INTO personal (fact_id, salt, told) VALUES (:fact_id, :salt, :told)")
        writing.connection.execute(row, values)


def test_texts_of_scans_made_before_there_were_commitments_are_no_fault(room: RecordRoom) -> None:
    scan = room.scan("Cardiology").scan
    told_beside(room, scan.id, '{"text":"Byron"}')
    assert find_faults(room.database) == []
    told_beside(room, scan.id, '{"name":"Byron"}')
    assert len(find_faults(room.database)) == 1
    erase(room)


def test_nothing_may_be_told_without_a_salt_or_beside_no_fact(room: RecordRoom) -> None:
    correct(room)
    typed = room.scan("Byron", source=Source.TYPED).scan
    with room.database.read() as reading:
        audits = reading.connection.execute(select(AuditRow.id)).scalars().all()
    for wrong in (typed.id, *audits, 4711):
        told_beside(room, wrong, '{"text":"Byron"}')
    assert len(find_faults(room.database)) == len(audits) + 2
    erase(room)


@pytest.mark.parametrize(("salt", "told"), [("no hex", "{}"), ("ab", "{no json"), ("ab", "[]")])
def test_what_is_no_salt_and_no_json_is_found(room: RecordRoom, salt: str, told: str) -> None:
    typed = room.scan("Byron", source=Source.TYPED).scan
    told_beside(room, typed.id, told, salt)
    (fault,) = find_faults(room.database)
    assert fault.kind is Broken.PERSONAL_CHANGED
    erase(room)


def test_a_fact_is_not_overruled_by_what_stands_beside_it(room: RecordRoom) -> None:
    chart = correct(room)
    with room.database.read() as reading:
        corrected = AuditRow.what == "patient-corrected"
        row_id = reading.connection.execute(select(AuditRow.id).where(corrected)).scalar_one()
    told_beside(room, row_id, '{"before":{},"personal":"another"}')
    (change,) = [
        one
        for one in tell_chart(room.database, room.viewer(signed=room.sana), chart).changes
        if one.what == "patient-corrected"
    ]
    assert change.detail == {"before": {}}
    erase(room)


def test_names_of_places_and_staff_stand_beside_the_facts(room: RecordRoom) -> None:
    entry = PlaceEntry("Dr. Okonkwo", PlaceKind.PERSON, "555 0199", contact="Mrs. Example")
    place = save_entry(room.database, entry, room.now)
    save_entry(room.database, replace(entry, phone="555 0198"), room.now, place)
    assert not any(in_facts(room, said) for said in ("Okonkwo", "555 019", "Example"))
    assert find_faults(room.database) == []
