"""A thousand labels beside the same made with reportlab's own Code 128 widget; ZPL; memory."""

import io
import multiprocessing
from collections.abc import Iterator
from pathlib import Path

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.domain.codes import Kind, make_code
from labels import Design, FolderLabel, Paper, find_design, find_stock, render_pdf
from labels.zpl import render_zpl
from tests.bench.timing import interleaved, report

COUNT, MANY = 1000, 100_000
ROUNDS = 3
STOCK, DESIGN, ROLL = find_stock("avery-l7160"), find_design("front"), find_stock("roll-75x50")


def _labels(count: int) -> Iterator[tuple[FolderLabel, Design]]:
    for at in range(count):
        code = make_code(Kind.CHART, at)
        name = "Alder, Wren"
        yield (
            FolderLabel(code.text, code.grouped, _mrn(at), 1, "Medical record", name, "26"),
            DESIGN,
        )


def _mrn(at: int) -> str:
    return f"{at // 10_000 % 100:02}-{at // 100 % 100:02}-{at % 100:02}"


def _widget() -> None:
    canvas = Canvas(io.BytesIO(), pageCompression=1)
    for at in range(COUNT):
        code = make_code(Kind.CHART, at)
        place = at % STOCK.per_page
        if at and not place:
            canvas.showPage()
        left, top = STOCK.corner(place)
        symbol = Code128(code.text, barWidth=0.34 * mm, barHeight=12 * mm)
        symbol.drawOn(canvas, left * mm, top * mm)
        for line, text in enumerate((code.grouped, _mrn(at), "Vol 1", "Alder, Wren")):
            canvas.drawString(left * mm, top * mm + line * 10, text)
    canvas.save()


def _peak(count: int) -> float:
    """Return the most memory, in MB, that a process of its own takes to make so many labels."""
    render_pdf(_labels(count), Paper(STOCK))
    status = Path("/proc/self/status").read_text().split()
    return int(status[status.index("VmHWM:") + 1]) / 1000


def measure() -> None:
    """Measure all three."""
    taken = interleaved(
        {
            "reportlab's widget": _widget,
            "our labels as PDF": lambda: render_pdf(_labels(COUNT), Paper(STOCK)),
            "our labels as ZPL": lambda: render_zpl(_labels(COUNT), Paper(ROLL)),
        },
        ROUNDS,
    )
    report(f"{COUNT} labels", taken, "reportlab's widget")
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        few, many = pool.map(_peak, [COUNT, MANY], chunksize=1)
    print(f"Memory of {MANY:,} labels: {many - few:.0f} MB more than of {COUNT:,}\n")
