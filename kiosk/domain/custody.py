"""What moves where, what such a movement is called, and when it is refused."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kiosk.domain.errors import BorrowerStopped, ReasonNeeded
from kiosk.domain.filing import Wants


class MovementKind(StrEnum):
    """The kinds of movement that the history knows."""

    CREATED = "created"
    CHECK_OUT = "check-out"
    TRANSFER = "transfer"
    RETURN = "return"
    MOVE = "move"
    CHECK_IN = "check-in"
    RECEIVE = "receive"
    UNRECORDED = "unrecorded"
    FILE = "file"
    UNDO = "undo"
    LATE = "late"


SENDS = frozenset(
    {MovementKind.CHECK_OUT, MovementKind.TRANSFER, MovementKind.RETURN, MovementKind.MOVE}
)
TAKEN_BACK = SENDS | {MovementKind.FILE}
ARRIVALS = frozenset({MovementKind.CHECK_IN, MovementKind.RECEIVE, MovementKind.UNRECORDED})


class Loan(StrEnum):
    """What a movement does to the loan: a new one begins, it goes on, or it ends."""

    BEGINS = "begins"
    GOES_ON = "goes-on"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Place:
    """A place as far as custody cares."""

    id: int
    is_file_room: bool
    stopped: bool = False
    has_station: bool = False
    wants: Wants = Wants.NONE


@dataclass(frozen=True, slots=True)
class Volume:
    """Another volume of a chart's record, and the place where it is."""

    chart_id: int
    volume: int
    place_id: int


@dataclass(frozen=True, slots=True)
class LastMovement:
    """A chart's newest effective movement; an undo shows what it restored.

    ``from_id`` is the place that it left, also where it stood on a spot inside.
    """

    id: int
    kind: MovementKind
    from_id: int | None
    at: datetime
    batch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as far as custody cares: where it is recorded, and what is known of its last scan.

    ``spot_id`` is the spot inside ``place`` where it was filed. ``has_temporary`` if a temporary
    folder stands in for it, or if it is one whose chart was seen again.
    """

    id: int
    home_id: int
    place: Place
    last: LastMovement
    last_scan_at: datetime
    since: datetime
    label_verified: bool = True
    label_wear: int = 0
    volume: int = 1
    volumes: tuple[Volume, ...] = ()
    spot_id: int | None = None
    lent: bool = False
    retired: bool = False
    sensitive: bool = False
    has_sheets: bool = False
    missing_since: datetime | None = None
    has_temporary: bool = False

    @property
    def at_id(self) -> int:
        """The spot where it was filed, else the place where it is."""
        return self.spot_id or self.place.id

    @property
    def missing(self) -> bool:
        """Whether nobody has seen it since it was reported missing."""
        return self.missing_since is not None

    @property
    def on_its_way(self) -> bool:
        """Whether it was sent to where it is recorded and has not been seen there yet."""
        return self.last.kind in SENDS


@dataclass(frozen=True, slots=True)
class Move:
    """A movement to be written; ``at`` if it was at another time than its scan."""

    kind: MovementKind
    chart_id: int
    from_id: int | None
    to_id: int
    loan: Loan = Loan.ENDS
    batch_id: int | None = None
    undoes_id: int | None = None
    at: datetime | None = None


def arrival(chart: Chart, here: Place) -> Move:
    """Write that a chart is here: check-in, receive, or unrecorded where nobody said that it left.

    Coming home to a file room from a borrower is the normal case and needs nobody's word.
    """
    expected = chart.place.id == here.id
    if not expected and (chart.place.is_file_room or not here.is_file_room):
        kind = MovementKind.UNRECORDED
    else:
        kind = MovementKind.CHECK_IN if here.is_file_room else MovementKind.RECEIVE
    going = Loan.GOES_ON if expected else Loan.BEGINS
    loan = Loan.ENDS if here.is_file_room else going
    return Move(kind, chart.id, chart.at_id, here.id, loan)


def sending(chart: Chart, here: Place, to: Place, batch_id: int, reason: str = "") -> Move:
    """Send a chart that is here to another place.

    Raises BorrowerStopped where that place may not be sent charts, ReasonNeeded for a sensitive
    chart without a reason.
    """
    if to.stopped:
        raise BorrowerStopped(place=to.id)
    if chart.sensitive and not reason:
        raise ReasonNeeded(chart=chart.id)
    if to.is_file_room:
        kind = MovementKind.MOVE if here.is_file_room else MovementKind.RETURN
        loan = Loan.ENDS if here.is_file_room else Loan.GOES_ON
    else:
        kind = MovementKind.CHECK_OUT if here.is_file_room else MovementKind.TRANSFER
        loan = Loan.BEGINS
    return Move(kind, chart.id, chart.at_id, to.id, loan, batch_id)


def filing(chart: Chart, spot_id: int) -> Move:
    """Put a chart that is here on a shelf or a counter of this place."""
    return Move(MovementKind.FILE, chart.id, chart.at_id, spot_id, Loan.GOES_ON)


def wanted_volumes(chart: Chart, to: Place) -> tuple[Volume, ...]:
    """Return the other volumes that a borrower wants and does not have yet."""
    elsewhere = tuple(other for other in chart.volumes if other.place_id != to.id)
    if to.wants is Wants.ALL:
        return elsewhere
    newest = max((other.volume for other in chart.volumes), default=0)
    if to.wants is Wants.LAST and newest > chart.volume:
        return tuple(other for other in elsewhere if other.volume == newest)
    return ()


def taking_back(chart: Chart, movement: LastMovement, to_id: int) -> Move:
    """Undo a chart's newest movement: it is at ``to_id`` again, as before."""
    return Move(
        MovementKind.UNDO,
        chart.id,
        chart.at_id,
        to_id,
        Loan.GOES_ON,
        undoes_id=movement.id,
    )


def kept_late(chart: Chart, here: Place) -> Move:
    """Keep a scan that happened before the chart's newest one in its history; it moves nothing."""
    return Move(MovementKind.LATE, chart.id, chart.at_id, here.id, Loan.GOES_ON)


def brought(chart: Chart, here: Place, move: Move, at: datetime) -> Chart:
    """Return the chart as it stands once ``move`` has brought it here."""
    last = LastMovement(0, move.kind, move.from_id, at)
    return replace(chart, place=here, spot_id=None, last=last)
