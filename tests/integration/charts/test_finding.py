"""Where is it: by whatever people type."""

from kiosk.domain.desk import Act
from kiosk.services.charts.find import find_charts
from tests.room import RecordRoom


def test_a_tied_text_that_becomes_a_number_finds_the_patient(room: RecordRoom) -> None:
    chart = room.chart()
    room.act(chart, Act.TIE, "778890", by=room.sana)
    other = room.chart("778890", family="Hopper")
    found = find_charts(room.database, room.viewer(), "778890")
    assert [one.code for one in found] == [other]


def test_a_number_from_an_export_is_read_again(room: RecordRoom) -> None:
    room.chart()
    assert find_charts(room.database, room.viewer(), "44\u201110\u201127")
