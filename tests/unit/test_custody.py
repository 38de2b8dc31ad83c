"""What moves where, and what it is called."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.custody import (
    ARRIVALS,
    SENDS,
    Chart,
    LastMovement,
    Loan,
    MovementKind,
    Place,
    arrival,
    brought,
    sending,
    taking_back,
)
from kiosk.domain.errors import BorrowerStopped

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
places = st.builds(
    Place, st.integers(1, 4), st.booleans(), stopped=st.just(False), has_station=st.booleans()
)
kinds = st.sampled_from([kind for kind in MovementKind if kind not in ("undo", "late", "file")])


def chart_at(place: Place) -> Chart:
    return Chart(7, 1, place, LastMovement(3, MovementKind.CREATED, None, AT), AT, AT)


charts = st.builds(
    lambda place, kind: Chart(7, 1, place, LastMovement(3, kind, 9, AT), AT, AT), places, kinds
)


@given(charts, places)
def test_an_arrival_always_ends_here(chart: Chart, here: Place) -> None:
    move = arrival(chart, here)
    assert (move.chart_id, move.from_id, move.to_id) == (chart.id, chart.place.id, here.id)
    assert move.kind in ARRIVALS
    assert not brought(chart, here, move, AT).on_its_way


@given(charts, places)
def test_an_arrival_is_unrecorded_only_if_nobody_said_that_it_left(
    chart: Chart, here: Place
) -> None:
    home_from_borrower = here.is_file_room and not chart.place.is_file_room
    unheard = chart.place.id != here.id and not home_from_borrower
    assert (arrival(chart, here).kind is MovementKind.UNRECORDED) is unheard


@given(charts, places)
def test_no_loan_outlives_an_arrival_at_a_file_room(chart: Chart, here: Place) -> None:
    assert (arrival(chart, here).loan is Loan.ENDS) is here.is_file_room


@given(places, places)
def test_a_send_is_named_by_where_it_starts_and_ends(here: Place, to: Place) -> None:
    names = {
        (True, False): MovementKind.CHECK_OUT,
        (False, False): MovementKind.TRANSFER,
        (False, True): MovementKind.RETURN,
        (True, True): MovementKind.MOVE,
    }
    move = sending(chart_at(here), here, to, 1)
    assert move.kind is names[here.is_file_room, to.is_file_room]
    assert move.kind in SENDS


@given(places)
def test_nothing_is_sent_to_a_stopped_borrower(here: Place) -> None:
    with pytest.raises(BorrowerStopped):
        sending(chart_at(here), here, Place(5, is_file_room=False, stopped=True), 1)


@given(charts)
def test_taking_back_names_what_it_takes_back(chart: Chart) -> None:
    move = taking_back(chart, chart.last, 2)
    assert (move.kind, move.undoes_id, move.to_id) == (MovementKind.UNDO, chart.last.id, 2)
