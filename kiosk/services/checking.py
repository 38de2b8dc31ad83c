"""Checking that what is kept is whole: the chain of facts, and where each chart points."""

from collections.abc import Iterator

from sqlalchemy import func, select, text
from sqlalchemy.orm import aliased

from kiosk.domain.custody import MovementKind
from kiosk.store.engine import Database
from kiosk.store.facts import broken_links
from kiosk.store.rows import FACTS, ChartRow, HeadRow, MovementRow
from kiosk.store.triggers import existing_triggers, trigger_names


def count_facts(database: Database) -> tuple[int, int]:
    """Return how many charts and how many facts there are."""
    with database.read() as session:
        charts = session.scalar(select(func.count()).select_from(ChartRow))
        facts = session.scalar(select(HeadRow.seq))
        return charts or 0, facts or 0


def find_faults(database: Database) -> Iterator[str]:
    """Name every fault in a line: damaged pages, changed facts, charts that point elsewhere."""
    with database.read() as session:
        connection = session.connection()
        dialect = connection.dialect.name
        if dialect == "sqlite":
            said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            yield from (f"the file is damaged: {line}" for line in said if line != "ok")
        existing = existing_triggers(connection)
        for row in FACTS:
            missing = trigger_names(row.__tablename__, dialect) - existing
            yield from (f"the trigger {name} is missing" for name in sorted(missing))
        yield from broken_links(connection, database.key)
        newest = (
            select(MovementRow.chart_id, func.max(MovementRow.seq).label("seq"))
            .where(MovementRow.kind != MovementKind.LATE.value)
            .group_by(MovementRow.chart_id)
            .subquery()
        )
        last = aliased(MovementRow)
        wrong = (
            select(ChartRow.code)
            .outerjoin(newest, newest.c.chart_id == ChartRow.id)
            .outerjoin(last, last.seq == newest.c.seq)
            .where((last.id.is_(None)) | (last.id != ChartRow.last_movement_id))
        )
        for code in connection.execute(wrong).scalars():
            yield f"chart {code} does not point at its newest movement"
