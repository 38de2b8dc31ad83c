"""What the prompt's buttons do to one chart: a return noted later, sheets, loans, reports."""

from datetime import date, timedelta

import pytest

from kiosk.domain.desk import Act
from kiosk.domain.errors import EntryRefused
from kiosk.domain.outcomes import Outcome
from kiosk.services.charts.find import tell_chart
from kiosk.services.charts.missing import search_list
from tests.room import CARDIOLOGY, DONE, SURGERY, UNDO, RecordRoom, said


class TestCameBackEarlier:
    def test_undo_takes_it_back_and_no_other_chart(self, room: RecordRoom) -> None:
        sent, chart = room.chart(), room.chart("112233", at=SURGERY, family="Hopper")
        room.scan("Cardiology")
        room.scan(sent)
        room.scan(DONE)
        room.act(chart, Act.RETURNED, happened_at=room.now - timedelta(minutes=30))
        assert room.scan(UNDO).outcome is Outcome.UNDONE
        assert room.where(chart).location.name == "Surgery"
        assert room.where(sent).location.name == "Cardiology"

    def test_a_label_read_since_is_newer_than_what_was_typed(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        room.now += timedelta(days=2)
        room.act(chart, Act.RETURNED, happened_at=room.now - timedelta(hours=20))
        at = room.now - timedelta(hours=1)
        later = room.scan(chart, SURGERY, stored=True, at=at, sent_at=room.now)
        assert Outcome.KEPT_NOT_MOVED not in said(later)
        assert room.where(chart).location.name == "Surgery"

    def test_a_report_that_is_newer_than_the_return_stays_open(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        room.now += timedelta(days=2)
        room.act(chart, Act.MISSING)
        answer = room.act(chart, Act.RETURNED, happened_at=room.now - timedelta(hours=20))
        assert Outcome.WAS_MISSING not in said(answer)
        assert room.where(chart).missing

    def test_it_says_all_that_an_arrival_says(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        at = room.now - timedelta(minutes=10)
        answer = room.act(chart, Act.RETURNED, desk=SURGERY, happened_at=at)
        assert said(answer) == {Outcome.NOBODY_SAID_IT_LEFT, Outcome.RECEIVED}


def test_an_act_needs_a_chart(room: RecordRoom) -> None:
    waiting = room.label("112233", "Hopper")
    for text in (waiting, room.codes["Surgery"], DONE, "nonsense", "a\x00b", ""):
        with pytest.raises(EntryRefused):
            room.act(text, Act.SHEETS, "a letter")


def test_a_tied_label_names_its_chart_too(room: RecordRoom) -> None:
    chart = room.chart(at=SURGERY)
    room.act(chart, Act.TIE, "OLD-1", by=room.sana)
    assert room.act("OLD-1", Act.MISSING).outcome is Outcome.REPORTED_MISSING
    assert room.where(chart).location.name == "Surgery"


def test_right_after_a_scan_it_is_no_repeat(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan(chart)
    answer = room.scan(chart, after=1, act=Act.SHEETS, note="a letter")
    assert answer.outcome is Outcome.SHEETS_NOTED


def test_invisible_letters_of_a_note_are_left_out(room: RecordRoom) -> None:
    chart = room.chart()
    room.act(chart, Act.SHEETS, "a\u200bletter")
    assert room.where(chart).sheets == "a letter"


def test_a_supervisors_act_bears_the_supervisors_name(room: RecordRoom) -> None:
    chart = room.chart(at=SURGERY)
    by, at = room.sana, room.now - timedelta(minutes=5)
    room.act(chart, Act.RETURNED, by=by, happened_at=at)
    assert room.history(chart)[-1].staff == "Sana"
    room.act(chart, Act.MISSING, by=by)
    report = room.where(chart).report_id or 0
    assert search_list(room.database, room.viewer(), report).reported_by == "Sana"


def test_all_that_was_done_to_a_chart_is_told(room: RecordRoom) -> None:
    chart = room.chart(at=SURGERY)
    room.scan("Ines")
    room.act(chart, Act.SHEETS, "a letter")
    room.act(chart, Act.EXTEND, until=date(2026, 12, 24))
    room.act(chart, Act.MISSING, "gone")
    room.act(chart, Act.MISSING, "still gone")
    page = tell_chart(room.database, room.viewer(), chart)
    done = [(change.what, change.staff) for change in page.changes]
    assert done[:4] == [
        ("reported-missing", "Ines"),
        ("reported-missing", "Ines"),
        ("loan-extended", "Ines"),
        ("sheets-noted", "Ines"),
    ]
    report = search_list(room.database, room.viewer(), page.chart.report_id or 0)
    assert report.reason == "gone · still gone"
