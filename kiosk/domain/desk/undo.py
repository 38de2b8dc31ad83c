"""UNDO: what it takes back, and when it says no."""

from dataclasses import replace

from kiosk.domain.custody import taking_back
from kiosk.domain.desk.cards import put_down
from kiosk.domain.desk.state import DeskRules, DeskState, seconds
from kiosk.domain.desk.subjects import Decision, Scan, Sent, UndoCard
from kiosk.domain.outcomes import Outcome


def scan_undo(state: DeskState, scan: Scan, subject: UndoCard, rules: DeskRules) -> Decision:
    """Decide what UNDO does; a button that names its send goes straight to that send."""
    if subject.chosen:
        return _take_back_send(state, scan, subject.send, rules)
    if state.in_hand:
        return put_down(state, scan)
    if state.arrival_to_undo and subject.arrival:
        return _take_back(state, subject.arrival)
    if state.place_card_was_last and state.destination:
        ended = replace(state, destination=None)
        return Decision(ended, (Outcome.DESTINATION_ENDED,), detail={"place": state.destination.id})
    if state.chart_was_refused:
        warned = replace(state, chart_was_refused=False)
        detail = {"would_take_back": subject.send.chart.id} if subject.send else {}
        return Decision(warned, (Outcome.NOTHING_TO_UNDO,), detail=detail)
    return _take_back_send(state, scan, subject.send, rules)


def _take_back_send(state: DeskState, scan: Scan, sent: Sent | None, rules: DeskRules) -> Decision:
    if sent is None or scan.at >= sent.movement.at + seconds(rules.undo):
        return Decision(state, (Outcome.NOTHING_TO_UNDO,))
    if sent.chart.last.id != sent.movement.id:
        detail = {"chart": sent.chart.id, "now_at": sent.chart.place.id}
        return Decision(state, (Outcome.UNDO_REFUSED,), detail=detail)
    return _take_back(state, sent)


def _take_back(state: DeskState, sent: Sent) -> Decision:
    move = taking_back(sent.chart, sent.movement, sent.back_to_id)
    batch = state.batch
    if batch and sent.movement.batch_id == batch.id:
        batch = replace(batch, count=batch.count - 1)
    remaining = sent.remaining - 1 if sent.movement.batch_id else None
    return Decision(
        replace(state, batch=batch, left_here=None, sent_by_card=None, chart_was_refused=False),
        (Outcome.UNDONE,),
        (move,),
        {"chart": sent.chart.id, "back_at": sent.back_to_id, "remaining": remaining},
    )
