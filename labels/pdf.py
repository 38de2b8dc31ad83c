"""Labels on sheets and rolls as PDF: vector bars, embedded font, exact size."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from labels.colours import INK, Colours, rgb
from labels.design import Design
from labels.errors import CannotPrint
from labels.label import Label
from labels.layout import USUAL, lay_out
from labels.marks import Block, Face, Symbol, Text
from labels.stock import INCH, POINT, Stock

Wanted = tuple[Label, Design]
MOST_NUDGE = 20.0  # mm


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
            raise CannotPrint(f"label {self.skip + 1}", f"is not on a sheet, which has {places}")
        if max(abs(one) for one in self.nudge) > MOST_NUDGE:
            raise CannotPrint(f"{self.nudge} mm", f"is further than {MOST_NUDGE:g} mm")


def render_pdf(wanted: Iterable[Wanted], paper: Paper, colours: Colours = USUAL) -> bytes:
    """Draw labels, each by its design.

    Print the result at 100 %: "fit to page" ruins the bars. Raises CannotPrint; then there is no
    PDF at all, not a part of one.
    """
    stock = paper.stock
    sheet = _Sheet(paper)
    place = paper.skip
    for label, design in wanted:
        if place == stock.per_page:
            sheet.turn()
            place = 0
        sheet.draw(lay_out(label, design, stock, paper.dpi, colours), place)
        place += 1
    return sheet.finished()


class _Sheet:
    """A PDF whose unit is the printer's dot, so that bars begin and end on whole ones."""

    def __init__(self, paper: Paper) -> None:
        self.stock, self.nudge = paper.stock, paper.nudge
        self.dots = (paper.dpi or paper.stock.dpi) / INCH  # a millimetre
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
        self.canvas.showPage()
        self._begin()

    def finished(self) -> bytes:
        self.canvas.save()
        return self.out.getvalue()

    def draw(self, faces: tuple[Face, ...], place: int) -> None:
        corner = self.stock.corner(place)
        left, top = (
            round((near + by) * self.dots) for near, by in zip(corner, self.nudge, strict=True)
        )
        if self.stock.cut_lines:
            self._outline(left, top)
        for face in faces:
            self.canvas.saveState()
            self.canvas.translate(left + face.at[0], -top - face.at[1])
            if face.turn:
                self.canvas.rotate(-face.turn)
            for mark in face.marks:
                self._mark(mark)
            self.canvas.restoreState()

    def _outline(self, left: int, top: int) -> None:
        width, height = (side * self.dots for side in self.stock.label)
        self.canvas.setLineWidth(1)
        self.canvas.setStrokeGray(0.6)
        self.canvas.rect(left, -top - height, width, height)

    def _mark(self, mark: Block | Text | Symbol) -> None:
        canvas = self.canvas
        match mark:
            case Block():
                canvas.setFillColorRGB(*rgb(mark.colour))
                canvas.rect(mark.x, -mark.y - mark.height, mark.width, mark.height, 0, 1)
            case Text():
                canvas.setFillColorRGB(*rgb(mark.colour))
                canvas.setFont(mark.font, mark.size)
                canvas.drawString(mark.x, -mark.y, mark.text)
            case Symbol():
                canvas.setFillColorRGB(*rgb(INK))
                path = canvas.beginPath()
                for x, y, width, height in mark.runs():
                    path.rect(x, -y - height, width, height)
                canvas.drawPath(path, stroke=0, fill=1)
