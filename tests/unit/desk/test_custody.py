"""What each movement is called, where it leads, and what becomes of the loan: as tables."""

from dataclasses import replace

import pytest

from kiosk.domain.custody import (
    Chart,
    LastMovement,
    Loan,
    MovementKind,
    Place,
    Volume,
    arrival,
    brought,
    filing,
    kept_late,
    sending,
    taking_back,
    wanted_volumes,
)
from kiosk.domain.errors import BorrowerStopped, ReasonNeeded
from kiosk.domain.filing import Wants
from tests.unit.desk.paper_room import (
    ADA,
    CARDIOLOGY,
    LONG_AGO,
    MONDAY,
    ROOM,
    ROOM_B,
    SHELF,
    STOPPED,
    SURGERY,
    WARD,
    at_home,
    recorded,
)

K = MovementKind


def chart_at(place: Place, kind: MovementKind = K.RECEIVE, **more: object) -> Chart:
    return recorded(ADA, place, kind, ROOM.id, **more)


@pytest.mark.parametrize(
    ("was_at", "here", "kind", "loan"),
    [
        (ROOM, ROOM, K.CHECK_IN, Loan.ENDS),  # it was on its way here
        (CARDIOLOGY, CARDIOLOGY, K.RECEIVE, Loan.GOES_ON),
        (CARDIOLOGY, ROOM, K.CHECK_IN, Loan.ENDS),
        (WARD, ROOM, K.CHECK_IN, Loan.ENDS),
        (ROOM, CARDIOLOGY, K.UNRECORDED, Loan.BEGINS),
        (SURGERY, CARDIOLOGY, K.UNRECORDED, Loan.BEGINS),
        (ROOM_B, ROOM, K.UNRECORDED, Loan.ENDS),
    ],
)
def test_an_arrival(was_at: Place, here: Place, kind: MovementKind, loan: Loan) -> None:
    move = arrival(chart_at(was_at), here)
    assert (move.kind, move.loan) == (kind, loan)
    assert (move.chart_id, move.from_id, move.to_id) == (ADA, was_at.id, here.id)
    assert (move.batch_id, move.undoes_id, move.at) == (None, None, None)


@pytest.mark.parametrize(
    ("here", "to", "kind", "loan"),
    [
        (ROOM, CARDIOLOGY, K.CHECK_OUT, Loan.BEGINS),
        (CARDIOLOGY, SURGERY, K.TRANSFER, Loan.BEGINS),
        (CARDIOLOGY, ROOM, K.RETURN, Loan.GOES_ON),
        (ROOM, ROOM_B, K.MOVE, Loan.ENDS),
    ],
)
def test_a_sending(here: Place, to: Place, kind: MovementKind, loan: Loan) -> None:
    move = sending(chart_at(here), here, to, 77)
    assert (move.kind, move.loan, move.batch_id) == (kind, loan, 77)
    assert (move.chart_id, move.from_id, move.to_id) == (ADA, here.id, to.id)


def test_what_stands_on_a_shelf_leaves_from_its_shelf() -> None:
    chart = replace(at_home(ADA), spot_id=SHELF)
    assert chart.at_id == SHELF
    assert sending(chart, ROOM, CARDIOLOGY, 1).from_id == SHELF
    assert arrival(chart, CARDIOLOGY).from_id == SHELF
    assert filing(chart, 91).from_id == SHELF
    assert taking_back(chart, chart.last, ROOM.id).from_id == SHELF
    assert kept_late(chart, CARDIOLOGY).from_id == SHELF
    assert at_home(ADA).at_id == ROOM.id


def test_filing_goes_on_with_the_loan() -> None:
    move = filing(chart_at(CARDIOLOGY), SHELF)
    assert (move.kind, move.loan, move.from_id, move.to_id) == (
        K.FILE,
        Loan.GOES_ON,
        CARDIOLOGY.id,
        SHELF,
    )


def test_taking_back_goes_back_and_on() -> None:
    chart = chart_at(CARDIOLOGY)
    move = taking_back(chart, chart.last, ROOM.id)
    assert (move.kind, move.loan, move.undoes_id) == (K.UNDO, Loan.GOES_ON, chart.last.id)
    assert (move.from_id, move.to_id) == (CARDIOLOGY.id, ROOM.id)


def test_what_came_late_moves_nothing() -> None:
    move = kept_late(chart_at(CARDIOLOGY), ROOM)
    assert (move.kind, move.loan, move.to_id) == (K.LATE, Loan.GOES_ON, ROOM.id)


def test_a_stopped_borrower_and_a_missing_reason_refuse() -> None:
    sensitive = at_home(ADA, sensitive=True)
    with pytest.raises(BorrowerStopped) as stopped:
        sending(sensitive, ROOM, STOPPED, 1)
    assert stopped.value.facts == {"place": STOPPED.id}
    with pytest.raises(ReasonNeeded) as needed:
        sending(sensitive, ROOM, CARDIOLOGY, 1)
    assert needed.value.facts == {"chart": ADA}
    assert sending(sensitive, ROOM, CARDIOLOGY, 1, "treatment").kind is K.CHECK_OUT


@pytest.mark.parametrize(
    ("kind", "on_its_way"),
    [
        (K.CHECK_OUT, True),
        (K.TRANSFER, True),
        (K.RETURN, True),
        (K.MOVE, True),
        (K.CREATED, False),
        (K.CHECK_IN, False),
        (K.RECEIVE, False),
        (K.UNRECORDED, False),
        (K.FILE, False),
    ],
)
def test_it_is_on_its_way_until_it_is_seen(kind: MovementKind, on_its_way: bool) -> None:
    assert chart_at(CARDIOLOGY, kind).on_its_way is on_its_way


def test_it_is_missing_since_a_report() -> None:
    assert not at_home(ADA).missing
    assert at_home(ADA, missing_since=LONG_AGO).missing


def test_what_was_brought_here_is_here() -> None:
    chart = replace(chart_at(SURGERY), spot_id=SHELF)
    move = arrival(chart, ROOM)
    here = brought(chart, ROOM, move, MONDAY)
    assert (here.place, here.spot_id) == (ROOM, None)
    assert here.last == LastMovement(0, K.CHECK_IN, SHELF, MONDAY)
    assert sending(here, ROOM, CARDIOLOGY, 1).from_id == ROOM.id


VOLUMES = (Volume(21, 1, ROOM.id), Volume(23, 3, SURGERY.id), Volume(24, 4, CARDIOLOGY.id))


@pytest.mark.parametrize(
    ("wants", "volumes", "volume", "wanted"),
    [
        (Wants.NONE, VOLUMES, 2, ()),
        (Wants.ALL, VOLUMES, 2, (21, 23)),
        (Wants.LAST, VOLUMES, 2, ()),  # the newest is with the borrower already
        (Wants.LAST, VOLUMES[:2], 2, (23,)),
        (Wants.LAST, VOLUMES[:2], 3, ()),
        (Wants.LAST, VOLUMES[:2], 4, ()),
        (Wants.LAST, (), 1, ()),
        (Wants.ALL, (), 1, ()),
    ],
)
def test_the_volumes_that_a_borrower_wants(
    wants: Wants, volumes: tuple[Volume, ...], volume: int, wanted: tuple[int, ...]
) -> None:
    chart = at_home(ADA, volume=volume, volumes=volumes)
    to = replace(CARDIOLOGY, wants=wants)
    assert tuple(one.chart_id for one in wanted_volumes(chart, to)) == wanted
