"""A label on screen at its true size, and a symbol alone: to look at before it is printed."""

from html import escape

from labels import symbols
from labels.colours import Colours
from labels.design import Design
from labels.label import Label
from labels.layout import USUAL, lay_out
from labels.marks import Block, Face, Symbol, Text
from labels.stock import INCH, Stock
from labels.type import BOLD

HEIGHT = 28


def symbol_svg(text: str) -> str:
    """Return an SVG element of a Code 128 symbol with its quiet zones, one unit a module."""
    quiet = symbols.QUIET[symbols.CODE_128]
    (modules,) = symbols.modules_of(text, symbols.CODE_128)
    width = len(modules) + 2 * quiet
    dark = (quiet + at for at, one in enumerate(modules) if one == "1")
    drawn = "".join(f"M{at} 0h1v{HEIGHT}h-1z" for at in dark)
    return (
        f'<svg class="symbol" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none" '
        f'role="img" aria-label="{escape(text)}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{width}v{HEIGHT}H0z"/><path d="{drawn}"/></svg>'
    )


def label_svg(
    label: Label, design: Design, stock: Stock, dpi: int = 0, colours: Colours = USUAL
) -> str:
    """Return an SVG element of a whole label at its true size; raises CannotPrint."""
    faces = lay_out(label, design, stock, dpi, colours)
    width, height = stock.label
    dots = (dpi or stock.dpi) / INCH
    wide, high = f"{width * dots:.1f}", f"{height * dots:.1f}"
    drawn = "".join(_face(face) for face in faces)
    return (
        f'<svg class="label" width="{width:g}mm" height="{height:g}mm" role="img" '
        f'aria-label="{escape(label.grouped)}" viewBox="0 0 {wide} {high}">'
        f'<path fill="#fff" d="M0 0h{wide}v{high}H0z"/>{drawn}</svg>'
    )


def _face(face: Face) -> str:
    x, y = face.at
    drawn = "".join(_mark(mark) for mark in face.marks)
    return f'<g transform="translate({x} {y}) rotate({face.turn})">{drawn}</g>'


def _mark(mark: Block | Text | Symbol) -> str:
    match mark:
        case Block():
            return (
                f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" '
                f'height="{mark.height:.1f}" fill="{mark.colour}"/>'
            )
        case Text():
            weight = ' font-weight="bold"' if mark.font == BOLD else ""
            return (
                f'<text x="{mark.x:.1f}" y="{mark.y:.1f}" font-size="{mark.size:.1f}"{weight} '
                f'textLength="{mark.width:.1f}" lengthAdjust="spacingAndGlyphs" '
                f'fill="{mark.colour}">{escape(mark.text)}</text>'
            )
        case Symbol():
            path = "".join(f"M{x} {y}h{wide}v{high}h-{wide}z" for x, y, wide, high in mark.runs())
            return f'<path d="{path}" shape-rendering="crispEdges"/>'
