"""Text <-> the codes on our labels and cards: a letter, eight digits, two check digits.

The check digits are ISO 7064 MOD 97-10 over letter and digits. Codes are opaque: they never hold a
patient's number, and only their first letter means anything.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stdnum.iso7064 import mod_97_10

RANDOM_DIGITS: Final = 8
CHECK_DIGITS: Final = 2
_AIM_IDENTIFIER = re.compile(r"^\][A-Za-z][0-9A-Za-z]")


class Kind(StrEnum):
    """What a code stands for, by its first letter."""

    CHART = "C"
    LOCATION = "L"
    STAFF = "S"
    COMMAND = "K"
    REASON = "R"


def shape(*kinds: Kind) -> str:
    """Return the regular expression of the codes of some kinds, check digits not looked at."""
    return f"[{''.join(kinds)}][0-9]{{{RANDOM_DIGITS + CHECK_DIGITS}}}"


_SHAPE = re.compile(shape(*Kind))


@dataclass(frozen=True, slots=True)
class Code:
    """A code with right check digits, e.g. ``C0012345670``."""

    text: str

    @property
    def kind(self) -> Kind:
        """What it stands for."""
        return Kind(self.text[0])

    @property
    def grouped(self) -> str:
        """As people read it: ``C 0012 3456 70``."""
        return f"{self.text[0]} {self.text[1:5]} {self.text[5:9]} {self.text[9:]}"


@dataclass(frozen=True, slots=True)
class WrongCheckDigits:
    """The shape of a code of ours, misread or mistyped."""

    text: str


@dataclass(frozen=True, slots=True)
class ForeignText:
    """Any other text, cleaned of the scanner's identifier and of white space at its ends."""

    text: str


def make_code(kind: Kind, number: int) -> Code:
    """Build the code of a kind around ``number`` (0 to 99,999,999).

    Raises ValueError for a number that does not fit eight digits.
    """
    if not 0 <= number < 10**RANDOM_DIGITS:
        raise ValueError(number)
    body = f"{kind}{number:0{RANDOM_DIGITS}}"
    return Code(body + mod_97_10.calc_check_digits(body))


class Command(StrEnum):
    """The command cards of a desk; the value is the whole code, printed for ever."""

    DONE = make_code(Kind.COMMAND, 1).text
    UNDO = make_code(Kind.COMMAND, 2).text
    SIGN_OFF = make_code(Kind.COMMAND, 3).text


def parse(text: str) -> Code | WrongCheckDigits | ForeignText:
    """Tell what a scanned or typed text is: with or without spaces, case or AIM identifier.

    AIM identifiers (ISO/IEC 15424) are the ``]C0`` that some scanners put in front.
    """
    bare = _AIM_IDENTIFIER.sub("", text.strip()).strip()
    compact = re.sub(r"[\s-]+", "", bare).upper()
    if not compact.isascii() or not _SHAPE.fullmatch(compact):
        return ForeignText(bare)
    if not mod_97_10.is_valid(compact):
        return WrongCheckDigits(compact)
    return Code(compact)


def alike(text: str) -> str:
    """Return what two readings of another system's label share: case and leading zeros left out.

    Scanners with a wrong layout change the one, those that read UPC-A as EAN-13 add the other.
    """
    return text.casefold().lstrip("0")


def is_our_code(text: str) -> bool:
    """Whether the text is a code of ours with right check digits."""
    return isinstance(parse(text), Code)


def is_several_codes(text: str) -> bool:
    """Whether the text is two or more codes of ours, as a camera says that it sees several."""
    parts = text.split()
    return len(parts) > 1 and all(is_our_code(part) for part in parts)


class Looks(StrEnum):
    """What a text that is not ours seems to be."""

    NOTHING = "nothing"
    DATA = "data"
    WEB_ADDRESS = "web-address"
    PRODUCT_NUMBER = "product-number"
    NUMBER = "number"
    FOREIGN_CODE = "foreign-code"
    WORD = "word"


_LOOKS = (
    (r"", Looks.NOTHING),
    (r"(?s).*[\x00-\x1f\x7f-\x9f].*", Looks.DATA),
    (r"(?i)(https?://|www\.).*", Looks.WEB_ADDRESS),
    (r"[0-9]{8}|[0-9]{12,14}", Looks.PRODUCT_NUMBER),
    (r"[0-9 ./-]+", Looks.NUMBER),
    (r".*[0-9].*", Looks.FOREIGN_CODE),
)


def looks_like(text: str) -> Looks:
    """Tell what a text that is not ours seems to be."""
    return next((looks for shape, looks in _LOOKS if re.fullmatch(shape, text)), Looks.WORD)


def lies_about(text: str) -> bool:
    """Tell whether a text is one of our cards: they lie about on desks, as charts do not."""
    code = parse(text)
    return isinstance(code, Code) and code.kind is not Kind.CHART
