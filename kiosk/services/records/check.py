"""Checking that what is kept is whole: the chain of facts, and where each chart points."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, exists, func, literal, select, text
from sqlalchemy.orm import aliased

from kiosk.domain.custody import ARRIVALS, SENDS, MovementKind
from kiosk.domain.faults import Broken, Fault
from kiosk.domain.loans import PlaceKind
from kiosk.services.records.movement_faults import movement_faults
from kiosk.services.records.personal_faults import count_erased, personal_faults
from kiosk.store.engine import Database
from kiosk.store.facts import broken_links
from kiosk.store.rows import (
    FACTS,
    ChartRow,
    ExtensionRow,
    HeadRow,
    LocationRow,
    MissingReportRow,
    MovementRow,
    ScanRow,
)
from kiosk.store.triggers import existing_triggers, trigger_names
from kiosk.store.types import Flag


def count_facts(database: Database) -> tuple[int, int, int]:
    """Return how many charts and facts there are, and how many facts tell of no person any more."""
    with database.read() as reading:
        charts = reading.session.scalar(select(func.count()).select_from(ChartRow))
        facts = reading.session.scalar(select(HeadRow.seq))
        return charts or 0, facts or 0, count_erased(reading.connection)


def find_faults(database: Database) -> list[Fault]:
    """Name every fault: changed facts, damaged pages, charts that point elsewhere.

    The chain is walked here while the database looks through the rest: each takes a while.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        rest = beside.submit(lambda: list(_faults_beside_the_chain(database)))
        with database.read() as reading:
            changed = list(broken_links(reading.connection, database.key))
        return [*changed, *rest.result()]


def _faults_beside_the_chain(database: Database) -> Iterator[Fault]:
    with database.read() as reading:
        connection = reading.connection
        dialect = connection.dialect.name
        if dialect == "sqlite":
            said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            damaged = (line for line in said if line != "ok")
            yield from (Fault(Broken.FILE, {"line": line}) for line in damaged)
        existing = existing_triggers(connection)
        for row in FACTS:
            missing = trigger_names(row.__tablename__, dialect) - existing
            yield from (Fault(Broken.TRIGGER, {"name": name}) for name in sorted(missing))
        yield from _pointing_elsewhere(connection)
        yield from _copies_that_differ(connection)
        yield from _seen_but_missing(connection)
        yield from movement_faults(connection)
        yield from personal_faults(connection)


def _pointing_elsewhere(connection: Connection) -> Iterator[Fault]:
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
        yield Fault(Broken.POINTS_ELSEWHERE, {"code": code})


def _copies_that_differ(connection: Connection) -> Iterator[Fault]:
    """Name charts whose copies for the lists say another thing than their newest movement."""
    restored, at, root = aliased(MovementRow), aliased(LocationRow), aliased(LocationRow)
    sent = func.coalesce(restored.kind, MovementRow.kind).in_([kind.value for kind in SENDS])
    extended = (
        select(ExtensionRow.due_at)
        .where(ExtensionRow.movement_id == MovementRow.id)
        .order_by(ExtensionRow.scan_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            ChartRow.code,
            ChartRow.place_id,
            ChartRow.since,
            ChartRow.due_at,
            ChartRow.sent,
            ChartRow.lent,
            root.id.label("root_id"),
            root.kind.label("root_kind"),
            MovementRow.since.label("moved_since"),
            MovementRow.due_at.label("moved_due_at"),
            sent.label("was_sent"),
            extended.label("extended"),
        )
        .join(MovementRow, MovementRow.id == ChartRow.last_movement_id)
        .join(at, at.id == MovementRow.to_id)
        .join(root, root.id == func.coalesce(at.inside_id, at.id))
        .outerjoin(restored, restored.id == MovementRow.restores_id)
    )
    for row in rows:
        lent = bool(row.was_sent) or row.root_kind != PlaceKind.FILE_ROOM
        place = (row.place_id, row.since, row.sent, row.lent)
        moved = (row.root_id, row.moved_since, bool(row.was_sent), lent)
        due = (row.extended or row.moved_due_at) if lent else None
        if place != moved or row.due_at != due:
            yield Fault(Broken.LISTED_ELSEWHERE, {"code": row.code})


def _seen_but_missing(connection: Connection) -> Iterator[Fault]:
    """Name charts that are called missing though a scan has seen them since the report."""
    seen = aliased(ScanRow)
    arrival, undo = aliased(MovementRow), aliased(MovementRow)
    taken_back = exists().where(
        arrival.scan_id == seen.id,
        arrival.kind.in_([kind.value for kind in ARRIVALS]),
        arrival.by_hand == literal(True, Flag),
        undo.undoes_id == arrival.id,
    )
    wrong = (
        select(ChartRow.code)
        .join(MissingReportRow, MissingReportRow.id == ChartRow.report_id)
        .join(seen, seen.id == ChartRow.last_scan_id)
        .where(MissingReportRow.found_scan_id.is_(None), seen.at >= MissingReportRow.at)
        .where(~taken_back)
    )
    for code in connection.execute(wrong).scalars():
        yield Fault(Broken.SEEN_BUT_MISSING, {"code": code})
