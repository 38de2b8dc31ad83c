"""Kept changes, read back."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from kiosk.domain.actors import Program
from kiosk.store.personal import COMMITTED
from kiosk.store.queries.views import NEWEST, AuditView
from kiosk.store.rows import AuditRow, PersonalRow, StaffRow, StationRow
from kiosk.store.types import AnyRow

PROGRAM = "program"  # where the facts of an audit name what acted by itself


def audits_of(connection: Connection, subjects: Iterable[int]) -> tuple[AuditView, ...]:
    """Return the changes of some charts, patients or other rows, newest first."""
    query = (
        select(
            AuditRow.at,
            AuditRow.what,
            StaffRow.name.label("staff"),
            StationRow.name.label("station"),
            AuditRow.detail,
            PersonalRow.told,
        )
        .outerjoin(PersonalRow, PersonalRow.fact_id == AuditRow.id)
        .outerjoin(StaffRow, StaffRow.id == AuditRow.staff_id)
        .outerjoin(StationRow, StationRow.id == AuditRow.station_id)
        .where(AuditRow.subject.in_([str(one) for one in subjects]))
        .order_by(AuditRow.seq.desc())
        .limit(NEWEST)
    )
    return tuple(_view(row) for row in connection.execute(query))


def newest_detail(connection: Connection, subject: str) -> dict[str, Any]:
    """Return what the newest change of a subject holds; nothing where there is none."""
    query = select(AuditRow.detail).filter_by(subject=subject).order_by(AuditRow.seq.desc())
    return connection.execute(query.limit(1)).scalar() or {}


def _view(row: AnyRow) -> AuditView:
    told = _told(row)
    by = told.pop(PROGRAM, None)
    program = Program(by) if by else None
    return AuditView(row.at, row.what, row.staff or "", row.station or "", program, told)


def _told(row: AnyRow) -> dict[str, Any]:
    """Return what a fact holds and what stands beside it; the fact itself cannot be changed."""
    told = {**(row.told or {}), **row.detail}
    return {key: value for key, value in told.items() if key != COMMITTED}
