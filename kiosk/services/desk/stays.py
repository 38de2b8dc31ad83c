"""A chart's stay at a place: what a movement carries on from the one before it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from kiosk.services.desk.subjects import Found
from kiosk.store.rows import RecordTypeRow


@dataclass(frozen=True, slots=True)
class Stay:
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


def stays_before(found: Found) -> dict[int, Stay]:
    """Return the charts' stays before this scan, by chart; those of sends with what UNDO needs."""
    stays = {}
    for one in found.sent:
        stays[one.sent.chart.id] = Stay(
            one.now.last_movement_id, one.since, one.due_at, None, one.restores_id, one.back_sent
        )
    if found.chart:
        now = found.chart
        stays[now.chart.id] = Stay(now.last_movement_id, now.chart.since, now.due_at, now.type_days)
    return stays


def first_stay(connection: Connection, found: Found, at: datetime) -> Stay:
    """Return what a new folder's first movement carries on: its record type's loan days."""
    assert found.label is not None
    days = select(RecordTypeRow.loan_days).filter_by(id=found.label.record_type_id)
    return Stay(None, at, None, connection.execute(days).scalar_one())
