"""What people type into the set-up pages, and what is kept of it."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.domain.entries import clean_days, clean_line, clean_number
from kiosk.domain.errors import EntryRefused
from kiosk.domain.filing import Filing, Wants
from kiosk.domain.loans import DEFAULT_LOANS, PlaceKind
from kiosk.domain.printers import Language, Way
from kiosk.domain.roles import Role, clean_pin
from kiosk.domain.why import Why


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A location as it is typed in; ``inside`` is the code of the place that a spot is in."""

    name: str
    kind: str
    phone: str = ""
    loan_days: str = ""
    stopped: bool = False
    inside: str = ""
    department: str = ""
    contact: str = ""
    filing: str = Filing.TERMINAL_DIGIT
    wants: str = Wants.NONE

    def values(self) -> dict[str, Any]:
        """Return what is kept, but for the place it is inside of; raises EntryRefused."""
        if self.kind not in list(PlaceKind):
            raise EntryRefused(field="kind", why=Why.NO_CHOICE)
        if self.filing not in list(Filing):
            raise EntryRefused(field="filing", why=Why.NO_CHOICE)
        if self.wants not in list(Wants):
            raise EntryRefused(field="volumes", why=Why.NO_CHOICE)
        return {
            "name": clean_line("name", self.name),
            "kind": self.kind,
            "department": clean_line("department", self.department, needed=False),
            "contact": clean_line("contact", self.contact, needed=False),
            "phone": clean_line("phone", self.phone, needed=False),
            "loan_days": clean_days("number_of_loan_days", self.loan_days),
            "filing": self.filing,
            "wants": self.wants,
            "stopped": self.stopped,
        }


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """A member of staff as typed in; an empty ``pin`` leaves the one they have."""

    name: str
    operator: bool = False
    role: str = Role.CLERK
    pin: str = ""

    def values(self) -> dict[str, Any]:
        """Return what is kept, but for the PIN; raises EntryRefused."""
        if self.role not in list(Role):
            raise EntryRefused(field="role", why=Why.NO_CHOICE)
        if self.pin:
            clean_pin(self.pin)
        return {
            "name": clean_line("name", self.name),
            "operator": self.operator,
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class RecordTypeEntry:
    """A record type as typed in."""

    name: str
    loan_days: str = ""
    colour: str = ""

    def values(self) -> dict[str, Any]:
        """Return what is kept; raises EntryRefused."""
        colour = self.colour.strip().lower()
        if colour and not re.fullmatch("#[0-9a-f]{6}", colour):
            raise EntryRefused(field="colour", why=Why.NO_COLOUR)
        days = clean_days("number_of_loan_days", self.loan_days)
        return {"name": clean_line("name", self.name), "loan_days": days, "colour": colour}


@dataclass(frozen=True, slots=True)
class StationEntry:
    """A station as typed in; ``place`` is the code of its desk's location.

    Time-outs are in seconds; empty ones are as the settings say.
    """

    name: str
    place: str
    camera: bool = True
    sounds: bool = True
    stock: str = ""
    destination_seconds: str = ""
    in_hand_seconds: str = ""
    operator_seconds: str = ""

    def values(self) -> dict[str, Any]:
        """Return what is kept, but for the place; raises EntryRefused."""
        return {
            "name": clean_line("name", self.name),
            "camera": self.camera,
            "sounds": self.sounds,
            "stock": clean_line("label_stock", self.stock, needed=False),
            "destination_seconds": _seconds("destination_seconds", self.destination_seconds),
            "in_hand_seconds": _seconds("in_hand_seconds", self.in_hand_seconds),
            "operator_seconds": _seconds("operator_seconds", self.operator_seconds),
        }


@dataclass(frozen=True, slots=True)
class PrinterEntry:
    """A printer as typed in; ``station`` is the key of the one it is offered at first.

    The nudges are in millimetres, to the right and down.
    """

    name: str
    way: str
    address: str
    language: str = Language.PDF
    dpi: str = "300"
    stock: str = ""
    nudge_right: str = ""
    nudge_down: str = ""
    station: str = ""
    what: str = ""

    def values(self) -> dict[str, Any]:
        """Return what is kept, but for the station; raises EntryRefused."""
        if self.way not in list(Way):
            raise EntryRefused(field="way", why=Why.NO_CHOICE)
        if self.language not in list(Language):
            raise EntryRefused(field="language", why=Why.NO_CHOICE)
        address = clean_line("address", self.address, longest=200)
        _refuse_address(self.way, address)
        return {
            "name": clean_line("name", self.name),
            "way": self.way,
            "address": address,
            "language": self.language,
            "dpi": clean_number("dots_per_inch", self.dpi, 150, 1200),
            "stock": clean_line("label_stock", self.stock),
            "nudge_right": _tenths("nudge_right", self.nudge_right),
            "nudge_down": _tenths("nudge_down", self.nudge_down),
            "what": clean_line("design", self.what, needed=False),
        }


@dataclass(frozen=True, slots=True)
class ReasonEntry:
    """A reason for opening a sensitive chart, as typed in."""

    name: str

    def values(self) -> dict[str, Any]:
        """Return what is kept; raises EntryRefused."""
        return {"name": clean_line("reason", self.name)}


@dataclass(frozen=True, slots=True)
class LoanEntry:
    """How long charts are lent to a kind of place, as typed in."""

    name: str
    days: str
    working: bool = False

    def values(self) -> dict[str, Any]:
        """Return what is kept; raises EntryRefused."""
        if self.name not in list(DEFAULT_LOANS):
            raise EntryRefused(field="kind", why=Why.NO_CHOICE)
        days = clean_number("number_of_days", self.days, 0, 3650)
        return {"name": self.name, "days": days, "working": self.working}


@dataclass(frozen=True, slots=True)
class HolidayEntry:
    """A day on which nobody works, as typed in; ``name`` is its date."""

    name: str
    called: str = ""

    def values(self) -> dict[str, Any]:
        """Return what is kept; raises EntryRefused."""
        try:
            day = date.fromisoformat(self.name.strip())
        except ValueError:
            raise EntryRefused(field="day", why=Why.NO_DATE, example="2026-12-25") from None
        called = clean_line("name", self.called, needed=False)
        return {"name": day.isoformat(), "called": called}


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


def _refuse_address(way: str, address: str) -> None:
    if way == Way.QUEUE and address.startswith("-"):
        raise EntryRefused(field="address", why=Why.NO_QUEUE)
    if way == Way.FOLDER and not Path(address).is_absolute():
        raise EntryRefused(field="address", why=Why.NO_FOLDER)
    if way == Way.PORT:
        found = re.fullmatch(r"[\w-]+(\.[\w-]+)*(:([0-9]{1,5}))?", address)
        if not found or int(found[3] or 0) > 65_535:
            raise EntryRefused(field="address", why=Why.NO_HOST)


def _tenths(field: str, text: str) -> int:
    """Return a length in tenths of a millimetre, typed in millimetres, at most 20."""
    line = text.strip().replace(",", ".") or "0"
    if not re.fullmatch(r"-?[0-9]{1,2}(\.[0-9])?", line) or abs(float(line)) > 20:
        raise EntryRefused(field=field, why=Why.NO_LENGTH, most=20)
    return round(float(line) * 10)


def _seconds(field: str, text: str) -> int | None:
    return clean_number(field, text, 5, 86_400) if text.strip() else None
