"""What is pending at a desk, and how it ages: kept with each scan, never changed in place."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.desk.details import Lapsed


@dataclass(frozen=True, slots=True)
class DeskRules:
    """The time-outs of a desk, in seconds."""

    destination: int = 60
    in_hand: int = 20
    operator: int = 15 * 60
    reason: int = 20
    loose: int = 60
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
class Loose:
    """A chart that a scan, UNDO or a lapse left here unfiled, at ``at``: it may lie on any pile."""

    id: int
    at: datetime
    arrived: bool = False


@dataclass(frozen=True, slots=True)
class SentByCard:
    """The place whose card has just sent the chart in hand, and that chart."""

    place_id: int
    chart_id: int
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
    """All that a desk remembers between two scans.

    ``sent_to_it`` counts what went to the destination since its card, and was not taken back.
    ``loose`` are charts that may lie on any pile, oldest first; ``files_next`` is the one that the
    last scan left here, which a shelf's card files. ``last_sent`` is the chart that the last chart
    scan sent, or that UNDO has named: it takes back no other without asking first, but
    ``undo_goes_on`` right after it has taken one back. ``card_changes`` is the chart whose place
    the last card offered to change.
    """

    destination: Pending | None = None
    in_hand: Pending | None = None
    reason: AwaitedReason | None = None
    operator: Pending | None = None
    last_operator_id: int | None = None
    batch: Batch | None = None
    last_read: LastRead | None = None
    loose: tuple[Loose, ...] = ()
    files_next: int | None = None
    sent_to_it: int = 0
    sent_by_card: SentByCard | None = None
    place_card_was_last: bool = False
    card_changes: int | None = None
    arrival_to_undo: int | None = None
    last_sent: int | None = None
    undo_goes_on: bool = False
    lapses: tuple[Lapse, ...] = ()


def seconds(count: float) -> timedelta:
    """Spell a time-out."""
    return timedelta(seconds=count)


def left_here(state: DeskState, chart_id: int, at: datetime, *, arrived: bool = False) -> DeskState:
    """Let a chart lie here unfiled from ``at`` on; a shelf's card that comes next files it."""
    hand = state.in_hand if state.in_hand and state.in_hand.id != chart_id else None
    others = [one for one in state.loose if one.id != chart_id]
    loose = sorted([*others, Loose(chart_id, at, arrived)], key=lambda one: (one.at, one.id))
    return replace(state, in_hand=hand, loose=tuple(loose), files_next=chart_id)


def not_loose(state: DeskState, chart_id: int) -> DeskState:
    """Let a chart lie here no more: it is in hand, sent, filed, or elsewhere."""
    loose = tuple(one for one in state.loose if one.id != chart_id)
    files_next = state.files_next if state.files_next != chart_id else None
    return replace(state, loose=loose, files_next=files_next)


def aged(state: DeskState, now: datetime, rules: DeskRules) -> DeskState:
    """Let everything lapse that has run out by ``now``."""
    lapses = [lapse for lapse in state.lapses if now < lapse.at + seconds(rules.lapse_is_news)]
    ended = [
        (what, pending)
        for what in ("destination", "in_hand", "reason", "operator")
        if (pending := getattr(state, what)) is not None and now >= pending.ends_at
    ]
    for what, pending in sorted(ended, key=lambda one: one[1].ends_at):
        if now < pending.ends_at + seconds(rules.lapse_is_news):
            lapses.append(Lapse(what, pending.id, pending.ends_at))
        held = state.in_hand.id if state.in_hand else None
        if what == "in_hand" or (what == "reason" and pending.id != held):
            state = left_here(state, pending.id, pending.ends_at)
    if state.batch and now >= state.batch.last_send_at + seconds(rules.batch):
        state = replace(state, batch=None)
    loose = tuple(one for one in state.loose if now < one.at + seconds(rules.loose))
    files_next = state.files_next if state.files_next in [one.id for one in loose] else None
    lapses.sort(key=lambda lapse: (lapse.at, lapse.what))
    over: dict[str, Any] = dict.fromkeys(what for what, _ in ended)
    return replace(state, loose=loose, files_next=files_next, lapses=tuple(lapses), **over)


def told(lapses: tuple[Lapse, ...]) -> tuple[Lapsed, ...]:
    """Return what had ended, as a scan's facts name it."""
    return tuple(Lapsed(lapse.what, lapse.id) for lapse in lapses)


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
