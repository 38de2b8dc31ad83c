"""What was changed, by whom, and how it was before: kept for ever."""

from datetime import datetime
from typing import Any

from kiosk.domain.actors import Actor
from kiosk.store.engine import WriteTransaction, new_id
from kiosk.store.personal import COMMITTED, keep_personal
from kiosk.store.queries.audits import PROGRAM
from kiosk.store.rows import AuditRow, LocationRow, StaffRow

_OF_PERSONS = (StaffRow, LocationRow)  # a place may be a person, and has a contact


def audit(
    writing: WriteTransaction,
    now: datetime,
    what: str,
    subject: object,
    detail: dict[str, Any],
    actor: Actor,
    *,
    personal: dict[str, Any] | None = None,
) -> None:
    """Record a change of ``subject``; what ``personal`` tells of a person is kept beside it."""
    row_id = new_id()
    if actor.program:
        detail = {**detail, PROGRAM: actor.program.value}
    if personal:
        detail = {**detail, COMMITTED: keep_personal(writing.connection, row_id, personal)}
    fact = {"id": row_id, "at": now, "what": what, "subject": str(subject), "detail": detail}
    writing.add_fact(AuditRow, {**fact, **actor.ids})


def audit_set_up(
    writing: WriteTransaction,
    now: datetime,
    table: Any,
    what: str,
    row_id: int,
    changed: dict[str, Any],
    actor: Actor,
) -> None:
    """Record what was added, changed or deleted in a table of the set-up; persons apart."""
    name = f"{table.__tablename__}-{what}"
    if table in _OF_PERSONS:
        audit(writing, now, name, row_id, {}, actor, personal=changed)
    else:
        audit(writing, now, name, row_id, changed, actor)


def changes(row: Any, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set a row's values; return those that differ, as they were and as they are."""
    before = {name: getattr(row, name) for name, value in values.items()}
    differ = [name for name, value in values.items() if before[name] != value]
    for name in differ:
        setattr(row, name, values[name])
    return {name: before[name] for name in differ}, {name: values[name] for name in differ}
