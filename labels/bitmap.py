"""Labels in black and white, dot by dot, for printers that know no more: colours are patterns."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from labels.marks import Block, Face, Symbol, Text
from labels.type import font_file

BLACK, WHITE = 0, 255
SQUARE = 4  # dots of the side of a pattern's square at 203 dpi; larger on finer printers
_UPRIGHT_FIRST = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
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


def draw(faces: tuple[Face, ...], size: tuple[int, int], dpi: int) -> Image.Image:
    """Draw a label of so many dots, one bit a dot, as it lies on its stock."""
    label = Image.new("1", size, WHITE)
    for face in faces:
        drawn = _face(face, max(round(SQUARE * dpi / 203), 1))
        if face.turn:
            drawn = drawn.transpose(_UPRIGHT_FIRST[face.turn])
        label.paste(drawn, _corner(face, drawn.size))
    return label


def _corner(face: Face, size: tuple[int, int]) -> tuple[int, int]:
    """Return the upper left corner of a face that was turned about another of its corners."""
    x, y = face.at
    width, height = size
    return x - (width if face.turn in (90, 180) else 0), y - (height if face.turn > 90 else 0)


def _face(face: Face, square: int) -> Image.Image:
    drawn = Image.new("1", face.size, WHITE)
    pen = ImageDraw.Draw(drawn)
    pen.fontmode = "1"
    for mark in face.marks:
        if isinstance(mark, Text):
            _write(pen, mark)
        elif isinstance(mark, Symbol):
            for x, y, wide, high in mark.runs():
                pen.rectangle((x, y, x + wide - 1, y + high - 1), BLACK)
        else:
            _fill(drawn, pen, mark, square)
    return drawn


def _fill(drawn: Image.Image, pen: ImageDraw.ImageDraw, block: Block, square: int) -> None:
    """Frame a block; one that stands for a digit is patterned, with white behind the digit."""
    left, top, right, bottom = (
        round(one) for one in (block.x, block.y, block.x + block.width, block.y + block.height)
    )
    if block.digit:
        pattern = _pattern(int(block.digit), square)
        rows, columns = np.ogrid[0 : bottom - top, 0 : right - left]
        tile = pattern[rows % len(pattern), columns % len(pattern)]
        drawn.paste(Image.fromarray(tile).convert("1"), (left, top))
        inner = min(right - left, bottom - top) // 5
        pen.rectangle((left + inner, top + inner, right - inner, bottom - inner), WHITE)
    pen.rectangle((left, top, right - 1, bottom - 1), outline=BLACK, width=max(square // 2, 1))


@cache
def _pattern(digit: int, square: int) -> NDArray[np.uint8]:
    rows = [[BLACK if one == "#" else WHITE for one in row] for row in _PATTERNS[digit].split()]
    return np.array(rows, np.uint8).repeat(square, 0).repeat(square, 1)


def _write(pen: ImageDraw.ImageDraw, text: Text) -> None:
    font = _font(text.font, text.size)
    length = font.getlength(text.text)
    if length > text.width + 1:  # whole dots a letter are wider than on paper
        font = _font(text.font, text.size * text.width / length)
    pen.text((text.x, text.y), text.text, BLACK, font, anchor="ls")


@cache
def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file(name)), size, layout_engine=ImageFont.Layout.BASIC)


def read_bits(image: Image.Image) -> bytes:
    """Return an image's dots row by row, eight a byte, black 1, rows filled up with white."""
    black = np.asarray(image) == BLACK
    return np.packbits(black, axis=1).tobytes()
