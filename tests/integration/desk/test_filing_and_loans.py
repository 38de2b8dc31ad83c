"""Shelves, filing order, longer loans, holidays, charts on their way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from kiosk.domain.calendar import Calendar
from kiosk.domain.desk import Act, Source
from kiosk.domain.errors import EntryRefused
from kiosk.domain.filing import Filing
from kiosk.domain.loans import LoanDays, LoanRules, PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.domain.why import Why
from kiosk.services.desk.boards import show_board
from kiosk.services.lists.read_list import Query, read_list
from kiosk.services.records.check import find_faults
from kiosk.services.setup.entries import HolidayEntry, LoanEntry, PlaceEntry, StationEntry
from kiosk.services.setup.save import delete_entry, save_entry
from kiosk.settings import load_settings
from kiosk.store.rows import StationRow
from kiosk.web.words.wording import Wording
from tests.room import CARDIOLOGY, DONE, SURGERY, UNDO, RecordRoom


class TestSpots:
    @pytest.fixture
    def shelf(self, room: RecordRoom) -> str:
        return room.place("Shelf 3", PlaceKind.SPOT, inside="File room A")

    def test_the_chart_in_hand_is_filed(self, room: RecordRoom, shelf: str) -> None:
        chart = room.chart()
        room.scan(chart)
        answer = room.scan(shelf)
        assert answer.outcome is Outcome.FILED
        assert answer.desk.in_hand is None
        view = room.where(chart)
        assert view.location.full_name == "File room A, Shelf 3"
        assert view.place_id == room.ids["File room A"]

    def test_the_chart_that_just_came_in_is_filed_within_a_minute(
        self, room: RecordRoom, shelf: str
    ) -> None:
        chart, other = room.chart(at=SURGERY), room.chart("112233", at=SURGERY, family="Hopper")
        room.scan(chart)
        assert room.scan(shelf, after=50).outcome is Outcome.FILED
        room.scan(other)
        assert room.scan(shelf, after=61).outcome is Outcome.NOTHING_TO_FILE

    def test_it_never_becomes_or_ends_a_destination(self, room: RecordRoom, shelf: str) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        room.scan(chart)
        answer = room.scan(shelf)
        assert answer.outcome is Outcome.NOTHING_TO_FILE
        assert answer.desk.destination
        assert room.where(chart).location.name == "Cardiology"

    def test_undo_takes_a_filing_back(self, room: RecordRoom, shelf: str) -> None:
        chart = room.chart()
        since = room.where(chart).since
        room.scan(chart)
        room.scan(shelf)
        assert room.where(chart).since == since
        assert room.scan(UNDO).outcome is Outcome.UNDONE
        view = room.where(chart)
        assert (view.location.name, view.since) == ("File room A", since)
        assert find_faults(room.database) == []

    def test_its_button_takes_a_filing_back(self, room: RecordRoom, shelf: str) -> None:
        chart = room.chart()
        room.scan(chart)
        filed = room.scan(shelf).scan.scan_id
        board = show_board(room.database, room.settings, "file-room", room.now)
        assert board.recent[0].undoable
        room.scan(chart, after=30)
        assert room.scan(UNDO, source=Source.BUTTON, undoes=filed).outcome is Outcome.UNDONE
        assert room.where(chart).location.name == "File room A"

    def test_a_filed_chart_is_here_and_goes_out_from_its_shelf(
        self, room: RecordRoom, shelf: str
    ) -> None:
        chart = room.chart()
        room.scan(chart)
        room.scan(shelf)
        assert room.scan(chart, after=30).outcome is Outcome.IN_HAND
        room.scan("Cardiology")
        sent = room.history(chart)[-1]
        assert (sent.kind, sent.from_place.name) == ("check-out", "Shelf 3")  # type: ignore[union-attr]

    def test_a_shelf_of_another_room_stands_for_that_room(
        self, room: RecordRoom, shelf: str
    ) -> None:
        chart = room.chart(at=CARDIOLOGY)
        assert room.scan(shelf, CARDIOLOGY).desk.destination.name == "File room A"  # type: ignore[union-attr]
        assert room.scan(chart, CARDIOLOGY).outcome is Outcome.SENT_BACK

    def test_scanned_at_another_desk_it_has_left_the_shelf(
        self, room: RecordRoom, shelf: str
    ) -> None:
        chart = room.chart()
        room.scan(chart)
        room.scan(shelf)
        answer = room.scan(chart, CARDIOLOGY)
        assert answer.outcome is Outcome.NOBODY_SAID_IT_LEFT
        assert room.history(chart)[-1].from_place.name == "Shelf 3"  # type: ignore[union-attr]

    def test_a_shelf_stays_where_it_is_and_needs_a_place(
        self, room: RecordRoom, shelf: str
    ) -> None:
        entry = PlaceEntry("Shelf 3", PlaceKind.SPOT, inside=room.codes["File room B"])
        with pytest.raises(EntryRefused):
            save_entry(room.database, entry, room.now, room.ids["Shelf 3"])
        with pytest.raises(EntryRefused):
            save_entry(room.database, PlaceEntry("Shelf 4", PlaceKind.SPOT), room.now)
        with pytest.raises(EntryRefused):
            save_entry(room.database, StationEntry("Desk", shelf), room.now)


class TestFilingOrder:
    def shelved(self, room: RecordRoom, code: str) -> str:
        answer = room.scan(code)
        assert Outcome.CHECKED_IN in {answer.outcome, *answer.also}
        return Wording(room.settings.mrn_format, UTC).shelved(answer.shelf)

    def test_check_in_says_section_and_neighbour(self, either_room: RecordRoom) -> None:
        room = either_room
        for mrn in ("113456", "123356", "993455", "143457"):
            room.chart(mrn, family=mrn)
        away = room.chart("103456", family="Away")
        room.scan("Cardiology")
        room.scan(away)
        room.scan(DONE)
        chart = room.chart("123456", at=SURGERY)
        assert self.shelved(room, chart) == "section 56, after 11-34-56"

    def test_the_first_of_all_and_the_next_volume(self, room: RecordRoom) -> None:
        first = room.chart("000001", at=SURGERY)
        assert self.shelved(room, first) == "section 01, before all others"
        second = room.chart("000001", at=SURGERY)
        assert self.shelved(room, second) == "section 01, after volume 1"

    def test_a_room_may_file_by_number_or_freely(self, room: RecordRoom) -> None:
        room.chart("123356")
        chart = room.chart("123456", at=SURGERY, family="Hopper")
        entry = PlaceEntry("File room A", PlaceKind.FILE_ROOM, filing=Filing.NUMBER)
        save_entry(room.database, entry, room.now, room.ids["File room A"])
        assert self.shelved(room, chart) == "after 12-33-56"
        entry = PlaceEntry("File room A", PlaceKind.FILE_ROOM, filing=Filing.SHELF)
        save_entry(room.database, entry, room.now, room.ids["File room A"])
        room.scan(chart, SURGERY)
        assert "shelf" in self.shelved(room, chart)


class TestLoans:
    def lend(self, room: RecordRoom, to: str = "Ward 3") -> str:
        chart = room.chart()
        room.scan(to)
        room.scan(chart)
        room.scan(DONE)
        return chart

    def test_a_loan_is_extended_from_the_prompt(self, either_room: RecordRoom) -> None:
        room = either_room
        chart = self.lend(room)
        before = room.where(chart).due_at
        room.wait(3 * 24 * 3600)
        answer = room.act(chart, Act.EXTEND)
        assert answer.outcome is Outcome.LOAN_EXTENDED
        after = room.where(chart)
        assert before and after.due_at
        assert after.due_at - before >= timedelta(days=3)
        assert answer.scan.detail.due_at == after.due_at
        assert after.location.name == "Ward 3"
        assert find_faults(room.database) == []

    def test_a_loan_goes_to_a_day_of_choice(self, either_room: RecordRoom) -> None:
        room = either_room
        chart = self.lend(room)
        answer = room.act(chart, Act.EXTEND, until=date(2026, 12, 12))  # a Saturday
        assert answer.scan.detail.due_at == datetime(2026, 12, 14, 17, tzinfo=UTC)
        assert room.where(chart).due_at == datetime(2026, 12, 14, 17, tzinfo=UTC)
        assert find_faults(room.database) == []

    @pytest.mark.parametrize(
        ("until", "why"),
        [
            (None, Why.NOT_LATER),  # seven days from today, as it is
            (date(2026, 11, 30), Why.NOT_LATER),
            (date(2026, 11, 1), Why.NOT_LATER),
            (date(2036, 11, 21), Why.TOO_LATE),
            (date.max, Why.TOO_LATE),
        ],
    )
    def test_where_nothing_would_change_it_is_refused(
        self, room: RecordRoom, until: date | None, why: Why
    ) -> None:
        chart = self.lend(room)
        before = room.where(chart).due_at
        with pytest.raises(EntryRefused) as refused:
            room.act(chart, Act.EXTEND, until=until)
        assert refused.value.why is why
        ends = date(2026, 11, 30) if why is Why.NOT_LATER else None
        assert refused.value.facts.get("date") == ends
        assert room.where(chart).due_at == before

    def test_a_loan_that_is_over_does_not_go_to_a_day_that_is_over(self, room: RecordRoom) -> None:
        chart = self.lend(room)
        room.wait(14 * 24 * 3600)
        with pytest.raises(EntryRefused):
            room.act(chart, Act.EXTEND, until=date(2026, 12, 4))
        assert room.act(chart, Act.EXTEND, until=date(2026, 12, 8)).outcome is Outcome.LOAN_EXTENDED

    def test_a_holiday_of_every_year_is_skipped(self, room: RecordRoom) -> None:
        save_entry(room.database, HolidayEntry("2019-11-24", "Founding day", yearly=True), room.now)
        chart = self.lend(room, "Cardiology")
        assert room.where(chart).due_at == datetime(2026, 11, 25, 17, tzinfo=UTC)

    def test_a_room_may_work_from_sunday_to_thursday(self, room: RecordRoom) -> None:
        week = ("sun", "mon", "tue", "wed", "thu")
        room.settings = load_settings(data=room.settings.data, timezone="UTC", working_days=week)
        room.wait(3 * 24 * 3600)  # Thursday
        chart = self.lend(room, "Cardiology")
        assert room.where(chart).due_at == datetime(2026, 11, 29, 17, tzinfo=UTC)

    def test_undo_of_a_later_send_restores_the_extended_loan(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        room.wait(24 * 3600)
        room.act(chart, Act.EXTEND, desk=SURGERY)
        extended = room.where(chart).due_at
        room.scan("Cardiology", SURGERY)
        room.scan(chart, SURGERY)
        room.scan(UNDO, SURGERY)
        assert room.where(chart).due_at == extended

    def test_a_stopped_borrowers_loan_is_not_extended(self, room: RecordRoom) -> None:
        chart = self.lend(room)
        entry = PlaceEntry("Ward 3", PlaceKind.WARD, stopped=True)
        save_entry(room.database, entry, room.now, room.ids["Ward 3"])
        assert room.act(chart, Act.EXTEND).outcome is Outcome.BORROWER_STOPPED

    def test_a_chart_at_home_has_no_loan_to_extend(self, room: RecordRoom) -> None:
        assert room.act(room.chart(), Act.EXTEND).outcome is Outcome.NOTHING_PENDING

    def test_weekends_and_holidays_are_skipped(self, room: RecordRoom) -> None:
        save_entry(room.database, HolidayEntry("2026-11-24", "Founding day"), room.now)
        chart = self.lend(room, "Cardiology")
        assert room.where(chart).due_at == datetime(2026, 11, 25, 17, tzinfo=UTC)

    def test_a_kind_of_place_may_have_its_own_loan(self, room: RecordRoom) -> None:
        loan = save_entry(room.database, LoanEntry("ward", "2", working=True), room.now)
        first = self.lend(room)
        assert room.where(first).due_at == datetime(2026, 11, 25, 17, tzinfo=UTC)
        delete_entry(room.database, LoanEntry, loan, room.now, room.sana)
        second = room.chart("112233", family="Hopper")
        room.scan("Ward 3")
        room.scan(second)
        assert room.where(second).due_at == datetime(2026, 11, 30, 17, tzinfo=UTC)

    def test_a_loan_never_ends_on_a_day_on_which_nobody_works(self) -> None:
        rules = LoanRules(Calendar(UTC, holidays=frozenset({date(2026, 11, 30)})))
        saturday_begin = datetime(2026, 11, 21, 9, tzinfo=UTC)
        due = rules.due_at(LoanDays(7), saturday_begin)
        assert due == datetime(2026, 12, 1, 17, tzinfo=UTC)

    @pytest.mark.parametrize(
        "make",
        [
            partial(HolidayEntry, "tomorrow"),
            partial(LoanEntry, "moon", "3"),
            partial(LoanEntry, "ward", "-1"),
        ],
    )
    def test_nonsense_is_refused(self, make: Callable[[], HolidayEntry | LoanEntry]) -> None:
        with pytest.raises(EntryRefused):
            make()


class TestOnItsWay:
    def test_what_was_sent_and_not_seen_is_listed_until_it_is(self, room: RecordRoom) -> None:
        chart, unseen = room.chart(), room.chart("112233", family="Hopper")
        for code, to in ((chart, "Cardiology"), (unseen, "Ward 3")):
            room.scan(to)
            room.scan(code)
            room.scan(DONE)
        listed = read_list(room.database, room.viewer(), Query("on-its-way")).rows
        assert [row.chart.code for row in listed] == [chart]  # nobody can scan at the ward
        room.scan(chart, CARDIOLOGY)
        assert read_list(room.database, room.viewer(), Query("on-its-way")).rows == ()


def test_a_station_may_have_time_outs_of_its_own(room: RecordRoom) -> None:
    with room.database.read() as reading:
        row = reading.session.query(StationRow).filter_by(key="file-room").one()
        row_id, desk = row.id, room.codes["File room A"]
    entry = StationEntry("File room", desk, destination_seconds="200", in_hand_seconds="7")
    save_entry(room.database, entry, room.now, row_id)
    chart = room.chart()
    room.scan("Cardiology")
    assert room.scan(chart, after=190).outcome is Outcome.CHECKED_OUT
    other = room.chart("112233", family="Hopper")
    room.scan(other)
    lapsed = room.scan("Surgery", after=8)
    assert Outcome.LAPSED in lapsed.also


def test_a_place_that_becomes_a_file_room_lends_nothing_any_more(room: RecordRoom) -> None:
    chart = room.chart(at=SURGERY)
    entry = PlaceEntry("Surgery", PlaceKind.FILE_ROOM)
    save_entry(room.database, entry, room.now, room.ids["Surgery"])
    assert read_list(room.database, room.viewer(), Query("out")).rows == ()
    assert room.where(chart).location.name == "Surgery"
    assert find_faults(room.database) == []


def test_an_undone_or_just_registered_chart_can_be_filed(room: RecordRoom) -> None:
    shelf = room.place("Shelf", PlaceKind.SPOT, inside="File room A")
    chart, label = room.chart(), room.label("112233", "Hopper")
    room.scan("Cardiology")
    room.scan(label)
    assert room.scan(shelf).outcome is Outcome.FILED
    room.scan(chart)
    room.scan(UNDO)
    assert room.scan(shelf).outcome is Outcome.FILED
    assert room.where(chart).location.name == "Shelf"


def test_a_missing_chart_is_not_filed_by_the_next_shelf(room: RecordRoom) -> None:
    shelf = room.place("Shelf", PlaceKind.SPOT, inside="File room A")
    chart = room.chart(at=SURGERY)
    room.scan(chart)
    room.act(chart, Act.MISSING)
    assert room.scan(shelf).outcome is Outcome.NOTHING_TO_FILE
    assert room.where(chart).missing


def test_just_sent_out_is_noticed_also_from_a_shelf(room: RecordRoom) -> None:
    shelf = room.place("Shelf", PlaceKind.SPOT, inside="File room A")
    chart = room.chart()
    room.scan(chart)
    room.scan(shelf)
    room.scan("Cardiology")
    room.scan(chart)
    room.scan(DONE)
    assert room.scan(chart, after=60).outcome is Outcome.JUST_SENT_OUT


def test_undo_of_a_filing_keeps_a_loan_extended_meanwhile(room: RecordRoom) -> None:
    counter = room.place("Counter", PlaceKind.SPOT, inside="Surgery")
    chart = room.chart(at=SURGERY)
    room.scan(chart, SURGERY)
    room.scan(counter, SURGERY)
    room.wait(300)
    room.now += timedelta(days=2)
    room.act(chart, Act.EXTEND, desk=SURGERY)
    extended = room.where(chart).due_at
    room.scan(chart, SURGERY)
    room.scan(DONE, SURGERY)
    assert room.where(chart).due_at == extended


def test_nothing_is_extended_where_no_loan_ends(room: RecordRoom) -> None:
    room.place("Annex", PlaceKind.OFF_SITE)
    stored, home = room.chart(), room.chart("112233", at=SURGERY, family="Hopper")
    room.scan("Annex")
    room.scan(stored)
    room.scan("File room A", SURGERY)
    room.scan(home, SURGERY)
    for chart in (stored, home):
        assert room.act(chart, Act.EXTEND).outcome is Outcome.NOTHING_PENDING
