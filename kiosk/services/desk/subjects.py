"""Finding what a scanned text stands for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.domain.codes import (
    Code,
    Command,
    ForeignText,
    Kind,
    WrongCheckDigits,
    is_several_codes,
    parse,
)
from kiosk.domain.custody import TAKEN_BACK, Place
from kiosk.domain.desk import (
    Act,
    Badge,
    CommandCard,
    DeskRules,
    DeskState,
    KnownChart,
    NewLabel,
    PlaceCard,
    PromptAct,
    Reason,
    Source,
    SpotCard,
    Subject,
    Unclear,
    UndoBatch,
    UndoCard,
)
from kiosk.domain.entries import clean_line
from kiosk.domain.errors import EntryRefused
from kiosk.domain.label_health import worn
from kiosk.domain.loans import LoanRules
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.outcomes import Outcome
from kiosk.domain.roles import May
from kiosk.domain.why import Why
from kiosk.services.access.sign_in import anybody_signed_in
from kiosk.services.desk.scan_request import ScanRequest
from kiosk.services.records.tie import check_tie
from kiosk.store.engine import new_id
from kiosk.store.hot_path.charts import (
    ChartNow,
    chart_by_code,
    chart_by_id,
    charts_lying_at,
    tied_chart,
    with_volumes,
)
from kiosk.store.hot_path.facts import label_by_code, last_outcome, reason_by_code, staff_by_code
from kiosk.store.hot_path.sends import (
    SentNow,
    newest_arrival,
    newest_send,
    send_of_scan,
    sends_of_batch,
)
from kiosk.store.queries.patients import anything_found, is_number
from kiosk.store.queries.places import place_by_code
from kiosk.store.queries.set_up import places
from kiosk.store.queries.views import StationView
from kiosk.store.types import AnyRow

LOOK_UP_LENGTH = 64
NOTE_LENGTH = 200
LEAST_LETTERS = 3
NEED_A_NOTE = frozenset({Act.SHEETS, Act.TIE})


@dataclass(frozen=True, slots=True)
class Found:
    """What a text stands for, with all that recording it will need."""

    subject: Subject
    chart: ChartNow | None = None
    sent: tuple[SentNow, ...] = ()
    label: AnyRow | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds subjects for one scan of one station, within its transaction.

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

    def find(self, request: ScanRequest) -> Found:
        """Tell what the text of the request stands for.

        Raises EntryRefused for a button's act whose note cannot be taken.
        """
        if request.undoes_batch:
            return self._batch(request.undoes_batch)
        if request.act:
            return self._act(request, request.act)
        parsed = parse(request.text)
        if isinstance(parsed, WrongCheckDigits):
            return Found(Unclear(Outcome.CHECK_DIGITS_WRONG))
        if _is_other_label(request, parsed):
            return self._other_label(parsed)
        if isinstance(parsed, ForeignText):
            return self._foreign(parsed.text, request.source)
        match parsed.kind:
            case Kind.CHART:
                return self._chart(parsed, request)
            case Kind.LOCATION:
                return self._place(parsed)
            case Kind.STAFF:
                return self._badge(parsed)
            case Kind.COMMAND:
                return self._command(parsed, request)
            case Kind.REASON:
                said = reason_by_code(self.connection, parsed.text)
                return self._reason(said) if said else Found(Unclear(Outcome.NOTHING_KNOWN))

    def _other_label(self, read: Code | ForeignText) -> Found:
        """Tell of which chart a label is that was scanned in place of the one just printed."""
        chart = chart_by_code(self.connection, read.text) if isinstance(read, Code) else None
        return Found(Unclear(Outcome.WRONG_LABEL), chart)

    def _foreign(self, text: str, source: Source) -> Found:
        if is_several_codes(text):
            return Found(Unclear(Outcome.TWO_LABELS))
        searchable = text and text.isprintable() and len(text) <= LOOK_UP_LENGTH
        if not searchable:
            return Found(Unclear(Outcome.NOT_OUR_CODE))
        chart_id = tied_chart(self.connection, text)
        if chart_id and not is_number(self.connection, text, self.mrn):
            now = chart_by_id(self.connection, chart_id, lock=self.lock)
            return self._known(now, own_label=False)
        if source.by_hand or anything_found(self.connection, text, self.mrn):
            return Found(Unclear(Outcome.LOOK_UP_OPENED))
        return Found(Unclear(Outcome.NOT_OUR_CODE))

    def _chart(self, code: Code, request: ScanRequest) -> Found:
        chart = chart_by_code(self.connection, code.text, lock=self.lock)
        if chart:
            own = chart.code == code.text
            return self._known(_worn(chart, request) if own else chart, own_label=own)
        label = label_by_code(self.connection, code.text)
        if label:
            return Found(NewLabel(new_id()), label=label)
        return Found(Unclear(Outcome.NOTHING_KNOWN))

    def _known(self, now: ChartNow, *, own_label: bool) -> Found:
        if self.state.destination:
            now = with_volumes(self.connection, now)
        return Found(KnownChart(now.chart, own_label), now)

    def _act(self, request: ScanRequest, act: Act) -> Found:
        text = request.same_text
        now = chart_by_code(self.connection, text, lock=self.lock) if text.isprintable() else None
        tied = tied_chart(self.connection, text) if text.isprintable() else None
        if now is None and tied:
            now = chart_by_id(self.connection, tied, lock=self.lock)
        if now is None:
            raise EntryRefused(field="chart", why=Why.NOT_KNOWN)
        visible = "".join(one if one.isprintable() else " " for one in request.note)
        given = request.note if act is Act.TIE else visible
        note = clean_line("note", given, needed=act in NEED_A_NOTE, longest=NOTE_LENGTH)
        if act is Act.TIE:
            check_tie(self.connection, note, now.chart.id, self.mrn)
        if act is Act.REASON:
            return replace(self._reason(in_words(note), now.chart.id), note=note)
        holder = self._holder(now) if act is Act.EXTEND else None
        may = request.by is not None and request.by.may(May.CORRECT)
        subject = PromptAct(act, now.chart, note, holder, may, request.happened_at)
        return Found(subject, now, note=note)

    def _holder(self, now: ChartNow) -> Place | None:
        """Return the place that a chart is lent to; None where loans do not end."""
        place = places(self.connection, {now.chart.place.id})[now.chart.place.id]
        lasts = self.loans().loan(place.kind, place.loan_days, now.type_days)
        return place.place if lasts else None

    def _place(self, code: Code) -> Found:
        place = place_by_code(self.connection, code.text)
        if place is None:
            return Found(Unclear(Outcome.NOTHING_KNOWN))
        if place.inside_id == self.station.desk.id:
            return self._spot(place.id)
        if place.inside_id:  # a shelf of another place: sent there, and filed there by its people
            place = places(self.connection, {place.inside_id})[place.inside_id]
        held, gone = self.state.in_hand, self._gone()
        if held is None:
            return Found(PlaceCard(place.place, gone=gone))
        chart = with_volumes(self.connection, chart_by_id(self.connection, held.id, lock=self.lock))
        return Found(PlaceCard(place.place, chart.chart, gone), chart)

    def _gone(self) -> frozenset[int]:
        """Return those of the charts that lay loose here which were sent or scanned elsewhere."""
        lying = {one.id for one in self.state.loose}
        lying |= {one.id for one in (self.state.in_hand, self.state.reason) if one}
        here = charts_lying_at(self.connection, self.station.id, self.station.desk.id, lying)
        return frozenset(lying - here)

    def _spot(self, spot_id: int) -> Found:
        held = self.state.in_hand
        chart_id = held.id if held else self.state.files_next
        if chart_id is None:
            return Found(SpotCard(spot_id))
        chart = chart_by_id(self.connection, chart_id, lock=self.lock)
        return Found(SpotCard(spot_id, chart.chart), chart)

    def _reason(self, said: str, chart_id: int | None = None) -> Found:
        awaited = self.state.reason
        is_other = awaited is not None and chart_id not in (None, awaited.id)
        if awaited is None or is_other or self.at >= awaited.ends_at:
            return Found(Reason(said))
        now = with_volumes(
            self.connection, chart_by_id(self.connection, awaited.id, lock=self.lock)
        )
        to = places(self.connection, {awaited.to_id})[awaited.to_id]
        return Found(Reason(said, now.chart, to.place), now)

    def _batch(self, batch_id: int) -> Found:
        sends = sends_of_batch(self.connection, self.station.id, batch_id, lock=self.lock)
        subject = UndoBatch(batch_id, tuple(one.sent for one in sends))
        return Found(subject, sent=tuple(sends))

    def _badge(self, code: Code) -> Found:
        staff = staff_by_code(self.connection, code.text)
        return Found(Badge(*staff) if staff else Unclear(Outcome.NOTHING_KNOWN))

    def _command(self, code: Code, request: ScanRequest) -> Found:
        try:
            command = Command(code.text)
        except ValueError:
            return Found(Unclear(Outcome.NOTHING_KNOWN))
        if command is not Command.UNDO:
            ends_all = command is Command.SIGN_OFF
            here = ends_all and anybody_signed_in(self.connection, self.station.id)
            return Found(CommandCard(command, here))
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
        return Found(subject, sent=tuple(one for one in (send, arrival) if one))


def _worn(now: ChartNow, request: ScanRequest) -> ChartNow:
    """Return a chart with its label's wear after this reading, where a camera told of it."""
    if not request.read or request.source.by_hand:
        return now
    return replace(
        now, chart=replace(now.chart, label_wear=worn(now.chart.label_wear, request.read))
    )


def _is_other_label(request: ScanRequest, parsed: Code | ForeignText) -> bool:
    """Whether a label was to be checked, and something else was scanned; a badge signs in."""
    is_badge = isinstance(parsed, Code) and parsed.kind is Kind.STAFF
    is_one = not is_badge and not is_several_codes(parsed.text)
    return request.fresh not in ("", parsed.text) and is_one


def in_words(text: str) -> str:
    """Return a typed reason, or nothing where it is no words but, say, a number."""
    return text if sum(one.isalpha() for one in text) >= LEAST_LETTERS else ""


def _chosen(movement: SentNow | None, arrival: SentNow | None) -> Found:
    """Let a button take back a send or a filing, or the arrival that the next scan still may."""
    if movement is None:
        return Found(UndoCard(chosen=True))
    is_that_arrival = arrival is not None and arrival.sent.movement == movement.sent.movement
    if movement.sent.movement.kind not in TAKEN_BACK and not is_that_arrival:
        return Found(UndoCard(chosen=True))
    return Found(UndoCard(send=movement.sent, chosen=True), sent=(movement,))
