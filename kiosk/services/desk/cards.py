"""Finding what a scanned card stands for: a place, a shelf, a reason, a badge, a command."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.domain.codes import (
    Code,
    Command,
)
from kiosk.domain.custody import TAKEN_BACK
from kiosk.domain.desk import (
    Badge,
    CommandCard,
    DeskRules,
    DeskState,
    PlaceCard,
    Reason,
    SpotCard,
    Subject,
    Unclear,
    UndoBatch,
    UndoCard,
)
from kiosk.domain.loans import LoanRules
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.outcomes import Outcome
from kiosk.services.access.sign_in import anybody_signed_in
from kiosk.services.desk.scan_request import ScanRequest
from kiosk.store.hot_path.charts import (
    ChartForDecision,
    chart_by_id,
    charts_lying_at,
    with_volumes,
)
from kiosk.store.hot_path.facts import (
    PrintedLabel,
    last_outcome,
    staff_by_code,
)
from kiosk.store.hot_path.sends import (
    UndoableMovement,
    newest_arrival,
    newest_send,
    send_of_scan,
    sends_of_batch,
)
from kiosk.store.queries.places import place_by_code
from kiosk.store.queries.set_up import places
from kiosk.store.queries.views import StationView


@dataclass(frozen=True, slots=True)
class ScanSubject:
    """What a text stands for, with all that recording it will need."""

    subject: Subject
    chart: ChartForDecision | None = None
    sent: tuple[UndoableMovement, ...] = ()
    label: PrintedLabel | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """Tells what cards stand for in one scan of one station, within its transaction.

    ``loans`` reads how long loans last, for the few scans that need it.
    """

    connection: Connection
    station: StationView
    state: DeskState
    mrn: MrnFormat
    at: datetime
    rules: DeskRules
    loans: Callable[[], LoanRules]
    lock: bool

    def _place(self, code: Code) -> ScanSubject:
        place = place_by_code(self.connection, code.text)
        if place is None:
            return ScanSubject(Unclear(Outcome.NOTHING_KNOWN))
        if place.inside_id == self.station.desk.id:
            return self._spot(place.id)
        if place.inside_id:  # a shelf of another place: sent there, and filed there by its people
            place = places(self.connection, {place.inside_id})[place.inside_id]
        held, gone = self.state.in_hand, self._gone()
        if held is None:
            return ScanSubject(PlaceCard(place.place, gone=gone))
        chart = with_volumes(self.connection, chart_by_id(self.connection, held.id, lock=self.lock))
        return ScanSubject(PlaceCard(place.place, chart.chart, gone), chart)

    def _gone(self) -> frozenset[int]:
        """Return those of the charts that lay loose here which were sent or scanned elsewhere."""
        lying = {one.id for one in self.state.loose}
        lying |= {one.id for one in (self.state.in_hand, self.state.reason) if one}
        here = charts_lying_at(self.connection, self.station.id, self.station.desk.id, lying)
        return frozenset(lying - here)

    def _spot(self, spot_id: int) -> ScanSubject:
        held = self.state.in_hand
        chart_id = held.id if held else self.state.files_next
        if chart_id is None:
            return ScanSubject(SpotCard(spot_id))
        chart = chart_by_id(self.connection, chart_id, lock=self.lock)
        return ScanSubject(SpotCard(spot_id, chart.chart), chart)

    def _reason(self, said: str, chart_id: int | None = None) -> ScanSubject:
        awaited = self.state.reason
        is_other = awaited is not None and chart_id not in (None, awaited.id)
        if awaited is None or is_other or self.at >= awaited.ends_at:
            return ScanSubject(Reason(said))
        now = with_volumes(
            self.connection, chart_by_id(self.connection, awaited.id, lock=self.lock)
        )
        to = places(self.connection, {awaited.to_id})[awaited.to_id]
        return ScanSubject(Reason(said, now.chart, to.place), now)

    def _batch(self, batch_id: int) -> ScanSubject:
        sends = sends_of_batch(self.connection, self.station.id, batch_id, lock=self.lock)
        subject = UndoBatch(batch_id, tuple(one.sent for one in sends))
        return ScanSubject(subject, sent=tuple(sends))

    def _badge(self, code: Code) -> ScanSubject:
        staff = staff_by_code(self.connection, code.text)
        return ScanSubject(Badge(*staff) if staff else Unclear(Outcome.NOTHING_KNOWN))

    def _command(self, code: Code, request: ScanRequest) -> ScanSubject:
        try:
            command = Command(code.text)
        except ValueError:
            return ScanSubject(Unclear(Outcome.NOTHING_KNOWN))
        if command is not Command.UNDO:
            ends_all = command is Command.SIGN_OFF
            here = ends_all and anybody_signed_in(self.connection, self.station.id)
            return ScanSubject(CommandCard(command, here))
        arrival = None
        if self.state.arrival_to_undo:
            arrival = newest_arrival(
                self.connection, self.station.id, self.state.arrival_to_undo, lock=self.lock
            )
        if request.undoes:
            send = send_of_scan(self.connection, self.station.id, request.undoes, lock=self.lock)
            return _chosen(send, arrival)
        until = self.at if request.stored else None
        since = self.at - timedelta(seconds=self.rules.undo)
        send = newest_send(self.connection, self.station.id, since, until, lock=self.lock)
        was_late = last_outcome(self.connection, self.station.id) == Outcome.KEPT_NOT_MOVED
        subject = UndoCard(
            send.sent if send else None,
            arrival.sent if arrival else None,
            after_late_scan=was_late,
        )
        return ScanSubject(subject, sent=tuple(one for one in (send, arrival) if one))


def _chosen(movement: UndoableMovement | None, arrival: UndoableMovement | None) -> ScanSubject:
    """Let a button take back a send or a filing, or the arrival that the next scan still may."""
    if movement is None:
        return ScanSubject(UndoCard(chosen=True))
    is_that_arrival = arrival is not None and arrival.sent.movement == movement.sent.movement
    if movement.sent.movement.kind not in TAKEN_BACK and not is_that_arrival:
        return ScanSubject(UndoCard(chosen=True))
    return ScanSubject(UndoCard(send=movement.sent, chosen=True), sent=(movement,))
