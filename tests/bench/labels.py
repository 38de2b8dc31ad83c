"""A thousand labels beside the same made with reportlab's own Code 128 widget."""

import io

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.domain.codes import Kind, make_code
from labels import FolderLabel, Paper, find_design, find_stock, render_pdf
from tests.bench.timing import interleaved, report

COUNT = 1000
ROUNDS = 3


def measure() -> None:
    """Measure both."""
    codes = [make_code(Kind.CHART, number) for number in range(COUNT)]
    stock, design = find_stock("avery-l7160"), find_design("front")

    def mrn(at: int) -> str:
        return f"44-{at // 100:02}-{at % 100:02}"

    def ours() -> None:
        made = [
            FolderLabel(code.text, code.grouped, mrn(at), 1, "Medical record", "Alder, Wren")
            for at, code in enumerate(codes)
        ]
        render_pdf(((one, design) for one in made), Paper(stock))

    def widget() -> None:
        canvas = Canvas(io.BytesIO(), pageCompression=1)
        for at, code in enumerate(codes):
            place = at % stock.per_page
            if at and not place:
                canvas.showPage()
            left, top = stock.corner(place)
            symbol = Code128(code.text, barWidth=0.34 * mm, barHeight=12 * mm)
            symbol.drawOn(canvas, left * mm, top * mm)
            for line, text in enumerate((code.grouped, mrn(at), "Vol 1", "Alder, Wren")):
                canvas.drawString(left * mm, top * mm + line * 10, text)
        canvas.save()

    taken = interleaved({"reportlab's widget": widget, "our labels": ours}, ROUNDS)
    report(f"{COUNT} labels as PDF", taken, "reportlab's widget")
