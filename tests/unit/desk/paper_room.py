"""A record room on paper: the pure rules, and beside them only what a database would remember.

It builds subjects from what is known and applies what is decided, in microseconds, so that whole
days of scans can be enumerated. Time is in seconds since Monday, nine o'clock.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from kiosk.domain.codes import Command
from kiosk.domain.custody import (
    ARRIVALS,
    TAKEN_BACK,
    Chart,
    LastMovement,
    Move,
    MovementKind,
    Place,
    arrival,
)
from kiosk.domain.desk import (
    Act,
    Badge,
    CommandCard,
    Decision,
    Desk,
    DeskRules,
    DeskState,
    KnownChart,
    NewLabel,
    PlaceCard,
    PromptAct,
    Reason,
    Scan,
    Source,
    SpotCard,
    Subject,
    Unclear,
    UndoCard,
    decide,
)
from kiosk.domain.desk.subjects import Sent
from kiosk.domain.outcomes import Outcome, Tone
from tests.unit.desk.carries import untold

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
LONG_AGO = MONDAY - timedelta(days=3)
RULES = DeskRules()

ROOM = Place(1, is_file_room=True, has_station=True)
ROOM_B = Place(2, is_file_room=True, has_station=True)
CARDIOLOGY = Place(3, is_file_room=False, has_station=True)
SURGERY = Place(4, is_file_room=False, has_station=True)
WARD = Place(5, is_file_room=False)
STOPPED = Place(6, is_file_room=False, stopped=True)
SHELF = 90
DESKS = {place.id: Desk(place) for place in (ROOM, ROOM_B, CARDIOLOGY, SURGERY)}

# Charts by what is recorded of them when the day begins.
ADA, BEN, EVE, IDA, SIA, RON = 11, 12, 13, 14, 15, 16
_PLACES = {place.id: place for place in (ROOM, ROOM_B, CARDIOLOGY, SURGERY, WARD, STOPPED)}


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def at_home(chart_id: int, **more: object) -> Chart:
    """A chart that has been in the file room for days."""
    return recorded(chart_id, ROOM, MovementKind.CREATED, None, **more)


def recorded(
    chart_id: int, place: Place, kind: MovementKind, left: int | None, **more: object
) -> Chart:
    last = LastMovement(chart_id * 100, kind, left, LONG_AGO)
    return Chart(chart_id, ROOM.id, place, last, LONG_AGO, LONG_AGO, **more)  # type: ignore[arg-type]


def charts_of_the_day() -> dict[int, Chart]:
    """Ada and Ben at home, Eve with Surgery, Ida on her way home, Sia sensitive, Ron retired."""
    return {
        ADA: at_home(ADA),
        BEN: at_home(BEN),
        EVE: recorded(EVE, SURGERY, MovementKind.RECEIVE, ROOM.id, lent=True),
        IDA: recorded(IDA, ROOM, MovementKind.RETURN, CARDIOLOGY.id, lent=True),
        SIA: at_home(SIA, sensitive=True),
        RON: at_home(RON, retired=True),
    }


@dataclass(frozen=True, slots=True)
class Kept:
    """A movement of this desk, with the chart as it was before."""

    movement: LastMovement
    before: Chart
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PaperRoom:
    """All that is known between two scans of the desk in the file room; never changed in place."""

    now: float = 0
    state: DeskState = field(default_factory=DeskState)
    charts: Mapping[int, Chart] = field(
        default_factory=lambda: MappingProxyType(charts_of_the_day())
    )
    kept: tuple[Kept, ...] = ()
    next_id: int = 10_000
    desk: Place = ROOM
    said: Decision | None = None

    @property
    def at(self) -> datetime:
        return MONDAY + seconds(self.now)

    def scan(
        self,
        what: "What",
        after: float = 5,
        source: Source = Source.SCANNER,
        stored: bool = False,
    ) -> "PaperRoom":
        """Return the room after one more scan, made ``after`` seconds later."""
        later = replace(self, now=self.now + after)
        subject = what.subject(later)
        scan = Scan(what.text, later.at, source, self.next_id, stored)
        to = _PLACES[later.target] if later.target else None
        decision = decide(later.state, scan, subject, Desk(self.desk), RULES, to)
        assert untold(decision) == []
        return later._after(decision, subject)

    def press(
        self,
        act: Act,
        chart_id: int,
        after: float = 5,
        note: str = "",
        may: bool = True,
        stored: bool = False,
    ) -> "PaperRoom":
        """Return the room after one of the prompt's buttons."""
        return self.scan(Button(act, chart_id, note, may), after, Source.BUTTON, stored)

    def wait(self, count: float) -> "PaperRoom":
        return replace(self, now=self.now + count)

    def elsewhere(self, chart_id: int, place: Place, after: float = 0) -> "PaperRoom":
        """Return the room after a chart was scanned at another place's desk."""
        later = replace(self, now=self.now + after)
        chart = self.charts[chart_id]
        return later._moved(arrival(chart, place), ours=False)

    def _after(self, decision: Decision, subject: Subject) -> "PaperRoom":
        after = replace(self, state=decision.state, said=decision, next_id=self.next_id + 1)
        if isinstance(subject, NewLabel) and decision.moves:
            charts = dict(after.charts)
            charts[subject.chart_id] = recorded(
                subject.chart_id, self.desk, MovementKind.CREATED, None
            )
            return replace(after, charts=MappingProxyType(charts))
        for move in decision.moves:
            if move.kind is not MovementKind.LATE:
                after = after._moved(move)
        if decision.proves_presence and isinstance(subject, KnownChart):
            seen = replace(after.charts[subject.chart.id], last_scan_at=self.at)
            after = after._with(seen)
        return after

    def _moved(self, move: Move, *, ours: bool = True) -> "PaperRoom":
        chart, kept = self.charts[move.chart_id], self.kept
        if move.undoes_id is not None:
            undone = next(one for one in kept if one.movement.id == move.undoes_id)
            moved = replace(undone.before, last_scan_at=chart.last_scan_at)
            kept = tuple(one for one in kept if one is not undone)
        else:
            at = move.at or self.at
            left = chart.place.id if move.from_id else None
            last = LastMovement(self.next_id, move.kind, left, at, move.batch_id)
            spot = SHELF if move.to_id == SHELF else None
            place = self.desk if spot else _PLACES[move.to_id]
            moved = replace(
                chart,
                place=place,
                spot_id=spot,
                last=last,
                lent=not place.is_file_room,
                since=at,
                last_scan_at=self.at,
            )
            kept = (*kept, Kept(last, chart, self.at)) if ours else kept
        return replace(self._with(moved), kept=kept, next_id=self.next_id + 1)

    def _with(self, chart: Chart) -> "PaperRoom":
        return replace(self, charts=MappingProxyType({**self.charts, chart.id: chart}))

    def correct(self, chart_id: int, **more: object) -> "PaperRoom":
        """Return the room with something else recorded of a chart."""
        return self._with(replace(self.charts[chart_id], **more))  # type: ignore[arg-type]

    # What was said.

    @property
    def outcomes(self) -> set[Outcome]:
        assert self.said
        return set(self.said.ordered)

    @property
    def leads(self) -> Outcome:
        assert self.said
        return self.said.ordered[0]

    @property
    def tone(self) -> Tone:
        return self.leads.tone

    @property
    def held(self) -> int | None:
        return self.state.in_hand.id if self.state.in_hand else None

    @property
    def target(self) -> int | None:
        return self.state.destination.id if self.state.destination else None

    @property
    def named(self) -> object:
        """The charts that a card has named as not sent."""
        assert self.said
        not_sent = self.said.detail.not_sent
        return list(not_sent.charts) if not_sent else []

    def where(self, chart_id: int) -> int:
        return self.charts[chart_id].place.id

    def lying(self) -> Iterator[int]:
        """The charts that the rules know to be loose."""
        return (one.id for one in self.state.loose)


