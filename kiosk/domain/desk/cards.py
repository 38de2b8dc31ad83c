"""A card or a badge is scanned: where charts go next, and who sends them."""

from dataclasses import replace

from kiosk.domain.codes import Command
from kiosk.domain.custody import Chart, Place, kept_late
from kiosk.domain.desk.details import BatchEnded, Detail, NotSent, Went
from kiosk.domain.desk.sends import await_reason, is_here, may_leave, send_here
from kiosk.domain.desk.state import (
    DeskRules,
    DeskState,
    Lapse,
    Pending,
    SentByCard,
    left_here,
    not_loose,
    seconds,
)
from kiosk.domain.desk.subjects import Badge, CommandCard, Decision, Desk, PlaceCard, Scan
from kiosk.domain.errors import BorrowerStopped, ReasonNeeded
from kiosk.domain.outcomes import Outcome

NAMED = 3  # of the charts that lie loose; of more, only how many


def scan_place(
    state: DeskState, scan: Scan, subject: PlaceCard, desk: Desk, rules: DeskRules
) -> Decision:
    """Decide what a place's card does: send the chart in hand, or become the destination.

    Whichever it does, it names the charts that lie loose here: one of them may have been meant.
    """
    place, held = subject.place, subject.in_hand
    if place.id == desk.place.id:
        return end_pending(state, scan)
    for gone in subject.gone:
        state = not_loose(state, gone)
    if state.in_hand and held and scan.stored and scan.at < held.last_scan_at:
        late = (kept_late(held, desk.place),)
        return Decision(replace(state, in_hand=None), (Outcome.KEPT_NOT_MOVED,), late)
    if state.in_hand and not (held and may_leave(held, desk)):
        state = _no_longer_in_hand(state, scan, held, desk)
    if state.in_hand and held:
        decision = _send_held(state, scan, held, place, desk, rules)
    elif place.stopped:
        decision = _stopped(state, place)
    elif _just_sent_to(state, place, scan, rules):
        decision = Decision(state, (Outcome.PLACE_JUST_SENT_TO,), detail=Detail(place=place.id))
    else:
        decision = _set_destination(state, scan, place, rules)
    return _naming_loose(decision)


def _no_longer_in_hand(state: DeskState, scan: Scan, held: Chart | None, desk: Desk) -> DeskState:
    """Let go of a chart that was scanned elsewhere or retired since it was taken in hand."""
    if held and is_here(held, desk):
        return left_here(state, held.id, scan.at)
    return replace(state, in_hand=None)


def _send_held(
    state: DeskState, scan: Scan, held: Chart, place: Place, desk: Desk, rules: DeskRules
) -> Decision:
    try:
        sent = send_here(state, scan, held, place, desk)
    except BorrowerStopped:
        return _stopped(state, place)
    except ReasonNeeded as refusal:
        waiting = await_reason(state, scan, held, place, rules)
        detail = Detail(chart=held.id, refused_place=place.id)
        return Decision(waiting, (Outcome(refusal.code),), detail=detail)
    by_card = SentByCard(place.id, held.id, scan.at)
    detail = replace(sent.detail, place=place.id)
    return replace(sent, state=replace(sent.state, sent_by_card=by_card), detail=detail)


def _stopped(state: DeskState, place: Place) -> Decision:
    to = state.destination
    detail = Detail(
        refused_place=place.id,
        place=to.id if to else None,
        nothing_to=to.id if to and _nothing_went(state) else None,
    )
    outcomes = [Outcome.BORROWER_STOPPED]
    if to:
        outcomes += _destination_ended(state)
    return Decision(replace(state, destination=None), tuple(outcomes), detail=detail)


def _just_sent_to(state: DeskState, place: Place, scan: Scan, rules: DeskRules) -> bool:
    sent = _just_sent(state, scan, rules)
    return bool(sent and not state.destination and sent.place_id == place.id)


def _just_sent(state: DeskState, scan: Scan, rules: DeskRules) -> SentByCard | None:
    sent = state.sent_by_card
    return sent if sent and scan.at < sent.at + seconds(rules.just_arrived) else None


def _set_destination(state: DeskState, scan: Scan, place: Place, rules: DeskRules) -> Decision:
    outcomes = [Outcome.DESTINATION_SET]
    detail = Detail(place=place.id)
    if state.destination and state.destination.id != place.id and _nothing_went(state):
        outcomes.append(Outcome.NOTHING_WENT)
        detail = replace(detail, nothing_to=state.destination.id)
    sent = _just_sent(state, scan, rules)
    went = sent if sent and sent.place_id != place.id else None
    if went:
        outcomes.append(Outcome.WENT_ELSEWHERE)
        detail = replace(detail, went=Went(went.chart_id, went.place_id))
    same_batch = state.batch is not None and state.batch.place_id == place.id
    is_repeated = state.destination is not None and state.destination.id == place.id
    after = replace(
        state,
        destination=Pending(place.id, scan.at + seconds(rules.destination)),
        batch=state.batch if same_batch else None,
        files_next=None,
        sent_to_it=state.sent_to_it if is_repeated else 0,
        place_card_was_last=True,
        card_changes=went.chart_id if went else None,
    )
    return Decision(after, tuple(outcomes), detail=detail)


