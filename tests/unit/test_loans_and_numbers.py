"""Loans end on working days; numbers keep their zeros; names are found however they are typed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.entries import clean_birth_date, clean_days, clean_line, clean_number
from kiosk.domain.errors import EntryRefused
from kiosk.domain.loans import LoanDays, LoanRules, PlaceKind
from kiosk.domain.mrn import MrnFormat, folded, masked

MRN = MrnFormat()
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)
USUAL = LoanRules(UTC, time(17))


def test_a_clinic_has_a_chart_until_the_end_of_the_next_working_day() -> None:
    loan = USUAL.loan(PlaceKind.CLINIC, None, None)
    assert loan
    assert USUAL.due_at(loan, FRIDAY) == datetime(2026, 11, 23, 17, tzinfo=UTC)


def test_a_loan_ends_by_the_local_clock() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    due = LoanRules(berlin, time(17)).due_at(LoanDays(7), FRIDAY)
    assert due == datetime(2026, 11, 27, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("place_days", "type_days", "days"), [(None, None, 7), (None, 5, 5), (2, 5, 2), (0, 5, 0)]
)
def test_the_places_own_days_come_first(
    place_days: int | None, type_days: int | None, days: int
) -> None:
    assert USUAL.loan(PlaceKind.WARD, place_days, type_days) == LoanDays(days)


def test_a_file_room_lends_nothing_to_itself() -> None:
    assert USUAL.loan(PlaceKind.FILE_ROOM, 3, 3) is None


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("441027", "441027", "44-10-27"),
        ("44-10-27", "441027", "44-10-27"),
        ("1027", "001027", "00-10-27"),
        ("ab 12", "AB12", "AB12"),
        ("12345678", "12345678", "12-34-56-78"),
    ],
)
def test_a_number_keeps_its_zeros(typed: str, kept: str, shown: str) -> None:
    assert MRN.normal(typed) == kept
    assert MRN.shown(kept) == shown


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Łukasz", "lukasz"), ("MÜLLER ", "muller"), ("Straße", "strasse"), ("Nguyễn", "nguyen")],
)
def test_names_are_compared_without_accents(name: str, plain: str) -> None:
    assert folded(name) == plain


def test_a_masked_name_is_its_initials() -> None:
    assert masked("Lovelace", "Ada") == "A. L."
    assert masked("Lovelace", "") == "L."


@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "a\nb", "x" * 81, "\u202eevil"])
def test_a_line_that_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(EntryRefused):
        clean_line("name", text)


@pytest.mark.parametrize("text", ["Ada", "Łukasz", "محمد", "王小明", "O'Neill <b>", '"; DROP'])
def test_names_in_every_script_are_kept_as_they_are(text: str) -> None:
    assert clean_line("name", f" {text} ") == text


@pytest.mark.parametrize("text", ["x", "-1", "1.5", "9999", "٣"])
def test_what_is_no_number_of_days_is_refused(text: str) -> None:
    with pytest.raises(EntryRefused):
        clean_days("loan days", text)


def test_numbers_and_dates_that_can_be_meant_are_kept() -> None:
    today = date(2026, 11, 23)
    assert clean_number("volume", " 7 ", 1, 999) == 7
    assert clean_days("loan days", "") is None
    assert clean_birth_date("1980-12-31", today) == "1980-12-31"
    assert clean_birth_date("", today) == ""


@pytest.mark.parametrize("text", ["31.12.1980", "2027-01-01", "1700-01-01", "1980-02-30"])
def test_a_birth_date_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(EntryRefused):
        clean_birth_date(text, date(2026, 11, 23))
