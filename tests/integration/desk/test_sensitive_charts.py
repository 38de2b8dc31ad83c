"""Sensitive charts: sent and opened with a reason, silent without one."""

import pytest

from kiosk.domain.desk import Act, Source
from kiosk.domain.errors import NotPermitted
from kiosk.domain.outcomes import Outcome
from kiosk.services.access.viewer import NOTE_HIDDEN
from kiosk.services.charts.find import tell_chart
from kiosk.services.charts.missing import search_list
from kiosk.services.lists.read_list import Query, read_list
from kiosk.services.printing.label_texts import label_texts
from kiosk.services.setup.entries import ReasonEntry
from kiosk.services.setup.save import save_entry
from kiosk.store.rows import ReasonRow
from tests.room import CARDIOLOGY, DONE, RecordRoom, said


class TestSensitiveCharts:
    @pytest.fixture
    def chart(self, room: RecordRoom) -> str:
        code = room.chart()
        room.correct(code, sensitive=True)
        return code

    def reason_card(self, room: RecordRoom) -> str:
        row_id = save_entry(room.database, ReasonEntry("Treatment today"), room.now)
        with room.database.read() as reading:
            return reading.session.get_one(ReasonRow, row_id).code

    def test_it_is_sent_once_a_reason_card_is_scanned(self, room: RecordRoom, chart: str) -> None:
        card = self.reason_card(room)
        room.scan("Cardiology")
        refused = room.scan(chart)
        assert refused.outcome is Outcome.REASON_NEEDED
        assert refused.desk.reason_chart
        assert room.where(chart).location.name == "File room A"
        sent = room.scan(card)
        assert said(sent) >= {Outcome.CHECKED_OUT, Outcome.REASON_TAKEN}
        assert sent.scan.detail.reason == "Treatment today"
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
        assert {one.what for one in later.scan.detail.lapsed} == {"in_hand", "reason"}

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


def test_an_empty_line_is_no_reason(room: RecordRoom) -> None:
    chart = room.chart()
    room.correct(chart, sensitive=True)
    room.scan("Cardiology")
    room.scan(chart)
    assert room.act(chart, Act.REASON, " ").outcome is Outcome.REASON_NEEDED
    assert room.where(chart).location.name == "File room A"
    sent = room.act(chart, Act.REASON, "asked for")
    assert Outcome.REASON_TAKEN in said(sent)


def test_a_chart_retired_meanwhile_is_not_sent_by_a_reason(room: RecordRoom) -> None:
    chart = room.chart()
    room.correct(chart, sensitive=True)
    room.scan("Cardiology")
    room.scan(chart)
    room.correct(chart, sensitive=True, retired=True)
    assert room.act(chart, Act.REASON, "asked for").outcome is Outcome.NOTHING_PENDING


def test_a_chart_that_waited_for_its_reason_is_said_not_to_be_sent(room: RecordRoom) -> None:
    chart, other = room.chart(), room.chart("112233", family="Hopper")
    room.correct(chart, sensitive=True)
    room.scan("Cardiology")
    room.scan(chart)
    answer = room.scan(other)
    assert answer.outcome is Outcome.PUT_DOWN_NOT_SENT
    assert answer.charts[answer.scan.detail.put_down or 0].code == chart


def test_an_act_leaves_the_reason_awaited_and_is_kept_itself(room: RecordRoom) -> None:
    chart, other = room.chart(), room.chart("112233", family="Hopper")
    room.correct(chart, sensitive=True)
    room.scan("Cardiology")
    room.scan(chart)
    assert room.act(other, Act.MISSING).outcome is Outcome.REPORTED_MISSING
    assert room.where(other).missing
    assert Outcome.REASON_TAKEN in said(room.act(chart, Act.REASON, "clinic today"))
    room.scan(DONE)


def test_reporting_it_missing_ends_the_waiting_for_its_reason(room: RecordRoom) -> None:
    chart = room.chart()
    room.correct(chart, sensitive=True)
    room.scan(chart)
    room.scan("Cardiology")
    answer = room.act(chart, Act.MISSING)
    assert answer.desk.reason_chart is None
    assert room.where(chart).missing


@pytest.mark.parametrize("text", ["441027", "x", "12-34", "  "])
def test_a_number_or_a_letter_is_no_reason(room: RecordRoom, text: str) -> None:
    chart = room.chart()
    room.correct(chart, sensitive=True)
    room.scan("Cardiology")
    room.scan(chart)
    assert room.act(chart, Act.REASON, text).outcome is Outcome.REASON_NEEDED
    assert room.where(chart).location.name == "File room A"
    assert Outcome.REASON_TAKEN in said(room.act(chart, Act.REASON, "clinic today"))


def test_a_sensitive_charts_search_is_for_who_is_signed_in(room: RecordRoom) -> None:
    chart = room.chart()
    room.correct(chart, sensitive=True)
    room.act(chart, Act.MISSING)
    report = room.where(chart).report_id or 0
    with pytest.raises(NotPermitted):
        search_list(room.database, room.viewer(), report)
    assert search_list(room.database, room.viewer(signed=room.sana), report).places


def test_a_sensitive_chart_tells_nothing_of_its_notes_and_prints_no_name(room: RecordRoom) -> None:
    chart = room.chart()
    room.correct(chart, sensitive=True)
    room.act(chart, Act.SHEETS, "result of a test")
    signed = room.viewer(signed=room.sana)
    assert tell_chart(room.database, signed, chart).chart.sheets == NOTE_HIDDEN
    assert label_texts(room.database, signed, chart).name == ""  # type: ignore[union-attr]
    (row,) = read_list(room.database, signed, Query("sheets")).rows
    assert "test" not in row.chart.sheets
    opened = tell_chart(room.database, signed, chart, reason="audit")
    assert opened.chart.sheets == "result of a test"


def test_nobody_opens_it_without_being_somebody(room: RecordRoom) -> None:
    chart = room.chart()
    room.correct(chart, sensitive=True)
    assert not tell_chart(room.database, room.viewer(), chart, reason="curious").is_open
    assert read_list(room.database, room.viewer(), Query("today")).rows == ()
