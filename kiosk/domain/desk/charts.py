"""A chart's label is scanned: the law of presence, then what is pending."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from kiosk.domain.custody import (
    ARRIVALS,
    SENDS,
    Chart,
    Loan,
    Move,
    MovementKind,
    Place,
    arrival,
    brought,
    kept_late,
    sending,
)
from kiosk.domain.desk.details import NOTHING_TOLD, Detail, NotSent, WasAt
from kiosk.domain.desk.sends import SEND_OUTCOMES, about_volumes, await_reason, batch_for
from kiosk.domain.desk.state import (
    DeskRules,
    DeskState,
    Pending,
    left_here,
    not_loose,
    seconds,
)
from kiosk.domain.desk.subjects import Decision, Desk, KnownChart, NewLabel, Scan, Source
from kiosk.domain.errors import BorrowerStopped, ReasonNeeded
from kiosk.domain.label_health import WEAK_FROM
from kiosk.domain.outcomes import Outcome


@dataclass
class _Answer:
    """A decision in the making."""

    state: DeskState
    outcomes: list[Outcome] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    detail: Detail = NOTHING_TOLD

    def decision(self) -> Decision:
        return Decision(
            self.state, tuple(self.outcomes), tuple(self.moves), self.detail, proves_presence=True
        )


def scan_chart(
    state: DeskState,
    scan: Scan,
    subject: KnownChart,
    to: Place | None,
    desk: Desk,
    rules: DeskRules,
) -> Decision:
    """Decide what the scan of a known chart does; ``to`` is the pending destination's place."""
    chart = subject.chart
    if scan.stored and scan.at < chart.last_scan_at:
        return Decision(
            replace(state, last_sent=None),
            (Outcome.KEPT_NOT_MOVED,),
            (kept_late(chart, desk.place),),
        )
    sends_on = to if scan.source is not Source.HERE and not scan.checks_label else None
    if sends_on and state.batch and chart.last.batch_id == state.batch.id and chart.on_its_way:
        seen = replace(state, last_sent=chart.id)
        outcomes = (Outcome.ALREADY_SENT, *alerts(chart))
        return Decision(seen, outcomes, proves_presence=True)
    answer = _Answer(_without_traces(state), [*alerts(chart)])
    reads_label = subject.own_label and not scan.source.by_hand
    if reads_label and (scan.checks_label or not chart.label_verified):
        answer.outcomes.append(Outcome.LABEL_VERIFIED)
    stays = sends_on is None or chart.retired
    if chart.place.id != desk.place.id or chart.on_its_way:
        _arrive(answer, scan, chart, desk, rules, stays=stays)
    elif scan.checks_label:
        answer.outcomes += [] if reads_label else [Outcome.HERE_NOT_IN_HAND]
        _stay_here(answer, scan, chart)
    elif chart.retired:
        _stay_here(answer, scan, chart)
    elif stays:
        _take_in_hand(answer, scan, chart, state, rules)
    if chart.retired:
        answer.outcomes.append(Outcome.CHART_RETIRED)
    elif sends_on:
        _send(answer, scan, chart, sends_on, desk, rules)
    return answer.decision()


def alerts(chart: Chart) -> tuple[Outcome, ...]:
    """Return what is to be said at every scan of a chart, whatever else the scan does."""
    held = (
        (chart.has_sheets, Outcome.SHEETS_WAIT),
        (chart.missing, Outcome.WAS_MISSING),
        (chart.has_temporary, Outcome.TEMPORARY_EXISTS),
    )
    return tuple(outcome for holds, outcome in held if holds)


def arrive_earlier(
    state: DeskState, scan: Scan, chart: Chart, desk: Desk, at: datetime
) -> Decision:
    """Decide what a return does that is noted after it happened, ``at`` an earlier time."""
    answer = _Answer(_without_traces(replace(state, in_hand=None)))
    _arrive(answer, replace(scan, at=at), chart, desk, DeskRules(), stays=True)
    held: list[Outcome] = [one for one in alerts(chart) if one is not Outcome.WAS_MISSING]
    if chart.missing_since and at >= chart.missing_since:
        held.append(Outcome.WAS_MISSING)
    if chart.retired:
        held.append(Outcome.CHART_RETIRED)
    moves = tuple(replace(move, at=at) for move in answer.moves)
    detail = replace(answer.detail, chart=chart.id)
    after = replace(state, arrival_to_undo=chart.id)
    return Decision(after, (*answer.outcomes, *held), moves, detail)


def register(
    state: DeskState, scan: Scan, subject: NewLabel, desk: Desk, rules: DeskRules
) -> Decision:
    """Decide what the first scan of a new folder's label does: from now on the folder exists."""
    loan = Loan.ENDS if desk.place.is_file_room else Loan.BEGINS
    created = Move(MovementKind.CREATED, subject.chart_id, None, desk.place.id, loan)
    answer = _Answer(_without_traces(state), [Outcome.FOLDER_REGISTERED], [created])
    if scan.checks_label and not scan.source.by_hand:
        answer.outcomes.append(Outcome.LABEL_VERIFIED)
    if state.destination and not scan.checks_label:
        answer.state = left_here(answer.state, subject.chart_id, scan.at, arrived=True)
        answer.outcomes.append(Outcome.ARRIVED_NOT_SENT)
        not_sent = NotSent((subject.chart_id,), 1)
        answer.detail = Detail(place=state.destination.id, not_sent=not_sent)
    elif scan.checks_label:
        answer.state = left_here(answer.state, subject.chart_id, scan.at)
    else:
        _put_in_hand(answer, subject.chart_id, scan.at, rules)
    return answer.decision()


def _without_traces(state: DeskState) -> DeskState:
    return replace(state, files_next=None, sent_by_card=None, last_sent=None)


