"""What each set-up page shows and asks for: data, not code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.domain.filing import Filing, Wants
from kiosk.domain.loans import DEFAULT_LOANS, PlaceKind
from kiosk.domain.printers import Language, Way
from kiosk.domain.roles import Role
from kiosk.services.printing.print_labels import catalogue
from kiosk.services.printing.printers import list_printers
from kiosk.services.setup import listed
from kiosk.services.setup.entries import (
    Entry,
    HolidayEntry,
    LoanEntry,
    PlaceEntry,
    PrinterEntry,
    ReasonEntry,
    RecordTypeEntry,
    StaffEntry,
    StationEntry,
)
from kiosk.store.engine import Database
from kiosk.web.http.room import room

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: ``kind`` is text, number, check, choice, date or secret.

    ``listed`` if it is a column of the list as well, under its ``heading``, or else its label;
    ``path`` leads from a row to its value.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: Callable[[Database], Choices] | None = None
    default: Any = ""
    listed: bool = True
    path: str = ""
    heading: str = ""

    def held(self, row: Any) -> Any:
        """Return what a row holds for this field, as its form shows it."""
        value = row
        for step in (self.path or self.name).split("."):
            value = getattr(value, step, None) if value is not None else None
        return "" if value is None or value is False else value

    def shown(self, row: Any, choices: dict[str, Choices]) -> str:
        """Return what a row holds for this field, in words."""
        value = self.held(row)
        if self.kind == "check":
            return "yes" if value else ""
        said = dict(choices.get(self.name, ()))
        return said.get(str(value), str(value)).replace("—", "")


@dataclass(frozen=True, slots=True)
class Page:
    """One set-up page: its fields, how its rows are listed and what an entry is."""

    title: str
    one: str
    fields: tuple[Field, ...]
    rows: Callable[[Database], list[Any]]
    entry_type: type[Entry]
    prints: bool = False
    tests: bool = False  # a print, of how it comes out
    hint: str = ""

    def entry(self, form: Any) -> Entry:
        """Read an entry from a form."""
        given: dict[str, Any] = {
            field.name: field.name in form
            if field.kind == "check"
            else form.get(field.name, field.default)
            for field in self.fields
        }
        return self.entry_type(**given)


def _said(*values: Any) -> Callable[[Database], Choices]:
    return lambda _database: [(one.value, one.label) for one in values]


def _places(database: Database) -> Choices:
    return [(one.code, one.name) for one in listed.list_places(database) if not one.inside_id]


def _maybe_inside(database: Database) -> Choices:
    return [("", "—"), *_places(database)]


def _stocks(_database: Database) -> Choices:
    stocks = catalogue(room().settings).stocks
    return [("", "as last time"), *((stock.name, stock.title) for stock in stocks)]


def _all_stocks(database: Database) -> Choices:
    return _stocks(database)[1:]


def _stations(database: Database) -> Choices:
    return [("", "any desk"), *((one.key, one.name) for one in listed.list_stations(database))]


def _designs(_database: Database) -> Choices:
    designs = catalogue(room().settings).designs
    return [("", "everything"), *((one.name, one.title) for one in designs)]


def _roles(_database: Database) -> Choices:
    return [(role.value, role.value) for role in Role]


PAGES = {
    "locations": Page(
        "Locations",
        "location",
        (
            Field("name", "Name"),
            Field("kind", "Kind", "choice", choices=_said(*PlaceKind), default=PlaceKind.CLINIC),
            Field(
                "inside",
                "A shelf or counter is in",
                "choice",
                choices=_maybe_inside,
                path="inside_code",
            ),
            Field("department", "Department", hint="groups the lists"),
            Field("contact", "Contact", hint="whom to ask for"),
            Field("phone", "Phone"),
            Field("loan_days", "Loan days", "number", "empty: as usual for its kind"),
            Field(
                "filing",
                "A file room files",
                "choice",
                choices=_said(*Filing),
                default=Filing.TERMINAL_DIGIT,
                listed=False,
            ),
            Field(
                "wants",
                "It is to get",
                "choice",
                choices=_said(*Wants),
                default=Wants.NONE,
                listed=False,
            ),
            Field("stopped", "Stopped: may not be sent charts", "check", heading="Stopped"),
        ),
        listed.list_places,
        PlaceEntry,
        prints=True,
    ),
    "staff": Page(
        "Staff",
        "person",
        (
            Field("name", "Name"),
            Field(
                "operator",
                "Operator: may sign in at a desk",
                "check",
                default=True,
                heading="Operator",
            ),
            Field("role", "Role", "choice", choices=_roles, default=Role.CLERK),
            Field("pin", "PIN", "secret", "6 to 12 digits; empty: as it was", listed=False),
        ),
        listed.list_staff,
        StaffEntry,
        prints=True,
        hint="Supervisors correct, approve and set up; administrators also say who may. "
        "Both need a PIN.",
    ),
    "record-types": Page(
        "Record types",
        "record type",
        (
            Field("name", "Name"),
            Field("loan_days", "Loan days", "number", "empty: as usual for the borrower"),
            Field("colour", "Colour on labels", hint="like #0050b5; empty: none"),
        ),
        listed.list_record_types,
        RecordTypeEntry,
    ),
    "stations": Page(
        "Stations",
        "station",
        (
            Field("name", "Name"),
            Field("place", "Its desk is at", "choice", choices=_places, path="desk.code"),
            Field("camera", "Camera", "check", default=True),
            Field("sounds", "Sounds", "check", default=True),
            Field("stock", "Its printer holds", "choice", choices=_stocks, listed=False),
            Field(
                "destination_seconds", "A destination lasts", "number", "seconds; empty: as usual"
            ),
            Field("in_hand_seconds", "In hand lasts", "number", "seconds; empty: as usual"),
            Field(
                "operator_seconds",
                "An operator's sign-in lasts",
                "number",
                "seconds; at a public counter 120",
            ),
        ),
        listed.list_stations,
        StationEntry,
    ),
    "printers": Page(
        "Printers",
        "printer",
        (
            Field("name", "Name"),
            Field("way", "Reached by", "choice", choices=_said(*Way), default=Way.PORT),
            Field("address", "Address", hint="queue, host or host:port, or folder"),
            Field("language", "Understands", "choice", choices=_said(*Language), listed=False),
            Field("dpi", "Dots per inch", "number", default="203", listed=False),
            Field("stock", "Holds", "choice", choices=_all_stocks),
            Field("nudge_right", "Shift to the right", hint="mm, to the left: -1.5", listed=False),
            Field("nudge_down", "Shift down", hint="mm, up: -1.5", listed=False),
            Field("station", "First choice at", "choice", choices=_stations),
            Field("what", "First choice for", "choice", choices=_designs),
        ),
        list_printers,
        PrinterEntry,
        hint="Labels wait for their printer in the database: one that is off holds up nobody. "
        "Print a test, and hold a ruler to it.",
        tests=True,
    ),
    "reasons": Page(
        "Reasons",
        "reason",
        (Field("name", "Reason"),),
        listed.list_reasons,
        ReasonEntry,
        prints=True,
        hint="Scanned or typed before a sensitive chart is sent. Print their cards for the desk.",
    ),
    "loans": Page(
        "Loans",
        "loan",
        (
            Field("name", "Lent to a", "choice", choices=_said(*DEFAULT_LOANS)),
            Field("days", "Days", "number"),
            Field("working", "Count working days only", "check"),
        ),
        listed.list_loans,
        LoanEntry,
        hint="Kinds that are not listed are as usual: "
        "clinic 1 working day, person and office 3, ward and patient 7 days, institution 14.",
    ),
    "holidays": Page(
        "Holidays",
        "holiday",
        (Field("name", "Day", "date"), Field("called", "What it is called")),
        listed.list_holidays,
        HolidayEntry,
        hint="Nobody works on Saturdays, Sundays and these days: loans end on the next one.",
    ),
}
