"""The one way into the dialogue: age what is pending, tell repeats, decide by what was scanned."""

from dataclasses import replace

from kiosk.domain.codes import Command
from kiosk.domain.custody import Place
from kiosk.domain.desk.acts import act_on_chart, file_chart, give_reason
from kiosk.domain.desk.cards import scan_badge, scan_command, scan_place
from kiosk.domain.desk.charts import register, scan_chart
from kiosk.domain.desk.state import DeskRules, DeskState, LastRead, aged, renewed, seconds, told
from kiosk.domain.desk.subjects import (
    Badge,
    CommandCard,
    Decision,
    Desk,
    KnownChart,
    NewLabel,
    PlaceCard,
    PromptAct,
    Reason,
    Scan,
    Source,
    SpotCard,
    Subject,
    Unclear,
    UndoBatch,
    UndoCard,
)
from kiosk.domain.desk.undo import scan_undo, undo_batch
from kiosk.domain.outcomes import Outcome


def decide(
    before: DeskState,
    scan: Scan,
    subject: Subject,
    desk: Desk,
    rules: DeskRules,
    destination: Place | None = None,
) -> Decision:
    """Decide one scan from the state that this station's scan before it left.

    ``destination`` is the place that ``before`` names as its destination, if any.
    """
    state = aged(before, scan.at, rules)
    if destination and destination.id == desk.place.id:  # the desk was moved there meanwhile
        state = replace(state, destination=None)
    if isinstance(subject, Unclear):
        looked_up = subject.outcome is Outcome.LOOK_UP_OPENED
        return Decision(renewed(state, scan.at, rules) if looked_up else state, (subject.outcome,))
    by_reader = scan.source not in (Source.BUTTON, Source.HERE)
    by_reader = by_reader and not isinstance(subject, PromptAct | UndoBatch)
    read = LastRead(scan.text, scan.at) if by_reader else None
    if by_reader and _same_label(state, scan, rules):
        return Decision(replace(state, last_read=read), (Outcome.SAME_LABEL_TWICE,))
    if isinstance(subject, UndoCard):
        decision = scan_undo(state, scan, subject, rules)
        goes_on = decision.state.undo_goes_on
        decision = replace(decision, state=_without_marks(decision.state, undo_goes_on=goes_on))
    else:
        to = destination if state.destination else None
        before_it = _without_marks(state)
        if isinstance(subject, PromptAct | Reason) or scan.checks_label:  # beside the dialogue
            before_it = replace(before_it, reason=state.reason)
        decision = _by_subject(before_it, scan, subject, to, desk, rules)
    if scan.checks_label:
        return replace(decision, state=replace(decision.state, last_read=read))
    if isinstance(subject, KnownChart | NewLabel | PlaceCard):
        decision = _naming_lapses(decision, state)
    elif _came_too_late(subject, state):  # the next chart or card still says so
        named = _naming_lapses(decision, state)
        decision = replace(named, state=replace(named.state, lapses=state.lapses))
    if state.reason and not isinstance(subject, Reason | UndoCard | PromptAct):
        decision = _naming_unsent(decision, state.reason.id)
    return replace(decision, state=renewed(replace(decision.state, last_read=read), scan.at, rules))


def _by_subject(
    state: DeskState,
    scan: Scan,
    subject: KnownChart
    | NewLabel
    | PlaceCard
    | SpotCard
    | Reason
    | PromptAct
    | UndoBatch
    | Badge
    | CommandCard,
    to: Place | None,
    desk: Desk,
    rules: DeskRules,
) -> Decision:
    match subject:
        case KnownChart():
            return scan_chart(state, scan, subject, to, desk, rules)
        case NewLabel():
            return register(state, scan, subject, desk, rules)
        case PlaceCard():
            return scan_place(state, scan, subject, desk, rules)
        case SpotCard():
            return file_chart(state, scan, subject, desk)
        case Reason():
            return give_reason(state, scan, subject, desk)
        case PromptAct():
            return act_on_chart(state, scan, subject, desk)
        case UndoBatch():
            return undo_batch(state, scan, subject, rules)
        case Badge():
            return scan_badge(state, scan, subject, rules)
        case CommandCard():
            return scan_command(state, scan, subject)


def _without_marks(state: DeskState, *, undo_goes_on: bool = False) -> DeskState:
    """Forget what only the very next scan may still take back, or give a reason for."""
    return replace(
        state,
        arrival_to_undo=None,
        place_card_was_last=False,
        undo_goes_on=undo_goes_on,
        reason=None,
    )


def _same_label(state: DeskState, scan: Scan, rules: DeskRules) -> bool:
    last = state.last_read
    if last is None or last.text != scan.text:
        return False
    limit = rules.same_undo if scan.text == Command.UNDO else rules.same_label
    return scan.at < last.at + seconds(limit)


def _came_too_late(subject: Subject, state: DeskState) -> bool:
    """Tell whether a reason comes for a chart that has waited for it in vain."""
    return isinstance(subject, Reason) and any(lapse.what == "reason" for lapse in state.lapses)


def _naming_unsent(decision: Decision, chart_id: int) -> Decision:
    """Say that a chart which waited for its reason was not sent, now that this came instead."""
    asked_again = decision.state.reason is not None and decision.state.reason.id == chart_id
    moved = any(move.chart_id == chart_id for move in decision.moves)
    if asked_again or moved or decision.detail.put_down:
        return decision
    outcomes = (*decision.outcomes, Outcome.PUT_DOWN_NOT_SENT)
    detail = replace(decision.detail, put_down=chart_id)
    return replace(decision, outcomes=outcomes, detail=detail)


def _naming_lapses(decision: Decision, before: DeskState) -> Decision:
    if not before.lapses or Outcome.KEPT_NOT_MOVED in decision.outcomes:
        return decision
    return replace(
        decision,
        state=replace(decision.state, lapses=()),
        outcomes=(*decision.outcomes, Outcome.LAPSED),
        detail=replace(decision.detail, lapsed=told(before.lapses)),
    )