def _arrive(
    answer: _Answer, scan: Scan, chart: Chart, desk: Desk, rules: DeskRules, *, stays: bool
) -> None:
    move = arrival(chart, desk.place)
    answer.moves.append(move)
    answer.detail = Detail(was_at=WasAt(chart.place.id, chart.since))
    expected = chart.place.id == desk.place.id
    if move.kind is MovementKind.UNRECORDED:
        answer.outcomes.append(Outcome.NOBODY_SAID_IT_LEFT)
    if not stays:
        answer.outcomes.append(
            Outcome.WAS_ON_ITS_WAY_SENT_ON if expected else Outcome.WAS_ELSEWHERE_SENT_ON
        )
        return
    answer.outcomes.append(Outcome.CHECKED_IN if desk.place.is_file_room else Outcome.RECEIVED)
    just_sent = not expected and _just_sent_from(chart, desk.place, scan.at, rules)
    if just_sent:
        answer.outcomes.append(Outcome.JUST_SENT_OUT)
        answer.detail = replace(answer.detail, sent_at=chart.last.at)
    if not expected and desk.place.is_file_room and chart.home_id != desk.place.id:
        answer.outcomes.append(Outcome.HOME_IS_ANOTHER_ROOM)
    if desk.place.is_file_room and chart.label_wear >= WEAK_FROM:
        answer.outcomes.append(Outcome.WEAK_LABEL)
    _put_down_other(answer, chart.id, scan.at)
    answer.state = replace(
        left_here(answer.state, chart.id, scan.at, arrived=True),
        arrival_to_undo=chart.id if just_sent or scan.source.by_hand else None,
    )


def _stay_here(answer: _Answer, scan: Scan, chart: Chart) -> None:
    """Leave a chart that was here already where it is: in hand, or lying here."""
    held = answer.state.in_hand
    if held is None or held.id != chart.id:
        answer.state = left_here(answer.state, chart.id, scan.at)


def _just_sent_from(chart: Chart, here: Place, now: datetime, rules: DeskRules) -> bool:
    if chart.last.kind not in SENDS or chart.last.from_id != here.id:
        return False
    limit = rules.unseen_send if chart.place.has_station else rules.just_sent
    return now < chart.last.at + seconds(limit)


def _take_in_hand(
    answer: _Answer, scan: Scan, chart: Chart, before: DeskState, rules: DeskRules
) -> None:
    if before.destination:
        answer.outcomes.append(Outcome.HERE_NOT_IN_HAND)
        answer.state = left_here(answer.state, chart.id, scan.at)
    elif before.in_hand and before.in_hand.id == chart.id:
        answer.outcomes.append(Outcome.STILL_IN_HAND)
    elif _just_arrived(chart, scan.at, rules) and not before.in_hand:
        answer.outcomes.append(Outcome.HERE_NOT_IN_HAND)
        answer.state = left_here(answer.state, chart.id, scan.at, arrived=True)
    else:
        answer.outcomes.append(Outcome.IN_HAND)
        _put_in_hand(answer, chart.id, scan.at, rules)


def _just_arrived(chart: Chart, now: datetime, rules: DeskRules) -> bool:
    arrived = chart.last.kind in ARRIVALS
    return arrived and now < chart.last.at + seconds(rules.just_arrived)


def _put_in_hand(answer: _Answer, chart_id: int, now: datetime, rules: DeskRules) -> None:
    _put_down_other(answer, chart_id, now)
    in_hand = Pending(chart_id, now + seconds(rules.in_hand))
    answer.state = replace(not_loose(answer.state, chart_id), in_hand=in_hand)


def _put_down_other(answer: _Answer, chart_id: int, now: datetime) -> None:
    held = answer.state.in_hand
    if held and held.id != chart_id:
        answer.outcomes.append(Outcome.PUT_DOWN_NOT_SENT)
        answer.detail = replace(answer.detail, put_down=held.id)
        answer.state = left_here(answer.state, held.id, now)


def _send(
    answer: _Answer, scan: Scan, chart: Chart, to: Place, desk: Desk, rules: DeskRules
) -> None:
    here = brought(chart, desk.place, answer.moves[-1], scan.at) if answer.moves else chart
    batch = batch_for(answer.state, scan, to.id)
    try:
        move = sending(here, desk.place, to, batch.id)
    except (BorrowerStopped, ReasonNeeded) as refusal:
        answer.outcomes = [Outcome(refusal.code), *_presence_only(answer.outcomes, desk)]
        answer.detail = replace(answer.detail, refused_place=to.id)
        arrived = bool(answer.moves)
        answer.state = left_here(answer.state, chart.id, scan.at, arrived=arrived)
        if isinstance(refusal, ReasonNeeded):
            answer.state = await_reason(answer.state, scan, chart, to, rules)
        return
    outcomes, volumes = about_volumes(chart, to)
    answer.moves.append(move)
    answer.outcomes += [SEND_OUTCOMES[move.kind], *outcomes]
    answer.detail = replace(answer.detail, volumes=volumes)
    answer.state = replace(
        not_loose(answer.state, chart.id),
        batch=batch,
        last_sent=chart.id,
        sent_to_it=answer.state.sent_to_it + 1,
    )


def _presence_only(outcomes: list[Outcome], desk: Desk) -> list[Outcome]:
    """Say only that it arrived, since it was not sent on after all."""
    sent_on = {Outcome.WAS_ELSEWHERE_SENT_ON, Outcome.WAS_ON_ITS_WAY_SENT_ON}
    arrived = Outcome.CHECKED_IN if desk.place.is_file_room else Outcome.RECEIVED
    return [arrived if outcome in sent_on else outcome for outcome in outcomes]
