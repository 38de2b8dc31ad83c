"""The pattern by which a record room writes its patients' numbers, such as ``99-99-99``.

``9`` is a digit, ``@`` any letter, another letter stands for itself, and what is in ``[..]`` may be
missing. ``-``, ``.`` and a space make groups that are easier to read; ``/`` divides two numbers, as
in 12/2024, and is kept. A check is named behind the pattern: ``999 999 9999 check nhs``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import add

from stdnum import luhn
from stdnum.gb import nhs
from stdnum.iso7064 import mod_97_10

from kiosk.domain.codes import Kind

LONGEST = 20
SEPARATORS = "-. "
_CHECKS: dict[str, Callable[[str], bool]] = {
    "luhn": luhn.is_valid,
    "nhs": nhs.is_valid,  # modulus 11, as the NHS Data Dictionary has it
    "mod97": mod_97_10.is_valid,  # ISO/IEC 7064
}
_PART = re.compile(
    r"(?P<digits>(?:\[(?P<spare>9[-. 9]*)\][-. ]?)?9(?:[-. ]?9)*)"
    r"|(?P<letters>[A-Z@]+)|\[(?P<maybe>[A-Z@]+)\]|(?P<mark>[-. /])"
)
_BESIDE_LETTERS = re.compile(r"(?<=[A-Z])[-. ]|[-. ](?=[A-Z])")
# Of digits, letters (?: that may be missing) and marks: no mark at an end or beside another, and
# between any two runs of digits something that is always there.
_SOUND = re.compile(r"(?![-/]|.*[-/]$|.*[-/]{2})[@?/-]*9([@?-]*[@/][@?/-]*9)*[@?/-]*")
_GROUPS_OF_NO_DATE = 4  # with the first one missing, three are left: more than a month and a day


@dataclass(frozen=True, slots=True)
class Digits:
    """A run of digits: the fewest there may be, the ``widths`` of its groups, what is between."""

    least: int
    widths: tuple[int, ...]
    between: tuple[str, ...]

    @property
    def most(self) -> int:
        """How many digits there may be."""
        return sum(self.widths)

    def groups(self, digits: str) -> list[str]:
        """Cut digits into groups, counted from the right; the first one may be short."""
        found: list[str] = []
        for width in reversed(self.widths):
            found.insert(0, digits[-width:])
            digits = digits[:-width]
        return [group for group in found if group]

    def shown(self, digits: str) -> str:
        """Return digits with separators between their groups."""
        groups = self.groups(digits)
        marks = ("", *self.between[len(self.between) - len(groups) + 1 :])
        return "".join(map(add, marks, groups))

    def kept(self, digits: str) -> str | None:
        """Return digits with the leading zeros that are written here; None for too many."""
        bare = str(int(digits))
        return bare.zfill(self.least) if len(bare) <= self.most else None

    def sorting(self, digits: str) -> str:
        """Return digits as they are sorted: all of one length."""
        return digits.zfill(self.most)

    def expression(self, *, in_groups: bool) -> str:
        """Return the regular expression of these digits, in one piece or with ``-`` between groups.

        In groups, the first one may be missing: 44-10-27 is 0-44-10-27.
        """
        if not in_groups:
            return "([0-9]+)"
        counts = set(range(self.least, self.most + 1))
        if len(self.widths) >= _GROUPS_OF_NO_DATE:
            counts.add(self.most - self.widths[0])
        cut = ("-".join(f"[0-9]{{{len(one)}}}" for one in self.groups("9" * n)) for n in counts)
        return f"({'|'.join(cut)})"


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of a number, ``@`` for any; they may be missing where they are not ``needed``."""

    text: str
    needed: bool

    def shown(self, letters: str) -> str:
        """Return the letters as they are."""
        return letters

    def kept(self, letters: str) -> str | None:
        """Return the letters as they are."""
        return letters

    def sorting(self, letters: str) -> str:
        """Return letters as they are sorted: none come before A."""
        return letters or " " * len(self.text)

    def expression(self, *, in_groups: bool) -> str:
        """Return the regular expression of these letters, which have no groups."""
        del in_groups
        return f"({self.text.replace('@', '[A-Z]')}){'' if self.needed else '?'}"


