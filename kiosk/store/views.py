"""What queries give back: frozen, plain, and free of the database."""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.custody import MovementKind, Place
from kiosk.domain.loans import PlaceKind


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

    @property
    def place(self) -> Place:
        """The place as the rules see it."""
        is_file_room = self.kind is PlaceKind.FILE_ROOM
        return Place(self.id, is_file_room, self.stopped, self.has_station)


@dataclass(frozen=True, slots=True)
class StationView:
    """A station and its desk."""

    id: int
    key: str
    name: str
    desk: PlaceView


@dataclass(frozen=True, slots=True)
class StaffView:
    """Somebody with a badge."""

    id: int
    code: str
    name: str
    operator: bool


@dataclass(frozen=True, slots=True)
class RecordTypeView:
    """A record type."""

    id: int
    name: str
    loan_days: int | None


@dataclass(frozen=True, slots=True)
class PatientView:
    """A patient; ``born`` is ISO 8601 text or empty."""

    id: int
    mrn: str
    family_name: str
    given_name: str
    born: str

    @property
    def name(self) -> str:
        """The whole name, family name first."""
        return ", ".join(part for part in (self.family_name, self.given_name) if part)


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
    """One kept scan; ``text`` is a code of ours, or the raw text as long as that is kept."""

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
    detail: dict[str, object] = field(default_factory=dict)
