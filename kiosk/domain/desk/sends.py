"""Sending a chart that is here: what it needs, and which batch it joins."""

from dataclasses import replace
from typing import Any

from kiosk.domain.custody import Chart, MovementKind, Place, sending, wanted_volumes
from kiosk.domain.desk.state import AwaitedReason, Batch, DeskRules, DeskState, seconds
from kiosk.domain.desk.subjects import Decision, Desk, Scan
from kiosk.domain.outcomes import Outcome

SEND_OUTCOMES = {
    MovementKind.CHECK_OUT: Outcome.CHECKED_OUT,
    MovementKind.TRANSFER: Outcome.TRANSFERRED,
    MovementKind.RETURN: Outcome.SENT_BACK,
    MovementKind.MOVE: Outcome.MOVED,
}


def may_leave(chart: Chart, desk: Desk) -> bool:
    """Tell whether a chart is still here: not scanned elsewhere or retired meanwhile."""
    return chart.place.id == desk.place.id and not chart.on_its_way and not chart.retired


def send_here(
    state: DeskState, scan: Scan, chart: Chart, to: Place, desk: Desk, reason: str = ""
) -> Decision:
    """Send a chart that is here and that no destination was waiting for: it is in hand no more.

    Raises BorrowerStopped or ReasonNeeded.
    """
    batch = batch_for(state, scan, to.id)
    move = sending(chart, desk.place, to, batch.id, reason)
    outcomes, detail = about_volumes(chart, to)
    if chart.missing:
        outcomes.append(Outcome.WAS_MISSING)
    held = state.in_hand and state.in_hand.id != chart.id
    after = replace(
        state,
        in_hand=state.in_hand if held else None,
        left_here=None,
        batch=batch,
        chart_was_refused=False,
    )
    return Decision(
        after, (SEND_OUTCOMES[move.kind], *outcomes), (move,), detail | {"chart": chart.id}
    )


def await_reason(
    state: DeskState, scan: Scan, chart: Chart, to: Place, rules: DeskRules
) -> DeskState:
    """Wait for the reason that a sensitive chart needs before it is sent to a place."""
    awaited = AwaitedReason(chart.id, to.id, scan.at + seconds(rules.reason))
    return replace(state, reason=awaited, chart_was_refused=True)


def about_volumes(chart: Chart, to: Place) -> tuple[list[Outcome], dict[str, Any]]:
    """Say which other volumes there are, and whether the borrower wants one of them."""
    if not chart.volumes or to.is_file_room:
        return [], {}
    wanted = wanted_volumes(chart, to)
    detail = {"volumes": [other.chart_id for other in wanted or chart.volumes]}
    return [Outcome.SET_INCOMPLETE] if wanted else [], detail


def batch_for(state: DeskState, scan: Scan, place_id: int) -> Batch:
    if state.batch and state.batch.place_id == place_id:
        return replace(state.batch, count=state.batch.count + 1, last_send_at=scan.at)
    return Batch(scan.batch_id, place_id, 1, scan.at)
