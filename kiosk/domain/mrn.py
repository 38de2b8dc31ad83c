"""The patient's number: kept with its leading zeros, read in groups, found however it is typed."""

import re
import unicodedata
from dataclasses import dataclass

from kiosk.domain.errors import EntryRefused
from kiosk.domain.why import Why

LONGEST = 20
_SEPARATED = re.compile(r"[0-9]+(?:([\s.\u2010\u2011-])[0-9]+)(?:\1[0-9]+)*")
_SEPARATORS = re.compile(r"[\s.\u2010\u2011-]")
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
    """How this record room writes its numbers: digits in all, and digits in a group."""

    length: int = 6
    group: int = 2

    def read(self, text: str) -> str:
        """Return a number as it is kept: without separators, leading zeros restored.

        Separators count only where they make this format's own groups, as in 44-10-27: anywhere
        else they mean something, and without them another patient would be meant. Letters and
        digits may stand together. Raises EntryRefused with what the text looks like instead.
        """
        given = " ".join(text.split())
        bare = _SEPARATORS.sub("", given) if self._makes_groups(given) else given.upper()
        if not given:
            raise EntryRefused(field="mrn", why=Why.NEEDED)
        looks = _looks_like(bare)
        if looks:
            raise EntryRefused(field="mrn", why=looks)
        if not (bare.isascii() and bare.isalnum()):
            example = self.shown("44102712345678901234"[: self.length])
            raise EntryRefused(field="mrn", why=Why.OTHER_CHARACTERS, example=example)
        if len(bare) > LONGEST:
            raise EntryRefused(field="mrn", why=Why.TOO_LONG, most=LONGEST)
        if bare.isdigit() and len(bare) > self.length:
            raise EntryRefused(
                field="mrn", why=Why.TOO_MANY_DIGITS, count=len(bare), length=self.length
            )
        return bare.zfill(self.length) if bare.isdigit() else bare

    def meant(self, text: str) -> str | None:
        """Return the number that a text means to somebody who looks it up, or None."""
        try:
            return self.read(text)
        except EntryRefused:
            return None

    def _makes_groups(self, text: str) -> bool:
        parts = _SEPARATORS.split(text)
        whole = _SEPARATED.fullmatch(text)
        is_decimal = len(parts) == 2 and whole is not None and whole[1] == "."
        right = [self.group] * (self.length // self.group) if not self.length % self.group else []
        return whole is not None and not is_decimal and [len(part) for part in parts] == right

    def shown(self, mrn: str) -> str:
        """Return the number as people read it, e.g. ``44-10-27``."""
        if not mrn.isdigit() or len(mrn) % self.group:
            return mrn
        return "-".join(mrn[at : at + self.group] for at in range(0, len(mrn), self.group))

    def number_key(self, mrn: str, record_type_id: int, volume: int) -> str:
        """Return what sorts charts by number, then type and volume (numbers of one length)."""
        return f"{mrn}|{record_type_id:019}|{volume:03}"

    def terminal_key(self, mrn: str, record_type_id: int, volume: int) -> str:
        """Return what sorts charts by terminal digit: 12-34-56 stands under 56, then 34, then 12.

        Numbers that cannot be grouped stand behind all others, in their own order.
        """
        groups = self.shown(mrn).split("-")
        key = "".join(reversed(groups)) if len(groups) > 1 else f"~{mrn}"
        return f"{key}|{record_type_id:019}|{volume:03}"


def _looks_like(text: str) -> Why | None:
    """Say what a text is that is no patient's number; nothing where it may be one."""
    plain = text.casefold()
    return next((said for shape, said in _LOOKS if re.fullmatch(shape, plain)), None)


def folded(name: str) -> str:
    """Return a name as it is searched: without case, accents or white space at its ends."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = (letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(kept).replace("ł", "l").replace("ø", "o").split())


def masked(family_name: str, given_name: str) -> str:
    """Return what may be shown of a name while nobody is signed in: its initials."""
    return " ".join(f"{part[0]}." for part in (given_name, family_name) if part)
