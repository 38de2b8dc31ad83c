"""Printers that are set up, what each prints on, and which is offered first where."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from kiosk.domain.errors import NothingThere
from kiosk.domain.printers import Language
from kiosk.services.printing.print_labels import catalogue
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.rows import PrinterRow, StationRow
from labels import LANGUAGES, CannotPrint, Paper, Unprintable

_TENTH = 0.1  # mm


@dataclass(frozen=True, slots=True)
class PrinterView:
    """A printer as it is listed; ``station`` is the key of the one it is offered at first."""

    id: int
    name: str
    way: str
    address: str
    language: Language
    dpi: int
    stock: str
    nudge_right: float
    nudge_down: float
    station: str
    what: str


def list_printers(database: Database) -> list[PrinterView]:
    """Return every printer, by name."""
    with database.read() as reading:
        query = select(PrinterRow, StationRow.key).outerjoin(
            StationRow, StationRow.id == PrinterRow.station_id
        )
        found = reading.session.execute(query.order_by(PrinterRow.name)).all()
        return [_view(row, key) for row, key in found]


def printer_for(printers: Iterable[PrinterView], station_key: str, what: str) -> PrinterView | None:
    """Return the printer to offer first at a station for a design: the one most made for it."""

    def fit(printer: PrinterView) -> int:
        return 2 * (printer.station == station_key) + (printer.what == what)

    able = [one for one in printers if one.station in ("", station_key) and one.what in ("", what)]
    return max(able, key=fit, default=None)


def find_printer(database: Database, printer_id: int) -> PrinterView:
    """Return a printer; raises NothingThere."""
    found = next((one for one in list_printers(database) if one.id == printer_id), None)
    if found is None:
        raise NothingThere(what="printer")
    return found


def paper_of(settings: Settings, printer: PrinterView, skip: int) -> Paper:
    """Return what a printer prints on.

    Raises CannotPrint for a stock that is not known, and for sheets in a label printer.
    """
    stock = catalogue(settings).stock(printer.stock)
    if LANGUAGES[printer.language].rolls_only and not stock.is_roll:
        raise CannotPrint(stock.title, Unprintable.NO_ROLL)
    return Paper(stock, skip, printer.dpi, (printer.nudge_right, printer.nudge_down))


def _view(row: PrinterRow, station: str | None) -> PrinterView:
    return PrinterView(
        row.id,
        row.name,
        row.way,
        row.address,
        Language(row.language),
        row.dpi,
        row.stock,
        row.nudge_right * _TENTH,
        row.nudge_down * _TENTH,
        station or "",
        row.what,
    )
