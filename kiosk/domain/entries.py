"""What people type into forms: cleaned, or refused with the field and the reason."""

import re
import unicodedata
from datetime import date

from kiosk.domain.codes import is_our_code
from kiosk.domain.errors import EntryRefused

LONGEST = 80


def clean_line(field: str, text: str, *, needed: bool = True, longest: int = LONGEST) -> str:
    """Return one line of text without white space at its ends, letters composed (NFC).

    Raises EntryRefused where it is empty but needed, too long, holds control characters, or is a
    code of ours: a scanner writes into whatever field has the focus.
    """
    line = unicodedata.normalize("NFC", text).strip()
    if needed and not line:
        raise EntryRefused(field=field, why="is needed")
    if len(line) > longest:
        raise EntryRefused(field=field, why=f"is longer than {longest} characters")
    if not line.isprintable():
        raise EntryRefused(field=field, why="holds characters that cannot be printed")
    if is_our_code(line):
        raise EntryRefused(field=field, why="is one of our own codes")
    return line


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
    if born > today:
        raise EntryRefused(field="birth date", why="is in the future")
    if born < date(1850, 1, 1):
        raise EntryRefused(field="birth date", why="is before 1850")
    return born.isoformat()
