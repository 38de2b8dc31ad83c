"""What can be scanned at a desk, as the rules see it, and what they decide."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.codes import Command
from kiosk.domain.custody import Chart, LastMovement, Move, Place
from kiosk.domain.desk.details import NOTHING_TOLD, Detail
from kiosk.domain.desk.state import DeskState
from kiosk.domain.outcomes import Outcome, in_order


class Source(StrEnum):
    """How a text came in. HERE is the button "it is here" of a look-up."""

    SCANNER = "scanner"
    CAMERA = "camera"
    TYPED = "typed"
    BUTTON = "button"
    HERE = "here"

    @property
    def by_hand(self) -> bool:
        """Whether nothing proves that the label itself was there."""
        return self in (Source.TYPED, Source.BUTTON, Source.HERE)


class Act(StrEnum):
    """What a clerk does to one chart at the prompt, by a button."""

    MISSING = "missing"
    SHEETS = "sheets"
    SHEETS_CLEARED = "sheets-cleared"
    EXTEND = "extend"
    REASON = "reason"
    RETURNED = "returned"
    TIE = "tie"


@dataclass(frozen=True, slots=True)
class Desk:
    """A station's desk: the place where a chart is when it is scanned there."""

    place: Place


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: its text, how and when it was made, and an id for a batch that it may begin.

    ``checks_label`` if it is to show that the label just printed reads: then it is seen, not sent.
    ``on_shelf`` if what it ends was about a chart that stands on its shelf, seen in a photo.
    """

    text: str
    at: datetime
    source: Source
    batch_id: int
    stored: bool = False
    checks_label: bool = False
    on_shelf: bool = False


@dataclass(frozen=True, slots=True)
class KnownChart:
    """The label of a chart that exists; its own, or another one that means it."""

    chart: Chart
    own_label: bool = True


@dataclass(frozen=True, slots=True)
class NewLabel:
    """A label that was printed for a folder and is scanned for the first time."""

    chart_id: int


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """The card of a place, with the chart in hand as it stands now.

    ``gone`` are charts that lay loose here and were scanned elsewhere since.
    """

    place: Place
    in_hand: Chart | None = None
    gone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SpotCard:
    """The card of a spot here, with the chart in hand, or the one that was left here last."""

    spot_id: int
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, with the sensitive chart that waits for it, if any.

    It comes from a card, or from the reason's own field; ``said`` is empty where no words came.
    """

    said: str
    chart: Chart | None = None
    to: Place | None = None


@dataclass(frozen=True, slots=True)
class PromptAct:
    """A button's act on one chart; ``note`` is a reason, a note or another system's label.

    ``holder`` is who has a loan that ends, and ``until`` when an extended one would; ``may`` is
    whether a signed-in supervisor pressed it, ``happened_at`` when it came back.
    """

    act: Act
    chart: Chart
    note: str = ""
    holder: Place | None = None
    may: bool = False
    happened_at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """Somebody's badge."""

    staff_id: int
    is_operator: bool


@dataclass(frozen=True, slots=True)
class CommandCard:
    """DONE or SIGN-OFF; ``supervisor_here`` if somebody is signed in by PIN as well."""

    command: Command
    supervisor_here: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A movement that UNDO would take back, with its chart as it stands now.

    ``made_at`` is when it was scanned, which a back-dated return was not at its own time.
    """

    chart: Chart
    movement: LastMovement
    back_to_id: int
    remaining: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class UndoCard:
    """UNDO, with what it could take back.

    ``arrival`` is what the desk state names as its arrival to undo; ``send`` the station's newest
    send, or the one whose button was pressed (``chosen``), as far as it is not taken back yet.
    ``after_late_scan`` if the scan before it came too late to move its chart.
    """

    send: Sent | None = None
    arrival: Sent | None = None
    chosen: bool = False
    after_late_scan: bool = False


@dataclass(frozen=True, slots=True)
class UndoBatch:
    """The button that takes back a whole batch, with its sends that are not taken back yet."""

    batch_id: int
    sends: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Anything that never changes what the next scan does."""

    outcome: Outcome


Subject = (
    KnownChart
    | NewLabel
    | PlaceCard
    | SpotCard
    | Reason
    | PromptAct
    | Badge
    | CommandCard
    | UndoCard
    | UndoBatch
    | Unclear
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a scan comes to: the state it leaves, outcomes, movements, and facts for the words."""

    state: DeskState
    outcomes: tuple[Outcome, ...]
    moves: tuple[Move, ...] = ()
    detail: Detail = NOTHING_TOLD
    proves_presence: bool = False

    @property
    def ordered(self) -> tuple[Outcome, ...]:
        """The outcomes in order of precedence."""
        return in_order(self.outcomes)
