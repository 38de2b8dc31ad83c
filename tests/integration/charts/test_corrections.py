"""A patient or a chart is corrected; who sees what was changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import EntryRefused
from kiosk.services.charts.correct import correct_patient
from kiosk.services.charts.find import find_charts, tell_chart
from kiosk.services.charts.folders import PatientEntry
from kiosk.services.setup.entries import RecordTypeEntry
from kiosk.services.setup.save import save_entry
from kiosk.store.queries.views import FoundBy
from tests.room import RecordRoom


class TestCorrections:
    def test_a_patients_new_number_finds_and_sorts_the_chart(self, room: RecordRoom) -> None:
        chart = room.chart()
        view = room.where(chart)
        entry = PatientEntry("55-10-28", "Byron", "Augusta Ada", "1852-12-10")
        correct_patient(room.database, room.settings, view.patient.id, entry, room.now, room.sana)
        after = room.where(chart)
        assert after.patient.mrn == "551028"
        assert after.terminal_key.startswith("281055|")
        assert find_charts(room.database, room.viewer(), "byron").charts[0].code == chart
        former = find_charts(room.database, room.viewer(), "441027").charts[0]
        assert (former.code, former.patient.found_by) == (chart, FoundBy.FORMER_NUMBER)
        assert (former.patient.was, former.patient.until) == ("441027", room.now)
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
        room.correct(chart, record_type_id=jacket, volume="7", home=room.codes["File room B"])
        view = room.where(chart)
        assert (view.record_type, view.volume, view.home.name) == ("X-ray jacket", 7, "File room B")
        with pytest.raises(EntryRefused):
            room.correct(chart, volume=str(room.where(other).volume))
        assert room.where(chart).volume == 7

    @pytest.mark.parametrize("wrong", [{"volume": "0"}, {"home": "x"}, {"record_type_id": 5}])
    def test_nonsense_is_refused(self, room: RecordRoom, wrong: dict[str, object]) -> None:
        chart = room.chart()
        before = room.where(chart)
        with pytest.raises(EntryRefused):
            room.correct(chart, **wrong)
        assert room.where(chart) == before


@given(st.text(max_size=80))
def test_no_text_breaks_the_name_of_a_chart(text: str) -> None:
    from kiosk.domain.mrn import MrnFormat

    mrn = MrnFormat()
    assert mrn.terminal_key(mrn.meant(text) or text, 1, 1).endswith("|001")


def test_corrections_show_names_to_who_may_see_them(room: RecordRoom) -> None:
    chart = room.chart()
    view = room.where(chart)
    entry = PatientEntry("441027", "Byron", "Augusta")
    correct_patient(room.database, room.settings, view.patient.id, entry, room.now, room.sana)
    assert tell_chart(room.database, room.viewer(), chart).changes == ()
    assert tell_chart(room.database, room.viewer(signed=room.sana), chart).changes


def test_a_corrected_number_wants_a_new_label(room: RecordRoom) -> None:
    chart = room.chart()
    patient = room.where(chart).patient.id
    entry = PatientEntry("551028", "Lovelace", "Ada")
    correct_patient(room.database, room.settings, patient, entry, room.now, room.sana)
    assert not room.where(chart).label_verified


def test_a_correction_of_the_home_names_both(room: RecordRoom) -> None:
    chart = room.chart()
    room.correct(chart, home=room.codes["File room B"], sensitive=True)
    page = tell_chart(room.database, room.viewer(signed=room.sana), chart, reason="audit")
    detail = next(one for one in page.changes if one.what == "chart-corrected").detail
    assert (detail["before"]["home"], detail["after"]["home"]) == ("File room A", "File room B")
