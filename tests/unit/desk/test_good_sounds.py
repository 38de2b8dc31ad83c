"""No good sound sends a folder where the record does not say.

A plausible clerk listens more than he reads. A folder that he has scanned here lies before him for
a minute, unless he files it. A card that sounds good draws all of these onto the pile of its
place, and a chart that sounds good while a place's card was the last one to sound good goes onto
that pile at once. Any other sound makes him read the screen, and do what it says.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import pytest

from kiosk.domain.custody import MovementKind, Place
from kiosk.domain.outcomes import Outcome, Tone
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
    SIA,
    SIGN_OFF,
    SURGERY,
    TO_CARDIOLOGY,
    TO_ROOM,
    TO_STOPPED,
    TO_SURGERY,
    TO_WARD,
    UNDO,
    VERA,
    Card,
    Foreign,
    Label,
    PaperRoom,
    ReasonCard,
    Shelf,
    What,
    at_home,
    recorded,
)

FORGETS = 60


@dataclass(frozen=True, slots=True)
class Arrives:
    """A chart is scanned at another desk."""

    chart_id: int
    place: Place


Step = tuple[What | Arrives, float]


@dataclass(frozen=True, slots=True)
class Clerk:
    """Where the folders of the last scans physically are, and which pile is being made.

    ``lying`` are folders before him, by the time of their last scan; ``piles`` those that he has
    put onto a pile, by its place.
    """

    room: PaperRoom
    pile: int | None = None
    lying: Mapping[int, float] = field(default_factory=dict)
    piles: Mapping[int, int] = field(default_factory=dict)

    def hears(self, step: Step) -> tuple["Clerk", set[int]]:
        """Return the clerk after one more scan, and the folders that it has sent astray."""
        what, after = step
        if isinstance(what, Arrives):
            return self._lose(what, after), set()
        pile = self._pile_after(after)
        room = self.room.scan(what, after)
        lying = {one: at for one, at in self.lying.items() if room.now < at + FORGETS}
        piles = dict(self.piles)
        scanned = what.chart_id if isinstance(what, Label) else None
        if scanned and room.leads is not Outcome.SAME_LABEL_TWICE:
            piles.pop(scanned, None)
            lying[scanned] = room.now
        if room.tone is not Tone.OK:
            return _reads(room, pile, lying, piles, scanned), set()
        if isinstance(what, Card) and what.place.id != room.desk.id:
            pile = what.place.id if room.target else None
            drawn, meant = set(lying), what.place.id
        else:
            drawn, meant = _drawn(room, what, pile, scanned, lying)
            pile = None if what in (DONE, SIGN_OFF, TO_ROOM) else pile
        for one in drawn:
            lying.pop(one, None)
            piles[one] = meant
        if what is UNDO:
            pile = _take_off(room, pile, lying, piles)
        if Outcome.FILED in room.outcomes:
            assert room.said
            lying.pop(room.said.detail.chart or 0, None)
        astray = {one for one in drawn if room.where(one) != meant}
        return Clerk(room, pile, lying, piles), astray

    def _pile_after(self, after: float) -> int | None:
        """A destination that lapses is heard, so no pile is made after it."""
        to = self.room.state.destination
        lapsed = to is not None and self.room.wait(after).at >= to.ends_at
        return None if lapsed else self.pile

    def _lose(self, what: Arrives, after: float) -> "Clerk":
        room = self.room.elsewhere(what.chart_id, what.place, after)
        lying = {one: at for one, at in self.lying.items() if one != what.chart_id}
        piles = {one: place for one, place in self.piles.items() if one != what.chart_id}
        return Clerk(room, self._pile_after(after), lying, piles)


def _drawn(
    room: PaperRoom,
    what: What,
    pile: int | None,
    scanned: int | None,
    lying: Mapping[int, float],
) -> tuple[set[int], int]:
    """Tell which folders a good sound that is no card's puts onto a pile, and onto which."""
    if scanned and pile is not None:
        return {scanned}, pile
    if isinstance(what, ReasonCard) and room.said and room.said.moves:
        move = room.said.moves[-1]
        return {move.chart_id} & set(lying), move.to_id
    return set(), 0


def _take_off(
    room: PaperRoom, pile: int | None, lying: dict[int, float], piles: dict[int, int]
) -> int | None:
    """Take the folder that UNDO names off its pile; a destination that it ends makes no pile."""
    assert room.said
    named = room.said.detail.chart or room.said.detail.put_down
    if isinstance(named, int):
        piles.pop(named, None)
        lying.pop(named, None)
        if room.where(named) == room.desk.id:
            lying[named] = room.now
        else:  # an arrival was taken back: it is on the trolley
            piles[named] = room.where(named)
    return room.target and pile


