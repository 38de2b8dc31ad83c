"""What people type into forms: cleaned, or refused with the field and the reason."""

import re
import unicodedata

from kiosk.domain.codes import is_our_code
from kiosk.domain.errors import EntryRefused
from kiosk.domain.why import Why

LONGEST = 80


def clean_line(field: str, text: str, *, needed: bool = True, longest: int = LONGEST) -> str:
    """Return one line of text without white space at its ends, letters composed (NFC).

    Raises EntryRefused where it is empty but needed, too long, holds control characters, or is a
    code of ours: a scanner writes into whatever field has the focus.
    """
    line = unicodedata.normalize("NFC", text).strip()
    if needed and not line:
        raise EntryRefused(field=field, why=Why.NEEDED)
    if len(line) > longest:
        raise EntryRefused(field=field, why=Why.TOO_LONG, most=longest)
    if not line.isprintable():
        raise EntryRefused(field=field, why=Why.UNPRINTABLE)
    if is_our_code(line):
        raise EntryRefused(field=field, why=Why.OUR_CODE)
    return line


def clean_number(field: str, text: str, least: int, most: int) -> int:
    """Return a whole number; raises EntryRefused outside ``least`` to ``most``."""
    line = text.strip()
    if not re.fullmatch(r"[0-9]{1,9}", line) or not least <= int(line) <= most:
        raise EntryRefused(field=field, why=Why.NOT_BETWEEN, least=least, most=most)
    return int(line)


def clean_days(field: str, text: str) -> int | None:
    """Return a number of loan days (0 to 3650), or None for an empty field."""
    return clean_number(field, text, 0, 3650) if text.strip() else None
