"""What people type into the set-up pages: cleaned as it is taken in, or refused."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import ConfigDict, PlainValidator, model_validator
from pydantic.dataclasses import dataclass

from kiosk.domain.entries import clean_days, clean_line, clean_number
from kiosk.domain.errors import EntryRefused
from kiosk.domain.filing import Filing, Wants
from kiosk.domain.loans import DEFAULT_LOANS, PlaceKind
from kiosk.domain.printers import Language, Way
from kiosk.domain.roles import Role, clean_pin
from kiosk.domain.why import Why
from labels import WAYS

_CONFIG = ConfigDict(validate_default=True)
_NO_ADDRESS = {Way.QUEUE: Why.NO_QUEUE, Way.PORT: Why.NO_HOST, Way.FOLDER: Why.NO_FOLDER}


def _cleaned(clean: Callable[[str], Any]) -> PlainValidator:
    """Clean what was typed; what is clean already stays as it is."""
    return PlainValidator(lambda typed: clean(typed) if isinstance(typed, str) else typed)


def _line(field: str, *, needed: bool = True, longest: int = 80) -> PlainValidator:
    return _cleaned(lambda typed: clean_line(field, typed, needed=needed, longest=longest))


def _choice(field: str, *known: StrEnum) -> PlainValidator:
    def clean(typed: str) -> str:
        if typed not in known:
            raise EntryRefused(field=field, why=Why.NO_CHOICE)
        return str(typed)

    return PlainValidator(clean)


def _number(field: str, least: int, most: int) -> PlainValidator:
    return _cleaned(lambda typed: clean_number(field, typed, least, most))


def _seconds(field: str) -> PlainValidator:
    return _cleaned(lambda typed: clean_number(field, typed, 5, 86_400) if typed.strip() else None)


def _tenths(field: str) -> PlainValidator:
    """Take a length of at most 20 mm, and keep it in tenths of a millimetre."""

    def clean(typed: str) -> int:
        line = typed.strip().replace(",", ".") or "0"
        if not re.fullmatch(r"-?[0-9]{1,2}(\.[0-9])?", line) or abs(float(line)) > 20:
            raise EntryRefused(field=field, why=Why.NO_LENGTH, most=20)
        return round(float(line) * 10)

    return _cleaned(clean)


def _clean_pin(typed: str) -> str:
    return clean_pin(typed) if typed else ""


def _clean_colour(typed: str) -> str:
    colour = typed.strip().lower()
    if colour and not re.fullmatch("#[0-9a-f]{6}", colour):
        raise EntryRefused(field="colour", why=Why.NO_COLOUR)
    return colour


def _clean_day(typed: str) -> str:
    try:
        return date.fromisoformat(typed.strip()).isoformat()
    except ValueError:
        raise EntryRefused(field="day", why=Why.NO_DATE, example="2026-12-25") from None


Number = int | str | None  # as it is kept, or as it is typed; empty and None say the same
_LOAN_DAYS = _cleaned(lambda typed: clean_days("number_of_loan_days", typed))


class _Kept:
    """An entry whose fields are the columns of its row, but for those that lie ``APART``."""

    __slots__ = ()
    APART: ClassVar[tuple[str, ...]] = ()

    def values(self) -> dict[str, Any]:
        """Return what is kept in the entry's own row."""
        own: Any = self
        names = (one.name for one in fields(own))
        return {name: getattr(self, name) for name in names if name not in self.APART}


@dataclass(frozen=True, slots=True, config=_CONFIG)
class PlaceEntry(_Kept):
    """A location; ``inside`` is the code of the place that a spot is in."""

    APART: ClassVar[tuple[str, ...]] = ("inside",)
    name: Annotated[str, _line("name")]
    kind: Annotated[str, _choice("kind", *PlaceKind)]
    phone: Annotated[str, _line("phone", needed=False)] = ""
    loan_days: Annotated[Number, _LOAN_DAYS] = ""
    stopped: bool = False
    inside: str = ""
    department: Annotated[str, _line("department", needed=False)] = ""
    contact: Annotated[str, _line("contact", needed=False)] = ""
    filing: Annotated[str, _choice("filing", *Filing)] = Filing.TERMINAL_DIGIT
    wants: Annotated[str, _choice("wants", *Wants)] = Wants.NONE


