"""Holidays from a file: a table of days, or a calendar as other programs export it (.ics)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.actors import Actor
from kiosk.domain.days import day_of
from kiosk.domain.errors import EntryRefused, FileRefused
from kiosk.domain.why import Why
from kiosk.services.imports.csv_file import Line, Problem, read_csv
from kiosk.services.imports.setup import said_yes
from kiosk.services.setup.entries import HolidayEntry
from kiosk.services.setup.save import add_entry
from kiosk.settings import Settings
from kiosk.store.engine import WriteTransaction
from kiosk.store.rows import HolidayRow

LONGEST = 62  # days of one event: the long vacation of a school
_BEGINS = b"BEGIN:VCALENDAR"
_EACH_YEAR = {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY"}  # of one date, these say no more


class HolidayImport:
    """Adds the days that are no holidays yet."""

    needed = ("date",)
    chunk = 20
    columns = ("date", "name", "yearly")

    def __init__(self, _settings: Settings, now: datetime, actor: Actor) -> None:
        """Take the hour and who imports."""
        self._now = now
        self._actor = actor

    def check(
        self, session: Session, lines: list[Line], problems: list[Problem]
    ) -> list[HolidayEntry]:
        """Return the new holidays; what cannot be kept is added to the problems."""
        rows = session.execute(select(HolidayRow.name, HolidayRow.yearly))
        known = {_day(row.name, row.yearly) for row in rows}
        fresh: list[HolidayEntry] = []
        for line in lines:
            try:
                called, yearly = line.get("name"), said_yes(line, "yearly")
                entry = HolidayEntry(line.get("date"), called, yearly=yearly)
            except EntryRefused as error:
                problems.append(line.problem(error))
                continue
            if not known & {_day(entry.name, yearly), _day(entry.name, is_yearly=True)}:
                known.add(_day(entry.name, yearly))
                fresh.append(entry)
        return fresh

    def write(self, writing: WriteTransaction, fresh: Sequence[HolidayEntry]) -> None:
        """Write some of the new holidays."""
        for entry in fresh:
            add_entry(writing, entry, self._now, self._actor)


def read_days(
    content: bytes, needed: tuple[str, ...], known: tuple[str, ...], *, zone: tzinfo
) -> list[Line]:
    """Read a calendar (RFC 5545) or a CSV file; raises FileRefused for what is neither.

    What begins at a time is on the day that it is then in ``zone``.
    """
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(_BEGINS):
        return read_csv(content, needed, known)
    try:
        events = Calendar.from_ical(content).events
    except (ValueError, KeyError, IndexError) as error:
        raise FileRefused(problems=[_problem(1, Why.UNREADABLE, error=error)], count=1) from None
    problems: list[Problem] = []
    lines = [line for row, one in enumerate(events, 1) for line in _lines(row, one, zone, problems)]
    if problems:
        raise FileRefused(problems=problems, count=len(problems))
    return lines


def _lines(row: int, event: Event, zone: tzinfo, problems: list[Problem]) -> Iterator[Line]:
    """Yield a line for each day of an event, of which ``row`` is the number in the calendar."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    try:
        first, last = _days(event, zone)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        problems.append(_problem(row, Why.NO_DATE, example="DTSTART;VALUE=DATE:20261225"))
        return
    rule: dict[str, list[Any]] = event.get("RRULE") or {}
    is_yearly = rule.get("FREQ") == ["YEARLY"] and rule.get("INTERVAL", [1]) == [1]
    if rule and not (is_yearly and rule.keys() <= _EACH_YEAR):
        problems.append(_problem(row, Why.REPEATS, date=first))
        return
    for after in range((last - first).days + 1):
        day = (first + timedelta(days=after)).isoformat()
        called = " ".join(str(event.get("SUMMARY", "")).split())[:80]
        yield Line(row, {"date": day, "name": called, "yearly": "yes" if is_yearly else ""})


def _days(event: Event, zone: tzinfo) -> tuple[date, date]:
    """Return the first and the last day of an event; the end that it names is the day after."""
    first = _date(event.decoded("DTSTART"), zone)
    last = first
    if "DTEND" in event:
        ends = event.decoded("DTEND")
        last = _date(ends, zone) - timedelta(days=0 if isinstance(ends, datetime) else 1)
    elif "DURATION" in event:
        last = first + max(event.decoded("DURATION") - timedelta(days=1), timedelta())
    if not timedelta() <= max(last, first) - first < timedelta(days=LONGEST):
        raise ValueError(last)
    return first, max(last, first)


def _date(at: date | datetime, zone: tzinfo) -> date:
    if not isinstance(at, datetime):
        return at
    return day_of(at if at.tzinfo else at.replace(tzinfo=zone), zone)


def _day(name: str, is_yearly: bool) -> str:
    return name[4:] if is_yearly else name


def _problem(row: int, why: Why, **facts: object) -> Problem:
    return Problem(row, "day", why, facts)
