"""Holidays from a table of days, or from another program's calendar."""

from typing import Any

import pytest

from kiosk.domain.errors import FileRefused
from kiosk.domain.why import Why
from kiosk.services.imports.import_file import Imported
from kiosk.services.setup.listed import list_holidays
from tests.room import RecordRoom


def days(room: RecordRoom) -> list[tuple[str, str, bool]]:
    listed = list_holidays(room.database)
    return sorted((one.name, one.called, one.yearly) for one in listed)


def calendar(*events: str) -> str:
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{at}\r\n{one}END:VEVENT\r\n" for at, one in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{body}END:VCALENDAR\r\n"


def event(*lines: str) -> str:
    return "".join(f"{line}\r\n" for line in lines)


CHRISTMAS = event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas")
NEW_YEAR = event("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY", "SUMMARY:New Year")


def test_a_table_of_days_is_taken_once(either_room: RecordRoom) -> None:
    table = "date,name,yearly\n2026-12-25,Christmas,\n2020-01-01,New Year,yes\n"
    assert either_room.take_file("holidays", table) == Imported(2, 0)
    assert either_room.take_file("holidays", table) == Imported(0, 2)
    assert days(either_room) == [
        ("2020-01-01", "New Year", True),
        ("2026-12-25", "Christmas", False),
    ]


def test_a_day_of_every_year_is_known_in_each_year(room: RecordRoom) -> None:
    room.take_file("holidays", "date,yearly\n2020-01-01,yes\n")
    again = "date,yearly\n2027-01-01,\n2028-01-01,yes\n2027-01-02,\n2027-01-02,\n"
    assert room.take_file("holidays", again) == Imported(1, 3)


def test_a_calendar_is_taken_day_by_day(room: RecordRoom) -> None:
    cancelled = event("DTSTART;VALUE=DATE:20261111", "STATUS:CANCELLED")
    timed = event("DTSTART:20261205T090000", "DTEND:20261205T170000", "SUMMARY:Stock-taking")
    alone = event("DTSTART;VALUE=DATE:20270501", "SUMMARY:Labour\\, Day")
    lasting = event("DTSTART;VALUE=DATE:20270701", "DURATION:P2D")
    text = calendar(CHRISTMAS, NEW_YEAR, cancelled, timed, alone, lasting)
    assert room.take_file("holidays", "\ufeff" + text) == Imported(7, 0)
    assert days(room) == [
        ("2020-01-01", "New Year", True),
        ("2026-12-05", "Stock-taking", False),
        ("2026-12-25", "Christmas", False),
        ("2026-12-26", "Christmas", False),
        ("2027-05-01", "Labour, Day", False),
        ("2027-07-01", "", False),
        ("2027-07-02", "", False),
    ]
    assert room.take_file("holidays", text) == Imported(0, 7)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (event("DTSTART;VALUE=DATE:20261101", "RRULE:FREQ=WEEKLY"), Why.REPEATS),
        (event("DTSTART;VALUE=DATE:20261101", "RRULE:FREQ=YEARLY;INTERVAL=2"), Why.REPEATS),
        (event("DTSTART;VALUE=DATE:20261126", "RRULE:FREQ=YEARLY;BYDAY=4TH"), Why.REPEATS),
        (event("DTSTART;VALUE=DATE:20261126", "RRULE:FREQ=YEARLY;COUNT=3"), Why.REPEATS),
        (event("SUMMARY:of no day"), Why.NO_DATE),
        (event("DTSTART;VALUE=DATE:20261340"), Why.NO_DATE),
        (event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20270101"), Why.NO_DATE),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(room: RecordRoom, bad: str, why: Why) -> None:
    with pytest.raises(FileRefused) as refused:
        room.take_file("holidays", calendar(CHRISTMAS, bad))
    problems: Any = refused.value.facts["problems"]
    assert [(one.row, one.why) for one in problems] == [(2, why)]
    assert days(room) == []


@pytest.mark.parametrize(
    "text", ["BEGIN:VCALENDAR\r\n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "no calendar"]
)
def test_a_file_that_is_no_calendar_is_refused(room: RecordRoom, text: str) -> None:
    with pytest.raises(FileRefused):
        room.take_file("holidays", text)
    assert days(room) == []


@pytest.mark.parametrize("row", ["tomorrow,,", "2026-12-25,,perhaps", "2026-02-30,,"])
def test_a_row_that_is_no_day_is_refused(room: RecordRoom, row: str) -> None:
    with pytest.raises(FileRefused):
        room.take_file("holidays", f"date,name,yearly\n{row}\n")
