"""What each set-up page shows and asks for: data, not code."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
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
from kiosk.web.words.language import translated
from kiosk.web.words.messages import YES
from kiosk.web.words.names import name_of

Choices = list[tuple[str, str]]
AS_LAST_TIME, ANY_DESK, EVERYTHING = "as last time", "any desk", "everything"


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
            return translated(YES) if value else ""
        named = dict(choices.get(self.name, ()))
        return named.get(str(value), str(value)).replace("—", "")


@dataclass(frozen=True, slots=True)
class Page:
    """One set-up page: its fields, how its rows are listed and what an entry is."""

    title: str
    adding: str
    changing: str
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


def _named(*values: StrEnum) -> Callable[[Database], Choices]:
    return lambda _database: [(one.value, name_of(one)) for one in values]


def _places(database: Database) -> Choices:
    return [(one.code, one.name) for one in listed.list_places(database) if not one.inside_id]


def _maybe_inside(database: Database) -> Choices:
    return [("", "—"), *_places(database)]


def _stocks(_database: Database) -> Choices:
    stocks = catalogue(room().settings).stocks
    return [("", translated(AS_LAST_TIME)), *((stock.name, stock.title) for stock in stocks)]


def _all_stocks(database: Database) -> Choices:
    return _stocks(database)[1:]


def _stations(database: Database) -> Choices:
    return [
        ("", translated(ANY_DESK)),
        *((one.key, one.name) for one in listed.list_stations(database)),
    ]


def _designs(_database: Database) -> Choices:
    designs = catalogue(room().settings).designs
    titles = [(one.name, translated(one.title)) for one in designs]
    return [("", translated(EVERYTHING)), *titles]


PAGES = {
    "locations": Page(
        "Locations",
        "Add a location",
        "Change this location",
        (
            Field("name", "Name"),
            Field("kind", "Kind", "choice", choices=_named(*PlaceKind), default=PlaceKind.CLINIC),
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
                choices=_named(*Filing),
                default=Filing.TERMINAL_DIGIT,
                listed=False,
            ),
            Field(
                "wants",
                "It is to get",
                "choice",
                choices=_named(*Wants),
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
        "Add a person",
        "Change this person",
        (
            Field("name", "Name"),
            Field(
                "operator",
                "Operator: may sign in at a desk",
                "check",
                default=True,
                heading="Operator",
            ),
            Field("role", "Role", "choice", choices=_named(*Role), default=Role.CLERK),
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
        "Add a record type",
        "Change this record type",
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
        "Add a station",
        "Change this station",
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
        "Add a printer",
        "Change this printer",
        (
            Field("name", "Name"),
            Field("way", "Reached by", "choice", choices=_named(*Way), default=Way.PORT),
            Field("address", "Address", hint="queue, host or host:port, or folder"),
            Field("language", "Understands", "choice", choices=_named(*Language), listed=False),
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
        "Add a reason",
        "Change this reason",
        (Field("name", "Reason"),),
        listed.list_reasons,
        ReasonEntry,
        prints=True,
        hint="Scanned or typed before a sensitive chart is sent. Print their cards for the desk.",
    ),
    "loans": Page(
        "Loans",
        "Add a loan",
        "Change this loan",
        (
            Field("name", "Lent to a", "choice", choices=_named(*DEFAULT_LOANS)),
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
        "Add a holiday",
        "Change this holiday",
        (
            Field("name", "Day", "date"),
            Field("called", "What it is called"),
            Field("yearly", "On this day every year", "check"),
        ),
        listed.list_holidays,
        HolidayEntry,
        hint="Nobody works on these days: loans end on the next one on which somebody does. "
        "A calendar (.ics) or a table of days is read under Import.",
    ),
}
