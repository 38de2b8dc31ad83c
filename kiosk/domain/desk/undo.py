"""UNDO: what it takes back, and when it says no."""

from dataclasses import replace

from kiosk.domain.custody import ARRIVALS, taking_back
from kiosk.domain.desk.cards import put_down
from kiosk.domain.desk.state import DeskRules, DeskState, LeftHere, seconds
from kiosk.domain.desk.subjects import Decision, Scan, Sent, UndoBatch, UndoCard
from kiosk.domain.outcomes import Outcome


def scan_undo(state: DeskState, scan: Scan, subject: UndoCard, rules: DeskRules) -> Decision:
    """Decide what UNDO does; a button that names its send goes straight to that send."""
    if subject.chosen:
        return _take_back(state, scan, subject.send, rules)
    if state.in_hand:
        return put_down(state, scan)
    if state.arrival_to_undo:
        return _take_back(state, scan, subject.arrival, rules)
    if state.place_card_was_last and state.destination:
        ended = replace(state, destination=None)
        return Decision(ended, (Outcome.DESTINATION_ENDED,), detail={"place": state.destination.id})
    if state.chart_was_refused or subject.after_late_scan or _meant_what_lapsed(state):
        return _only_named(state, scan, subject.send, rules)
    return _take_back(state, scan, subject.send, rules)


def _meant_what_lapsed(state: DeskState) -> bool:
    """Tell whether this UNDO was meant for a place card or a chart in hand that ran out."""
    held = any(lapse.what == "in_hand" for lapse in state.lapses)
    return held or (state.place_card_was_last and not state.destination)


def _only_named(state: DeskState, scan: Scan, sent: Sent | None, rules: DeskRules) -> Decision:
    """Change nothing, and name what a second UNDO would take back."""
    detail: dict[str, object] = {}
    outcomes = [Outcome.NOTHING_TO_UNDO]
    if sent and not _refusal(sent, scan, rules):
        detail["would_take_back"] = sent.chart.id
    if state.lapses:
        outcomes.append(Outcome.LAPSED)
        detail["lapsed"] = [{"what": lapse.what, "id": lapse.id} for lapse in state.lapses]
    named = replace(state, chart_was_refused=False, lapses=())
    return Decision(named, tuple(outcomes), detail=detail)


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
        detail = {"chart": sent.chart.id, "now_at": sent.chart.place.id}
        return Decision(state, (refusal,), detail=detail)
    batch = state.batch
    if batch and sent.movement.batch_id == batch.id:
        batch = replace(batch, count=batch.count - 1)
    left = LeftHere(sent.chart.id, scan.at, arrived=False, awaits_place=False)
    is_arrival = sent.movement.kind in ARRIVALS
    remaining = sent.remaining - 1 if sent.movement.batch_id else None
    return Decision(
        replace(
            state,
            batch=batch,
            left_here=None if is_arrival else left,
            sent_by_card=None,
            chart_was_refused=False,
        ),
        (Outcome.UNDONE,),
        (taking_back(sent.chart, sent.movement, sent.back_to_id),),
        {"chart": sent.chart.id, "back_at": sent.back_to_id, "remaining": remaining},
    )


def undo_batch(state: DeskState, scan: Scan, subject: UndoBatch, rules: DeskRules) -> Decision:
    """Decide what the button that takes back a whole batch does: each send by UNDO's own rules."""
    back = [sent for sent in subject.sends if _refusal(sent, scan, rules) is None]
    kept = len(subject.sends) - len(back)
    if not back:
        return Decision(state, (Outcome.NOTHING_TO_UNDO,), detail={"kept": kept})
    batch = state.batch
    if batch and batch.id == subject.batch_id:
        batch = replace(batch, count=batch.count - len(back)) if kept else None
    moves = tuple(taking_back(sent.chart, sent.movement, sent.back_to_id) for sent in back)
    after = replace(state, batch=batch, left_here=None, sent_by_card=None, chart_was_refused=False)
    detail = {"taken_back": len(back), "kept": kept}
    return Decision(after, (Outcome.UNDONE,), moves, detail)
