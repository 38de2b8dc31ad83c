"""What a scan comes to, beside its movements: the facts that its words name.

Charts, places and staff are named by their ids; times are aware.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WasAt:
    """Where a chart was until it arrived here, and since when."""

    place: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Went:
    """A chart, and the place that it was sent to."""

    chart: int
    place: int


@dataclass(frozen=True, slots=True)
class NotSent:
    """Charts that lie loose here: the newest of them, and how many there are in all."""

    charts: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class BatchEnded:
    """A batch that this scan ended, for its list: its id, and how many charts went with it."""

    id: int
    count: int


@dataclass(frozen=True, slots=True)
class BatchUndone:
    """A whole batch: how many of its sends were taken back, and how many could not be."""

    taken_back: int
    kept: int


@dataclass(frozen=True, slots=True)
class Lapsed:
    """What had ended before the scan: destination, in_hand, reason or operator, by its id."""

    what: str
    id: int


@dataclass(frozen=True, slots=True)
class Detail:
    """The facts of one scan; what it has nothing to say of is empty.

    ``chart`` is the one that it is about where no single movement tells; ``place`` the destination
    that it set, ended or sent to, ``refused_place`` the one that nothing went to. ``now_at`` is
    where the chart is, ``back_at`` where an undo put it. ``nothing_to`` is a destination to which
    nothing was sent, ``put_down`` a chart that this scan took out of the hand, ``not_sent`` what
    lies loose. ``went`` is a sending that the card offers to change, ``would_take_back`` the one
    that a second UNDO takes back. ``remaining`` counts the sends left in a batch after an undo,
    ``volumes`` are the record's other volumes, those that the borrower wants if it wants any.
    """

    chart: int | None = None
    place: int | None = None
    refused_place: int | None = None
    spot: int | None = None
    staff: int | None = None
    was_at: WasAt | None = None
    sent_at: datetime | None = None
    now_at: int | None = None
    back_at: int | None = None
    nothing_to: int | None = None
    put_down: int | None = None
    not_sent: NotSent | None = None
    went: Went | None = None
    would_take_back: Went | None = None
    remaining: int | None = None
    batch_ended: BatchEnded | None = None
    batch_undone: BatchUndone | None = None
    volumes: tuple[int, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    reason: str = ""
    due_at: datetime | None = None

    @property
    def places(self) -> set[int]:
        """The places that it names."""
        named = [self.place, self.refused_place, self.spot, self.now_at, self.back_at]
        named += [self.nothing_to, self.was_at.place if self.was_at else None]
        named += [sent.place for sent in (self.went, self.would_take_back) if sent]
        return {one for one in named if one} | self._lapsed("destination")

    @property
    def charts(self) -> set[int]:
        """The charts that it names."""
        named = [self.chart, self.put_down]
        named += [sent.chart for sent in (self.went, self.would_take_back) if sent]
        named += [*self.volumes, *(self.not_sent.charts if self.not_sent else ())]
        return {one for one in named if one} | self._lapsed("in_hand", "reason")

    @property
    def people(self) -> set[int]:
        """The staff that it names."""
        return ({self.staff} if self.staff else set()) | self._lapsed("operator")

    def _lapsed(self, *what: str) -> set[int]:
        return {one.id for one in self.lapsed if one.what in what}


NOTHING_TOLD = Detail()
