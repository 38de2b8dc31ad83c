"""Many labels at once: the charts of a run of numbers, and the cards that a desk needs."""

from datetime import timedelta

from sqlalchemy import func, select

from kiosk.domain.codes import Command
from kiosk.domain.errors import EntryRefused
from kiosk.domain.why import Why
from kiosk.services.access.viewer import Viewer
from kiosk.services.printing.print_labels import MOST_LABELS
from kiosk.store.engine import Database
from kiosk.store.queries.set_up import station_at
from kiosk.store.rows import ChartRow, LocationRow, MovementRow

COMMONEST = 10  # locations of a desk set
LATELY = timedelta(days=90)


def find_batch(
    database: Database, viewer: Viewer, first: str, last: str, *, terminal: bool
) -> list[str]:
    """Return the charts whose patients' numbers run from ``first`` to ``last``, both included.

    In terminal-digit order, or by number. Raises EntryRefused for what is no number, for a run that
    holds none, and for one that holds more than can be printed at once.
    """
    mrn = viewer.settings.mrn_format
    begins, ends = mrn.natural(mrn.read(first)), mrn.natural(mrn.read(last))
    if begins > ends:
        raise EntryRefused(field="run_of_numbers", why=Why.ENDS_EARLY)
    run = ChartRow.number_key.between(f"{begins}|", f"{ends}|~")
    found = select(ChartRow.code).where(run, ~ChartRow.retired)
    order = ChartRow.terminal_key if terminal else ChartRow.number_key
    with database.read() as reading:
        count = reading.session.scalar(select(func.count()).select_from(found.subquery())) or 0
        if count > MOST_LABELS:
            facts = {"count": f"{count:,}", "most": f"{MOST_LABELS:,}"}
            raise EntryRefused(field="run_of_numbers", why=Why.TOO_MANY_CHARTS, **facts)
        codes = list(reading.session.scalars(found.order_by(order, ChartRow.id)))
    if not codes:
        raise EntryRefused(field="run_of_numbers", why=Why.NO_CHARTS)
    return codes


def desk_set(database: Database, viewer: Viewer) -> list[str]:
    """Return the codes of all command cards, and of the places that this desk sends most to."""
    with database.read() as reading:
        station = station_at(reading.connection, viewer.station_key)
        commonest = (
            select(LocationRow.code)
            .join(MovementRow, MovementRow.to_id == LocationRow.id)
            .where(
                MovementRow.station_id == (station.id if station else None),
                MovementRow.at >= viewer.now - LATELY,
                MovementRow.batch_id.is_not(None),
            )
            .group_by(LocationRow.id)
            .order_by(func.count().desc(), LocationRow.name)
            .limit(COMMONEST)
        )
        return [*Command, *reading.session.scalars(commonest)]
