"""What a chart's row says anew after a scan: where it stands, who saw it, what was noted of it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, update

from kiosk.store.rows import ChartRow


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a movement put a chart; ``place_id`` is the place, not the shelf in it."""

    last_movement_id: int
    place_id: int
    since: datetime
    due_at: datetime | None
    sent: bool
    lent: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """The scan that saw a chart last."""

    last_scan_id: int


@dataclass(frozen=True, slots=True)
class LabelRead:
    """The scan that read a chart's own label last."""

    label_read_id: int


@dataclass(frozen=True, slots=True)
class LabelWear:
    """How hard a chart's label is to read by now."""

    label_wear: int


@dataclass(frozen=True, slots=True)
class Reported:
    """The report that a chart cannot be found."""

    report_id: int


@dataclass(frozen=True, slots=True)
class Sheets:
    """The loose sheets that wait for a chart, and since when; none: empty."""

    sheets: str
    sheets_since: datetime | None


@dataclass(frozen=True, slots=True)
class Extended:
    """Until when a chart's loan was extended."""

    due_at: datetime


Change = Standing | Seen | LabelRead | LabelWear | Reported | Sheets | Extended


class ChartsAfter:
    """The changes of each chart's row in one scan, written at its end in one statement a chart."""

    def __init__(self) -> None:
        """Begin with nothing changed."""
        self._changed: dict[int, dict[str, Any]] = {}

    def change(self, chart_id: int, *changes: Change) -> None:
        """Let a chart's row say something anew; what is said last holds."""
        for one in changes:
            said = {name: getattr(one, name) for name in one.__slots__}
            self._changed.setdefault(chart_id, {}).update(said)

    def write(self, connection: Connection) -> None:
        """Write every chart's row."""
        for chart_id, values in self._changed.items():
            given = {f"new_{name}": value for name, value in values.items()}
            connection.execute(_setting(tuple(values)), {"chart": chart_id, **given})


@cache
def _setting(names: tuple[str, ...]) -> Update:
    """Build the statement that sets some columns of a chart, once for each set of them."""
    values: dict[str, Any] = {
        name: bindparam(f"new_{name}", type_=ChartRow.__table__.c[name].type) for name in names
    }
    return update(ChartRow).where(ChartRow.id == bindparam("chart")).values(values)
