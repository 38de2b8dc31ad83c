"""UNDO: what it takes back, when it asks first, and when it says no."""

from dataclasses import replace

from kiosk.domain.custody import ARRIVALS, taking_back
from kiosk.domain.desk.cards import put_down
from kiosk.domain.desk.details import BatchUndone, Detail, Went
from kiosk.domain.desk.state import (
    DeskRules,
    DeskState,
    Pending,
    left_here,
    not_loose,
    seconds,
    told,
)
from kiosk.domain.desk.subjects import Decision, Scan, Sent, UndoBatch, UndoCard
from kiosk.domain.outcomes import Outcome


def scan_undo(state: DeskState, scan: Scan, subject: UndoCard, rules: DeskRules) -> Decision:
    """Decide what UNDO does; a button that names its send goes straight to that send."""
    if subject.chosen:
        return _take_back(state, scan, subject.send, rules)
    if state.in_hand:
        return put_down(replace(state, undo_goes_on=False), scan)
    if state.arrival_to_undo:
        return _take_back(state, scan, subject.arrival, rules)
    if state.destination and state.place_card_was_last:
        return _take_back_card(state, scan, subject.send, rules)
    if _asks_first(state, subject):
        return _only_named(state, scan, subject.send, rules)
    return _take_back(state, scan, subject.send, rules)


def _take_back_card(state: DeskState, scan: Scan, sent: Sent | None, rules: DeskRules) -> Decision:
    """End the destination that the last card set, and change the sending that it offered to."""
    assert state.destination is not None
    place = state.destination.id
    ended = replace(state, destination=None)
    if sent is None or sent.chart.id != state.card_changes:
        return Decision(ended, (Outcome.DESTINATION_ENDED,), detail=Detail(place=place))
    undone = _take_back(ended, scan, sent, rules)
    outcomes = (*undone.outcomes, Outcome.DESTINATION_ENDED)
    return replace(undone, outcomes=outcomes, detail=replace(undone.detail, place=place))


def _asks_first(state: DeskState, subject: UndoCard) -> bool:
    """Tell whether UNDO may mean another thing than the newest send: then it only names it."""
    if subject.after_late_scan or _meant_what_lapsed(state):
        return True
    is_last = subject.send is not None and subject.send.chart.id == state.last_sent
    return not (is_last or (state.undo_goes_on and not state.lapses))


def _meant_what_lapsed(state: DeskState) -> bool:
    """Tell whether this UNDO was meant for a place card that ran out."""
    return state.place_card_was_last and not state.destination


def _only_named(state: DeskState, scan: Scan, sent: Sent | None, rules: DeskRules) -> Decision:
    """Change nothing, and name what a second UNDO would take back."""
    detail = Detail()
    outcomes = [Outcome.NOTHING_TO_UNDO]
    named = replace(state, lapses=())
    refusal = _refusal(sent, scan, rules) if sent else None
    if sent and refusal is Outcome.UNDO_REFUSED:
        outcomes = [refusal]
        detail = _now_at(sent)
    elif sent and refusal is None:
        outcomes = [Outcome.UNDO_ASKS]
        detail = Detail(would_take_back=Went(sent.chart.id, sent.chart.at_id))
        named = replace(named, last_sent=sent.chart.id)
    if state.lapses:
        outcomes.append(Outcome.LAPSED)
        detail = replace(detail, lapsed=told(state.lapses))
    return Decision(named, tuple(outcomes), detail=detail)


def _now_at(sent: Sent) -> Detail:
    return Detail(chart=sent.chart.id, now_at=sent.chart.place.id)


def _refusal(sent: Sent, scan: Scan, rules: DeskRules) -> Outcome | None:
    if scan.at >= sent.made_at + seconds(rules.undo):
        return Outcome.NOTHING_TO_UNDO
    seen_later = scan.stored and sent.chart.last_scan_at > scan.at
    if sent.chart.last.id != sent.movement.id or seen_later:
        return Outcome.UNDO_REFUSED
    return None


def _take_back(state: DeskState, scan: Scan, sent: Sent | None, rules: DeskRules) -> Decision:
    if sent is None:
        return Decision(state, (Outcome.NOTHING_TO_UNDO,))
    refusal = _refusal(sent, scan, rules)
    if refusal:
        detail = _now_at(sent)
        return Decision(state, (refusal,), detail=detail)
    batch = state.batch
    if batch and sent.movement.batch_id == batch.id:
        batch = replace(batch, count=batch.count - 1)
    of_this = batch is not None and sent.movement.batch_id == batch.id
    after = replace(
        state,
        batch=batch,
        sent_by_card=None,
        sent_to_it=max(state.sent_to_it - 1, 0) if of_this else state.sent_to_it,
        last_sent=sent.chart.id,
        undo_goes_on=of_this and batch is not None and batch.count > 0,
    )
    if sent.movement.kind in ARRIVALS:
        after = not_loose(after, sent.chart.id)
    else:
        after = _given_back(after, sent.chart.id, scan, rules)
    remaining = sent.remaining - 1 if sent.movement.batch_id else None
    return Decision(
        after,
        (Outcome.UNDONE,),
        (taking_back(sent.chart, sent.movement, sent.back_to_id),),
        Detail(chart=sent.chart.id, back_at=sent.back_to_id, remaining=remaining),
    )


def _given_back(state: DeskState, chart_id: int, scan: Scan, rules: DeskRules) -> DeskState:
    """Give a chart back to the hand, for the right card; where that cannot be, it is loose."""
    if state.destination or state.in_hand:
        return left_here(state, chart_id, scan.at)
    in_hand = Pending(chart_id, scan.at + seconds(rules.in_hand))
    return replace(not_loose(state, chart_id), in_hand=in_hand)


def undo_batch(state: DeskState, scan: Scan, subject: UndoBatch, rules: DeskRules) -> Decision:
    """Decide what the button that takes back a whole batch does: each send by UNDO's own rules."""
    back = [sent for sent in subject.sends if _refusal(sent, scan, rules) is None]
    kept = len(subject.sends) - len(back)
    if not back:
        return Decision(
            state, (Outcome.NOTHING_TO_UNDO,), detail=Detail(batch_undone=BatchUndone(0, kept))
        )
    batch = state.batch
    if batch and batch.id == subject.batch_id:
        batch = replace(batch, count=batch.count - len(back)) if kept else None
    moves = tuple(taking_back(sent.chart, sent.movement, sent.back_to_id) for sent in back)
    for sent in back:
        state = left_here(state, sent.chart.id, scan.at)
    after = replace(state, batch=batch, files_next=None, sent_by_card=None)
    detail = Detail(batch_undone=BatchUndone(len(back), kept))
    return Decision(after, (Outcome.UNDONE,), moves, detail)
