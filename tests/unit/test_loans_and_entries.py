"""Loans end on working days; numbers keep their zeros; names are found however they are typed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.calendar import MONDAY_TO_FRIDAY, Calendar, Weekday
from kiosk.domain.codes import Kind, make_code
from kiosk.domain.days import day_of
from kiosk.domain.entries import clean_days, clean_line, clean_number
from kiosk.domain.errors import EntryRefused
from kiosk.domain.loans import LoanDays, LoanRules, PlaceKind

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)
USUAL = LoanRules(Calendar(UTC))


def test_a_clinic_has_a_chart_until_the_end_of_the_next_working_day() -> None:
    loan = USUAL.loan(PlaceKind.CLINIC, None, None)
    assert loan
    assert USUAL.due_at(loan, FRIDAY) == datetime(2026, 11, 23, 17, tzinfo=UTC)


def test_a_chart_is_due_by_the_place_and_its_type_and_never_where_it_may_stay() -> None:
    assert USUAL.due(FRIDAY, PlaceKind.CLINIC, None) == datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert USUAL.due(FRIDAY, PlaceKind.WARD, None, 3) == datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert USUAL.due(FRIDAY, PlaceKind.WARD, 5, 3) == datetime(2026, 11, 25, 17, tzinfo=UTC)
    assert USUAL.due(FRIDAY, PlaceKind.FILE_ROOM, None, 3) is None


def test_a_loan_ends_by_the_local_clock() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    due = LoanRules(Calendar(berlin)).due_at(LoanDays(7), FRIDAY)
    assert due == datetime(2026, 11, 27, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("place_days", "type_days", "days"), [(None, None, 7), (None, 5, 5), (2, 5, 2), (0, 5, 0)]
)
def test_the_places_own_days_come_first(
    place_days: int | None, type_days: int | None, days: int
) -> None:
    assert USUAL.loan(PlaceKind.WARD, place_days, type_days) == LoanDays(days)


SATURDAY_WORKS = frozenset({*MONDAY_TO_FRIDAY, Weekday.SATURDAY})
SUNDAY_TO_THURSDAY = frozenset({*MONDAY_TO_FRIDAY[:4], Weekday.SUNDAY})


@pytest.mark.parametrize(
    ("begins", "loan", "working", "due"),
    [
        ("2026-11-20T10:00", LoanDays(0), None, "2026-11-20"),
        ("2026-11-20T16:59", LoanDays(0), None, "2026-11-20"),
        ("2026-11-20T17:00", LoanDays(0), None, "2026-11-23"),  # Friday's end has passed
        ("2026-11-20T22:00", LoanDays(0), SATURDAY_WORKS, "2026-11-21"),
        ("2026-11-21T10:00", LoanDays(0), None, "2026-11-21"),  # on a Saturday: somebody is there
        ("2026-11-21T18:00", LoanDays(0), None, "2026-11-23"),
        ("2026-12-24T18:00", LoanDays(0), None, "2026-12-28"),  # then Christmas, then a week-end
        ("2026-11-26T10:00", LoanDays(1, working=True), SUNDAY_TO_THURSDAY, "2026-11-29"),
        ("2026-11-26T10:00", LoanDays(1), SUNDAY_TO_THURSDAY, "2026-11-29"),
        ("2026-11-26T10:00", LoanDays(3), SUNDAY_TO_THURSDAY, "2026-11-29"),
        ("2026-11-26T10:00", LoanDays(3, working=True), SUNDAY_TO_THURSDAY, "2026-12-01"),
        ("2026-12-30T10:00", LoanDays(2), None, "2027-01-04"),  # New Year is every year
        ("2026-11-20T10:00", LoanDays(3), frozenset(), "2026-11-23"),  # nobody ever works
    ],
)
def test_a_loan_ends_on_the_rooms_own_days(
    begins: str, loan: LoanDays, working: frozenset[Weekday] | None, due: str
) -> None:
    days = frozenset(MONDAY_TO_FRIDAY) if working is None else working
    christmas = frozenset({date(2026, 12, 25)})
    rules = LoanRules(Calendar(UTC, time(17), days, christmas, frozenset({(1, 1)})))
    told = rules.due_at(loan, datetime.fromisoformat(f"{begins}+00:00"))
    assert told == datetime.fromisoformat(f"{due}T17:00+00:00")


@pytest.mark.parametrize(
    ("begins", "loan", "due"),
    [
        ("2026-11-20", LoanDays(1), "2026-11-23"),  # Saturday and Sunday nobody works
        ("2026-11-19", LoanDays(2), "2026-11-23"),
        ("2026-11-19", LoanDays(1), "2026-11-20"),
        ("2026-11-20", LoanDays(1, working=True), "2026-11-23"),
        ("2026-11-20", LoanDays(3, working=True), "2026-11-25"),
        ("2026-11-20", LoanDays(0), "2026-11-20"),
        ("2026-12-23", LoanDays(2), "2026-12-28"),  # Christmas, and a week-end
        ("2026-12-24", LoanDays(1, working=True), "2026-12-28"),
    ],
)
def test_a_loan_ends_on_a_day_on_which_somebody_works(
    begins: str, loan: LoanDays, due: str
) -> None:
    rules = LoanRules(Calendar(UTC, holidays=frozenset({date(2026, 12, 25)})))
    at = datetime.fromisoformat(f"{begins}T10:00+00:00")
    told = rules.due_at(loan, at)
    assert told == datetime.fromisoformat(f"{due}T17:00+00:00")
    assert told.tzinfo is UTC


def test_a_rooms_own_loans_come_before_the_usual_ones() -> None:
    rules = LoanRules(Calendar(UTC), {PlaceKind.WARD: LoanDays(2)})
    assert rules.loan(PlaceKind.WARD, None, None) == LoanDays(2)
    assert rules.loan(PlaceKind.CLINIC, None, None) == LoanDays(1, working=True)


def test_late_at_night_a_loan_begins_on_the_rooms_own_day() -> None:
    sydney = LoanRules(Calendar(ZoneInfo("Australia/Sydney")))
    begins = datetime(2026, 11, 22, 20, tzinfo=UTC)  # Monday the 23rd in Sydney
    assert sydney.due_at(LoanDays(1), begins) == datetime(2026, 11, 24, 6, tzinfo=UTC)


def test_a_file_room_lends_nothing_to_itself() -> None:
    assert USUAL.loan(PlaceKind.FILE_ROOM, 3, 3) is None


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-11-25T20:00", "Australia/Sydney", date(2026, 11, 26)),
        ("2026-11-25T12:59", "Australia/Sydney", date(2026, 11, 25)),
        ("2026-11-26T03:00", "America/Los_Angeles", date(2026, 11, 25)),
        ("2026-11-25T23:30", "Europe/Berlin", date(2026, 11, 26)),
    ],
)
def test_today_is_the_rooms_day(at: str, zone: str, day: date) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert day_of(now, ZoneInfo(zone)) == day


def test_a_naive_time_is_no_day() -> None:
    with pytest.raises(ValueError, match="naive"):
        day_of(datetime(2026, 11, 25), UTC)  # noqa: DTZ001


@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "a\nb", "x" * 81, "\u202eevil"])
def test_a_line_that_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(EntryRefused):
        clean_line("name", text)


@pytest.mark.parametrize("kind", Kind)
def test_a_scan_into_a_field_becomes_no_name(kind: Kind) -> None:
    code = make_code(kind, 12345678)
    for text in (code.text, code.grouped, code.text.lower(), f"]C0{code.text}"):
        with pytest.raises(EntryRefused):
            clean_line("name", text)


@pytest.mark.parametrize("text", ["Ada", "Łukasz", "محمد", "王小明", "O'Neill <b>", '"; DROP'])
def test_names_in_every_script_are_kept_as_they_are(text: str) -> None:
    assert clean_line("name", f" {text} ") == text


@pytest.mark.parametrize("text", ["x", "-1", "1.5", "9999", "٣"])
def test_what_is_no_number_of_days_is_refused(text: str) -> None:
    with pytest.raises(EntryRefused):
        clean_days("loan days", text)


def test_numbers_that_can_be_meant_are_kept() -> None:
    assert clean_number("volume", " 7 ", 1, 999) == 7
    assert clean_days("loan days", "") is None
