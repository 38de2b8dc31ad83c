"""Finding what a scanned text stands for."""

from dataclasses import dataclass, replace
from datetime import timedelta

from kiosk.domain.codes import (
    Code,
    ForeignText,
    Kind,
    Looks,
    WrongCheckDigits,
    is_several_codes,
    looks_like,
    parse,
)
from kiosk.domain.desk import (
    Act,
    KnownChart,
    NewLabel,
    PromptAct,
    Source,
    Unclear,
)
from kiosk.domain.entries import clean_line
from kiosk.domain.errors import EntryRefused
from kiosk.domain.label_health import worn
from kiosk.domain.outcomes import Outcome
from kiosk.domain.roles import May
from kiosk.domain.why import Why
from kiosk.services.desk.cards import Cards, ScanSubject
from kiosk.services.desk.scan_request import ScanRequest
from kiosk.services.records.tie import check_tie
from kiosk.store.engine import new_id
from kiosk.store.hot_path.charts import (
    ChartForDecision,
    chart_by_code,
    chart_by_id,
    tied_chart,
    with_volumes,
)
from kiosk.store.hot_path.facts import (
    label_by_code,
    reason_by_code,
)
from kiosk.store.queries.patients import anything_found, is_number
from kiosk.store.queries.set_up import places

LOOK_UP_LENGTH = 64
NOTE_LENGTH = 200
LEAST_LETTERS = 3
NUMBERS = (Looks.NUMBER, Looks.PRODUCT_NUMBER)  # typed, they look up: a label is scanned
LONGEST_LOAN = timedelta(days=3650)
NEED_A_NOTE = frozenset({Act.SHEETS, Act.TIE})


@dataclass(frozen=True, slots=True)
class Finder(Cards):
    """Finds subjects for one scan of one station, within its transaction."""

    def find(self, request: ScanRequest) -> ScanSubject:
        """Tell what the text of the request stands for.

        Raises EntryRefused for a button's act whose note cannot be taken.
        """
        if request.undoes_batch:
            return self._batch(request.undoes_batch)
        if request.act:
            return self._act(request, request.act)
        parsed = parse(request.text)
        if isinstance(parsed, WrongCheckDigits):
            return ScanSubject(Unclear(Outcome.CHECK_DIGITS_WRONG))
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
                return self._reason(said) if said else ScanSubject(Unclear(Outcome.NOTHING_KNOWN))

    def _other_label(self, read: Code | ForeignText) -> ScanSubject:
        """Tell of which chart a label is that was scanned in place of the one just printed."""
        chart = chart_by_code(self.connection, read.text) if isinstance(read, Code) else None
        return ScanSubject(Unclear(Outcome.WRONG_LABEL), chart)

    def _foreign(self, text: str, source: Source) -> ScanSubject:
        if is_several_codes(text):
            return ScanSubject(Unclear(Outcome.TWO_LABELS))
        searchable = text and text.isprintable() and len(text) <= LOOK_UP_LENGTH
        if not searchable:
            return ScanSubject(Unclear(Outcome.NOT_OUR_CODE))
        is_typed_number = source.by_hand and looks_like(text) in NUMBERS
        chart_id = None if is_typed_number else tied_chart(self.connection, text)
        if chart_id and not is_number(self.connection, text, self.mrn):
            now = chart_by_id(self.connection, chart_id, lock=self.lock)
            return self._known(now, own_label=False)
        if source.by_hand or anything_found(self.connection, text, self.mrn):
            return ScanSubject(Unclear(Outcome.LOOK_UP_OPENED))
        return ScanSubject(Unclear(Outcome.NOT_OUR_CODE))

    def _chart(self, code: Code, request: ScanRequest) -> ScanSubject:
        chart = chart_by_code(self.connection, code.text, lock=self.lock)
        if chart:
            own = chart.code == code.text
            return self._known(_worn(chart, request) if own else chart, own_label=own)
        label = label_by_code(self.connection, code.text)
        if label:
            return ScanSubject(NewLabel(new_id()), label=label)
        return ScanSubject(Unclear(Outcome.NOTHING_KNOWN))

    def _known(self, now: ChartForDecision, *, own_label: bool) -> ScanSubject:
        if self.state.destination:
            now = with_volumes(self.connection, now)
        return ScanSubject(KnownChart(now.chart, own_label), now)

    def _act(self, request: ScanRequest, act: Act) -> ScanSubject:
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
        may = request.by is not None and request.by.may(May.CORRECT)
        subject = PromptAct(act, now.chart, note, may=may, happened_at=request.happened_at)
        if act is Act.EXTEND and now.chart.lent:
            subject = self._extension(subject, now, request)
        return ScanSubject(subject, now, note=note)

    def _extension(self, act: PromptAct, now: ChartForDecision, request: ScanRequest) -> PromptAct:
        """Add whose loan it is and until when it would go: as usual from now, or a chosen day.

        Nothing where loans do not end. Raises EntryRefused where that is no later than it was; what
        was made offline is taken, for nobody is there to choose another day.
        """
        chosen = request.until
        rules, place_id = self.loans(), now.chart.place.id
        place = places(self.connection, {place_id})[place_id]
        usual = rules.due(self.at, place.kind, place.loan_days, now.type_days)
        if usual is None or place.place.stopped:
            return replace(act, holder=place.place if usual else None)
        calendar = rules.calendar
        if chosen and chosen > calendar.today(self.at) + LONGEST_LOAN:
            raise EntryRefused(field="day", why=Why.TOO_LATE, years=LONGEST_LOAN.days // 365)
        until = calendar.ends(calendar.working_from(chosen)) if chosen else usual
        ends = now.due_at or self.at
        if until <= max(ends, self.at) and not request.stored:
            raise EntryRefused(field="day", why=Why.NOT_LATER, date=calendar.today(ends))
        return replace(act, holder=place.place, until=max(until, ends))


def _worn(now: ChartForDecision, request: ScanRequest) -> ChartForDecision:
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
