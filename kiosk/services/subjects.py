"""Finding what a scanned text stands for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.domain.codes import Code, Command, ForeignText, Kind, WrongCheckDigits, parse
from kiosk.domain.desk import (
    Badge,
    CommandCard,
    DeskState,
    KnownChart,
    NewLabel,
    PlaceCard,
    Source,
    Subject,
    Unclear,
    UndoCard,
)
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.outcomes import Outcome
from kiosk.services.scan_request import ScanRequest
from kiosk.store.charts import anything_found
from kiosk.store.desk_facts import (
    ChartNow,
    SentNow,
    chart_by_code,
    chart_by_id,
    label_by_code,
    last_outcome,
    newest_arrival,
    newest_send,
    send_of_scan,
    staff_by_code,
)
from kiosk.store.engine import new_id
from kiosk.store.places import place_by_code
from kiosk.store.types import AnyRow

LOOK_UP_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Found:
    """What a text stands for, with all that recording it will need."""

    subject: Subject
    chart: ChartNow | None = None
    sent: tuple[SentNow, ...] = ()
    label: AnyRow | None = None


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds subjects for one scan of one station, within its transaction."""

    connection: Connection
    station_id: int
    state: DeskState
    mrn: MrnFormat
    at: datetime
    undo_seconds: int
    lock: bool

    def find(self, request: ScanRequest) -> Found:
        """Tell what the text of the request stands for."""
        parsed = parse(request.text)
        if isinstance(parsed, WrongCheckDigits):
            return Found(Unclear(Outcome.CHECK_DIGITS_WRONG))
        if isinstance(parsed, ForeignText):
            return Found(Unclear(self._foreign(parsed.text, request.source)))
        match parsed.kind:
            case Kind.CHART:
                return self._chart(parsed)
            case Kind.LOCATION:
                return self._place(parsed)
            case Kind.STAFF:
                return self._badge(parsed)
            case Kind.COMMAND:
                return self._command(parsed, request)

    def _foreign(self, text: str, source: Source) -> Outcome:
        searchable = text and text.isprintable() and len(text) <= LOOK_UP_LENGTH
        if not searchable:
            return Outcome.NOT_OUR_CODE
        if source.by_hand or anything_found(self.connection, text, self.mrn):
            return Outcome.LOOK_UP_OPENED
        return Outcome.NOT_OUR_CODE

    def _chart(self, code: Code) -> Found:
        chart = chart_by_code(self.connection, code.text, lock=self.lock)
        if chart:
            return Found(KnownChart(chart.chart), chart)
        label = label_by_code(self.connection, code.text)
        if label:
            return Found(NewLabel(new_id()), label=label)
        return Found(Unclear(Outcome.NOTHING_KNOWN))

    def _place(self, code: Code) -> Found:
        place = place_by_code(self.connection, code.text)
        if place is None:
            return Found(Unclear(Outcome.NOTHING_KNOWN))
        held = self.state.in_hand
        if held is None:
            return Found(PlaceCard(place.place))
        chart = chart_by_id(self.connection, held.id, lock=self.lock)
        return Found(PlaceCard(place.place, chart.chart), chart)

    def _badge(self, code: Code) -> Found:
        staff = staff_by_code(self.connection, code.text)
        return Found(Badge(*staff) if staff else Unclear(Outcome.NOTHING_KNOWN))

    def _command(self, code: Code, request: ScanRequest) -> Found:
        try:
            command = Command(code.text)
        except ValueError:
            return Found(Unclear(Outcome.NOTHING_KNOWN))
        if command is not Command.UNDO:
            return Found(CommandCard(command))
        arrival = None
        if self.state.arrival_to_undo:
            arrival = newest_arrival(
                self.connection, self.station_id, self.state.arrival_to_undo, lock=self.lock
            )
        if request.undoes:
            send = send_of_scan(self.connection, self.station_id, request.undoes, lock=self.lock)
            return _chosen(send, arrival)
        until = self.at if request.stored else None
        since = self.at - timedelta(seconds=self.undo_seconds)
        send = newest_send(self.connection, self.station_id, since, until, lock=self.lock)
        was_late = last_outcome(self.connection, self.station_id) == Outcome.KEPT_NOT_MOVED
        subject = UndoCard(
            send.sent if send else None,
            arrival.sent if arrival else None,
            after_late_scan=was_late,
        )
        return Found(subject, sent=tuple(one for one in (send, arrival) if one))


def _chosen(movement: SentNow | None, arrival: SentNow | None) -> Found:
    """Let a button take back a send, or the arrival that the very next scan may take back."""
    if movement is None:
        return Found(UndoCard(chosen=True))
    is_that_arrival = arrival is not None and arrival.sent.movement == movement.sent.movement
    if movement.sent.movement.batch_id is None and not is_that_arrival:
        return Found(UndoCard(chosen=True))
    return Found(UndoCard(send=movement.sent, chosen=True), sent=(movement,))
