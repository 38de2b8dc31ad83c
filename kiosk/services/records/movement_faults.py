"""Retracing every chart's way: what each movement carries on from the one before it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Subquery, and_, case, func, literal, or_, select, text
from sqlalchemy.orm import aliased

from kiosk.domain.custody import MovementKind
from kiosk.domain.faults import Broken, Fault
from kiosk.store.rows import ChartRow, ExtensionRow, LocationRow, MovementRow
from kiosk.store.types import Flag, Id, UtcTime

_ENDS = (MovementKind.CHECK_IN, MovementKind.MOVE)
_GOES_ON = (MovementKind.RETURN, MovementKind.FILE)


def movement_faults(connection: Connection) -> Iterator[Fault]:
    """Name each movement that does not follow from the one before it, and each dangling row.

    ``from`` is the ``to`` before; ``since`` is kept by what stays; a loan ends in a file room and
    goes on where the rules say so; an undo restores place, loan and since of what it goes back to.
    How long a new loan runs is not retraced: places and holidays may have been set otherwise.
    """
    if connection.dialect.name == "sqlite":  # PostgreSQL lets no row dangle
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield Fault(Broken.DANGLING, {"table": row[0], "other": row[2]})
    for told in (_unfollowed(), _wrongly_undone()):
        for row in connection.execute(told):
            yield Fault(Broken(row.wrong), {"seq": row.seq, "code": row.code})


def _steps() -> Subquery:
    """Select all effective movements, each with when its loan was due in the end."""
    newest = (
        select(ExtensionRow.movement_id, func.max(ExtensionRow.scan_id).label("scan_id"))
        .group_by(ExtensionRow.movement_id)
        .subquery()
    )
    lent_until = func.coalesce(ExtensionRow.due_at, MovementRow.due_at, type_=UtcTime)
    return (
        select(MovementRow.__table__, lent_until.label("lent_until"))
        .outerjoin(newest, newest.c.movement_id == MovementRow.id)
        .outerjoin(ExtensionRow, ExtensionRow.scan_id == newest.c.scan_id)
        .where(MovementRow.effective == literal(True, Flag))
        .subquery()
    )


def _unfollowed() -> Any:
    every = _steps()
    window: Any = {"partition_by": every.c.chart_id, "order_by": every.c.seq}
    steps = select(
        every,
        func.lag(every.c.id, type_=Id).over(**window).label("before_id"),
        func.lag(every.c.to_id, type_=Id).over(**window).label("before_to"),
        func.lag(every.c.since, type_=UtcTime).over(**window).label("before_since"),
        func.lag(every.c.lent_until, type_=UtcTime).over(**window).label("before_due"),
    ).subquery()
    step, left = steps.c, aliased(LocationRow)
    is_undo = step.kind == MovementKind.UNDO.value
    is_expected = func.coalesce(left.inside_id, left.id) == step.to_id
    goes_on = or_(
        step.kind.in_(_GOES_ON), and_(step.kind == MovementKind.RECEIVE.value, is_expected)
    )
    ends = step.kind.in_(_ENDS)
    stays = or_(step.from_id == step.to_id, step.kind == MovementKind.FILE.value)
    began = and_(~stays, ~is_undo)
    wrong = case(
        (step.from_id.is_distinct_from(step.before_to), Broken.LEFT_ANOTHER.value),
        (step.previous_id.is_distinct_from(step.before_id), Broken.FOLLOWS_ANOTHER.value),
        (and_(ends, step.due_at.is_not(None)), Broken.ENDED_LOAN.value),
        (and_(goes_on, step.due_at.is_distinct_from(step.before_due)), Broken.CHANGED_LOAN.value),
        (and_(stays, ~is_undo, step.since != step.before_since), Broken.STAY_ANEW.value),
        (and_(began, step.since != step.at), Broken.STAY_AT_ANOTHER_TIME.value),
    )
    return (
        select(ChartRow.code, step.seq, wrong.label("wrong"))
        .select_from(steps)
        .join(ChartRow, ChartRow.id == step.chart_id)
        .outerjoin(left, left.id == step.from_id)
        .where(wrong.is_not(None))
        .order_by(step.seq)
    )


def _wrongly_undone() -> Any:
    undone, before, now = aliased(MovementRow), _steps(), _steps()
    restores = func.coalesce(before.c.restores_id, before.c.id)
    filed = undone.kind == MovementKind.FILE.value  # goes on with the loan, whatever it became
    due_at = case((filed, now.c.lent_until), else_=before.c.lent_until)
    wrong = case(
        (MovementRow.to_id != before.c.to_id, Broken.NOT_PUT_BACK.value),
        (MovementRow.since != before.c.since, Broken.NOT_SINCE_THEN.value),
        (MovementRow.due_at.is_distinct_from(due_at), Broken.LOAN_NOT_BACK.value),
        (MovementRow.restores_id.is_distinct_from(restores), Broken.GOES_BACK_TO_ANOTHER.value),
    )
    return (
        select(ChartRow.code, MovementRow.seq, wrong.label("wrong"))
        .select_from(MovementRow)
        .join(ChartRow, ChartRow.id == MovementRow.chart_id)
        .join(undone, undone.id == MovementRow.undoes_id)
        .join(before, before.c.id == undone.previous_id)
        .join(now, now.c.id == MovementRow.previous_id)
        .where(wrong.is_not(None))
        .order_by(MovementRow.seq)
    )
