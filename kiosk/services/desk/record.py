"""Writing down what a scan came to: the scan, its movements, and where each chart is now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from kiosk.domain.codes import Code, parse
from kiosk.domain.custody import SENDS, Loan, Move, MovementKind
from kiosk.domain.desk import Decision, KnownChart, NewLabel
from kiosk.domain.desk.codec import detail_to_plain, state_to_plain
from kiosk.domain.desk.state import DeskState
from kiosk.domain.label_health import worn
from kiosk.domain.outcomes import Outcome
from kiosk.services.desk.apply_act import ActingScan, remember
from kiosk.services.desk.cards import ScanSubject
from kiosk.services.desk.carried_over import CarriedOver, carried_over
from kiosk.services.desk.chart_after import (
    Change,
    ChartsAfter,
    LabelRead,
    LabelWear,
    Seen,
    Standing,
)
from kiosk.services.desk.scan_request import ScanRequest, ScanTime
from kiosk.services.records.new_rows import new_chart_row
from kiosk.settings import Settings
from kiosk.store.engine import WriteTransaction, new_id
from kiosk.store.hot_path.facts import PrintedLabel, free_volume
from kiosk.store.personal import keep_personal
from kiosk.store.queries.patients import person_of
from kiosk.store.queries.set_up import loan_rules, places
from kiosk.store.queries.views import PlaceView
from kiosk.store.rows import (
    ChartRow,
    MovementRow,
    ScanRow,
)

RAW_TEXT_KEPT = 64
_STAYS = frozenset({MovementKind.UNDO, MovementKind.FILE})


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a scan: its row, what it tells of a person, its movements.

    They are numbered at the commit.
    """

    scan: dict[str, Any]
    told: dict[str, Any]
    movements: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes one decided scan within its transaction; ``places`` are those known already."""

    writing: WriteTransaction
    settings: Settings
    request: ScanRequest
    station_id: int
    placed: ScanTime
    places: tuple[PlaceView, ...]

    def record(self, decision: Decision, found: ScanSubject) -> Written:
        """Write everything."""
        row_id = new_id()
        if isinstance(found.subject, NewLabel) and found.label:
            self._create_chart(found.subject.chart_id, found.label)
        text, told = self._texts(found)
        if decision.detail.reason:
            told["reason"] = decision.detail.reason
        scan = self._scan(row_id, decision, found, text, self._identity(row_id, told))
        written = []
        stays, after = carried_over(found, self.placed.at), ChartsAfter()
        for move in decision.moves:
            before = stays[move.chart_id]
            movement = self._movement(move, before, row_id, scan["operator_id"])
            written.append(movement)
            if move.kind is MovementKind.LATE:
                continue
            since, due_at = movement["since"], movement["due_at"]
            stays[move.chart_id] = CarriedOver(movement["id"], since, due_at, before.type_days)
            after.change(move.chart_id, self._standing(move, movement, before))
        if scan["chart_id"] is not None:
            after.change(scan["chart_id"], *self._presence(decision, row_id, found))
        remembered = ActingScan(
            self.writing, self.settings, self.placed, self.station_id, row_id, scan["operator_id"]
        )
        detail = remember(remembered, decision, found, after)
        scan["detail"] = detail_to_plain(replace(detail, reason=""))
        after.write(self.writing.connection)
        return Written(scan, told, tuple(written))

    def _texts(self, found: ScanSubject) -> tuple[str | None, dict[str, Any]]:
        """Return what was scanned: a code of ours, and any other text that is kept beside it."""
        parsed = parse(self.request.text)
        if isinstance(parsed, Code):
            note = found.note.replace("\x00", "")
            return parsed.text, {"text": note} if note else {}
        return None, {"text": self.request.same_text.replace("\x00", "")[:RAW_TEXT_KEPT]}

    def _identity(self, row_id: int, told: dict[str, Any]) -> str:
        """Return what a repeat is known by; what the scan tells of a person is kept beside it."""
        said = self.writing.digest(self.request.identity)
        if not told:
            return said
        return keep_personal(self.writing.connection, row_id, {**told, "identity": said})

    def _scan(
        self,
        row_id: int,
        decision: Decision,
        found: ScanSubject,
        text: str | None,
        text_hash: str,
    ) -> dict[str, Any]:
        lead, *also = decision.ordered
        return self.writing.add_fact(
            ScanRow,
            {
                "id": row_id,
                "scan_id": self.request.scan_id,
                "station_id": self.station_id,
                "station_seq": self.request.station_seq,
                "browser_epoch": self.placed.browser_epoch,
                "text": text,
                "text_hash": text_hash,
                "source": self.request.source.value,
                "stored": self.request.stored,
                "placed_back": self.placed.back,
                "at": self.placed.at,
                "received_at": self.placed.received,
                "outcome": lead.value,
                "also": [outcome.value for outcome in also],
                "chart_id": _chart_id(decision, found),
                "operator_id": self._who(decision.state),
                "state": state_to_plain(decision.state),
                "read": self.request.read,
            },
        )

    def _who(self, state: DeskState) -> int | None:
        """Tell who it was: who pressed the button of an act, else the operator of the desk."""
        operator = state.operator.id if state.operator else None
        by = self.request.by.staff_id if self.request.by else None
        return (by or operator) if self.request.act else (operator or by)

    def _create_chart(self, chart_id: int, label: PrintedLabel) -> None:
        connection = self.writing.connection
        person = person_of(connection, label.patient_id)
        assert person is not None
        # Its volume may have come into being another way since it was printed.
        values = label.of_chart | {"volume": free_volume(connection, label)}
        # What points at the movement is set once that has its id.
        row = new_chart_row(chart_id, person.mrn, self.settings, values) | {
            "place_id": label.home_id,
            "since": self.placed.at,
            "last_movement_id": 0,
        }
        self.writing.connection.execute(insert(ChartRow), row)

    def _movement(
        self,
        move: Move,
        before: CarriedOver,
        scan_row_id: int,
        operator_id: int | None,
    ) -> dict[str, Any]:
        at = move.at or self.placed.at
        stays = move.from_id == move.to_id or move.kind in _STAYS
        return self.writing.add_fact(
            MovementRow,
            {
                "id": new_id(),
                "chart_id": move.chart_id,
                "kind": move.kind.value,
                "effective": move.kind is not MovementKind.LATE,
                "from_id": move.from_id,
                "to_id": move.to_id,
                "at": at,
                "recorded_at": self.placed.received,
                "since": before.since if stays else at,
                "due_at": self._due(move, before, at),
                "station_id": self.station_id,
                "scan_id": scan_row_id,
                "staff_id": operator_id,
                "by_hand": self.request.source.by_hand,
                "batch_id": move.batch_id,
                "previous_id": before.movement_id,
                "undoes_id": move.undoes_id,
                "restores_id": before.restores_id,
            },
        )

    def _due(self, move: Move, before: CarriedOver, at: datetime) -> datetime | None:
        if move.loan is Loan.ENDS:
            return None
        if move.loan is Loan.GOES_ON:
            return before.due_at
        place = self._place(move.to_id)
        connection = self.writing.connection
        rules = loan_rules(connection, self.settings.calendar)
        return rules.due(at, place.kind, place.loan_days, before.type_days)

    def _place(self, place_id: int) -> PlaceView:
        known = next((place for place in self.places if place.id == place_id), None)
        return known or places(self.writing.connection, {place_id})[place_id]

    def _standing(self, move: Move, movement: dict[str, Any], before: CarriedOver) -> Standing:
        place = self._place(move.to_id)
        root = self._place(place.root_id)
        sent = before.back_sent if move.kind is MovementKind.UNDO else move.kind in SENDS
        lent = sent or not root.place.is_file_room
        return Standing(movement["id"], root.id, movement["since"], movement["due_at"], sent, lent)

    def _presence(
        self, decision: Decision, scan_row_id: int, found: ScanSubject
    ) -> Iterator[Change]:
        """Yield what it changes that this scan saw its chart, and read its label."""
        kinds = {move.kind for move in decision.moves}
        if not (decision.moves or decision.proves_presence):
            return
        if any(move.at for move in decision.moves):  # seen at an earlier time, which it carries
            return
        if MovementKind.LATE in kinds or MovementKind.UNDO in kinds:
            return
        yield Seen(scan_row_id)
        own = not isinstance(found.subject, KnownChart) or found.subject.own_label
        reads_label = decision.proves_presence and own
        if reads_label and not self.request.source.by_hand:
            yield LabelRead(scan_row_id)
            if self.request.read:
                known = found.chart
                yield LabelWear(known.chart.label_wear if known else worn(0, self.request.read))


def _chart_id(decision: Decision, found: ScanSubject) -> int | None:
    if isinstance(found.subject, NewLabel):
        return found.subject.chart_id
    moved = {move.chart_id for move in decision.moves}
    if moved:
        return moved.pop() if len(moved) == 1 else None
    if decision.detail.chart is not None:
        return decision.detail.chart
    is_label = found.chart is not None and Outcome.DESTINATION_SET not in decision.outcomes
    return found.chart.chart.id if found.chart and is_label else None