def _reads(
    room: PaperRoom,
    pile: int | None,
    lying: dict[int, float],
    piles: dict[int, int],
    scanned: int | None,
) -> Clerk:
    """Do what the screen says: the folder goes where the record has it, the pile is the target's.

    A grey or blue sound changes nothing for him, but for the folder in his hand.
    """
    assert room.said
    if room.leads is Outcome.SAME_LABEL_TWICE:
        return Clerk(room, pile, lying, piles)
    moved = {move.chart_id for move in room.said.moves} | {scanned or 0}
    for one in moved & set(room.charts):
        lying.pop(one, None)
        if room.where(one) == room.desk.id:
            lying[one] = room.now
        else:
            piles[one] = room.where(one)
    quiet = room.tone in (Tone.AGAIN, Tone.UNCLEAR)
    return Clerk(room, pile if quiet else room.target, lying, piles)


SCANS: tuple[What | Arrives, ...] = (
    Label(ADA),
    Label(EVE),
    Label(IDA),
    Label(SIA),
    Label(RON),
    TO_CARDIOLOGY,
    TO_SURGERY,
    TO_STOPPED,
    DONE,
    UNDO,
    Shelf(),
    OMAR,
    ReasonCard(),
    Arrives(ADA, CARDIOLOGY),
)
FEW: tuple[What | Arrives, ...] = (Label(ADA), Label(EVE), TO_CARDIOLOGY, TO_SURGERY, DONE, UNDO)
MORE = (
    *SCANS,
    Label(BEN),
    Label(17),
    TO_WARD,
    TO_ROOM,
    SIGN_OFF,
    INES,
    VERA,
    LOOK_UP,
    Foreign(),
    Arrives(EVE, CARDIOLOGY),
    Arrives(ADA, SURGERY),
)
GAPS = (2, 5, 19, 21, 25, 59, 61)


def astray_in(
    clerk: Clerk, steps: list[Step], depth: int, path: tuple[Step, ...] = ()
) -> Iterator[tuple[int, tuple[Step, ...]]]:
    """Walk all sequences of so many steps: yield 1 a step, with its path if it went astray."""
    for step in steps:
        after, astray = clerk.hears(step)
        yield 1, (*path, step) if astray else ()
        if depth > 1 and not astray:
            yield from astray_in(after, steps, depth - 1, (*path, step))


def count_astray(scans: tuple[What | Arrives, ...], gaps: tuple[int, ...], depth: int) -> list[str]:
    steps: list[Step] = list(product(scans, gaps))
    walked = list(astray_in(Clerk(PaperRoom()), steps, depth))
    print(f"{len(walked)} steps")
    return [told(path) for _, path in walked if path]


def told(path: tuple[Step, ...]) -> str:
    return ", ".join(f"{getattr(what, 'text', what)} after {after} s" for what, after in path)


def test_no_sequence_of_three_scans_goes_astray() -> None:
    assert count_astray(SCANS, (5, 21, 61), 3) == []


@pytest.mark.slow
def test_no_sequence_of_three_scans_with_any_pause_goes_astray() -> None:
    assert count_astray(SCANS, GAPS, 3) == []


@pytest.mark.slow
def test_no_sequence_of_four_scans_goes_astray() -> None:
    assert count_astray(FEW, (5, 21, 59), 4) == []


@pytest.mark.parametrize("seed", range(20))
def test_no_long_day_goes_astray(seed: int) -> None:
    drawn = random.Random(seed)
    for _ in range(100):
        clerk, path = Clerk(PaperRoom()), []
        for _ in range(12):
            step = (drawn.choice(SCANS), drawn.choice(GAPS))
            path.append(step)
            clerk, astray = clerk.hears(step)
            assert not astray, told(tuple(path))


def a_day_of_returns_and_sends() -> Iterator[Step]:
    """Twenty returns from the bin, twelve charts for a clinic, four single ones: twice over."""
    for morning in (0, 40):
        yield from ((Label(1000 + morning + at), 4) for at in range(20))
        yield TO_CARDIOLOGY, 90
        yield from ((Label(2000 + morning + at), 4) for at in range(12))
        yield DONE, 4
        yield TO_SURGERY, 20
        yield from ((Label(3000 + morning + at), 4) for at in range(12))
        yield DONE, 4
        for at in range(4):
            yield Label(4000 + morning + at), 8
            yield TO_WARD, 3


def test_at_most_one_scan_in_twenty_of_a_day_is_amber() -> None:
    steps = list(a_day_of_returns_and_sends())
    labels = {what.chart_id for what, _ in steps if isinstance(what, Label)}
    charts = {
        one: recorded(one, SURGERY, MovementKind.RECEIVE, 1) if one < 2000 else at_home(one)
        for one in labels
    }
    room, amber = PaperRoom(charts=charts), 0
    for what, after in steps:
        assert isinstance(what, What)
        room = room.scan(what, after)
        amber += room.tone is Tone.ATTENTION
    assert amber * 20 <= len(steps)
