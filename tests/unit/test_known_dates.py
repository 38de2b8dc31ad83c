"""Dates of birth and death, as far as they are known."""

from datetime import date

import pytest

from kiosk.domain.errors import EntryRefused
from kiosk.domain.known_dates import clean_death, clean_known_date, tells_apart
from kiosk.domain.why import Why

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("1980-12-31", "1980-12-31"),
        (" 1980-12-31 ", "1980-12-31"),
        ("2026-11-23", "2026-11-23"),
        ("1850-01-01", "1850-01-01"),
        ("1980-12", "1980-12"),
        ("1980", "1980"),
        ("2026", "2026"),
        ("~1980", "1980~"),
        ("1980~", "1980~"),
        ("c. 1980", "1980~"),
        ("ca. 1980", "1980~"),
        ("About 1980-12", "1980-12~"),
        ("~1980-12-31", "1980-12-31~"),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_known(text: str, kept: str) -> None:
    assert clean_known_date("birth_date", text, TODAY) == kept
    assert clean_known_date("birth_date", kept, TODAY) == kept
    assert clean_death(text, TODAY) == kept


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31.12.1980", Why.NO_DATE),
        ("12/31/1980", Why.NO_DATE),
        ("1980-02-30", Why.NO_DATE),
        ("1980-13", Why.NO_DATE),
        ("0000", Why.NO_DATE),
        ("80", Why.NO_DATE),
        ("~", Why.NO_DATE),
        ("yesterday", Why.NO_DATE),
        ("2026-11-24", Why.IN_FUTURE),
        ("2026-12", Why.IN_FUTURE),
        ("2027", Why.IN_FUTURE),
        ("~2027", Why.IN_FUTURE),
        ("1849-12-31", Why.TOO_EARLY),
        ("1849", Why.TOO_EARLY),
    ],
)
def test_what_is_no_date_of_a_life_is_refused(text: str, why: Why) -> None:
    with pytest.raises(EntryRefused) as refused:
        clean_known_date("birth_date", text, TODAY)
    assert (refused.value.field, refused.value.why) == ("birth_date", why)
    said = {Why.NO_DATE: "1980-12-31", Why.TOO_EARLY: 1850}.get(why)
    assert said is None or said in refused.value.facts.values()


def test_a_year_or_a_month_begins_with_its_first_day() -> None:
    for text in ("2026", "2026-01"):
        assert clean_known_date("birth_date", text, date(2026, 1, 1)) == text


@pytest.mark.parametrize("text", ["yes", "Y", " x ", "died", "XXXX"])
def test_a_death_may_be_known_without_its_date(text: str) -> None:
    assert clean_death(text, TODAY) == "XXXX"


def test_what_is_no_death_is_refused() -> None:
    with pytest.raises(EntryRefused) as refused:
        clean_death("perhaps", TODAY)
    assert refused.value.field == "died"


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("1980-12-31", "1980-12-31", False),
        ("1980-12-31", "1980-12-30", True),
        ("1980-12-31", "", False),
        ("1980~", "", False),
        ("1980-12-31", "1980-12", False),
        ("1980-12-31", "1980", False),
        ("1980-12-31", "1981", True),
        ("1980-12", "1980-11", True),
        ("1980~", "1985-01-01", False),
        ("1980~", "1986-01-01", True),
        ("1980~", "1975~", False),
        ("1980~", "1974~", True),
        ("1980-12-31~", "1980-01-01", False),
    ],
)
def test_dates_tell_two_people_apart_where_both_cannot_be(
    one: str, other: str, apart: bool
) -> None:
    assert tells_apart(one, other) is apart
    assert tells_apart(other, one) is apart