@dataclass(frozen=True)
class Pattern:
    """One way of writing numbers: runs of digits, letters, and as text what stands between."""

    parts: tuple[Digits | Letters | str, ...]
    check: str = ""

    def kept(self, text: str) -> str | None:
        """Return a number as it is kept, without separators; None for what is not written so.

        ``text`` is in capitals, and has ``-``, ``.`` or single spaces for separators. Those beside
        a letter mean nothing; others have to be of one kind, and make the groups of this pattern.
        """
        joined = _BESIDE_LETTERS.sub("", text)
        used = next((mark for mark in joined if mark in SEPARATORS), "-")
        is_decimal = joined.count(".") == 1 and joined.replace(".", "").isdecimal()
        in_groups = self._groups.fullmatch(joined.replace(used, "-"))
        match = self._bare.fullmatch(joined) or (None if is_decimal else in_groups)
        if match is None:
            return None
        found = (value.replace("-", "") for value in match.groups(""))
        kept = [part.kept(value) for part, value in zip(self._valued, found, strict=True)]
        whole = [value for value in kept if value is not None]
        return self._joined(whole) if whole == kept else None

    def fits(self, mrn: str) -> bool:
        """Tell whether a number is kept as this pattern keeps it."""
        return self.kept(mrn) == mrn

    def shown(self, mrn: str) -> str:
        """Return a kept number as people read it, e.g. ``44-10-27``."""
        shown = iter([part.shown(value) for part, value in self._values(mrn)])
        whole = (part if isinstance(part, str) else next(shown) for part in self.parts)
        return "".join(whole).strip(SEPARATORS)

    def natural(self, mrn: str) -> str:
        """Return what sorts kept numbers as people count: A9, A10, A99."""
        return self._joined(part.sorting(value) for part, value in self._values(mrn))

    def section(self, mrn: str) -> str:
        """Return the last group of a kept number's digits; "" where they are one group."""
        *_, (part, value) = self._digits(mrn)
        return part.groups(value)[-1] if self._is_grouped else ""

    def terminal(self, mrn: str) -> str:
        """Return what sorts kept numbers by terminal digit; "" where the digits are one group.

        By the last group, the one before it, all that is left, and the letters in the end.
        """
        if not self._is_grouped:
            return ""
        each = [part.groups(part.sorting(value)) for part, value in self._digits(mrn)]
        *rest, before, last = [group for groups in each for group in groups]
        values = self._values(mrn)
        letters = [part.sorting(value) for part, value in values if isinstance(part, Letters)]
        return "".join([last, before, *rest, *letters])

    def checked(self, mrn: str) -> bool:
        """Tell whether the check digits of a kept number are right, if it has any."""
        return not self.check or _CHECKS[self.check]("".join(filter(str.isdecimal, mrn)))

    def numbered(self, number: int) -> str:
        """Return the kept number that is made of ``number``, or the next with right check digits.

        Raises PatternRefused where a hundred numbers on end have none.
        """
        for one in range(number, number + 100):
            digits = iter(f"{one:0{self.digits}}"[-self.digits :])
            text = self._joined(
                "".join(next(digits) for _ in range(part.most))
                if isinstance(part, Digits)
                else part.text.replace("@", "A")
                for part in self._valued
            )
            if self.checked(text):
                return self.kept(text) or text
        raise PatternRefused

    @cached_property
    def digits(self) -> int:
        """How many digits a number may have."""
        return sum(part.most for part in self._valued if isinstance(part, Digits))

    @cached_property
    def longest(self) -> int:
        """How many digits and letters a number may have."""
        return self.digits + sum(len(one.text) for one in self._valued if isinstance(one, Letters))

    @cached_property
    def _is_grouped(self) -> bool:
        return sum(len(part.widths) for part in self._valued if isinstance(part, Digits)) > 1

    @cached_property
    def _valued(self) -> tuple[Digits | Letters, ...]:
        return tuple(part for part in self.parts if not isinstance(part, str))

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        return re.compile(self._joined(one.expression(in_groups=False) for one in self._valued))

    @cached_property
    def _groups(self) -> re.Pattern[str]:
        return re.compile(self._joined(one.expression(in_groups=True) for one in self._valued))

    def _joined(self, values: Iterable[str]) -> str:
        """Put values in the place of their parts; of what stands between, ``/`` is kept."""
        each = iter(values)
        whole = (
            one.strip(SEPARATORS) if isinstance(one, str) else next(each) for one in self.parts
        )
        return "".join(whole)

    def _values(self, mrn: str) -> list[tuple[Digits | Letters, str]]:
        match = self._bare.fullmatch(mrn)
        assert match  # whoever asks has seen that it fits
        return list(zip(self._valued, match.groups(""), strict=True))

    def _digits(self, mrn: str) -> list[tuple[Digits, str]]:
        values = self._values(mrn)
        return [(part, value) for part, value in values if isinstance(part, Digits)]


class PatternRefused(ValueError):
    """What a pattern cannot be."""


def parse_pattern(text: str) -> Pattern:
    """Read one pattern; raises PatternRefused for what is none, or would hold our own codes."""
    mask, _, check = text.upper().partition(" CHECK ")
    parts = tuple(_parts(mask.strip()))
    if not _SOUND.fullmatch("".join(map(_outline, parts))):
        raise PatternRefused
    pattern = Pattern(parts, check.strip().lower())
    is_checkable = not pattern.check or pattern.check in _CHECKS
    holds_codes = any(pattern.kept(f"{kind}4410271234") for kind in Kind)
    if not is_checkable or pattern.longest > LONGEST or holds_codes:
        raise PatternRefused
    pattern.numbered(0)
    return pattern


def _outline(part: Digits | Letters | str) -> str:
    if isinstance(part, str):
        return part if part == "/" else "-"
    return "9" if isinstance(part, Digits) else "@" if part.needed else "?"


def _parts(mask: str) -> Iterator[Digits | Letters | str]:
    end = 0
    for part in _PART.finditer(mask):
        if part.start() != end:
            raise PatternRefused
        end = part.end()
        if part["digits"]:
            spare = (part["spare"] or "").count("9")
            groups = re.split(r"[-. ]", re.sub(r"[\[\]]", "", part["digits"]))
            widths = tuple(map(len, groups))
            marks = tuple(re.findall(r"[-. ]", part["digits"]))
            yield Digits(sum(widths) - spare, widths, marks)
        elif part["mark"]:
            yield part["mark"]
        else:
            yield Letters(part["letters"] or part["maybe"], needed=part["maybe"] is None)
    if end != len(mask):
        raise PatternRefused
