"""A desk's state and a scan's facts <-> the plain values that are kept with each scan.

What is kept is never rewritten, so every shape that was ever written is read. ``SHAPE`` is raised
when what is written changes; the first shape carries no number.
"""

from typing import Any

from pydantic import TypeAdapter

from kiosk.domain.desk.details import Detail
from kiosk.domain.desk.state import DeskState

Plain = dict[str, Any]
SHAPE = 2
_STATE, _DETAIL = TypeAdapter(DeskState), TypeAdapter(Detail)


def state_to_plain(state: DeskState) -> Plain:
    """Turn a state into JSON values; what is empty is left out."""
    return _written(_STATE, state)


def state_from_plain(plain: Plain) -> DeskState:
    """Read a state back, in whatever shape it was kept."""
    return _STATE.validate_python(plain if plain.get("shape") else _first_state(plain))


def detail_to_plain(detail: Detail) -> Plain:
    """Turn a scan's facts into JSON values; what is empty is left out."""
    return _written(_DETAIL, detail)


def detail_from_plain(plain: Plain) -> Detail:
    """Read a scan's facts back, in whatever shape they were kept."""
    return _DETAIL.validate_python(plain if plain.get("shape") else _first_detail(plain))


def _written(adapter: TypeAdapter[Any], value: object) -> Plain:
    return {"shape": SHAPE, **adapter.dump_python(value, mode="json", exclude_defaults=True)}


def _first_state(plain: Plain) -> Plain:
    """Turn a state of the first shape into today's: then one chart at most lay loose."""
    left = plain.get("left_here")
    if left:
        one = {"id": left["chart_id"], "at": left["at"], "arrived": left["arrived"]}
        plain = plain | {"loose": [one], "files_next": left["chart_id"]}
    sent = plain.get("sent_by_card")
    if sent and "chart_id" not in sent:
        plain = plain | {"sent_by_card": None}
    return plain


def _first_detail(plain: Plain) -> Plain:
    """Turn facts of the first shape into today's: then all of them stood side by side."""
    found = dict(plain)
    if "was_at" in plain:
        found["was_at"] = {"place": plain["was_at"], "since": plain["was_since"]}
    for name in ("went", "would_take_back"):
        if name in plain:  # the first release did not keep from where it would take back
            went_to = plain.get("went_to")
            found[name] = went_to and {"chart": plain[name], "place": went_to}
    if "not_sent" in plain:
        charts = plain["not_sent"] if isinstance(plain["not_sent"], list) else [plain["not_sent"]]
        found["not_sent"] = {"charts": charts, "count": plain.get("not_sent_count", len(charts))}
    if "batch" in plain:
        found["batch_ended"] = {"id": plain["batch"], "count": plain["count"]}
    if "kept" in plain:
        found["batch_undone"] = {"taken_back": plain.get("taken_back", 0), "kept": plain["kept"]}
    return found
