"""The room's own days: when they end, and on which of them somebody works."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from kiosk.domain.days import day_of


class Weekday(StrEnum):
    """A day of the week, in the order of ISO 8601."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


MONDAY_TO_FRIDAY = tuple(Weekday)[:5]


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a day ends in ``zone``, and on which days of the week and of the year nobody works.

    ``yearly`` holidays are months and days of every year, ``holidays`` days of one.
    """

    zone: tzinfo
    day_ends: time = time(17)
    working: frozenset[Weekday] = frozenset(MONDAY_TO_FRIDAY)
    holidays: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()

    def today(self, at: datetime) -> date:
        """Return the day that it is here at an aware time."""
        return day_of(at, self.zone)

    def ends(self, day: date) -> datetime:
        """Return when a day ends, in UTC."""
        return datetime.combine(day, self.day_ends, self.zone).astimezone(UTC)

    def is_working(self, day: date) -> bool:
        """Tell whether somebody works on a day."""
        is_holiday = day in self.holidays or (day.month, day.day) in self.yearly
        return tuple(Weekday)[day.weekday()] in self.working and not is_holiday

    def working_from(self, day: date) -> date:
        """Return the first day from this one on, itself too, on which somebody works.

        The day itself where nobody works for a year.
        """
        return next((one for one in _year_from(day) if self.is_working(one)), day)

    def working_days_after(self, day: date, count: int) -> date:
        """Return the working day that is the ``count``-th after a day."""
        for _ in range(count):
            day = self.working_from(day + timedelta(days=1))
        return day


def _year_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=after) for after in range(366))
