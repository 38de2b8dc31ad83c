"""A test print: every label's edge, and a ruler that tells whether the printer kept its size."""

from labels.bitmap import draw
from labels.colours import INK
from labels.marks import Block, Face, Mark, Text
from labels.pdf import Paper, Sheet
from labels.stock import INCH, POINT
from labels.type import PLAIN, fitted
from labels.zpl import as_zpl

EDGE = 0.3  # mm
INSET = 4.0  # mm from the label's edges to its rulers


def ruled_pdf(paper: Paper, advice: str) -> bytes:
    """Return a page on which every label is framed, numbered and measured; it says ``advice``."""
    sheet = Sheet(paper)
    for place in range(paper.stock.per_page):
        sheet.draw((_ruled(paper, f"{place + 1}", advice),), place)
    return sheet.finished()


def ruled_zpl(paper: Paper, advice: str) -> bytes:
    """Return the ZPL of one label that is framed and measured; it says ``advice``."""
    dpi = paper.grid
    face = _ruled(paper, f"{dpi} dpi", advice)
    return as_zpl(draw((face,), face.size, dpi), paper).encode("ascii")


def _ruled(paper: Paper, name: str, advice: str) -> Face:
    dots = paper.grid / INCH
    width, height = (round(side * dots) for side in paper.stock.label)
    line = max(round(EDGE * dots), 1)
    marks: list[Mark] = [
        Block(x, y, wide, high, INK)
        for x, y, wide, high in (
            (0, 0, width, line),
            (0, height - line, width, line),
            (0, 0, line, height),
            (width - line, 0, line, height),
        )
    ]
    for along, is_across in ((paper.stock.label[0], True), (paper.stock.label[1], False)):
        for millimetre in range(int(along - 2 * INSET) + 1):
            at = (INSET + millimetre) * dots
            long = (3.0 if millimetre % 10 == 0 else 1.5) * dots
            edge = INSET * dots
            across, down = Block(at, edge, line, long, INK), Block(edge, at, long, line, INK)
            marks.append(across if is_across else down)
    marks += _said(paper, f"{name}   {advice}", dots, width)
    return Face(tuple(marks), (width, height), (0, 0), 0)


def _said(paper: Paper, text: str, dots: float, width: int) -> list[Mark]:
    """Say below the upper ruler what is to be measured, as far as there is room."""
    point = POINT * dots
    room = (paper.stock.label[0] - 3 * INSET) / POINT
    shown, size, wide = fitted(text, PLAIN, 7.0, room)
    x, y = (2 * INSET) * dots, min((INSET + 6.5) * dots, (paper.stock.label[1] - 1) * dots)
    return [Text(x, y, shown, PLAIN, size * point, min(wide * point, width), INK)]
