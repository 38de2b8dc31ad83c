"""Days and times in the words of the language that is spoken."""

from collections.abc import Mapping
from datetime import date

from kiosk.web.words.language import translated

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
PATTERNS: Mapping[str, str] = {
    "clock": "{hour}:{minute}",
    "whole-day": "{whole_weekday} {day} {whole_month} {year}",
    "this-week": "{weekday} {day} {month}, {hour}:{minute}",
    "long-ago": "{day} {month} {year}",
    "on-paper": "{weekday} {day} {month} {year}, {hour}:{minute}",
}


def in_words(pattern: str, local: date) -> str:
    """Return a day, or a time where people here live, as one of the patterns says it."""
    day, month = local.weekday(), local.month - 1
    return translated(PATTERNS[pattern]).format(
        whole_weekday=translated(DAYS[day]),
        weekday=translated(SHORT_DAYS[day]),
        whole_month=translated(MONTHS[month]),
        month=translated(SHORT_MONTHS[month]),
        day=local.day,
        year=local.year,
        hour=f"{local:%H}",
        minute=f"{local:%M}",
    )
