"""What is done to one chart beside sending it: filing, reasons, and the prompt's own acts."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.custody import Chart, filing
from kiosk.domain.desk.charts import arrive_earlier
from kiosk.domain.desk.details import Detail
from kiosk.domain.desk.sends import is_here, may_leave, send_here
from kiosk.domain.desk.state import DeskState, SentByCard, not_loose
from kiosk.domain.desk.subjects import Act, Decision, Desk, PromptAct, Reason, Scan, SpotCard
from kiosk.domain.errors import BorrowerStopped
from kiosk.domain.outcomes import Outcome


def file_chart(state: DeskState, scan: Scan, subject: SpotCard, desk: Desk) -> Decision:
    """Decide what a spot's card does: file the chart in hand, or the one just left here."""
    chart = subject.chart
    may_be_meant = state.in_hand is not None or state.files_next is not None
    may_go = chart is not None and is_here(chart, desk) and not _seen_later(scan, chart)
    if chart is None or not (may_be_meant and may_go):
        return Decision(state, (Outcome.NOTHING_TO_FILE,), detail=Detail(spot=subject.spot_id))
    move = filing(chart, subject.spot_id)
    filed = replace(not_loose(state, chart.id), in_hand=None, last_sent=chart.id)
    detail = Detail(chart=chart.id, spot=subject.spot_id)
    outcomes = (Outcome.FILED, Outcome.WAS_MISSING) if chart.missing else (Outcome.FILED,)
    return Decision(filed, outcomes, (move,), detail)


def give_reason(state: DeskState, scan: Scan, subject: Reason, desk: Desk) -> Decision:
    """Decide what a reason does: it carries out the sending that waited for it."""
    chart, to = subject.chart, subject.to
    if chart is None or to is None:
        return Decision(state, (Outcome.NOTHING_PENDING,))
    if not may_leave(chart, desk) or _seen_later(scan, chart):
        return Decision(replace(state, reason=None), (Outcome.NOTHING_PENDING,))
    if not subject.said:
        detail = Detail(chart=chart.id, refused_place=to.id)
        return Decision(state, (Outcome.REASON_NEEDED,), detail=detail)
    state = replace(state, reason=None)
    try:
        sent = send_here(state, scan, chart, to, desk, subject.said)
    except BorrowerStopped as refusal:
        refused = Detail(chart=chart.id, refused_place=to.id)
        return Decision(state, (Outcome(refusal.code),), detail=refused)
    said = replace(sent.detail, reason=subject.said)
    outcomes = (*sent.outcomes, Outcome.REASON_TAKEN)
    if state.destination:
        return replace(sent, outcomes=outcomes, detail=said)
    by_card = SentByCard(to.id, chart.id, scan.at)
    return replace(
        sent, state=replace(sent.state, sent_by_card=by_card), outcomes=outcomes, detail=said
    )


def act_on_chart(state: DeskState, scan: Scan, subject: PromptAct, desk: Desk) -> Decision:
    """Decide what a button of the prompt does to one chart; only *returned* moves it."""
    if subject.act in _OF_THE_PLACE and _seen_later(scan, subject.chart):
        return _said(state, Outcome.KEPT_NOT_MOVED, subject.chart)
    return _ACTS[subject.act](state, scan, subject, desk)


def _seen_later(scan: Scan, chart: Chart | None) -> bool:
    """Tell whether a chart was scanned after an act that was stored."""
    return chart is not None and scan.stored and scan.at < chart.last_scan_at


def _said(
    state: DeskState,
    outcome: Outcome,
    chart: Chart,
    *,
    now_at: int | None = None,
    refused_place: int | None = None,
) -> Decision:
    detail = Detail(chart=chart.id, now_at=now_at, refused_place=refused_place)
    return Decision(state, (outcome,), detail=detail)


def _report_missing(state: DeskState, _scan: Scan, subject: PromptAct, _desk: Desk) -> Decision:
    chart = subject.chart
    if state.in_hand and state.in_hand.id == chart.id:
        state = replace(state, in_hand=None)
    if state.reason and state.reason.id == chart.id:
        state = replace(state, reason=None)
    state = not_loose(state, chart.id)
    return _said(state, Outcome.REPORTED_MISSING, chart, now_at=chart.place.id)


def _note_sheets(state: DeskState, _scan: Scan, subject: PromptAct, _desk: Desk) -> Decision:
    return _said(state, Outcome.SHEETS_NOTED, subject.chart)


def _clear_sheets(state: DeskState, _scan: Scan, subject: PromptAct, _desk: Desk) -> Decision:
    cleared = Outcome.SHEETS_CLEARED if subject.chart.has_sheets else Outcome.NOTHING_PENDING
    return _said(state, cleared, subject.chart)


def _extend(state: DeskState, _scan: Scan, subject: PromptAct, _desk: Desk) -> Decision:
    chart, holder = subject.chart, subject.holder
    if not chart.lent or holder is None:
        return _said(state, Outcome.NOTHING_PENDING, chart)
    if holder.stopped:
        return _said(state, Outcome.BORROWER_STOPPED, chart, refused_place=holder.id)
    return _said(state, Outcome.LOAN_EXTENDED, chart, now_at=holder.id)


def _came_back(state: DeskState, scan: Scan, subject: PromptAct, desk: Desk) -> Decision:
    chart, at = subject.chart, subject.happened_at or scan.at
    if at > scan.at or at < max(chart.last_scan_at, chart.last.at):
        return _said(state, Outcome.KEPT_NOT_MOVED, chart)
    if chart.place.id == desk.place.id and not chart.on_its_way:
        return _said(state, Outcome.HERE_NOT_IN_HAND, chart)
    return arrive_earlier(state, scan, chart, desk, at)


def _tie(state: DeskState, _scan: Scan, subject: PromptAct, _desk: Desk) -> Decision:
    if not subject.may:
        return _said(state, Outcome.NOT_PERMITTED, subject.chart)
    return _said(state, Outcome.LABEL_TIED, subject.chart)


_OF_THE_PLACE = frozenset({Act.MISSING, Act.EXTEND, Act.RETURNED})
_ACTS: dict[Act, Callable[[DeskState, Scan, PromptAct, Desk], Decision]] = {
    Act.MISSING: _report_missing,
    Act.SHEETS: _note_sheets,
    Act.SHEETS_CLEARED: _clear_sheets,
    Act.EXTEND: _extend,
    Act.RETURNED: _came_back,
    Act.TIE: _tie,
}
