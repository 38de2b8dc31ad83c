"""What was changed, by whom, and how it was before: kept for ever."""

from datetime import datetime
from typing import Any

from kiosk.store.engine import Writing, new_id
from kiosk.store.rows import AuditRow


def audit(
    writing: Writing,
    now: datetime,
    what: str,
    subject: object,
    detail: dict[str, Any],
    who: dict[str, int | None],
) -> None:
    """Record a change of ``subject``; ``who`` holds ``staff_id`` and ``station_id``."""
    fact = {"id": new_id(), "at": now, "what": what, "subject": str(subject), "detail": detail}
    writing.record(AuditRow, {**fact, **who})


def changes(row: Any, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set a row's values; return those that differ, as they were and as they are."""
    before = {name: getattr(row, name) for name, value in values.items()}
    differ = [name for name, value in values.items() if before[name] != value]
    for name in differ:
        setattr(row, name, values[name])
    return {name: before[name] for name in differ}, {name: values[name] for name in differ}
