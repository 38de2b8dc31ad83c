"""A chart's stay at a place: what a movement carries on from the one before it."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.desk import NewLabel
from kiosk.services.desk.cards import ScanSubject


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What a movement carries on from the one before it.

    ``restores_id`` is the movement that its undoing restores, ``back_sent`` whether that one sent
    the chart.
    """

    movement_id: int | None
    since: datetime
    due_at: datetime | None
    type_days: int | None = None
    restores_id: int | None = None
    back_sent: bool = False


def carried_over(found: ScanSubject, at: datetime) -> dict[int, CarriedOver]:
    """Return the charts' stays before this scan, by chart; those of sends with what UNDO needs.

    A new folder's stay begins ``at`` this scan.
    """
    stays = {}
    for one in found.sent:
        stays[one.sent.chart.id] = CarriedOver(
            one.now.last_movement_id, one.since, one.due_at, None, one.restores_id, one.back_sent
        )
    if found.chart:
        now = found.chart
        stays[now.chart.id] = CarriedOver(
            now.last_movement_id, now.chart.since, now.due_at, now.type_days
        )
    if isinstance(found.subject, NewLabel) and found.label:
        stays[found.subject.chart_id] = CarriedOver(None, at, None, found.label.type_days)
    return stays
