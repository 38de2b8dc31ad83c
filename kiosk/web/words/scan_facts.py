"""What one scan tells the sentences about it: each fact by the word in braces for it."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.domain.desk.details import BatchUndone, Detail
from kiosk.services.desk.answers import ScanAnswer
from kiosk.store.queries.views import ChartView
from kiosk.web.words.language import translated
from kiosk.web.words.naming import Naming
from kiosk.web.words.sentences import SENTENCES


class UntoldFactWarning(UserWarning):
    """A sentence names a fact that its scan does not tell; it is said in general words."""


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """The facts of one scan's answer, for ``format_map``: each is worked out where it is named.

    ``known`` are all the facts that sentences may name.
    """

    known: Mapping[str, "Fact"]
    names: Naming
    answer: ScanAnswer

    def __getitem__(self, name: str) -> str:
        """Return a fact by its name; warns where this scan does not tell it."""
        said = self.known[name](self)
        if said is None:
            warnings.warn(f"{self.answer.outcome}: {name}", UntoldFactWarning, stacklevel=2)
            return translated(SENTENCES[_UNTOLD.get(name, "untold")])
        return said

    @property
    def detail(self) -> Detail:
        """What the scan tells."""
        return self.answer.scan.detail

    @property
    def batch_undone(self) -> BatchUndone:
        """How many sends of a batch were taken back, and how many were not."""
        return self.detail.batch_undone or BatchUndone(0, 0)

    def say(self, key: str) -> str:
        """Return a sentence, with the facts that it names."""
        return translated(SENTENCES[key]).format_map(self)

    def place(self, place_id: int | None) -> str | None:
        """Return the name of a place that the scan tells."""
        place = self.answer.places.get(place_id or 0)
        return place.name if place else None

    def brief(self, chart_id: int | None) -> str | None:
        """Return what a chart that the scan tells is called in a row of several."""
        chart = self.answer.charts.get(chart_id or 0)
        return self.names.brief(chart) if chart else None

    def lying(self) -> list[ChartView]:
        """Return the newest charts that lie loose here."""
        not_sent, charts = self.detail.not_sent, self.answer.charts
        return [charts[one] for one in (not_sent.charts if not_sent else ()) if one in charts]

    def one_or_some(self) -> str:
        """Tell whether one chart lies loose here, or several."""
        return "one" if self.detail.not_sent and self.detail.not_sent.count == 1 else "some"

    def other_volumes(self) -> list[ChartView]:
        """Return the other volumes of the chart's record."""
        charts = self.answer.charts
        return [charts[one] for one in self.detail.volumes if one in charts]


Fact = Callable[[ScanFacts], str | None]
_UNTOLD = {
    **dict.fromkeys(("named", "put_down", "went", "would_take_back", "held"), "untold-chart"),
    **dict.fromkeys(("person", "operator"), "untold-person"),
    **dict.fromkeys(("to", "taken_from", "place", "refused_place", "spot"), "untold-place"),
    **dict.fromkeys(("now_at", "back_at", "nothing_to", "was_at", "went_to"), "untold-place"),
}
