"""The dialogue as a pure function: what holds whatever is scanned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.codes import Command
from kiosk.domain.custody import Chart, LastMovement, MovementKind, Place
from kiosk.domain.desk import (
    Badge,
    CommandCard,
    Desk,
    DeskRules,
    DeskState,
    KnownChart,
    NewLabel,
    PlaceCard,
    Scan,
    Source,
    Subject,
    Unclear,
    UndoCard,
    aged,
    decide,
)
from kiosk.domain.desk.codec import state_from_plain, state_to_plain
from kiosk.domain.desk.state import Batch, LastRead, Loose, Pending
from kiosk.domain.outcomes import Outcome, Tone
from tests.unit.desk.carries import untold

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
RULES = DeskRules()
HERE = Place(1, is_file_room=True, has_station=True)
CLINIC = Place(2, is_file_room=False, has_station=True)
STOPPED = Place(3, is_file_room=False, stopped=True)
DESK = Desk(HERE)

soon = st.integers(-90, 90).map(lambda seconds: NOW + timedelta(seconds=seconds))
kinds = st.sampled_from(["created", "check-out", "return", "check-in", "receive"])


def chart(place: Place, kind: str, at: datetime) -> Chart:
    last = LastMovement(30, MovementKind(kind), 1, at, batch_id=77)
    return Chart(10, 1, place, last, at, at)


charts = st.builds(chart, st.sampled_from([HERE, CLINIC, STOPPED]), kinds, soon)
subjects: st.SearchStrategy[Subject] = st.one_of(
    st.builds(KnownChart, charts),
    st.builds(NewLabel, st.just(11)),
    st.builds(PlaceCard, st.sampled_from([HERE, CLINIC, STOPPED]), st.none() | charts),
    st.builds(Badge, st.integers(1, 2), st.booleans()),
    st.builds(CommandCard, st.sampled_from([Command.DONE, Command.SIGN_OFF])),
    st.builds(UndoCard),
    st.builds(Unclear, st.sampled_from([Outcome.LOOK_UP_OPENED, Outcome.NOT_OUR_CODE])),
)
loose = st.builds(Loose, st.just(12), soon).map(lambda one: (one,))
pending = st.none() | st.builds(Pending, st.just(2), soon)
states = st.builds(
    DeskState,
    destination=pending,
    operator=st.none() | st.builds(Pending, st.just(1), soon),
    last_operator_id=st.none() | st.integers(1, 2),
    batch=st.none() | st.builds(Batch, st.just(77), st.just(2), st.integers(0, 5), soon),
    last_read=st.none() | st.builds(LastRead, st.sampled_from(["a", "b"]), soon),
    place_card_was_last=st.booleans(),
    undo_goes_on=st.booleans(),
    loose=st.just(()) | loose,
) | st.builds(DeskState, in_hand=st.builds(Pending, st.integers(10, 12), soon))
scans = st.builds(
    Scan, st.sampled_from(["a", "b"]), st.just(NOW), st.sampled_from(Source), st.just(88)
)


@given(states, scans, subjects)
def test_at_most_one_thing_is_pending_and_it_ends_in_the_future(
    state: DeskState, scan: Scan, subject: Subject
) -> None:
    after = decide(state, scan, subject, DESK, RULES, CLINIC).state
    assert not (after.destination and after.in_hand)
    for held in (after.destination, after.in_hand, after.operator):
        assert held is None or held.ends_at > NOW


@given(states, scans, subjects)
def test_every_scan_has_an_outcome_and_the_first_in_order_leads(
    state: DeskState, scan: Scan, subject: Subject
) -> None:
    ordered = decide(state, scan, subject, DESK, RULES, CLINIC).ordered
    assert ordered
    ranks = [list(Outcome).index(outcome) for outcome in ordered]
    assert ranks == sorted(set(ranks))


@given(states, scans, st.builds(KnownChart, charts))
def test_whatever_is_refused_the_chart_is_recorded_where_it_was_scanned(
    state: DeskState, scan: Scan, subject: KnownChart
) -> None:
    decision = decide(state, scan, subject, DESK, RULES, STOPPED)
    if Outcome.SAME_LABEL_TWICE in decision.outcomes or Outcome.ALREADY_SENT in decision.outcomes:
        assert decision.moves == ()
        return
    reached = decision.moves[0].to_id if decision.moves else subject.chart.place.id
    assert reached == HERE.id
    assert all(move.to_id != STOPPED.id for move in decision.moves)


@given(states, scans, subjects)
def test_again_and_unclear_move_nothing(state: DeskState, scan: Scan, subject: Subject) -> None:
    decision = decide(state, scan, subject, DESK, RULES, CLINIC)
    if decision.ordered[0].tone in (Tone.AGAIN, Tone.UNCLEAR):
        assert decision.moves == ()


@given(states, scans)
def test_an_unclear_scan_changes_nothing_for_the_next_one(state: DeskState, scan: Scan) -> None:
    unclear = Unclear(Outcome.NOT_OUR_CODE)
    assert decide(state, scan, unclear, DESK, RULES, CLINIC).state == aged(state, NOW, RULES)


@given(states, scans, subjects)
def test_the_same_label_within_three_seconds_only_renews_the_guard(
    state: DeskState, scan: Scan, subject: Subject
) -> None:
    first = decide(state, scan, subject, DESK, RULES, CLINIC)
    if isinstance(subject, Unclear | UndoCard) or scan.source in (Source.BUTTON, Source.HERE):
        return
    later = NOW + timedelta(seconds=2)
    again = decide(first.state, replace(scan, at=later), subject, DESK, RULES)
    assert again.outcomes == (Outcome.SAME_LABEL_TWICE,)
    assert again.moves == ()
    read = LastRead(scan.text, later)
    assert again.state == replace(aged(first.state, later, RULES), last_read=read)


@given(states, scans, subjects)
def test_every_outcome_carries_the_facts_that_its_sentences_name(
    state: DeskState, scan: Scan, subject: Subject
) -> None:
    assert untold(decide(state, scan, subject, DESK, RULES, CLINIC)) == []


@given(states, scans, subjects)
def test_a_state_is_kept_and_read_back_unchanged(
    state: DeskState, scan: Scan, subject: Subject
) -> None:
    left = decide(state, scan, subject, DESK, RULES, CLINIC).state
    assert state_from_plain(state_to_plain(left)) == left


@given(states, st.integers(0, 4000), st.integers(0, 4000))
def test_ageing_twice_is_ageing_once(state: DeskState, first: int, more: int) -> None:
    then = NOW + timedelta(seconds=first)
    last = then + timedelta(seconds=more)
    assert aged(aged(state, then, RULES), last, RULES) == aged(state, last, RULES)
