"""What a webcam is pointed at: our own labels, as the product prints them, and desks."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.codes import Kind, make_code
from labels import Catalogue, FolderLabel
from labels.layout import lay_out
from labels.marks import Symbol
from labels.stock import INCH
from tests.pictures import page_image, print_out

Grey = NDArray[np.uint8]
Random = np.random.Generator
STOCKS = ("roll-75x50", "avery-5160", "avery-l7160")
DOTS_PER_MM = 10.0
LABELS_KEPT = 240


@dataclass(frozen=True, slots=True)
class Printed:
    """A label on paper: its picture at ``DOTS_PER_MM``, its text, its narrowest bar in mm."""

    picture: Grey
    text: str
    module: float


@cache
def printed(number: int) -> Printed:
    """Print the label of a seeded chart on one of the stocks, by the product's own PDF."""
    dice = np.random.default_rng(number)
    known = Catalogue()
    stock = known.stock(STOCKS[number % len(STOCKS)])
    code = make_code(Kind.CHART, int(dice.integers(10**8)))
    mrn = "-".join(f"{part:02}" for part in dice.integers(0, 100, 3))
    label = FolderLabel(code.text, code.grouped, mrn, int(dice.integers(1, 9)), "Medical record")
    page = np.asarray(page_image(print_out([label], stock.name), dpi=DOTS_PER_MM * INCH))
    left, top = (round(length * DOTS_PER_MM) for length in stock.corner(0))
    width, height = (round(length * DOTS_PER_MM) for length in stock.label)
    picture = np.ascontiguousarray(page[top : top + height, left : left + width])
    (face,) = lay_out(label, known.usual(label, stock), stock)
    (symbol,) = (mark for mark in face.marks if isinstance(mark, Symbol))
    return Printed(picture, code.text, symbol.module * INCH / stock.dpi)


def any_label(dice: Random) -> Printed:
    """Take one of a pool of printed labels."""
    return printed(int(dice.integers(LABELS_KEPT)))


def plain_desk(dice: Random, width: int, height: int) -> Grey:
    """Draw an empty desk: one colour, unevenly lit."""
    across = np.linspace(-1, 1, width)[None, :] * dice.uniform(-25, 25)
    down = np.linspace(-1, 1, height)[:, None] * dice.uniform(-25, 25)
    return np.clip(dice.uniform(70, 170) + across + down, 0, 255).astype(np.uint8)


def cluttered_desk(dice: Random, width: int, height: int) -> Grey:
    """Draw a desk full of what is not a barcode: paper, print, edges, keys, combs, grain."""
    desk = plain_desk(dice, width, height)
    for _ in range(int(dice.integers(5, 13))):
        thing = _THINGS[int(dice.integers(len(_THINGS)))](dice)
        _lay_down(dice, desk, thing)
    return desk


def _lay_down(dice: Random, desk: Grey, thing: Grey) -> None:
    """Put a thing somewhere on the desk, turned by any angle."""
    height, width = thing.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), dice.uniform(0, 360), 1.0)
    turn[0, 2] += dice.uniform(0, desk.shape[1]) - width / 2
    turn[1, 2] += dice.uniform(0, desk.shape[0]) - height / 2
    size = (desk.shape[1], desk.shape[0])
    laid = cv2.warpAffine(thing, turn, size, flags=cv2.INTER_AREA)
    covered = cv2.warpAffine(np.full_like(thing, 255), turn, size) > 127
    desk[covered] = laid[covered]


def _sheet(dice: Random, paper: float) -> Grey:
    size = (int(dice.integers(150, 500)), int(dice.integers(150, 600)))
    return np.full(size, paper, np.uint8)


def _page_of_print(dice: Random) -> Grey:
    sheet = _sheet(dice, dice.uniform(180, 250))
    scale, line = dice.uniform(0.3, 0.9), int(dice.uniform(14, 30))
    for y in range(line, sheet.shape[0], line):
        letters = "".join(chr(int(one)) for one in dice.integers(65, 123, 60))
        cv2.putText(sheet, letters, (8, y), cv2.FONT_HERSHEY_SIMPLEX, scale, 40, 1, cv2.LINE_AA)
    return sheet


def _ruled_lines(dice: Random) -> Grey:
    sheet = _sheet(dice, dice.uniform(180, 250))
    for y in range(8, sheet.shape[0], int(dice.integers(5, 26))):
        cv2.line(sheet, (0, y), (sheet.shape[1], y), int(dice.uniform(60, 150)), 1)
    return sheet


def _comb(dice: Random) -> Grey:
    """Stripes of uneven width that are no barcode: a grille, a comb, the edges of a file."""
    sheet = _sheet(dice, dice.uniform(120, 240))
    x = 0
    while x < sheet.shape[1]:
        width = int(dice.integers(1, 14))
        sheet[:, x : x + width] = int(dice.uniform(20, 200))
        x += width + int(dice.integers(1, 14))
    return sheet


def _keys(dice: Random) -> Grey:
    sheet = _sheet(dice, dice.uniform(20, 60))
    key = int(dice.integers(22, 44))
    for y in range(2, sheet.shape[0] - key, key):
        for x in range(2, sheet.shape[1] - key, key):
            cv2.rectangle(sheet, (x, y), (x + key - 4, y + key - 4), int(dice.uniform(50, 90)), -1)
            letter = chr(int(dice.integers(65, 91)))
            at = (x + key // 4, y + key // 2)
            cv2.putText(sheet, letter, at, cv2.FONT_HERSHEY_SIMPLEX, 0.4, 210, 1, cv2.LINE_AA)
    return sheet


def _grain(dice: Random) -> Grey:
    sheet = _sheet(dice, 0)
    rough = dice.normal(0, 1, (sheet.shape[0], sheet.shape[1] // 6 + 1)).astype(np.float32)
    grain = cv2.GaussianBlur(cv2.resize(rough, sheet.shape[::-1]), (0, 0), 1.5)
    return np.clip(130 + 60 * grain, 0, 255).astype(np.uint8)


def _folder(dice: Random) -> Grey:
    sheet = _sheet(dice, dice.uniform(90, 200))
    for y in range(0, sheet.shape[0], int(dice.integers(9, 40))):
        cv2.line(sheet, (0, y), (sheet.shape[1], y), int(dice.uniform(40, 120)), 2)
    cv2.circle(sheet, (sheet.shape[1] // 2, sheet.shape[0] // 2), 40, 30, 3, cv2.LINE_AA)
    return sheet


_THINGS = (_page_of_print, _ruled_lines, _comb, _keys, _grain, _folder)
