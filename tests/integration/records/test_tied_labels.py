"""Labels of other systems: they mean their chart however a scanner gives them, and no other."""

import pytest

from kiosk.domain.desk import Act, Source
from kiosk.domain.errors import EntryRefused, FileRefused
from kiosk.domain.outcomes import Outcome
from kiosk.domain.why import Why
from kiosk.services.charts.find import tell_chart
from tests.room import RecordRoom, said


def tied(room: RecordRoom, number: str, label: str) -> str:
    """Make a chart and tie a label to it."""
    chart = room.chart(number, family=f"Of {number}")
    room.act(chart, Act.TIE, label, by=room.sana)
    room.wait(60)
    return chart


def meant(room: RecordRoom, label: str) -> str | None:
    """Return the code of the chart that a scanned label means."""
    answer = room.scan(label)
    room.wait(60)
    is_chart = said(answer) & {Outcome.IN_HAND, Outcome.HERE_NOT_IN_HAND}
    return answer.charts[answer.scan.chart_id or 0].code if is_chart else None


@pytest.mark.parametrize("read", ["AB-0771", "ab-0771", "Ab-0771", "0AB-0771", "00ab-0771"])
def test_a_label_is_known_in_any_case_and_with_zeros_added(
    either_room: RecordRoom, read: str
) -> None:
    chart = tied(either_room, "441027", "AB-0771")
    assert meant(either_room, read) == chart


@pytest.mark.parametrize("read", ["0077123456789", "77123456789", "077123456789"])
def test_a_number_is_known_with_zeros_dropped(either_room: RecordRoom, read: str) -> None:
    chart = tied(either_room, "441027", "0077123456789")
    assert meant(either_room, read) == chart


@pytest.mark.parametrize("read", ["AB-771", "AB-07710", "AB0771", "0"])
def test_what_only_looks_a_little_like_it_means_nothing(room: RecordRoom, read: str) -> None:
    tied(room, "441027", "AB-0771")
    assert meant(room, read) is None


def test_labels_that_would_become_one_are_known_only_as_they_are(either_room: RecordRoom) -> None:
    room = either_room
    first, second = tied(room, "441027", "0B771"), tied(room, "112233", "B771")
    third = tied(room, "445566", "b771")
    assert [meant(room, read) for read in ("0B771", "B771", "b771")] == [first, second, third]
    assert meant(room, "00B771") is None
    assert meant(room, "0b771") is None


def test_a_number_that_is_typed_looks_up_and_moves_nothing(room: RecordRoom) -> None:
    chart = tied(room, "441027", "0077123456789")
    room.scan("Cardiology")
    answer = room.scan("77123456789", source=Source.TYPED)
    assert answer.outcome is Outcome.LOOK_UP_OPENED
    assert [one.code for one in answer.look_up.charts] == [chart]
    assert room.where(chart).location.name == "File room A"
    assert room.scan("77123456789").outcome is Outcome.CHECKED_OUT


def test_the_same_label_in_another_case_is_tied_once(room: RecordRoom) -> None:
    chart = tied(room, "441027", "AB-0771")
    room.act(chart, Act.TIE, "ab-0771", by=room.sana)
    page = tell_chart(room.database, room.viewer(signed=room.sana), chart)
    assert page.tied == ("AB-0771",)


def test_a_label_that_is_another_charts_is_refused(room: RecordRoom) -> None:
    tied(room, "441027", "AB-0771")
    other = room.chart("112233", family="Hopper")
    with pytest.raises(EntryRefused) as refused:
        room.act(other, Act.TIE, "AB-0771", by=room.sana)
    assert refused.value.why is Why.TIED


@pytest.mark.parametrize("label", ["441027", "44-10-27", "0441027", "112233"])
def test_an_import_takes_no_label_that_a_wrist_band_could_be(room: RecordRoom, label: str) -> None:
    heading, room_a = "mrn,family_name,home,label", "File room A"
    table = f"{heading}\n441027,Alder,{room_a},{label}\n112233,Birch,{room_a},\n"
    with pytest.raises(FileRefused) as refused:
        room.take_file("charts", table)
    problems = refused.value.facts["problems"]
    assert [(one.row, one.why) for one in problems] == [(2, Why.HOLDS_NUMBER)]  # type: ignore[attr-defined]
