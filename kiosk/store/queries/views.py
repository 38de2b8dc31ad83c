"""What queries give back: frozen, plain, and free of the database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.domain.actors import Program
from kiosk.domain.custody import MovementKind, Place
from kiosk.domain.desk.details import NOTHING_TOLD, Detail
from kiosk.domain.filing import Filing, Wants
from kiosk.domain.loans import PlaceKind
from kiosk.domain.roles import Role


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place as it is set up."""

    id: int
    code: str
    name: str
    kind: PlaceKind
    phone: str = ""
    loan_days: int | None = None
    stopped: bool = False
    has_station: bool = False
    inside_id: int | None = None
    inside: str = ""
    inside_code: str = ""
    department: str = ""
    contact: str = ""
    filing: Filing = Filing.TERMINAL_DIGIT
    wants: Wants = Wants.NONE

    @property
    def place(self) -> Place:
        """The place as the rules see it."""
        is_file_room = self.kind is PlaceKind.FILE_ROOM
        return Place(self.id, is_file_room, self.stopped, self.has_station, self.wants)

    @property
    def root_id(self) -> int:
        """The place that a spot is inside of; of a place its own id."""
        return self.inside_id or self.id

    @property
    def full_name(self) -> str:
        """The name, of a spot with its place."""
        return f"{self.inside}, {self.name}" if self.inside else self.name


@dataclass(frozen=True, slots=True)
class StationView:
    """A station and its desk."""

    id: int
    key: str
    name: str
    desk: PlaceView
    camera: bool = True
    sounds: bool = True
    stock: str = ""
    destination_seconds: int | None = None
    in_hand_seconds: int | None = None
    operator_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class StaffView:
    """Somebody with a badge."""

    id: int
    code: str
    name: str
    operator: bool
    role: str = Role.CLERK


@dataclass(frozen=True, slots=True)
class RecordTypeView:
    """A record type."""

    id: int
    name: str
    loan_days: int | None
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason for opening a sensitive chart, with its card's code."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class LoanView:
    """How long charts are lent to a kind of place, which is its ``name``."""

    id: int
    name: PlaceKind
    days: int
    working: bool


@dataclass(frozen=True, slots=True)
class HolidayView:
    """A day on which nobody works: its date (ISO 8601), what it is called, and if each year."""

    id: int
    name: str
    called: str
    yearly: bool


@dataclass(frozen=True, slots=True)
class AuditView:
    """A change that somebody made, or a program: ``what`` is its stable key."""

    at: datetime
    what: str
    staff: str
    station: str
    program: Program | None
    detail: dict[str, Any]


NEWEST = 100  # of what may have been done without end, so many are listed, and it is said


class FoundBy(StrEnum):
    """How a patient was found: by today's name or whole number, or by less than that."""

    TODAYS = "todays"
    PART_OF_NUMBER = "part-of-number"
    FORMER_NAME = "former-name"
    FORMER_NUMBER = "former-number"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class PatientView:
    """A patient; ``born`` and ``died`` are as ``kiosk.domain.known_dates`` keeps them.

    ``former_mrn`` is the number that stood on a chart before two numbers became one. ``was`` is
    the name or number that somebody was ``found_by``, and had until then.
    """

    id: int
    mrn: str
    family_name: str
    given_name: str
    born: str
    died: str = ""
    former_mrn: str = ""
    found_by: FoundBy = FoundBy.TODAYS
    was: str = ""
    until: datetime | None = None

    @property
    def name(self) -> str:
        """The whole name, family name first."""
        return ", ".join(part for part in (self.family_name, self.given_name) if part)


@dataclass(frozen=True, slots=True)
class FoundPatients:
    """Whom a look-up found, best first, and how many there are: ``is_more`` than were counted."""

    patients: tuple[PatientView, ...] = ()
    count: int = 0
    is_more: bool = False

    @property
    def only(self) -> PatientView | None:
        """The patient who was meant, where nobody else can be."""
        is_sure = len(self.patients) == 1 and self.patients[0].found_by is FoundBy.TODAYS
        return self.patients[0] if is_sure else None

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are told."""
        return self.count > len(self.patients)


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart, and where it is."""

    id: int
    code: str
    patient: PatientView
    record_type: str
    volume: int
    home: PlaceView
    location: PlaceView
    kind: MovementKind
    since: datetime
    at: datetime
    due_at: datetime | None
    seen: bool
    label_verified: bool
    moved_by: str = ""
    moved_at_station: str = ""
    record_type_id: int = 0
    temporary: bool = False
    stands_for_id: int | None = None
    joined_id: int | None = None
    sensitive: bool = False
    retired: bool = False
    sheets: str = ""
    report_id: int | None = None
    missing: bool = False
    reported_at: datetime | None = None
    report_reason: str = ""
    sheets_since: datetime | None = None
    place_id: int = 0
    terminal_key: str = ""
    number_key: str = ""


@dataclass(frozen=True, slots=True)
class FoundCharts:
    """The charts of those whom a look-up found, in their order."""

    charts: tuple[ChartView, ...] = ()
    whose: FoundPatients = FoundPatients()

    @property
    def only(self) -> ChartView | None:
        """The chart that was meant, where nothing else can be."""
        by_code = not self.whose.patients
        is_sure = len(self.charts) == 1 and (by_code or self.whose.only is not None)
        return self.charts[0] if is_sure else None


NOTHING_FOUND = FoundCharts()


@dataclass(frozen=True, slots=True)
class MovementView:
    """One movement; ``undone`` if a later one took it back, ``effective`` unless it came late."""

    seq: int
    kind: MovementKind
    from_place: PlaceView | None
    to_place: PlaceView
    at: datetime
    recorded_at: datetime
    by_hand: bool
    effective: bool
    staff: str = ""
    station: str = ""
    undone: bool = False
    batch_id: int | None = None


@dataclass(frozen=True, slots=True)
class ScanView:
    """One kept scan; ``text`` is a code of ours, or the raw text as long as that is kept.

    ``state`` is what it left pending, as it is kept; None if later ones had been taken before it.
    """

    id: int
    seq: int
    scan_id: str
    station_id: int
    text: str
    source: str
    at: datetime
    received_at: datetime
    outcome: str
    also: tuple[str, ...]
    chart_id: int | None
    detail: Detail = NOTHING_TOLD
    state: dict[str, Any] | None = None
