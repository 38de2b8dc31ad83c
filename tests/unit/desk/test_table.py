"""FIELD's table, cell by cell: what was scanned before, what is scanned now, what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from kiosk.domain.outcomes import Outcome as O  # noqa: N817
from tests.unit.desk.paper_room import (
    ADA,
    BEN,
    CARDIOLOGY,
    DONE,
    EVE,
    IDA,
    INES,
    LOOK_UP,
    OMAR,
    RON,
    ROOM,
    ROOM_B,
    SIA,
    SIGN_OFF,
    SURGERY,
    TO_CARDIOLOGY,
    TO_ROOM,
    TO_ROOM_B,
    TO_STOPPED,
    TO_SURGERY,
    TO_WARD,
    UNDO,
    VERA,
    WARD,
    Foreign,
    Label,
    PaperRoom,
    ReasonCard,
    Shelf,
    What,
)

NEW = 17
Timed = What | tuple[What, float]
A, B, E, X, S, R, N = (Label(one) for one in (ADA, BEN, EVE, IDA, SIA, RON, NEW))
SHELF_CARD, REASON = Shelf(), ReasonCard()


@dataclass(frozen=True, slots=True)
class Row:
    """``before`` and ``scan`` take five seconds each, or as many as stand beside them."""

    before: tuple[Timed, ...]
    scan: Timed
    leads: O
    also: frozenset[O] = frozenset()
    hand: int | None = None
    target: int | None = None
    at: Mapping[int, int] = field(default_factory=dict)
    named: tuple[int, ...] = ()


def row(
    before: tuple[Timed, ...],
    scan: Timed,
    leads: O,
    *also: O,
    hand: int | None = None,
    target: int | None = None,
    named: tuple[int, ...] = (),
    **at: int,
) -> Row:
    where = {globals()[name]: place for name, place in at.items()}
    return Row(before, scan, leads, frozenset(also), hand, target, where, named)


C, SU, W_ = CARDIOLOGY.id, SURGERY.id, WARD.id
HOME = ROOM.id

ON_ITS_WAY = [
    row((), X, O.CHECKED_IN, IDA=HOME),
    row((TO_CARDIOLOGY,), X, O.WAS_ON_ITS_WAY_SENT_ON, O.CHECKED_OUT, target=C, IDA=C),
    row((A,), X, O.PUT_DOWN_NOT_SENT, O.CHECKED_IN, IDA=HOME, ADA=HOME),
]
ELSEWHERE = [
    row((), E, O.CHECKED_IN, EVE=HOME),
    row((TO_CARDIOLOGY,), E, O.WAS_ELSEWHERE_SENT_ON, O.CHECKED_OUT, target=C, EVE=C),
    row((A,), E, O.PUT_DOWN_NOT_SENT, O.CHECKED_IN, EVE=HOME),
    row((TO_CARDIOLOGY, A, DONE), (A, 1700), O.JUST_SENT_OUT, O.CHECKED_IN, ADA=HOME),
    row((TO_CARDIOLOGY, A, DONE), (A, 5 * 3600), O.JUST_SENT_OUT, O.CHECKED_IN, ADA=HOME),
    row((TO_CARDIOLOGY, A, DONE), (A, 7 * 3600), O.CHECKED_IN, ADA=HOME),
    row((TO_WARD, A, DONE), (A, 1700), O.JUST_SENT_OUT, O.CHECKED_IN, ADA=HOME),
    row((TO_WARD, A, DONE), (A, 1900), O.CHECKED_IN, ADA=HOME),
    row(
        (TO_ROOM_B, A, DONE),
        (A, 7 * 3600),
        O.NOBODY_SAID_IT_LEFT,
        O.CHECKED_IN,
        ADA=HOME,
    ),
]
HERE = [
    row((), A, O.IN_HAND, hand=ADA),
    row((E,), (E, 10), O.HERE_NOT_IN_HAND, EVE=HOME),
    row((E,), (E, 19.9), O.HERE_NOT_IN_HAND, EVE=HOME),
    row((E,), (E, 20), O.IN_HAND, hand=EVE),
    row((TO_CARDIOLOGY,), A, O.CHECKED_OUT, target=C, ADA=C),
    row((TO_ROOM_B,), A, O.MOVED, target=ROOM_B.id, ADA=ROOM_B.id),
    row((A,), B, O.PUT_DOWN_NOT_SENT, O.IN_HAND, hand=BEN),
    row((A,), (A, 10), O.STILL_IN_HAND, hand=ADA),
    row((TO_CARDIOLOGY, A), A, O.ALREADY_SENT, target=C, ADA=C),
    row((), R, O.CHART_RETIRED, RON=HOME),
    row((TO_CARDIOLOGY,), R, O.CHART_RETIRED, target=C, RON=HOME),
    row((A,), (A, 2.9), O.SAME_LABEL_TWICE, hand=ADA),
    row((A,), (A, 3), O.STILL_IN_HAND, hand=ADA),
]
PLACE_CARDS = [
    row((), TO_CARDIOLOGY, O.DESTINATION_SET, target=C),
    row((TO_CARDIOLOGY,), TO_SURGERY, O.NOTHING_WENT, O.DESTINATION_SET, target=SU),
    row((TO_CARDIOLOGY, A), TO_SURGERY, O.DESTINATION_SET, target=SU, ADA=C),
    row((TO_CARDIOLOGY,), (TO_CARDIOLOGY, 10), O.DESTINATION_SET, target=C),
    row((A,), TO_CARDIOLOGY, O.CHECKED_OUT, ADA=C),
    row((A, TO_CARDIOLOGY), (TO_CARDIOLOGY, 19), O.PLACE_JUST_SENT_TO, ADA=C),
    row((A, TO_CARDIOLOGY), (TO_CARDIOLOGY, 20), O.DESTINATION_SET, target=C, ADA=C),
    row((A, TO_CARDIOLOGY), (TO_SURGERY, 19), O.WENT_ELSEWHERE, O.DESTINATION_SET, target=SU),
    row((A, TO_CARDIOLOGY), (TO_SURGERY, 20), O.DESTINATION_SET, target=SU),
    row(
        (A, TO_CARDIOLOGY, TO_SURGERY),
        TO_WARD,
        O.NOTHING_WENT,
        O.WENT_ELSEWHERE,
        O.DESTINATION_SET,
        target=W_,
    ),
    row((A, TO_CARDIOLOGY, DONE), TO_SURGERY, O.WENT_ELSEWHERE, O.DESTINATION_SET, target=SU),
    row((A, TO_CARDIOLOGY, B), TO_SURGERY, O.CHECKED_OUT, ADA=C, BEN=SU),
]
LOOSE = [
    row(
        (E,),
        (TO_SURGERY, 59.9),
        O.ARRIVED_NOT_SENT,
        O.DESTINATION_SET,
        target=SU,
        named=(EVE,),
        EVE=HOME,
    ),
    row((E,), (TO_SURGERY, 60), O.DESTINATION_SET, target=SU, EVE=HOME),
    row(
        (E, (E, 19)),
        (TO_SURGERY, 50),
        O.ARRIVED_NOT_SENT,
        O.DESTINATION_SET,
        target=SU,
        named=(EVE,),
    ),
    row((E, DONE), TO_SURGERY, O.ARRIVED_NOT_SENT, O.DESTINATION_SET, target=SU, named=(EVE,)),
    row(
        (E, TO_SURGERY), TO_SURGERY, O.ARRIVED_NOT_SENT, O.DESTINATION_SET, target=SU, named=(EVE,)
    ),
    row((E, A), TO_SURGERY, O.ARRIVED_NOT_SENT, O.CHECKED_OUT, named=(EVE,), ADA=SU, EVE=HOME),
    row((E, X), TO_SURGERY, O.ARRIVED_NOT_SENT, O.DESTINATION_SET, target=SU, named=(IDA, EVE)),
    row((A, DONE), TO_SURGERY, O.PUT_DOWN_NOT_SENT, O.DESTINATION_SET, target=SU, named=(ADA,)),
    row((A, B), TO_SURGERY, O.PUT_DOWN_NOT_SENT, O.CHECKED_OUT, named=(ADA,), BEN=SU, ADA=HOME),
    row(
        (A,),
        (TO_SURGERY, 21),
        O.PUT_DOWN_NOT_SENT,
        O.LAPSED,
        O.DESTINATION_SET,
        target=SU,
        named=(ADA,),
    ),
    row((A,), (TO_SURGERY, 81), O.LAPSED, O.DESTINATION_SET, target=SU, ADA=HOME),
    row((E, SHELF_CARD), TO_SURGERY, O.DESTINATION_SET, target=SU, EVE=HOME),
    row(
        (TO_SURGERY, E, UNDO),
        TO_CARDIOLOGY,
        O.PUT_DOWN_NOT_SENT,
        O.NOTHING_WENT,
        O.DESTINATION_SET,
        target=C,
        named=(EVE,),
        EVE=HOME,
    ),
    row(
        (TO_CARDIOLOGY, R),
        TO_SURGERY,
        O.PUT_DOWN_NOT_SENT,
        O.NOTHING_WENT,
        O.DESTINATION_SET,
        target=SU,
        named=(RON,),
    ),
    row(
        (TO_CARDIOLOGY, S),
        TO_SURGERY,
        O.PUT_DOWN_NOT_SENT,
        O.NOTHING_WENT,
        O.DESTINATION_SET,
        target=SU,
        named=(SIA,),
        SIA=HOME,
    ),
    row(
        (TO_CARDIOLOGY, A, N),
        TO_SURGERY,
        O.ARRIVED_NOT_SENT,
        O.DESTINATION_SET,
        target=SU,
        named=(NEW,),
    ),
    row((E, TO_STOPPED), TO_STOPPED, O.BORROWER_STOPPED, O.ARRIVED_NOT_SENT, named=(EVE,)),
]
ENDS = [
    row((), DONE, O.NOTHING_PENDING),
    row((), TO_ROOM, O.NOTHING_PENDING),
    row((TO_CARDIOLOGY, A), DONE, O.DESTINATION_ENDED, ADA=C),
    row((TO_CARDIOLOGY, A), TO_ROOM, O.DESTINATION_ENDED, ADA=C),
    row((TO_CARDIOLOGY,), DONE, O.NOTHING_WENT, O.DESTINATION_ENDED),
    row((TO_CARDIOLOGY,), TO_ROOM, O.NOTHING_WENT, O.DESTINATION_ENDED),
    row((TO_CARDIOLOGY, A, UNDO), DONE, O.NOTHING_WENT, O.DESTINATION_ENDED, ADA=HOME),
    row((TO_CARDIOLOGY, A, (TO_CARDIOLOGY, 70)), DONE, O.NOTHING_WENT, O.DESTINATION_ENDED, ADA=C),
    row((TO_CARDIOLOGY, A, (TO_CARDIOLOGY, 10)), DONE, O.DESTINATION_ENDED, ADA=C),
    row((A, TO_CARDIOLOGY, (TO_CARDIOLOGY, 25)), DONE, O.NOTHING_WENT, O.DESTINATION_ENDED, ADA=C),
    row((TO_CARDIOLOGY, S, REASON), DONE, O.DESTINATION_ENDED, SIA=C),
    row((A,), DONE, O.PUT_DOWN, ADA=HOME),
    row((A,), UNDO, O.PUT_DOWN, ADA=HOME),
    row((TO_CARDIOLOGY,), UNDO, O.DESTINATION_ENDED),
    row((TO_CARDIOLOGY, A), (B, 60), O.LAPSED, O.IN_HAND, hand=BEN),
    row((TO_CARDIOLOGY, A), (B, 59.9), O.CHECKED_OUT, target=C, BEN=C),
]
SPOTS = [
    row((), SHELF_CARD, O.NOTHING_TO_FILE),
    row((E,), (SHELF_CARD, 59.9), O.FILED),
    row((E,), (SHELF_CARD, 60), O.NOTHING_TO_FILE),
    row((A,), SHELF_CARD, O.FILED),
    row((A, (DONE, 5)), (SHELF_CARD, 59), O.FILED),
    row((TO_CARDIOLOGY, A), SHELF_CARD, O.NOTHING_TO_FILE, target=C, ADA=C),
    row((E, TO_CARDIOLOGY), SHELF_CARD, O.NOTHING_TO_FILE, target=C),
    row((TO_CARDIOLOGY, A, UNDO), SHELF_CARD, O.FILED, target=C, ADA=HOME),
]
STOPPED = [
    row((), TO_STOPPED, O.BORROWER_STOPPED),
    row((TO_CARDIOLOGY, A), TO_STOPPED, O.BORROWER_STOPPED, O.DESTINATION_ENDED, ADA=C),
    row((TO_CARDIOLOGY,), TO_STOPPED, O.BORROWER_STOPPED, O.DESTINATION_ENDED, O.NOTHING_WENT),
    row((A,), TO_STOPPED, O.BORROWER_STOPPED, hand=ADA),
]
PEOPLE = [
    row((), INES, O.OPERATOR_SIGNED_IN),
    row((INES, TO_CARDIOLOGY), INES, O.OPERATOR_SIGNED_IN, target=C),
    row(
        (INES, TO_CARDIOLOGY, A),
        OMAR,
        O.PENDING_ENDED,
        O.OPERATOR_SIGNED_IN,
        O.DESTINATION_ENDED,
        ADA=C,
    ),
    row((INES, A), OMAR, O.PENDING_ENDED, O.OPERATOR_SIGNED_IN, O.PUT_DOWN, ADA=HOME),
    row((TO_CARDIOLOGY,), INES, O.OPERATOR_SIGNED_IN, target=C),
    row((), VERA, O.BADGE_IS_NO_OPERATOR),
    row((TO_CARDIOLOGY,), VERA, O.BADGE_IS_NO_OPERATOR, target=C),
    row((INES,), SIGN_OFF, O.SIGNED_OFF),
    row((), SIGN_OFF, O.NOTHING_PENDING),
    row((INES, A), SIGN_OFF, O.PENDING_ENDED, O.SIGNED_OFF, O.PUT_DOWN, ADA=HOME),
    row((INES, OMAR), INES, O.OPERATOR_SIGNED_IN),
]
NEW_FOLDERS = [
    row((), N, O.FOLDER_REGISTERED, hand=NEW, NEW=HOME),
    row(
        (TO_CARDIOLOGY,),
        N,
        O.ARRIVED_NOT_SENT,
        O.FOLDER_REGISTERED,
        target=C,
        named=(NEW,),
        NEW=HOME,
    ),
    row((TO_CARDIOLOGY, N), N, O.CHECKED_OUT, target=C, NEW=C),
    row((A,), N, O.PUT_DOWN_NOT_SENT, O.FOLDER_REGISTERED, hand=NEW),
]
REASONS = [
    row((TO_CARDIOLOGY,), S, O.REASON_NEEDED, target=C, SIA=HOME),
    row((S,), TO_CARDIOLOGY, O.REASON_NEEDED, hand=SIA, SIA=HOME),
    row((S, TO_CARDIOLOGY), REASON, O.CHECKED_OUT, O.REASON_TAKEN, SIA=C),
    row((TO_CARDIOLOGY, S), REASON, O.CHECKED_OUT, O.REASON_TAKEN, target=C, SIA=C),
    row((TO_CARDIOLOGY, S), (REASON, 19.9), O.CHECKED_OUT, O.REASON_TAKEN, target=C, SIA=C),
    row((TO_CARDIOLOGY, S), (REASON, 20), O.LAPSED, O.NOTHING_PENDING, target=C, SIA=HOME),
    row((TO_CARDIOLOGY, S, LOOK_UP), REASON, O.CHECKED_OUT, O.REASON_TAKEN, target=C, SIA=C),
    row((TO_CARDIOLOGY, S, Foreign()), REASON, O.CHECKED_OUT, O.REASON_TAKEN, target=C, SIA=C),
    row((TO_CARDIOLOGY, S), A, O.PUT_DOWN_NOT_SENT, O.CHECKED_OUT, target=C, SIA=HOME, ADA=C),
    row((TO_CARDIOLOGY, S, A), REASON, O.NOTHING_PENDING, target=C, SIA=HOME),
    row((), REASON, O.NOTHING_PENDING),
    row(
        (S, TO_CARDIOLOGY, REASON),
        TO_SURGERY,
        O.WENT_ELSEWHERE,
        O.DESTINATION_SET,
        target=SU,
        SIA=C,
    ),
    row((S, TO_CARDIOLOGY, REASON), TO_CARDIOLOGY, O.PLACE_JUST_SENT_TO, SIA=C),
]
UNDOES = [
    row((), UNDO, O.NOTHING_TO_UNDO),
    row((TO_CARDIOLOGY, A), UNDO, O.UNDONE, target=C, ADA=HOME),
    row((TO_CARDIOLOGY, A, DONE), UNDO, O.UNDONE, hand=ADA, ADA=HOME),
    row((A, TO_CARDIOLOGY), UNDO, O.UNDONE, hand=ADA, ADA=HOME),
    row((A, TO_CARDIOLOGY, UNDO), TO_SURGERY, O.CHECKED_OUT, ADA=SU),
    row((A, TO_CARDIOLOGY, TO_SURGERY), UNDO, O.UNDONE, O.DESTINATION_ENDED, hand=ADA, ADA=HOME),
    row((A, TO_CARDIOLOGY, TO_SURGERY, UNDO), TO_SURGERY, O.CHECKED_OUT, ADA=SU),
    row((TO_CARDIOLOGY, A, TO_SURGERY), UNDO, O.DESTINATION_ENDED, ADA=C),
    row((A, SHELF_CARD), UNDO, O.UNDONE, hand=ADA, ADA=HOME),
    row((TO_CARDIOLOGY, A, B, UNDO), UNDO, O.UNDONE, target=C, ADA=HOME, BEN=HOME),
    row((TO_CARDIOLOGY, A, B, DONE, UNDO, UNDO), UNDO, O.UNDO_ASKS, ADA=C, BEN=HOME),
    row((TO_CARDIOLOGY, A, B, DONE, UNDO, UNDO, UNDO), UNDO, O.UNDONE, hand=ADA, ADA=HOME),
    row(
        (TO_CARDIOLOGY, A, DONE, TO_SURGERY, B, UNDO), UNDO, O.UNDO_ASKS, target=SU, ADA=C, BEN=HOME
    ),
    row((TO_CARDIOLOGY, A, B, UNDO), (UNDO, 61), O.LAPSED, O.UNDO_ASKS, ADA=C, BEN=HOME),
    row((TO_CARDIOLOGY, A, DONE, E), UNDO, O.UNDO_ASKS, ADA=C, EVE=HOME),
    row((TO_CARDIOLOGY, A, DONE, E, UNDO), UNDO, O.UNDONE, hand=ADA, ADA=HOME),
    row((TO_CARDIOLOGY, A, R), UNDO, O.UNDO_ASKS, target=C, ADA=C),
    row((TO_CARDIOLOGY, A, R, UNDO), UNDO, O.UNDONE, target=C, ADA=HOME),
    row((TO_CARDIOLOGY, A, S), UNDO, O.UNDO_ASKS, target=C, ADA=C),
    row((TO_CARDIOLOGY, A, B, A), UNDO, O.UNDO_ASKS, target=C, ADA=C, BEN=C),
    row((TO_CARDIOLOGY, A, B, B), UNDO, O.UNDONE, target=C, ADA=C, BEN=HOME),
    row((TO_CARDIOLOGY, S, REASON), UNDO, O.UNDONE, target=C, SIA=HOME),
    row((TO_CARDIOLOGY, A, INES), UNDO, O.UNDONE, target=C, ADA=HOME),
    row((TO_CARDIOLOGY, A), (UNDO, 900), O.NOTHING_TO_UNDO, ADA=C),
    row((TO_CARDIOLOGY, A, (TO_SURGERY, 5)), (UNDO, 61), O.LAPSED, O.UNDO_ASKS, ADA=C),
    row((TO_CARDIOLOGY, A, (TO_SURGERY, 5), (UNDO, 61)), UNDO, O.UNDONE, hand=ADA, ADA=HOME),
    row((TO_CARDIOLOGY, A, DONE, B), (UNDO, 21), O.LAPSED, O.UNDO_ASKS, ADA=C),
    row((TO_CARDIOLOGY, A, DONE, B, (UNDO, 21)), UNDO, O.UNDONE, hand=ADA, ADA=HOME),
    row((TO_CARDIOLOGY, A, DONE, A), UNDO, O.UNDONE, ADA=C),
    row((TO_CARDIOLOGY, A, DONE, A, UNDO), UNDO, O.UNDONE, hand=ADA, ADA=HOME),
    row((TO_CARDIOLOGY, A, UNDO), (UNDO, 0.9), O.SAME_LABEL_TWICE, target=C, ADA=HOME),
    row((E,), UNDO, O.NOTHING_TO_UNDO, EVE=HOME),
]
LOOK_UPS = [
    row((), LOOK_UP, O.LOOK_UP_OPENED),
    row((TO_CARDIOLOGY, (LOOK_UP, 59)), (A, 59), O.CHECKED_OUT, target=C, ADA=C),
    row((TO_CARDIOLOGY, (Foreign(), 59)), (A, 59), O.LAPSED, O.IN_HAND, hand=ADA, ADA=HOME),
    row((A, (LOOK_UP, 19)), (TO_CARDIOLOGY, 19), O.CHECKED_OUT, ADA=C),
    row((A, Foreign()), TO_CARDIOLOGY, O.CHECKED_OUT, ADA=C),
]
CELLS = {
    "on its way": ON_ITS_WAY,
    "elsewhere": ELSEWHERE,
    "here": HERE,
    "place": PLACE_CARDS,
    "loose": LOOSE,
    "ends": ENDS,
    "spot": SPOTS,
    "stopped": STOPPED,
    "people": PEOPLE,
    "new folder": NEW_FOLDERS,
    "reason": REASONS,
    "undo": UNDOES,
    "look-up": LOOK_UPS,
}


def played(room: PaperRoom, steps: tuple[Timed, ...]) -> PaperRoom:
    for step in steps:
        what, after = step if isinstance(step, tuple) else (step, 5)
        room = room.scan(what, after)
    return room


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(one, id=f"{name} {at}")
        for name, rows in CELLS.items()
        for at, one in enumerate(rows)
    ],
)
def test_a_cell_of_the_table(cell: Row) -> None:
    room = played(PaperRoom(), (*cell.before, cell.scan))
    assert room.leads is cell.leads
    assert room.outcomes == {cell.leads, *cell.also}
    assert (room.held, room.target) == (cell.hand, cell.target)
    assert {one: room.where(one) for one in cell.at} == dict(cell.at)
    if cell.named:
        assert room.named == list(cell.named)
