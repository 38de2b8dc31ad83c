"""What people type into forms: cleaned, or refused with the field and the reason."""

import re
import unicodedata
from datetime import date

from kiosk.domain.errors import EntryRefused
from kiosk.domain.mrn import MrnFormat

LONGEST = 80


def clean_line(field: str, text: str, *, needed: bool = True, longest: int = LONGEST) -> str:
    """Return one line of text without white space at its ends, letters composed (NFC).

    Raises EntryRefused where it is empty but needed, too long, or holds control characters.
    """
    line = unicodedata.normalize("NFC", text).strip()
    if needed and not line:
        raise EntryRefused(field=field, why="is needed")
    if len(line) > longest:
        raise EntryRefused(field=field, why=f"is longer than {longest} characters")
    if not line.isprintable():
        raise EntryRefused(field=field, why="holds characters that cannot be printed")
    return line


def clean_mrn(text: str, mrn: MrnFormat) -> str:
    """Return a patient's number as it is kept: letters and digits, zeros restored.

    Raises EntryRefused for anything else, or for more digits than numbers have here.
    """
    number = clean_line("MRN", mrn.normal(text), longest=20)
    if not (number.isascii() and number.isalnum()):
        raise EntryRefused(field="MRN", why="may hold only the digits 0 to 9 and letters")
    if number.isdigit() and len(number) > mrn.length:
        raise EntryRefused(field="MRN", why=f"has {len(number)} digits, not {mrn.length}")
    return number


def clean_number(field: str, text: str, least: int, most: int) -> int:
    """Return a whole number; raises EntryRefused outside ``least`` to ``most``."""
    line = text.strip()
    if not re.fullmatch(r"[0-9]{1,9}", line) or not least <= int(line) <= most:
        raise EntryRefused(field=field, why=f"is not a whole number from {least} to {most}")
    return int(line)


def clean_days(field: str, text: str) -> int | None:
    """Return a number of loan days (0 to 3650), or None for an empty field."""
    return clean_number(field, text, 0, 3650) if text.strip() else None


def clean_birth_date(text: str, today: date) -> str:
    """Return a birth date as ISO 8601 text, or "" where none is given; refuses the future."""
    if not text.strip():
        return ""
    try:
        born = date.fromisoformat(text.strip())
    except ValueError:
        raise EntryRefused(field="birth date", why="is not a date like 1980-12-31") from None
    if not date(1850, 1, 1) <= born <= today:
        raise EntryRefused(field="birth date", why="is not in the last 170 years")
    return born.isoformat()
