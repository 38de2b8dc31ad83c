"""Text on labels: an embedded free Unicode font, fitted to its space, or refused."""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from labels.errors import CannotPrint, Unprintable

PLAIN = "DejaVuSans"
BOLD = "DejaVuSans-Bold"
SMALLEST_POINTS = 4.5
ROUNDING = 1e-6
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def font_file(name: str) -> Path:
    """Return the file of one of the two fonts."""
    return Path(__file__).parent / "fonts" / f"{name}.ttf"


@cache
def load_fonts() -> None:
    """Register the fonts that lie beside this module, once."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(font_file(name))))


@cache
def _glyphs() -> frozenset[int]:
    font: Any = pdfmetrics.getFont(PLAIN)
    return frozenset(font.face.charToGlyph)


def drawable(text: str) -> str:
    """Return a text as it will be drawn.

    Raises CannotPrint where a letter is missing from the font, or where its script needs joining or
    turning that is not done here: a mangled name is worse than none.
    """
    load_fonts()
    composed = unicodedata.normalize("NFC", text)
    known = _glyphs()
    for letter in composed:
        if unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT or unicodedata.combining(letter):
            raise CannotPrint(text, Unprintable.SCRIPT)
        if ord(letter) not in known or not letter.isprintable():
            raise CannotPrint(text, Unprintable.LETTER, letter=repr(letter))
    return composed


@lru_cache(maxsize=4096)
def fitted(text: str, font: str, points: float, room: float) -> tuple[str, float, float]:
    """Fit a text into ``room`` points of width: return it, its size in points, and its width.

    It is made smaller first, then cut with an ellipsis. Raises CannotPrint like ``drawable``.
    """
    text = drawable(text)
    width = pdfmetrics.stringWidth(text, font, points)
    if width <= room:
        return text, points, width
    least = min(points, SMALLEST_POINTS)
    size = max(points * room / width, least)
    width *= size / points
    while text and width > room * (1 + ROUNDING):
        text = text[:-2].rstrip() + "…" if len(text) > 2 else ""
        width = pdfmetrics.stringWidth(text, font, size)
    return text, size, width
