"""Where on its shelf a chart stands, as it is said when it comes home."""

from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.domain.filing import Filing
from kiosk.domain.mrn import MrnFormat
from kiosk.store.queries.charts import shelved_before
from kiosk.store.queries.views import ChartView, PlaceView


@dataclass(frozen=True, slots=True)
class ShelfView:
    """A chart's place in filing order: its section, and the number that it stands behind.

    ``section`` is empty where a room files by number, ``after`` where nothing stands before it.
    """

    filing: Filing
    section: str = ""
    after: str = ""


def shelf_of(
    connection: Connection, mrn: MrnFormat, chart: ChartView, room: PlaceView
) -> ShelfView | None:
    """Tell where a chart is shelved in a file room; None where its home is another one."""
    if not room.place.is_file_room or chart.home.id != room.id or chart.retired:
        return None
    if room.filing is Filing.SHELF:
        return ShelfView(room.filing)
    by_terminal = room.filing is Filing.TERMINAL_DIGIT
    before = shelved_before(connection, chart, room.id, by_terminal=by_terminal)
    section = mrn.section(chart.patient.mrn) if by_terminal else ""
    if before is None:
        return ShelfView(room.filing, section)
    number, volume = before
    same_number = number == chart.patient.mrn
    after = f"volume {volume}" if same_number else mrn.shown(number)
    return ShelfView(room.filing, section, after)
