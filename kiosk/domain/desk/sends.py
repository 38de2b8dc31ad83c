"""Sending a chart that is here: what it needs, and which batch it joins."""

from dataclasses import replace

from kiosk.domain.custody import Chart, MovementKind, Place, sending, wanted_volumes
from kiosk.domain.desk.details import Detail
from kiosk.domain.desk.state import (
    AwaitedReason,
    Batch,
    DeskRules,
    DeskState,
    not_loose,
    seconds,
)
from kiosk.domain.desk.subjects import Decision, Desk, Scan
from kiosk.domain.outcomes import Outcome

SEND_OUTCOMES = {
    MovementKind.CHECK_OUT: Outcome.CHECKED_OUT,
    MovementKind.TRANSFER: Outcome.TRANSFERRED,
    MovementKind.RETURN: Outcome.SENT_BACK,
    MovementKind.MOVE: Outcome.MOVED,
}


def is_here(chart: Chart, desk: Desk) -> bool:
    """Tell whether a chart is still here: not sent, and not scanned elsewhere meanwhile."""
    return chart.place.id == desk.place.id and not chart.on_its_way


def may_leave(chart: Chart, desk: Desk) -> bool:
    """Tell whether a chart is still here, and not retired meanwhile."""
    return is_here(chart, desk) and not chart.retired


def send_here(
    state: DeskState, scan: Scan, chart: Chart, to: Place, desk: Desk, reason: str = ""
) -> Decision:
    """Send a chart that is here and that no destination was waiting for: it is in hand no more.

    Raises BorrowerStopped or ReasonNeeded.
    """
    batch = batch_for(state, scan, to.id)
    move = sending(chart, desk.place, to, batch.id, reason)
    outcomes, volumes = about_volumes(chart, to)
    if chart.missing:
        outcomes.append(Outcome.WAS_MISSING)
    after = replace(
        not_loose(state, chart.id),
        in_hand=None,
        files_next=None,
        batch=batch,
        last_sent=chart.id,
        sent_to_it=state.sent_to_it + 1,
    )
    detail = Detail(chart=chart.id, volumes=volumes)
    return Decision(after, (SEND_OUTCOMES[move.kind], *outcomes), (move,), detail)


def await_reason(
    state: DeskState, scan: Scan, chart: Chart, to: Place, rules: DeskRules
) -> DeskState:
    """Wait for the reason that a sensitive chart needs before it is sent to a place."""
    awaited = AwaitedReason(chart.id, to.id, scan.at + seconds(rules.reason))
    return replace(state, reason=awaited)


def about_volumes(chart: Chart, to: Place) -> tuple[list[Outcome], tuple[int, ...]]:
    """Say which other volumes there are, and whether the borrower wants one of them."""
    if not chart.volumes or to.is_file_room:
        return [], ()
    wanted = wanted_volumes(chart, to)
    told = tuple(other.chart_id for other in wanted or chart.volumes)
    return [Outcome.SET_INCOMPLETE] if wanted else [], told


def batch_for(state: DeskState, scan: Scan, place_id: int) -> Batch:
    if state.batch and state.batch.place_id == place_id:
        return replace(state.batch, count=state.batch.count + 1, last_send_at=scan.at)
    return Batch(scan.batch_id, place_id, 1, scan.at)
