"""Labels for Zebra's printers and those that understand the same (ZPL II).

Each label is one graphic, dot by dot what was laid out here: no printer's own font or barcode could
differ from what was checked, and every name that can be drawn on paper can be drawn here too.
"""

import re
from collections.abc import Iterable, Iterator

from PIL import Image

from labels.bitmap import draw, read_bits
from labels.colours import Colours
from labels.design import Design
from labels.errors import CannotPrint
from labels.label import Label
from labels.layout import USUAL, lay_out
from labels.pdf import Paper
from labels.stock import INCH

_SAME = re.compile(r"(.)\1*")
_TWENTIES, _ONES = "ghijklmnopqrstuvwxyz", "GHIJKLMNOPQRSTUVWXY"


def render_zpl(
    wanted: Iterable[tuple[Label, Design]], paper: Paper, colours: Colours = USUAL
) -> bytes:
    """Return the ZPL that prints labels on a roll; raises CannotPrint, then there is none."""
    if not paper.stock.is_roll:
        raise CannotPrint(paper.stock.title, "is no roll, and label printers print on rolls only")
    return "".join(_all(wanted, paper, colours)).encode("ascii")


def as_zpl(label: Image.Image, paper: Paper) -> str:
    """Return the ZPL of one label that was drawn in the printer's dots."""
    dpi = paper.dpi or paper.stock.dpi
    right, down = (round(by * dpi / INCH) for by in paper.nudge)
    bits, row = read_bits(label), -(-label.width // 8)
    return (
        f"^XA^PW{label.width}^LL{label.height}^LS{-right}^LT{down}"
        f"^FO0,0^GFA,{len(bits)},{len(bits)},{row},{_packed(bits, row)}^FS^XZ\n"
    )


def _all(wanted: Iterable[tuple[Label, Design]], paper: Paper, colours: Colours) -> Iterator[str]:
    dpi = paper.dpi or paper.stock.dpi
    width, height = (round(side * dpi / INCH) for side in paper.stock.label)
    for label, design in wanted:
        faces = lay_out(label, design, paper.stock, dpi, colours)
        yield as_zpl(draw(faces, (width, height), dpi), paper)


def _packed(bits: bytes, row: int) -> str:
    """Write dots in hexadecimal as ZPL shortens it: repeats, rows as before, rows' ends."""
    before, said = "", []
    for at in range(0, len(bits), row):
        line = bits[at : at + row].hex().upper()
        said.append(":" if line == before else _row(line))
        before = line
    return "".join(said)


def _row(line: str) -> str:
    kept = line.rstrip("0")
    ending = "," if len(kept) < len(line) else ""
    return "".join(_run(found) for found in _SAME.finditer(kept)) + ending


def _run(found: re.Match[str]) -> str:
    """Shorten a run of one digit: letters before it say how often, in twenties and ones."""
    count, said = len(found[0]), ""
    while count > 400:
        said, count = f"{said}z{found[1]}", count - 400
    if count < 3:
        return said + found[1] * count
    twenties, ones = divmod(count, 20)
    many = (_TWENTIES[twenties - 1] if twenties else "") + (_ONES[ones - 1] if ones else "")
    return f"{said}{many}{found[1]}"
