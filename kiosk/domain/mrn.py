"""The patient's number: what one is, how it is kept, shown, sorted and meant."""

import re
from dataclasses import dataclass
from functools import cache

from kiosk.domain.errors import EntryRefused
from kiosk.domain.number_pattern import Pattern, parse_pattern
from kiosk.domain.why import Why

USUAL_PATTERN = "99-99-99"
_HYPHENS = re.compile("[\u2010\u2011]")
_SAID_BEFORE = re.compile(r"^(?:(?:mrn|no|nr)\b[\s.:]*|[#\u2116]\s*)+", re.IGNORECASE)
_VOLUME = re.compile(r"\s*(?:[-/]|(?<![a-z])v(?:ol)?\.?)\s*[0-9]{1,3}$", re.IGNORECASE)
_PART = re.compile(r"(?=.*[0-9])[0-9A-Z/]{3,20}")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# What else stands in a column of numbers, and what it is refused as.
_LOOKS = (
    (r"\D*", Why.NO_NUMBER),
    (r"0+", Why.NOBODYS_ZERO),
    (r"[0-9]+[.,][0-9]+", Why.DECIMAL),
    (r"[0-9]([.,][0-9]+)?e[+-]?[0-9]+", Why.SHORT_FORM),
    (r"[0-9]{1,4}([/.-])[0-9]{1,2}\1[0-9]{1,4}", Why.A_DATE),
    (rf"[0-9]{{1,2}}[ ./-]?({_MONTHS})[a-z]*[ ./-]?[0-9]{{2,4}}", Why.A_DATE),
)


@dataclass(frozen=True, slots=True)
class MrnFormat:
    """How this record room writes its numbers: a pattern, or several with ``or`` between them."""

    pattern: str = USUAL_PATTERN

    def read(self, text: str) -> str:
        """Return a number as it is kept: without separators, with its leading zeros.

        Separators count only where they make this format's own groups, as in 44-10-27: anywhere
        else they mean something, and without them another patient would be meant. Raises
        EntryRefused with what the text looks like instead.
        """
        given = _HYPHENS.sub("-", " ".join(text.split())).upper()
        if not given:
            raise EntryRefused(field="mrn", why=Why.NEEDED)
        kept = [(one, number) for one in patterns_of(self.pattern) if (number := one.kept(given))]
        if not kept:
            raise self._refused(given)
        if not any(digit in "123456789" for digit in kept[0][1]):
            raise EntryRefused(field="mrn", why=Why.NOBODYS_ZERO)
        checked = [number for pattern, number in kept if pattern.checked(number)]
        if not checked:
            raise EntryRefused(field="mrn", why=Why.CHECK_DIGITS)
        return checked[0]

    def exact(self, text: str) -> str | None:
        """Return the number that a text is, as it is kept; None where it is none."""
        try:
            return self.read(text)
        except EntryRefused:
            return None

    def meant(self, text: str) -> str | None:
        """Return the number that a text means to somebody who looks it up, or None.

        ``MRN 441027``, ``#441027`` and the first volume's ``441027-1`` mean 441027.
        """
        said = _SAID_BEFORE.sub("", text.strip())
        whole = _VOLUME.sub("", said)
        number = self.exact(whole)
        # 441-027 is no volume 27 of 441, whether it is too short or would be a number itself.
        is_whole = number == _bare(whole) and self.renewed(_bare(said)) is None
        return self.exact(text) or self.exact(said) or (number if is_whole else None)

    def part(self, text: str) -> str:
        """Return what of a number a text may hold, for numbers that begin or end so; or "".

        Three characters or more without separators, of which one is a digit. None where these mean
        something: in a decimal number or a date, or in a whole number at other places than here.
        """
        said = _SAID_BEFORE.sub("", text.strip())
        bare = _bare(said)
        is_part = _PART.fullmatch(bare) is not None and not _looks_like(said)
        return bare if is_part and not (self.fits(bare) and self.exact(said) is None) else ""

    def fits(self, mrn: str) -> bool:
        """Tell whether a number is kept as this format keeps it."""
        return self._pattern(mrn) is not None

    def shown(self, mrn: str) -> str:
        """Return the number as people read it, e.g. ``44-10-27``."""
        pattern = self._pattern(mrn)
        return pattern.shown(mrn) if pattern else mrn

    def section(self, mrn: str) -> str:
        """Return the last group of a number, under which it is shelved; "" for one in one group."""
        pattern = self._pattern(mrn)
        return pattern.section(mrn) if pattern else ""

    def natural(self, mrn: str) -> str:
        """Return what sorts numbers as people count, and begins the keys of their charts."""
        pattern = self._pattern(mrn)
        return pattern.natural(mrn) if pattern else mrn

    def number_key(self, mrn: str, record_type_id: int, volume: int) -> str:
        """Return what sorts charts by number as people count, then by type and volume."""
        return f"{self.natural(mrn)}|{record_type_id:019}|{volume:03}"

    def terminal_key(self, mrn: str, record_type_id: int, volume: int) -> str:
        """Return what sorts charts by terminal digit: 12-34-56 stands under 56, then 34, then 12.

        Numbers in one group stand behind all others, in their own order.
        """
        pattern = self._pattern(mrn)
        key = pattern.terminal(mrn) if pattern else ""
        in_order = f"~{self.number_key(mrn, record_type_id, volume)}"
        return f"{key}|{record_type_id:019}|{volume:03}" if key else in_order

    def numbered(self, number: int) -> str:
        """Return a made-up number of this format, as it is kept."""
        return patterns_of(self.pattern)[0].numbered(number)

    @property
    def digits(self) -> int:
        """How many digits a number may have, by the first pattern."""
        return patterns_of(self.pattern)[0].digits

    @property
    def example(self) -> str:
        """A number as it is shown here."""
        return self.shown(self.numbered(int("44102712345678901234"[: self.digits])))

    def renewed(self, mrn: str) -> str | None:
        """Return a number that another format kept as this one keeps it; None if it does not fit.

        Check digits are not asked for: a number that people were given stays theirs.
        """
        each = (one.kept(mrn) for one in patterns_of(self.pattern))
        return next((number for number in each if number), None)

    def _pattern(self, mrn: str) -> Pattern | None:
        return next((one for one in patterns_of(self.pattern) if one.fits(mrn)), None)

    def _refused(self, given: str) -> EntryRefused:
        bare = given.replace(" ", "")
        most = max(one.digits for one in patterns_of(self.pattern))
        if looks := _looks_like(bare):
            return EntryRefused(field="mrn", why=looks)
        if bare.isascii() and bare.isdigit() and len(bare) > most:
            return EntryRefused(field="mrn", why=Why.TOO_MANY_DIGITS, count=len(bare), length=most)
        return EntryRefused(field="mrn", why=Why.NOT_AS_HERE, example=self.example)


def parse_format(text: str) -> MrnFormat:
    """Read a format from its setting; raises PatternRefused for what is no pattern."""
    patterns_of(text)
    return MrnFormat(text)


@cache
def patterns_of(text: str) -> tuple[Pattern, ...]:
    """Read the patterns of a format, once; raises PatternRefused for what is none."""
    return tuple(parse_pattern(one) for one in text.split(" or "))


def _bare(text: str) -> str:
    return re.sub(r"[\s.\u2010\u2011-]", "", text).upper()


def _looks_like(text: str) -> Why | None:
    """Say what a text is that is no patient's number; nothing where it may be one."""
    plain = text.casefold()
    return next((said for shape, said in _LOOKS if re.fullmatch(shape, plain)), None)