@dataclass(frozen=True, slots=True, config=_CONFIG)
class StaffEntry(_Kept):
    """A member of staff; an empty ``pin`` leaves the one they have."""

    APART: ClassVar[tuple[str, ...]] = ("pin",)
    name: Annotated[str, _line("name")]
    operator: bool = False
    role: Annotated[str, _choice("role", *Role)] = Role.CLERK
    pin: Annotated[str, _cleaned(_clean_pin)] = ""


@dataclass(frozen=True, slots=True, config=_CONFIG)
class RecordTypeEntry(_Kept):
    """A record type, its loan days, and its colour on labels like #0050b5."""

    name: Annotated[str, _line("name")]
    loan_days: Annotated[Number, _LOAN_DAYS] = ""
    colour: Annotated[str, _cleaned(_clean_colour)] = ""


@dataclass(frozen=True, slots=True, config=_CONFIG)
class StationEntry(_Kept):
    """A station; ``place`` is the code of its desk's location.

    Time-outs are in seconds; empty ones are as the settings say.
    """

    APART: ClassVar[tuple[str, ...]] = ("place",)
    name: Annotated[str, _line("name")]
    place: str
    camera: bool = True
    sounds: bool = True
    stock: Annotated[str, _line("label_stock", needed=False)] = ""
    destination_seconds: Annotated[Number, _seconds("destination_seconds")] = ""
    in_hand_seconds: Annotated[Number, _seconds("in_hand_seconds")] = ""
    operator_seconds: Annotated[Number, _seconds("operator_seconds")] = ""


@dataclass(frozen=True, slots=True, config=_CONFIG)
class PrinterEntry(_Kept):
    """A printer; ``station`` is the key of the one it is offered at first.

    The nudges are typed in millimetres, to the right and down, and kept in tenths.
    """

    APART: ClassVar[tuple[str, ...]] = ("station",)
    name: Annotated[str, _line("name")]
    way: Annotated[str, _choice("way", *Way)]
    address: Annotated[str, _line("address", longest=200)]
    language: Annotated[str, _choice("language", *Language)] = Language.PDF
    dpi: Annotated[Number, _number("dots_per_inch", 150, 1200)] = "300"
    stock: Annotated[str, _line("label_stock")] = ""
    nudge_right: Annotated[Number, _tenths("nudge_right")] = ""
    nudge_down: Annotated[Number, _tenths("nudge_down")] = ""
    station: str = ""
    what: Annotated[str, _line("design", needed=False)] = ""

    @model_validator(mode="after")
    def _refuse_address(self) -> Self:
        if not WAYS[self.way].is_address(self.address):
            raise EntryRefused(field="address", why=_NO_ADDRESS[Way(self.way)])
        return self


@dataclass(frozen=True, slots=True, config=_CONFIG)
class ReasonEntry(_Kept):
    """A reason for opening a sensitive chart."""

    name: Annotated[str, _line("reason")]


@dataclass(frozen=True, slots=True, config=_CONFIG)
class LoanEntry(_Kept):
    """How many days charts are lent to a kind of place, of working days if ``working``."""

    name: Annotated[str, _choice("kind", *DEFAULT_LOANS)]
    days: Annotated[Number, _number("number_of_days", 0, 3650)]
    working: bool = False


@dataclass(frozen=True, slots=True, config=_CONFIG)
class HolidayEntry(_Kept):
    """A day on which nobody works; ``name`` is its date, on which it is each year if ``yearly``."""

    name: Annotated[str, _cleaned(_clean_day)]
    called: Annotated[str, _line("name", needed=False)] = ""
    yearly: bool = False


Entry = (
    PlaceEntry
    | StaffEntry
    | RecordTypeEntry
    | StationEntry
    | PrinterEntry
    | ReasonEntry
    | LoanEntry
    | HolidayEntry
)