def _naming_loose(decision: Decision) -> Decision:
    """Name the charts that a card leaves loose here, the newest first."""
    loose = decision.state.loose[::-1]
    if not loose:
        return decision
    said = Outcome.ARRIVED_NOT_SENT if loose[0].arrived else Outcome.PUT_DOWN_NOT_SENT
    not_sent = NotSent(tuple(one.id for one in loose[:NAMED]), len(loose))
    return replace(
        decision,
        outcomes=(*decision.outcomes, said),
        detail=replace(decision.detail, not_sent=not_sent),
    )


def end_pending(state: DeskState, scan: Scan) -> Decision:
    """Decide what DONE, or the desk's own card, does: all but the operator ends."""
    ended, outcomes, detail = _all_ended(state, scan)
    if scan.on_shelf and ended.files_next:
        ended = not_loose(ended, ended.files_next)
    return Decision(ended, outcomes or (Outcome.NOTHING_PENDING,), detail=detail)


def put_down(state: DeskState, scan: Scan) -> Decision:
    """Put the chart in hand down; it stays here."""
    held = state.in_hand
    assert held is not None
    after = left_here(state, held.id, scan.at)
    return Decision(after, (Outcome.PUT_DOWN,), detail=Detail(put_down=held.id))


def scan_badge(state: DeskState, scan: Scan, subject: Badge, rules: DeskRules) -> Decision:
    """Decide what a badge does: another operator than the last one ends all that is pending."""
    if not subject.is_operator:
        told = Detail(staff=subject.staff_id)
        return Decision(state, (Outcome.BADGE_IS_NO_OPERATOR,), detail=told)
    outcomes: tuple[Outcome, ...] = ()
    detail = Detail()
    if state.last_operator_id not in (None, subject.staff_id):
        state, outcomes, detail = _all_ended_by_somebody(state, scan)
    signed_in = replace(
        state,
        operator=Pending(subject.staff_id, scan.at + seconds(rules.operator)),
        last_operator_id=subject.staff_id,
        lapses=_but_operators(state.lapses),
    )
    detail = replace(detail, staff=subject.staff_id)
    return Decision(signed_in, (Outcome.OPERATOR_SIGNED_IN, *outcomes), detail=detail)


def scan_command(state: DeskState, scan: Scan, subject: CommandCard) -> Decision:
    """Decide what DONE and SIGN-OFF do."""
    if subject.command is Command.DONE:
        return end_pending(state, scan)
    ended, outcomes, detail = _all_ended_by_somebody(state, scan)
    if not (outcomes or state.operator or subject.supervisor_here):
        return Decision(ended, (Outcome.NOTHING_PENDING,))
    signed_off = replace(ended, operator=None, lapses=_but_operators(ended.lapses))
    return Decision(signed_off, (Outcome.SIGNED_OFF, *outcomes), detail=detail)


def _but_operators(lapses: tuple[Lapse, ...]) -> tuple[Lapse, ...]:
    return tuple(lapse for lapse in lapses if lapse.what != "operator")


def _nothing_went(state: DeskState) -> bool:
    """Tell whether nothing was sent to the destination that is pending."""
    return state.destination is not None and not state.sent_to_it


def _destination_ended(state: DeskState) -> list[Outcome]:
    went = [Outcome.NOTHING_WENT] if _nothing_went(state) else []
    return [Outcome.DESTINATION_ENDED, *went]


def _all_ended(state: DeskState, scan: Scan) -> tuple[DeskState, tuple[Outcome, ...], Detail]:
    to, held = state.destination, state.in_hand
    outcomes = _destination_ended(state) if to else []
    batch = BatchEnded(state.batch.id, state.batch.count) if state.batch else None
    detail = Detail(
        place=to.id if to else None,
        nothing_to=to.id if to and _nothing_went(state) else None,
        put_down=held.id if held else None,
        batch_ended=batch,
    )
    if state.in_hand:
        outcomes.append(Outcome.PUT_DOWN)
        state = left_here(state, state.in_hand.id, scan.at)
    ended = replace(state, destination=None, batch=None)
    return ended, tuple(outcomes), detail


def _all_ended_by_somebody(
    state: DeskState, scan: Scan
) -> tuple[DeskState, tuple[Outcome, ...], Detail]:
    """End all that is pending by a badge or SIGN-OFF, which nobody scans in order to end it."""
    ended, outcomes, detail = _all_ended(state, scan)
    return ended, (*outcomes, Outcome.PENDING_ENDED) if outcomes else (), detail
