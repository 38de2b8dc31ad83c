"""Dates of people's lives, as far as they are known: whole, of a year or a month, or estimated.

They are kept as ISO 8601-2 writes them: ``1950-12-31``, ``1950-12``, ``1950``; with ``~`` behind
where they are estimated, and ``XXXX`` for a death of which no date is known.
"""

import re
from datetime import date

from kiosk.domain.errors import EntryRefused
from kiosk.domain.why import Why

EARLIEST = 1850
SOME_DAY = "XXXX"
ESTIMATED = "~"
APART = 5  # years by which an estimated date may be wrong
_SHAPE = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
_ABOUT = re.compile(r"^(~|ca?\.|about)\s*|\s*~$", re.IGNORECASE)
_NO_MORE = re.compile("yes|y|x|dead|died", re.IGNORECASE)


def clean_known_date(field: str, text: str, today: date) -> str:
    """Return a date as it is kept, "" where none is given; ``~``, ``c.`` or ``about`` estimates it.

    Raises EntryRefused for what is no date, is in the future, or before 1850.
    """
    given = text.strip()
    if not given:
        return ""
    bare = _ABOUT.sub("", given)
    first = _first_day(bare)
    if first is None:
        raise EntryRefused(field=field, why=Why.NO_DATE, example="1980-12-31")
    if first > today:
        raise EntryRefused(field=field, why=Why.IN_FUTURE)
    if first.year < EARLIEST:
        raise EntryRefused(field=field, why=Why.TOO_EARLY, year=EARLIEST)
    return bare if bare == given else f"{bare}{ESTIMATED}"


def _first_day(text: str) -> date | None:
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        return None
    year, month, day = (int(part or 1) for part in shape.group("year", "month", "day"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clean_death(text: str, today: date) -> str:
    """Return a date of death as it is kept; ``yes`` where it is not known. Raises EntryRefused."""
    is_known_no_more = _NO_MORE.fullmatch(text.strip()) or text.strip() == SOME_DAY
    return SOME_DAY if is_known_no_more else clean_known_date("died", text, today)


def tells_apart(one: str, other: str) -> bool:
    """Tell whether two dates, as they are kept, cannot be of one person; "" is not known."""
    here, there = one.rstrip(ESTIMATED), other.rstrip(ESTIMATED)
    if not here or not there:
        return False
    if (here, there) != (one, other):
        return abs(int(here[:4]) - int(there[:4])) > APART
    return not here.startswith(there) and not there.startswith(here)
