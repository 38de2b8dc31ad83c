"""The patient's number: kept with its leading zeros, read in groups, found however it is typed."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MrnFormat:
    """How this record room writes its numbers: digits in all, and digits in a group."""

    length: int = 6
    group: int = 2

    def normal(self, text: str) -> str:
        """Return the number as it is kept: no separators, leading zeros restored."""
        bare = re.sub(r"[\s./\u2010\u2011-]+", "", text).upper()
        return bare.zfill(self.length) if bare.isascii() and bare.isdigit() else bare

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


def folded(name: str) -> str:
    """Return a name as it is searched: without case, accents or white space at its ends."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = (letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(kept).replace("ł", "l").replace("ø", "o").split())


def masked(family_name: str, given_name: str) -> str:
    """Return what may be shown of a name while nobody is signed in: its initials."""
    return " ".join(f"{part[0]}." for part in (given_name, family_name) if part)
