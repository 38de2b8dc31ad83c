"""What is pending at a desk, and how it ages: kept with each scan, never changed in place."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class DeskRules:
    """The time-outs of a desk, in seconds."""

    destination: int = 60
    in_hand: int = 20
    operator: int = 15 * 60
    reason: int = 20
    filing: int = 60
    batch: int = 15 * 60
    undo: int = 15 * 60
    same_label: int = 3
    same_undo: int = 1
    just_arrived: int = 20
    lapse_is_news: int = 5 * 60
    just_sent: int = 30 * 60
    unseen_send: int = 6 * 60 * 60


@dataclass(frozen=True, slots=True)
class Pending:
    """A destination, a chart in hand or an operator, by its id, until ``ends_at``."""

    id: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """This station's sends to one place that are not undone; the list for the trolley."""

    id: int
    place_id: int
    count: int
    last_send_at: datetime


@dataclass(frozen=True, slots=True)
class LastRead:
    """The last code of ours that was read here."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LeftHere:
    """A chart that arrived or was put down here and went nowhere yet.

    ``awaits_place`` if a place's card that comes next may be meant for it.
    """

    chart_id: int
    at: datetime
    arrived: bool
    awaits_place: bool = True


@dataclass(frozen=True, slots=True)
class SentByCard:
    """The place whose card has just sent the chart in hand."""

    place_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AwaitedReason:
    """A sensitive chart that is sent once somebody says why."""

    id: int
    to_id: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Lapse:
    """Something pending that ran out; ``what`` is destination, in_hand, reason or operator."""

    what: str
    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskState:
    """All that a desk remembers between two scans."""

    destination: Pending | None = None
    in_hand: Pending | None = None
    reason: AwaitedReason | None = None
    operator: Pending | None = None
    last_operator_id: int | None = None
    batch: Batch | None = None
    last_read: LastRead | None = None
    left_here: LeftHere | None = None
    sent_by_card: SentByCard | None = None
    place_card_was_last: bool = False
    arrival_to_undo: int | None = None
    chart_was_refused: bool = False
    lapses: tuple[Lapse, ...] = ()


def seconds(count: float) -> timedelta:
    """Spell a time-out."""
    return timedelta(seconds=count)


def aged(state: DeskState, now: datetime, rules: DeskRules) -> DeskState:
    """Let everything lapse that has run out by ``now``."""
    lapses = [lapse for lapse in state.lapses if now < lapse.at + seconds(rules.lapse_is_news)]
    left: dict[str, Any] = {}
    for what in ("destination", "in_hand", "reason", "operator"):
        pending: Pending | AwaitedReason | None = getattr(state, what)
        if pending is None or now < pending.ends_at:
            continue
        left[what] = None
        if now < pending.ends_at + seconds(rules.lapse_is_news):
            lapses.append(Lapse(what, pending.id, pending.ends_at))
        if what == "in_hand":
            left["left_here"] = LeftHere(pending.id, pending.ends_at, arrived=False)
    if state.batch and now >= state.batch.last_send_at + seconds(rules.batch):
        left["batch"] = None
    lapses.sort(key=lambda lapse: (lapse.at, lapse.what))
    return replace(state, lapses=tuple(lapses), **left)


def renewed(state: DeskState, now: datetime, rules: DeskRules) -> DeskState:
    """Begin the countdowns of what is pending anew."""

    def again(pending: Pending | None, lasts: int) -> Pending | None:
        return pending and replace(pending, ends_at=now + seconds(lasts))

    return replace(
        state,
        destination=again(state.destination, rules.destination),
        in_hand=again(state.in_hand, rules.in_hand),
        operator=again(state.operator, rules.operator),
    )


def to_plain(state: DeskState) -> dict[str, Any]:
    """Turn a state into plain JSON values; what is empty is left out."""

    def plain(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [plain(inner) for inner in value]
        return value

    return {key: plain(value) for key, value in asdict(state).items() if value}


_PARTS = {
    "destination": Pending,
    "in_hand": Pending,
    "reason": AwaitedReason,
    "operator": Pending,
    "batch": Batch,
    "last_read": LastRead,
    "left_here": LeftHere,
    "sent_by_card": SentByCard,
}
_TIMES = frozenset({"at", "ends_at", "last_send_at"})


def _part(kind: type[Any], plain: dict[str, Any]) -> Any:
    return kind(
        **{
            key: datetime.fromisoformat(value) if key in _TIMES else value
            for key, value in plain.items()
        }
    )


def from_plain(plain: dict[str, Any]) -> DeskState:
    """Read back what ``to_plain`` wrote."""
    values: dict[str, Any] = {
        key: _part(_PARTS[key], value) if key in _PARTS else value for key, value in plain.items()
    }
    values["lapses"] = tuple(_part(Lapse, lapse) for lapse in plain.get("lapses", ()))
    return DeskState(**values)
