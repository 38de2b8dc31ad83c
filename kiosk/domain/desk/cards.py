"""A card or a badge is scanned: where charts go next, and who sends them."""

from dataclasses import replace
from typing import Any

from kiosk.domain.codes import Command
from kiosk.domain.custody import Place, kept_late
from kiosk.domain.desk.sends import await_reason, may_leave, send_here
from kiosk.domain.desk.state import (
    DeskRules,
    DeskState,
    Lapse,
    LeftHere,
    Pending,
    SentByCard,
    seconds,
)
from kiosk.domain.desk.subjects import Badge, CommandCard, Decision, Desk, PlaceCard, Scan
from kiosk.domain.errors import BorrowerStopped, ReasonNeeded
from kiosk.domain.outcomes import Outcome


def scan_place(
    state: DeskState, scan: Scan, subject: PlaceCard, desk: Desk, rules: DeskRules
) -> Decision:
    """Decide what a place's card does: send the chart in hand, or become the destination."""
    place = subject.place
    if place.id == desk.place.id:
        return end_pending(state, scan)
    held = subject.in_hand
    if state.in_hand and held and scan.stored and scan.at < held.last_scan_at:
        late = (kept_late(held, desk.place),)
        return Decision(replace(state, in_hand=None), (Outcome.KEPT_NOT_MOVED,), late)
    if state.in_hand and not (held and may_leave(held, desk)):
        state = put_down(state, scan).state
    try:
        if state.in_hand and held:
            sent = send_here(state, scan, held, place, desk)
            traced = replace(sent.state, sent_by_card=SentByCard(place.id, scan.at))
            return replace(sent, state=traced)
        if place.stopped:
            raise BorrowerStopped(place=place.id)
    except BorrowerStopped as refusal:
        detail: dict[str, Any] = {"refused_place": place.id}
        outcomes: tuple[Outcome, ...] = (Outcome(refusal.code),)
        if state.destination:
            outcomes += (Outcome.DESTINATION_ENDED,)
            detail["place"] = state.destination.id
        return Decision(replace(state, destination=None), outcomes, detail=detail)
    except ReasonNeeded as refusal:
        assert held is not None
        waiting = await_reason(state, scan, held, place, rules)
        detail = {"refused_place": place.id, "chart": held.id}
        return Decision(waiting, (Outcome(refusal.code),), detail=detail)
    if _just_sent_to(state, place, scan, rules):
        return Decision(state, (Outcome.PLACE_JUST_SENT_TO,))
    return _set_destination(state, scan, place, rules)


def _just_sent_to(state: DeskState, place: Place, scan: Scan, rules: DeskRules) -> bool:
    sent = state.sent_by_card
    return bool(
        sent
        and not state.destination
        and sent.place_id == place.id
        and scan.at < sent.at + seconds(rules.just_arrived)
    )


def _set_destination(state: DeskState, scan: Scan, place: Place, rules: DeskRules) -> Decision:
    outcomes = [Outcome.DESTINATION_SET]
    detail: dict[str, Any] = {"place": place.id}
    left = state.left_here
    is_news = left is not None and left.awaits_place and not state.destination
    if left and is_news and scan.at < left.at + seconds(rules.just_arrived):
        outcomes.append(Outcome.ARRIVED_NOT_SENT if left.arrived else Outcome.PUT_DOWN_NOT_SENT)
        detail["not_sent"] = left.chart_id
    same_batch = state.batch is not None and state.batch.place_id == place.id
    after = replace(
        state,
        destination=Pending(place.id, scan.at + seconds(rules.destination)),
        batch=state.batch if same_batch else None,
        left_here=None,
        sent_by_card=None,
        place_card_was_last=True,
    )
    return Decision(after, tuple(outcomes), detail=detail)


def end_pending(state: DeskState, scan: Scan) -> Decision:
    """Decide what DONE, or the desk's own card, does: all but the operator ends."""
    ended, outcomes, detail = _all_ended(state, scan)
    return Decision(ended, outcomes or (Outcome.NOTHING_PENDING,), detail=detail)


def put_down(state: DeskState, scan: Scan) -> Decision:
    """Put the chart in hand down; it stays here."""
    held = state.in_hand
    assert held is not None
    left = LeftHere(held.id, scan.at, arrived=False)
    return Decision(
        replace(state, in_hand=None, left_here=left),
        (Outcome.PUT_DOWN,),
        detail={"put_down": held.id},
    )


def scan_badge(state: DeskState, scan: Scan, subject: Badge, rules: DeskRules) -> Decision:
    """Decide what a badge does: another operator than the last one ends all that is pending."""
    if not subject.is_operator:
        return Decision(state, (Outcome.BADGE_IS_NO_OPERATOR,), detail={"staff": subject.staff_id})
    outcomes: tuple[Outcome, ...] = ()
    detail: dict[str, Any] = {}
    if state.last_operator_id not in (None, subject.staff_id):
        state, outcomes, detail = _all_ended(state, scan)
    signed_in = replace(
        state,
        operator=Pending(subject.staff_id, scan.at + seconds(rules.operator)),
        last_operator_id=subject.staff_id,
        lapses=_but_operators(state.lapses),
    )
    return Decision(signed_in, (Outcome.OPERATOR_SIGNED_IN, *outcomes), detail=detail)


def scan_command(state: DeskState, scan: Scan, subject: CommandCard) -> Decision:
    """Decide what DONE and SIGN-OFF do."""
    if subject.command is Command.DONE:
        return end_pending(state, scan)
    ended, outcomes, detail = _all_ended(state, scan)
    if not (outcomes or state.operator or subject.supervisor_here):
        return Decision(ended, (Outcome.NOTHING_PENDING,))
    signed_off = replace(ended, operator=None, lapses=_but_operators(ended.lapses))
    return Decision(signed_off, (Outcome.SIGNED_OFF, *outcomes), detail=detail)


def _but_operators(lapses: tuple[Lapse, ...]) -> tuple[Lapse, ...]:
    return tuple(lapse for lapse in lapses if lapse.what != "operator")


def _all_ended(
    state: DeskState, scan: Scan
) -> tuple[DeskState, tuple[Outcome, ...], dict[str, Any]]:
    outcomes: list[Outcome] = []
    detail: dict[str, Any] = {}
    if state.batch:
        detail |= {"batch": state.batch.id, "count": state.batch.count}
    if state.destination:
        outcomes.append(Outcome.DESTINATION_ENDED)
        detail["place"] = state.destination.id
    left = state.left_here
    if state.in_hand:
        outcomes.append(Outcome.PUT_DOWN)
        detail["put_down"] = state.in_hand.id
        left = LeftHere(state.in_hand.id, scan.at, arrived=False)
    ended = replace(
        state,
        destination=None,
        in_hand=None,
        reason=None,
        batch=None,
        left_here=left,
        sent_by_card=None,
    )
    return ended, tuple(outcomes), detail
