"""Label stock: how large, how many on a sheet, and where. All lengths in millimetres.

The geometry of Avery's sheets is taken, as facts, from Debian's glabels-data: sizes and pitch as it
names them, margins so that the labels stand in the middle of the sheet.
"""

from dataclasses import dataclass

from labels.errors import CannotPrint

INCH = 25.4
POINT = INCH / 72
A4 = (210.0, 297.0)
LETTER = (8.5 * INCH, 11 * INCH)


@dataclass(frozen=True, slots=True)
class Stock:
    """A sheet or a roll; ``dots_per_inch`` is the printer's grid that bars are snapped to."""

    name: str
    title: str
    page: tuple[float, float]
    label: tuple[float, float]
    columns: int = 1
    rows: int = 1
    origin: tuple[float, float] = (0.0, 0.0)
    pitch: tuple[float, float] = (0.0, 0.0)
    dots_per_inch: int = 300
    module_dots: int = 4
    cut_lines: bool = False

    @property
    def per_page(self) -> int:
        """How many labels a page holds."""
        return self.columns * self.rows

    @property
    def dot(self) -> float:
        """The size of one printer dot."""
        return INCH / self.dots_per_inch

    @property
    def module(self) -> float:
        """The width of the narrowest bar: a whole number of dots."""
        return self.module_dots * self.dot

    def corner(self, place: int) -> tuple[float, float]:
        """Return the upper left corner of a label, from the page's upper left corner."""
        row, column = divmod(place, self.columns)
        return (
            self.origin[0] + column * self.pitch[0],
            self.origin[1] + row * self.pitch[1],
        )


STOCKS = (
    Stock(
        "avery-5160",
        "Avery 5160: Letter sheet, 30 labels of 2 5/8 x 1 inch",
        page=LETTER,
        label=(2.625 * INCH, 1 * INCH),
        columns=3,
        rows=10,
        origin=(0.15625 * INCH, 0.5 * INCH),
        pitch=(2.78125 * INCH, 1 * INCH),
    ),
    Stock(
        "avery-l7160",
        "Avery L7160: A4 sheet, 21 labels of 63.5 x 38.1 mm",
        page=A4,
        label=(63.5, 38.1),
        columns=3,
        rows=7,
        origin=(7.21, 15.15),
        pitch=(187.2 * POINT, 38.1),
    ),
    Stock(
        "roll-75x50",
        "Roll of 75 x 50 mm labels, 203 dpi printer",
        page=(75.0, 50.0),
        label=(75.0, 50.0),
        dots_per_inch=203,
        module_dots=3,
    ),
    Stock(
        "cards-a4",
        "A4 paper: 10 cards of 85 x 54 mm to cut out",
        page=A4,
        label=(85.0, 54.0),
        columns=2,
        rows=5,
        origin=(15.0, 11.0),
        pitch=(95.0, 55.0),
        cut_lines=True,
        module_dots=5,
    ),
    Stock(
        "cards-letter",
        "Letter paper: 8 cards of 85 x 54 mm to cut out",
        page=LETTER,
        label=(85.0, 54.0),
        columns=2,
        rows=4,
        origin=(17.95, 18.0),
        pitch=(95.0, 61.0),
        cut_lines=True,
        module_dots=5,
    ),
)


def find_stock(name: str) -> Stock:
    """Return a stock by its name; raises CannotPrint for one that nobody sells here."""
    for stock in STOCKS:
        if stock.name == name:
            return stock
    known = ", ".join(stock.name for stock in STOCKS)
    raise CannotPrint(name, f"is no label stock; there are {known}")
