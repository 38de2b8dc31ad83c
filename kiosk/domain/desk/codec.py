"""A desk's state <-> the plain values that are kept with each scan."""

from dataclasses import is_dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.desk.state import (
    AwaitedReason,
    Batch,
    DeskState,
    Lapse,
    LastRead,
    Loose,
    Pending,
    SentByCard,
)


def to_plain(state: DeskState) -> dict[str, Any]:
    """Turn a state into plain JSON values; what is empty is left out."""
    return {key: _plain(value) for key, value in _fields(state) if value}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if is_dataclass(value):
        return {key: _plain(inner) for key, inner in _fields(value)}
    return value


def _fields(value: Any) -> list[tuple[str, Any]]:
    return [(key, getattr(value, key)) for key in value.__dataclass_fields__]


_PARTS = {
    "destination": Pending,
    "in_hand": Pending,
    "reason": AwaitedReason,
    "operator": Pending,
    "batch": Batch,
    "last_read": LastRead,
    "sent_by_card": SentByCard,
}
_LISTS = {"loose": Loose, "lapses": Lapse}
_TIMES = frozenset({"at", "ends_at", "last_send_at"})
_KNOWN = frozenset(DeskState.__dataclass_fields__)


def _part(kind: type[Any], plain: dict[str, Any]) -> Any:
    return kind(
        **{
            key: datetime.fromisoformat(value) if key in _TIMES else value
            for key, value in plain.items()
        }
    )


def from_plain(plain: dict[str, Any]) -> DeskState:
    """Read back what ``to_plain`` wrote, also what it wrote before charts could lie loose."""
    plain = _of_today(plain)
    values: dict[str, Any] = {
        key: _part(_PARTS[key], value) if key in _PARTS else value for key, value in plain.items()
    }
    for key, kind in _LISTS.items():
        values[key] = tuple(_part(kind, one) for one in plain.get(key, ()))
    return DeskState(**values)


def _of_today(plain: dict[str, Any]) -> dict[str, Any]:
    """Turn a state as it was written until 0.1.0's second look into today's."""
    known = {key: value for key, value in plain.items() if key in _KNOWN}
    left = plain.get("left_here")
    if left:
        one = {"id": left["chart_id"], "at": left["at"], "arrived": left["arrived"]}
        known |= {"loose": [one], "files_next": left["chart_id"]}
    if "chart_id" not in known.get("sent_by_card", {"chart_id": 0}):
        del known["sent_by_card"]
    return known
