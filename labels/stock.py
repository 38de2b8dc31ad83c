"""Label stock: how large, how many on a sheet, and where. All lengths in millimetres.

The geometry of sheets and rolls with a maker's name is taken, as facts, from Debian's glabels-data
3.4.1; it stands in ``stocks.csv`` beside this module, and a customer's own file has the same
columns.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from labels.errors import CannotPrint, Unprintable

INCH = 25.4
POINT = INCH / 72
PAGES = {"A4": (210.0, 297.0), "Letter": (8.5 * INCH, 11 * INCH)}
ROLL = "roll"
CUT_OUT = "Paper"  # the maker of plain paper, on which lines show where to cut
COLUMNS = (
    "name",
    "brand",
    "part",
    "use",
    "page",
    "width",
    "height",
    "columns",
    "rows",
    "left",
    "top",
    "across",
    "down",
    "dpi",
    "also",
)
LONGEST = 1000.0  # mm
LEAST_DPI, MOST_DPI = 100, 2400
OVER = 0.7  # a label may reach over the edge of its page by as much, for sheets are cut so


@dataclass(frozen=True, slots=True)
class Stock:
    """A sheet or a roll. ``dpi`` is the grid that bars are snapped to if no printer says another.

    ``origin`` is the first label's upper left corner, ``pitch`` the way from one label to the next.
    """

    name: str
    title: str
    page: tuple[float, float]
    label: tuple[float, float]
    columns: int = 1
    rows: int = 1
    origin: tuple[float, float] = (0.0, 0.0)
    pitch: tuple[float, float] = (0.0, 0.0)
    dpi: int = 300
    cut_lines: bool = False
    is_roll: bool = False
    part: str = ""
    also: tuple[str, ...] = ()

    @property
    def per_page(self) -> int:
        """How many labels a page holds."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """Return the upper left corner of a label, from the page's upper left corner."""
        row, column = divmod(place, self.columns)
        return (
            self.origin[0] + column * self.pitch[0],
            self.origin[1] + row * self.pitch[1],
        )

    def pages(self, labels: int, skip: int = 0) -> int:
        """Return how many pages so many labels take, the first ``skip`` places being used up."""
        return -(-(labels + skip) // self.per_page)


def read_stocks(file: Path) -> tuple[Stock, ...]:
    """Read a table of stocks. Raises CannotPrint, which names the line, for one that cannot be."""
    try:
        # A spreadsheet begins its UTF-8 files with a mark.
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise CannotPrint(file.name, Unprintable.NO_TABLE, error=error) from None
    stocks = tuple(_stock(row, f"{file.name}, line {line}") for line, row in enumerate(rows, 2))
    names = [stock.name for stock in stocks]
    doubled = sorted({name for name in names if names.count(name) > 1 or not name.strip()})
    if doubled:
        raise CannotPrint(file.name, Unprintable.NAME_TWICE, name=doubled[0])
    return stocks


def _stock(row: dict[str, str], where: str) -> Stock:
    missing = [column for column in COLUMNS if row.get(column) is None]
    if missing:
        raise CannotPrint(where, Unprintable.COLUMN_MISSING, column=missing[0])
    try:
        width, height, left, top, across, down = (
            float(row[column]) for column in ("width", "height", "left", "top", "across", "down")
        )
        columns, rows, dpi = (int(row[column]) for column in ("columns", "rows", "dpi"))
    except ValueError:
        raise CannotPrint(where, Unprintable.NO_NUMBER) from None
    label = (width, height)
    if row["page"] != ROLL and row["page"] not in PAGES:
        raise CannotPrint(where, Unprintable.PAGE_UNKNOWN, page=row["page"])
    page = PAGES.get(row["page"], label)
    last = (left + (columns - 1) * across + width, top + (rows - 1) * down + height)
    sizes = (width, height, left, top, across, down)
    possible = all(0 <= size <= LONGEST for size in sizes) and LEAST_DPI <= dpi <= MOST_DPI
    if not possible or min(width, height, columns, rows) <= 0:
        raise CannotPrint(where, Unprintable.IMPOSSIBLE_SIZE)
    if any(end > size + OVER for end, size in zip(last, page, strict=True)):
        raise CannotPrint(where, Unprintable.OVER_THE_EDGE)
    overlap = (columns > 1 and across < width - OVER) or (rows > 1 and down < height - OVER)
    if overlap:
        raise CannotPrint(where, Unprintable.OVERLAPPING)
    return Stock(
        row["name"],
        _title(row, columns * rows),
        page,
        label,
        columns,
        rows,
        (left, top),
        (across, down),
        dpi,
        row["brand"] == CUT_OUT,
        row["page"] == ROLL,
        row["part"].upper(),
        tuple(one for one in row["also"].upper().split() if one != row["part"].upper()),
    )


def _title(row: dict[str, str], count: int) -> str:
    if row["brand"] == CUT_OUT:
        return f"{row['part']} paper: {row['use']}"
    size = f"{float(row['width']):g} x {float(row['height']):g} mm"
    many = f", {count} on {row['page']}" if row["page"] != ROLL else " on a roll"
    if size in row["part"]:
        return f"{row['brand']} of {size}, {row['use']}"
    return f"{row['brand']} {row['part']}: {size}{many}, {row['use']}"


STOCKS = read_stocks(Path(__file__).parent / "stocks.csv")


def find_stock(name: str, stocks: Iterable[Stock] = STOCKS) -> Stock:
    """Return a stock by its name or the maker's part number; raises CannotPrint."""
    for stock in stocks:
        if stock.name == name:
            return stock
    for stock in stocks:
        if name.upper() in (stock.part, *stock.also):
            return stock
    raise CannotPrint(name, Unprintable.STOCK_UNKNOWN)
