"""Labels in black and white, dot by dot, for printers that know no more: colours are patterns."""

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from labels.marks import Block, Face, Symbol, Text
from labels.type import font_file

Dots = NDArray[np.bool_]  # rows of dots, True where black
SQUARE = 4  # dots of the side of a pattern's square at 203 dpi; more on finer printers
# One for each digit, of four by four squares: lines, crosses and dots that differ from afar.
_PATTERNS = (
    "#... #... #... #...",
    "#### .... .... ....",
    "#... .#.. ..#. ...#",
    "...# ..#. .#.. #...",
    "##.. ##.. ..## ..##",
    "#### #... #... #...",
    "#.#. #.#. #.#. #.#.",
    "#### .... #### ....",
    ".... .#.. .... ...#",
    "###. ###. ###. ....",
)


def draw(faces: tuple[Face, ...], size: tuple[int, int], dpi: int) -> Dots:
    """Draw a label, so many dots wide and high, as it lies on its stock."""
    width, height = size
    label = np.zeros((height, width), np.bool_)
    for face in faces:
        drawn = np.rot90(_face(face, max(round(SQUARE * dpi / 203), 1)), -face.turn // 90)
        high, wide = drawn.shape
        # A face is turned about its upper left corner, which then is another one.
        left = face.at[0] - (wide if face.turn in (90, 180) else 0)
        top = face.at[1] - (high if face.turn > 90 else 0)
        label[top : top + high, left : left + wide] |= drawn
    return label


def _face(face: Face, square: int) -> Dots:
    width, height = face.size
    dots = np.zeros((height, width), np.bool_)
    for mark in face.marks:
        match mark:
            case Text():
                _write(dots, mark)
            case Symbol():
                modules = _modules(mark.rows).repeat(mark.height, 0).repeat(mark.module, 1)
                _lay(dots, modules, mark.x, mark.y)
            case Block():
                _fill(dots, mark, square)
    return dots


@lru_cache(maxsize=256)
def _modules(rows: tuple[str, ...]) -> Dots:
    return np.array([[one == "1" for one in row] for row in rows])


def _lay(dots: Dots, part: Dots, x: int, y: int) -> None:
    """Lay black dots over others, as far as they are on the label."""
    high, wide = dots.shape
    left, top = max(x, 0), max(y, 0)
    kept = part[top - y : high - y, left - x : wide - x]
    dots[top : top + kept.shape[0], left : left + kept.shape[1]] |= kept


def _fill(dots: Dots, block: Block, square: int) -> None:
    """Frame a block; one that stands for a digit is patterned, with white behind the digit."""
    left, top = round(block.x), round(block.y)
    right, bottom = round(block.x + block.width), round(block.y + block.height)
    inside = dots[top:bottom, left:right]
    high, wide = inside.shape
    if block.digit:
        pattern = _pattern(int(block.digit), square)
        times = -(-high // len(pattern)), -(-wide // len(pattern))
        inside |= np.tile(pattern, times)[:high, :wide]
        edge = min(wide, high) // 5
        inside[edge : high - edge, edge : wide - edge] = False
    line = max(square // 2, 1)
    for side in (inside[:line], inside[-line:], inside[:, :line], inside[:, -line:]):
        side[:] = True


@cache
def _pattern(digit: int, square: int) -> Dots:
    rows = [[one == "#" for one in row] for row in _PATTERNS[digit].split()]
    return np.array(rows).repeat(square, 0).repeat(square, 1)


def _write(dots: Dots, text: Text) -> None:
    size = round(2 * text.size) / 2
    glyphs = [_glyph(letter, text.font, size) for letter in text.text]
    length = sum(advance for _, _, _, advance in glyphs)
    # Letters stand on whole dots, so that a line may come out wider than on paper.
    closer = min(text.width / length, 1.0) if length else 1.0
    at, baseline = text.x, round(text.y)
    for drawn, off, above, advance in glyphs:
        _lay(dots, drawn, round(at) + off, baseline - above)
        at += advance * closer


@lru_cache(maxsize=8192)
def _glyph(letter: str, name: str, size: float) -> tuple[Dots, int, int, float]:
    """Return a letter's dots, how far right and how far up they begin, and its advance."""
    font = _font(name, size)
    left, top, right, bottom = (int(one) for one in font.getbbox(letter, anchor="ls"))
    image = Image.new("1", (max(right - left, 1), max(bottom - top, 1)))
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    pen.text((-left, -top), letter, 1, font, anchor="ls")
    return np.asarray(image, np.bool_), left, -top, font.getlength(letter)


@lru_cache(maxsize=64)
def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file(name)), size, layout_engine=ImageFont.Layout.BASIC)
