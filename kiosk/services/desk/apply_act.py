"""What a scan leaves beside movements: reports, notes, longer loans, labels tied."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, select, update

from kiosk.domain.actors import Actor
from kiosk.domain.custody import ARRIVALS, MovementKind
from kiosk.domain.desk import Decision, Detail, PromptAct
from kiosk.domain.outcomes import Outcome
from kiosk.services.desk.cards import ScanSubject
from kiosk.services.desk.chart_after import Change, ChartsAfter, Extended, Reported, Sheets
from kiosk.services.desk.scan_request import ScanTime
from kiosk.services.records.audit import audit
from kiosk.services.records.notes import joined_notes
from kiosk.services.records.tie import tie
from kiosk.settings import Settings
from kiosk.store.engine import WriteTransaction
from kiosk.store.hot_path.charts import ChartForDecision
from kiosk.store.hot_path.sends import UndoableMovement
from kiosk.store.rows import ChartRow, ExtensionRow, MissingReportRow

_TOLD = frozenset(
    {
        Outcome.REPORTED_MISSING,
        Outcome.SHEETS_NOTED,
        Outcome.SHEETS_CLEARED,
        Outcome.LOAN_EXTENDED,
        Outcome.LABEL_TIED,
    }
)


@dataclass(frozen=True, slots=True)
class ActingScan:
    """The scan that leaves something, within its transaction."""

    writing: WriteTransaction
    settings: Settings
    placed: ScanTime
    station_id: int
    scan_row_id: int
    staff_id: int | None


def remember(
    scan: ActingScan,
    decision: Decision,
    found: ScanSubject,
    after: ChartsAfter,
) -> Detail:
    """Write what the decision leaves, and return the scan's facts; ``after`` grows with it."""
    now = found.chart
    seen_at = _seen_at(scan, decision)
    if now and now.chart.missing_since and seen_at and seen_at >= now.chart.missing_since:
        _found(scan, now)
    undone = {move.undoes_id for move in decision.moves} - {None}
    if undone:
        _not_found_after_all(scan, [one for one in found.sent if one.sent.movement.id in undone])
    if isinstance(found.subject, PromptAct) and now:
        change = _act(scan, decision, found.subject, now)
        _tell(scan, decision, found.subject, now)
        if change:
            after.change(now.chart.id, change)
        due_at = change.due_at if isinstance(change, Extended) else None
        return replace(decision.detail, due_at=due_at)
    return decision.detail


def _seen_at(scan: ActingScan, decision: Decision) -> datetime | None:
    """Tell when this scan saw its chart; a return that is noted later was seen at its own time."""
    arrivals = [
        move
        for move in decision.moves
        if move.kind is not MovementKind.LATE and move.undoes_id is None
    ]
    if not arrivals and not decision.proves_presence:
        return None
    return next((move.at for move in arrivals if move.at), scan.placed.at)


def _found(scan: ActingScan, now: ChartForDecision) -> None:
    scan.writing.connection.execute(
        update(MissingReportRow)
        .where(MissingReportRow.id == now.report_id)
        .values(found_scan_id=scan.scan_row_id, found_at=scan.placed.at)
    )


def _not_found_after_all(scan: ActingScan, undone: list[UndoableMovement]) -> None:
    """Let a chart be missing again whose typed arrival is taken back: no label was seen then."""
    typed = [one for one in undone if one.by_hand and one.sent.movement.kind in ARRIVALS]
    seen = [one.scan_row_id for one in typed if one.scan_row_id]
    if not seen:
        return
    scan.writing.connection.execute(
        update(MissingReportRow)
        .where(MissingReportRow.found_scan_id.in_(seen), MissingReportRow.approved_at.is_(None))
        .values(found_scan_id=None, found_at=None)
    )


def _tell(scan: ActingScan, decision: Decision, subject: PromptAct, now: ChartForDecision) -> None:
    """Let the chart's page tell what was done to it."""
    outcome = decision.outcomes[0]
    if outcome in _TOLD:
        actor = Actor(scan.staff_id, scan.station_id)
        said = {"reason": subject.note} if subject.note else {}
        audit(scan.writing, scan.placed.at, outcome.value, now.chart.id, {}, actor, personal=said)


def _act(
    scan: ActingScan,
    decision: Decision,
    subject: PromptAct,
    now: ChartForDecision,
) -> Change | None:
    match decision.outcomes[0]:  # the act's own, whatever else leads
        case Outcome.REPORTED_MISSING if now.chart.missing:
            _add_reason(scan, subject, now)
        case Outcome.REPORTED_MISSING:
            return _report(scan, subject, now)
        case Outcome.SHEETS_NOTED:
            return _note(scan, subject, now)
        case Outcome.SHEETS_CLEARED:
            return Sheets("", None)
        case Outcome.LOAN_EXTENDED:
            return _extend(scan, subject, now)
        case Outcome.LABEL_TIED:
            tie(scan.writing, subject.note, now.chart.id, scan.placed.received)
    return None


def _add_reason(scan: ActingScan, subject: PromptAct, now: ChartForDecision) -> None:
    """Keep what a second report adds to the one that is open."""
    report = MissingReportRow.id == now.report_id
    held = scan.writing.connection.execute(select(MissingReportRow.reason).where(report))
    reasons = joined_notes(held.scalar_one(), subject.note)
    scan.writing.connection.execute(update(MissingReportRow).where(report).values(reason=reasons))


def _report(scan: ActingScan, subject: PromptAct, now: ChartForDecision) -> Reported:
    if now.report_id:  # found and seen again by nobody: the new report takes its place
        older = update(MissingReportRow).where(MissingReportRow.id == now.report_id)
        scan.writing.connection.execute(older.values(approved_at=scan.placed.at))
    scan.writing.connection.execute(
        insert(MissingReportRow),
        {
            "id": scan.scan_row_id,
            "chart_id": now.chart.id,
            "reason": subject.note,
            "at": scan.placed.at,
            "staff_id": scan.staff_id,
            "station_id": scan.station_id,
        },
    )
    return Reported(scan.scan_row_id)


def _note(scan: ActingScan, subject: PromptAct, now: ChartForDecision) -> Sheets:
    held = scan.writing.connection.execute(
        select(ChartRow.sheets, ChartRow.sheets_since).where(ChartRow.id == now.chart.id)
    ).one()
    notes = joined_notes(held.sheets, subject.note)
    return Sheets(notes, held.sheets_since or scan.placed.at)


def _extend(scan: ActingScan, act: PromptAct, now: ChartForDecision) -> Extended | None:
    if act.until is None:
        return None
    row = {"scan_id": scan.scan_row_id, "movement_id": now.last_movement_id, "due_at": act.until}
    scan.writing.connection.execute(insert(ExtensionRow), row)
    return Extended(act.until)