class What:
    """Something that can be scanned."""

    text: str

    def subject(self, room: PaperRoom) -> Subject:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Label(What):
    """A chart's label."""

    chart_id: int

    @property
    def text(self) -> str:  # type: ignore[override]
        return f"C{self.chart_id}"

    def subject(self, room: PaperRoom) -> Subject:
        known = room.charts.get(self.chart_id)
        return KnownChart(known) if known else NewLabel(self.chart_id)


@dataclass(frozen=True, slots=True)
class Card(What):
    """A place's card."""

    place: Place

    @property
    def text(self) -> str:  # type: ignore[override]
        return f"L{self.place.id}"

    def subject(self, room: PaperRoom) -> Subject:
        held = room.state.in_hand
        pending = {one.id for one in (held, room.state.reason) if one}
        lying = pending | set(room.lying())
        gone = frozenset(one for one in lying if not _is_here(room, one))
        return PlaceCard(self.place, room.charts[held.id] if held else None, gone)


def _is_here(room: PaperRoom, chart_id: int) -> bool:
    chart = room.charts[chart_id]
    return chart.place.id == room.desk.id and not chart.on_its_way


@dataclass(frozen=True, slots=True)
class Shelf(What):
    """The card of a shelf in this room."""

    text: str = "L90"

    def subject(self, room: PaperRoom) -> Subject:
        held = room.held or room.state.files_next
        return SpotCard(SHELF, room.charts[held] if held else None)


