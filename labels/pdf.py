"""Labels on sheets and rolls as PDF: vector bars, embedded font, exact size."""

import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from labels.colours import INK, Colours, rgb
from labels.design import Design
from labels.errors import CannotPrint, Unprintable
from labels.label import Label
from labels.layout import USUAL, lay_out
from labels.marks import Block, Face, Symbol, Text
from labels.stock import INCH, POINT, Stock

LabelAndDesign = tuple[Label, Design]
MOST_NUDGE = 20.0  # mm
_TURNS = {0: "1 0 0 1", 90: "0 -1 1 0", 180: "-1 0 0 -1", 270: "0 1 -1 0"}  # clockwise


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed on: a stock, how many places of its first sheet are used up, the printer.

    ``dpi`` is the printer's, 0 the stock's own; ``nudge`` shifts everything to the right and down,
    in millimetres, for a printer that does not feed exactly.
    """

    stock: Stock
    skip: int = 0
    dpi: int = 0
    nudge: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        """Refuse a place that is not on the sheet, and a nudge that is none."""
        places = self.stock.per_page
        if not 0 <= self.skip < places:
            what = f"label {self.skip + 1}"
            raise CannotPrint(what, Unprintable.NOT_ON_SHEET, places=places)
        if max(abs(one) for one in self.nudge) > MOST_NUDGE:
            raise CannotPrint(
                f"{self.nudge} mm", Unprintable.NUDGED_TOO_FAR, most=f"{MOST_NUDGE:g}"
            )

    @property
    def grid(self) -> int:
        """The dots an inch that bars are snapped to."""
        return self.dpi or self.stock.dpi


def render_pdf(wanted: Iterable[LabelAndDesign], paper: Paper, colours: Colours = USUAL) -> bytes:
    """Draw labels, each by its design.

    Print the result at 100 %: "fit to page" ruins the bars. Raises CannotPrint; then there is no
    PDF at all, not a part of one.
    """
    stock = paper.stock
    sheet = Sheet(paper)
    place = paper.skip
    for label, design in wanted:
        if place == stock.per_page:
            sheet.turn()
            place = 0
        sheet.draw(lay_out(label, design, stock, paper.dpi, colours), place)
        place += 1
    return sheet.finished()


class Sheet:
    """A PDF whose unit is the printer's dot, so that bars begin and end on whole ones.

    Rectangles are written as they stand in the file: the library takes most of its time to format
    numbers that are whole anyway.
    """

    def __init__(self, paper: Paper) -> None:
        """Begin the first page."""
        self.stock, self.nudge = paper.stock, paper.nudge
        self.dots = paper.grid / INCH  # a millimetre
        self.out = io.BytesIO()
        width, height = self.stock.page
        size = (width / POINT, height / POINT)
        self.canvas = Canvas(self.out, pagesize=size, pageCompression=1)
        self.canvas.setTitle("Labels")
        self._begin()

    def _begin(self) -> None:
        one = 1 / POINT / self.dots
        self.canvas.translate(0, self.stock.page[1] / POINT)
        self.canvas.scale(one, one)

    def turn(self) -> None:
        """Go on to the next page."""
        self._end()
        self._begin()

    def finished(self) -> bytes:
        """Return the whole file."""
        self._end()
        self.canvas.save()
        return self.out.getvalue()

    def _end(self) -> None:
        """End a page and compress it now: the library would keep all pages whole till the end."""
        canvas: Any = self.canvas
        canvas.showPage()
        page = canvas._doc.Pages.pages[-1]
        packed = zlib.compress(page.stream.encode())
        how = PDFDictionary({"Filter": PDFName("FlateDecode")})
        page.Contents, page.stream = PDFStream(how, packed), None

    def draw(self, faces: tuple[Face, ...], place: int) -> None:
        """Draw a label at a place of the page, counted from 0."""
        corner = self.stock.corner(place)
        left, top = (
            round((near + by) * self.dots) for near, by in zip(corner, self.nudge, strict=True)
        )
        if self.stock.cut_lines:
            width, height = (round(side * self.dots) for side in self.stock.label)
            self.canvas.addLiteral(f"1 w .6 G {left} {-top - height} {width} {height} re S")
        for face in faces:
            x, y = left + face.at[0], -top - face.at[1]
            self.canvas.addLiteral(f"q {_TURNS[face.turn]} {x} {y} cm")
            for mark in face.marks:
                self.canvas.addLiteral(self._written(mark))
            self.canvas.addLiteral("Q")

    def _written(self, mark: Block | Text | Symbol) -> str:
        """Return the operators that draw a mark."""
        match mark:
            case Block():
                box = f"{mark.x:.1f} {-mark.y - mark.height:.1f} {mark.width:.1f} {mark.height:.1f}"
                return f"{_ink(mark.colour)} {box} re f"
            case Symbol():
                bars = (f"{x} {-y - high} {wide} {high} re" for x, y, wide, high in mark.runs())
                return f"{_ink(INK)} {' '.join(bars)} f"
            case Text():
                canvas: Any = self.canvas
                font: Any = pdfmetrics.getFont(mark.font)
                shown = (
                    f"{font.getSubsetInternalName(subset, canvas._doc)} {mark.size:.2f} Tf "
                    f"({canvas._escape(chunk)}) Tj"
                    for subset, chunk in font.splitString(mark.text, canvas._doc)
                )
                where = f"BT {mark.x:.1f} {-mark.y:.1f} Td"
                return f"{_ink(mark.colour)} {where} {' '.join(shown)} ET"


@cache
def _ink(colour: str) -> str:
    """Return the operator that fills in a colour."""
    red, green, blue = rgb(colour)
    return f"{red:.3f} {green:.3f} {blue:.3f} rg"
