"""Writing down what a scan came to: the scan, its movements, and where the chart is now."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, insert, select, update

from kiosk.domain.codes import Code, parse
from kiosk.domain.custody import Loan, Move, MovementKind
from kiosk.domain.desk import Decision, NewLabel
from kiosk.domain.desk.state import DeskState, to_plain
from kiosk.domain.loans import due_at, loan_of
from kiosk.domain.outcomes import Outcome
from kiosk.services.scan_request import Placed, ScanRequest
from kiosk.services.subjects import Found
from kiosk.settings import Settings
from kiosk.store.desk_facts import SentNow
from kiosk.store.engine import Writing, new_id
from kiosk.store.places import places
from kiosk.store.rows import ChartRow, MovementRow, RecordTypeRow, ScanRow, ScanTextRow
from kiosk.store.views import PlaceView

RAW_TEXT_KEPT = 64


@cache
def _pointing(names: tuple[str, ...]) -> Update:
    """Build the statement that sets a chart's pointers, once for each set of them."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(ChartRow).where(ChartRow.id == bindparam("chart")).values(values)


@dataclass(frozen=True, slots=True)
class Stay:
    """What a movement carries on from the one before it."""

    movement_id: int | None
    since: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes one decided scan within its transaction; ``places`` are those known already."""

    writing: Writing
    settings: Settings
    request: ScanRequest
    station_id: int
    placed: Placed
    places: tuple[PlaceView, ...]

    def record(self, decision: Decision, found: Found) -> dict[str, Any]:
        """Write everything and return the scan's row, numbered once committed."""
        scan_row_id = new_id()
        if isinstance(found.subject, NewLabel):
            self._create_chart(found.subject.chart_id, found.label)
        scan = self._scan(scan_row_id, decision, found)
        undone = _undone(decision, found)
        last, type_days = self._before(found, undone)
        operator_id = scan["operator_id"]
        newest = last.movement_id if last else None
        for move in decision.moves:
            movement = self._movement(move, last, type_days, scan_row_id, operator_id, undone)
            if move.kind is not MovementKind.LATE:
                last = Stay(movement["id"], movement["since"], movement["due_at"])
                newest = movement["id"]
        self._point_chart(decision, scan["chart_id"], scan_row_id, newest)
        return scan

    def _scan(self, row_id: int, decision: Decision, found: Found) -> dict[str, Any]:
        parsed = parse(self.request.text)
        ours = isinstance(parsed, Code)
        lead, *also = decision.ordered
        if not ours:
            kept = self.request.same_text.replace("\x00", "")[:RAW_TEXT_KEPT]
            row = {"scan_id": row_id, "text": kept}
            self.writing.connection.execute(insert(ScanTextRow), row)
        return self.writing.record(
            ScanRow,
            {
                "id": row_id,
                "scan_id": self.request.scan_id,
                "station_id": self.station_id,
                "station_seq": self.request.station_seq,
                "browser_epoch": self.placed.browser_epoch,
                "text": parsed.text if ours else None,
                "text_hash": self.writing.digest(self.request.same_text),
                "source": self.request.source.value,
                "stored": self.request.stored,
                "placed_back": self.placed.back,
                "at": self.placed.at,
                "received_at": self.placed.received,
                "outcome": lead.value,
                "also": [outcome.value for outcome in also],
                "chart_id": _chart_id(decision, found),
                "operator_id": _operator_id(decision.state),
                "detail": decision.detail,
                "state": to_plain(decision.state),
                "read": self.request.read,
            },
        )

    def _create_chart(self, chart_id: int, label: Any) -> None:
        values = {
            name: getattr(label, name)
            for name in ("code", "patient_id", "record_type_id", "volume", "home_id")
        }
        # The pointers are set by _point_chart, once the movement that they name has its id.
        row = {"id": chart_id, "last_movement_id": 0, **values}
        self.writing.connection.execute(insert(ChartRow), row)

    def _before(self, found: Found, undone: SentNow | None) -> tuple[Stay | None, int | None]:
        """Return the chart's stay before this scan, and its record type's loan days."""
        if found.chart:
            now = found.chart
            return Stay(now.last_movement_id, now.chart.since, now.due_at), now.type_days
        if undone:
            return Stay(undone.now.last_movement_id, undone.since, undone.due_at), None
        if found.label is None:
            return None, None
        days = select(RecordTypeRow.loan_days).where(RecordTypeRow.id == found.label.record_type_id)
        return None, self.writing.connection.execute(days).scalar_one()

    def _movement(
        self,
        move: Move,
        before: Stay | None,
        type_days: int | None,
        scan_row_id: int,
        operator_id: int | None,
        undone: SentNow | None,
    ) -> dict[str, Any]:
        stays = before is not None and (
            move.from_id == move.to_id or move.kind is MovementKind.UNDO
        )
        return self.writing.record(
            MovementRow,
            {
                "id": new_id(),
                "chart_id": move.chart_id,
                "kind": move.kind.value,
                "effective": move.kind is not MovementKind.LATE,
                "from_id": move.from_id,
                "to_id": move.to_id,
                "at": self.placed.at,
                "recorded_at": self.placed.received,
                "since": before.since if stays and before else self.placed.at,
                "due_at": self._due(move, before, type_days),
                "station_id": self.station_id,
                "scan_id": scan_row_id,
                "staff_id": operator_id,
                "by_hand": self.request.source.by_hand,
                "batch_id": move.batch_id,
                "previous_id": before.movement_id if before else None,
                "undoes_id": move.undoes_id,
                "restores_id": undone.restores_id if undone else None,
            },
        )

    def _due(self, move: Move, before: Stay | None, type_days: int | None) -> datetime | None:
        if move.loan is Loan.ENDS:
            return None
        if move.loan is Loan.GOES_ON:
            return before.due_at if before else None
        known = [place for place in self.places if place.id == move.to_id]
        place = known[0] if known else places(self.writing.connection, {move.to_id})[move.to_id]
        loan = loan_of(place.kind, place.loan_days, type_days)
        if loan is None:
            return None
        return due_at(loan, self.placed.at, self.settings.zone, self.settings.day_ends)

    def _point_chart(
        self, decision: Decision, chart_id: int | None, scan_row_id: int, newest: int | None
    ) -> None:
        kinds = {move.kind for move in decision.moves}
        if chart_id is None or not (decision.moves or decision.proves_presence):
            return
        if MovementKind.LATE in kinds:
            return
        pointers: dict[str, Any] = {"last_movement_id": newest}
        if MovementKind.UNDO not in kinds:
            pointers["last_scan_id"] = scan_row_id
        if decision.proves_presence and not self.request.source.by_hand:
            pointers["label_read_id"] = scan_row_id
        given = {f"new_{name}": value for name, value in pointers.items()}
        statement = _pointing(tuple(pointers))
        self.writing.connection.execute(statement, {"chart": chart_id, **given})


def _chart_id(decision: Decision, found: Found) -> int | None:
    if isinstance(found.subject, NewLabel):
        return found.subject.chart_id
    moved = {move.chart_id for move in decision.moves}
    if moved:
        return moved.pop()
    named = decision.detail.get("chart")
    if named is not None:
        return int(named)
    is_label = found.chart is not None and Outcome.DESTINATION_SET not in decision.outcomes
    return found.chart.chart.id if found.chart and is_label else None


def _undone(decision: Decision, found: Found) -> SentNow | None:
    ids = {move.undoes_id for move in decision.moves}
    return next((one for one in found.sent if one.sent.movement.id in ids), None)


def _operator_id(state: DeskState) -> int | None:
    return state.operator.id if state.operator else None
