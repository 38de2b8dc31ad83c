"""What kinds, ways, roles and states are called."""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.domain.actors import Program
from kiosk.domain.codes import Command
from kiosk.domain.custody import MovementKind
from kiosk.domain.filing import Filing, Wants
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.domain.printers import Language, Way
from kiosk.domain.roles import Role
from kiosk.web.words.language import translated

# By type first: members of two of them may have one value, and would be one key.
NAMES: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    PlaceKind: {
        **{one: one.value.replace("-", " ") for one in PlaceKind},
        PlaceKind.SPOT: "shelf or counter",
    },
    Filing: {
        Filing.TERMINAL_DIGIT: "by terminal digit",
        Filing.NUMBER: "by number",
        Filing.SHELF: "freely, by shelf card",
    },
    Wants: {
        Wants.NONE: "only what is asked for",
        Wants.LAST: "always the newest volume",
        Wants.ALL: "all volumes",
    },
    Way: {
        Way.QUEUE: "print queue of this machine (CUPS)",
        Way.PORT: "printer's own port (host or host:port)",
        Way.FOLDER: "folder",
    },
    Language: {Language.PDF: "PDF", Language.ZPL: "ZPL (Zebra and compatible)"},
    Program: {Program.COMMAND_LINE: "the command line"},
    Role: {one: one.value for one in Role},
    Command: {one: one.name.replace("_", "-") for one in Command},
    MovementKind: {one: one.value.replace("-", " ") for one in MovementKind},
    Outcome: {one: one.value.replace("-", " ").capitalize() for one in Outcome},
}
# What a file for the import holds.
IMPORTS: Mapping[str, str] = {
    "patients": "patients",
    "charts": "charts",
    "locations": "locations",
    "staff": "staff",
    "holidays": "holidays",
}


def name_of(one: StrEnum) -> str:
    """Return what a member of an enumeration is called."""
    return translated(NAMES[type(one)][one])