@dataclass(frozen=True, slots=True)
class ReasonCard(What):
    """A card with a reason."""

    text: str = "R1"

    def subject(self, room: PaperRoom) -> Subject:
        awaited = room.state.reason
        if awaited is None or room.at >= awaited.ends_at:
            return Reason("treatment")
        return Reason("treatment", room.charts[awaited.id], _PLACES[awaited.to_id])


@dataclass(frozen=True, slots=True)
class Person(What):
    """A badge."""

    staff_id: int
    is_operator: bool = True

    @property
    def text(self) -> str:  # type: ignore[override]
        return f"S{self.staff_id}"

    def subject(self, room: PaperRoom) -> Subject:
        return Badge(self.staff_id, self.is_operator)


@dataclass(frozen=True, slots=True)
class Order(What):
    """DONE or SIGN-OFF."""

    command: Command

    @property
    def text(self) -> str:  # type: ignore[override]
        return self.command.value

    def subject(self, room: PaperRoom) -> Subject:
        return CommandCard(self.command)


@dataclass(frozen=True, slots=True)
class Undo(What):
    """UNDO; ``chart_id`` if the button of that chart's newest movement was pressed."""

    chart_id: int | None = None
    text: str = Command.UNDO.value

    def subject(self, room: PaperRoom) -> Subject:
        back = [one for one in room.kept if one.movement.kind in TAKEN_BACK]
        if self.chart_id:
            meant = [one for one in back if one.before.id == self.chart_id]
            return UndoCard(self._sent(room, meant), chosen=True)
        arrivals = [
            one
            for one in room.kept
            if one.movement.kind in ARRIVALS and one.before.id == room.state.arrival_to_undo
        ]
        return UndoCard(self._sent(room, back), self._sent(room, arrivals))

    def _sent(self, room: PaperRoom, kept: list[Kept]) -> Sent | None:
        if not kept:
            return None
        newest = kept[-1]
        batch = newest.movement.batch_id
        left = sum(one.movement.batch_id == batch for one in room.kept) if batch else 0
        return Sent(
            room.charts[newest.before.id],
            newest.movement,
            newest.before.at_id,
            left,
            newest.made_at,
        )


@dataclass(frozen=True, slots=True)
class Foreign(What):
    """Any text that is none of ours, or what a clerk looks up."""

    outcome: Outcome = Outcome.NOT_OUR_CODE
    text: str = "441027"

    def subject(self, room: PaperRoom) -> Subject:
        return Unclear(self.outcome)


@dataclass(frozen=True, slots=True)
class Button(What):
    """A button of the prompt for one chart."""

    act: Act
    chart_id: int
    note: str = ""
    may: bool = True

    @property
    def text(self) -> str:  # type: ignore[override]
        return f"C{self.chart_id}"

    def subject(self, room: PaperRoom) -> Subject:
        if self.act is Act.REASON:
            waits = room.state.reason and room.state.reason.id == self.chart_id
            asked = ReasonCard().subject(room)
            assert isinstance(asked, Reason)
            return replace(asked, said=self.note) if waits else Reason(self.note)
        return PromptAct(self.act, room.charts[self.chart_id], self.note, SURGERY, self.may)


DONE, SIGN_OFF, UNDO = Order(Command.DONE), Order(Command.SIGN_OFF), Undo()
LOOK_UP = Foreign(Outcome.LOOK_UP_OPENED, "love")
INES, OMAR, VERA = Person(1), Person(2), Person(3, is_operator=False)
TO_ROOM, TO_ROOM_B, TO_WARD = Card(ROOM), Card(ROOM_B), Card(WARD)
TO_CARDIOLOGY, TO_SURGERY, TO_STOPPED = Card(CARDIOLOGY), Card(SURGERY), Card(STOPPED)
