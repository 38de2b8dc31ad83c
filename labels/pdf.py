"""Labels on sheets and rolls as PDF: vector bars, embedded font, exact size."""

import io
from collections.abc import Iterable

from reportlab.pdfgen.canvas import Canvas

from labels.design import Bars, Label, Text, lay_out
from labels.errors import CannotPrint
from labels.stock import POINT, Stock


def render_pdf(labels: Iterable[Label], stock: Stock, skip: int = 0) -> bytes:
    """Draw labels on a stock, leaving out the first ``skip`` places of the first sheet.

    Print the result at 100 %: "fit to page" ruins the bars. Raises CannotPrint; then there is no
    PDF at all, not a part of one.
    """
    if not 0 <= skip < stock.per_page:
        raise CannotPrint(
            f"label {skip + 1}", f"is not on a sheet, which has {stock.per_page} labels"
        )
    width, height = (length / POINT for length in stock.page)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), pageCompression=1, bottomup=1)
    canvas.setTitle("Labels")
    place = skip
    for label in labels:
        if place == stock.per_page:
            canvas.showPage()
            place = 0
        left, top = (length / POINT for length in stock.corner(place))
        symbol, texts = lay_out(label, stock)
        if stock.cut_lines:
            _draw_outline(canvas, stock, left, height - top)
        _draw_bars(canvas, symbol, left, height - top, stock.dot / POINT)
        for text in texts:
            _draw_text(canvas, text, left, height - top)
        place += 1
    canvas.save()
    return out.getvalue()


def _draw_outline(canvas: Canvas, stock: Stock, left: float, top: float) -> None:
    width, height = (length / POINT for length in stock.label)
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0.6)
    canvas.rect(left, top - height, width, height)


def _draw_bars(canvas: Canvas, symbol: Bars, left: float, top: float, dot: float) -> None:
    start = round((left + symbol.x) / dot) * dot  # bars begin and end on whole dots of the page
    path = canvas.beginPath()
    at = 0
    for run in symbol.modules.replace("01", "0 1").replace("10", "1 0").split():
        if run[0] == "1":
            x = start + at * symbol.module
            path.rect(x, top - symbol.y - symbol.height, len(run) * symbol.module, symbol.height)
        at += len(run)
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_text(canvas: Canvas, text: Text, left: float, top: float) -> None:
    canvas.setFont(text.font, text.points)
    draw = canvas.drawRightString if text.ends_at_x else canvas.drawString
    draw(left + text.x, top - text.y, text.text)
