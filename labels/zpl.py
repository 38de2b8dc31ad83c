"""Labels for Zebra's printers and those that understand the same (ZPL II).

Each label is one graphic, dot by dot what was laid out here: no printer's own font or barcode could
differ from what was checked, and every name that can be drawn on paper can be drawn here too.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from labels.bitmap import Dots, draw
from labels.colours import Colours
from labels.design import Design
from labels.errors import CannotPrint, Unprintable
from labels.label import Label
from labels.layout import USUAL, lay_out
from labels.pdf import Paper
from labels.stock import INCH


def render_zpl(
    wanted: Iterable[tuple[Label, Design]], paper: Paper, colours: Colours = USUAL
) -> bytes:
    """Return the ZPL that prints labels on a roll; raises CannotPrint, then there is none."""
    if not paper.stock.is_roll:
        raise CannotPrint(paper.stock.title, Unprintable.NO_ROLL)
    return "".join(_all(wanted, paper, colours)).encode("ascii")


def as_zpl(label: Dots, paper: Paper) -> str:
    """Return the ZPL of one label that was drawn in the printer's dots."""
    dpi = paper.grid
    height, width = label.shape
    label = _shifted(label, *(round(by * dpi / INCH) for by in paper.nudge))
    row = -(-width // 8)
    size = height * row
    return f"^XA^PW{width}^LL{height}^FO0,0^GFA,{size},{size},{row},{_packed(label)}^FS^XZ\n"


def _shifted(label: Dots, right: int, down: int) -> Dots:
    """Shift what is drawn: a printer's own commands for that reach less far than its feed errs."""
    height, width = label.shape
    around = np.pad(label, ((max(down, 0), max(-down, 0)), (max(right, 0), max(-right, 0))))
    top, left = max(-down, 0), max(-right, 0)
    return around[top : top + height, left : left + width]


def _all(wanted: Iterable[tuple[Label, Design]], paper: Paper, colours: Colours) -> Iterator[str]:
    dpi = paper.grid
    width, height = (round(side * dpi / INCH) for side in paper.stock.label)
    for label, design in wanted:
        faces = lay_out(label, design, paper.stock, dpi, colours)
        yield as_zpl(draw(faces, (width, height), dpi), paper)


def _packed(label: Dots) -> str:
    """Write dots in hexadecimal: ``:`` for a row as the one before, ``,`` for white to its end."""
    bits = np.packbits(label, axis=1)
    fresh = np.concatenate([[True], (bits[1:] != bits[:-1]).any(1)])
    hexadecimal, digits = bits.tobytes().hex().upper(), 2 * bits.shape[1]
    return "".join(
        _row(hexadecimal[at * digits : (at + 1) * digits]) if is_new else ":"
        for at, is_new in enumerate(fresh.tolist())
    )


def _row(line: str) -> str:
    kept = line.rstrip("0")
    return kept + "," if len(kept) < len(line) else kept
