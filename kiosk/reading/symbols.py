"""What was read, where, how hard it was; and what is looked for."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from kiosk.domain.codes import is_our_code, lies_about

# Both readers read the letter of a blurred code of ours as a sign, again and again.
_MISREAD = re.compile(r"[^0-9A-Za-z][0-9]{10}")
Point = tuple[int, int]
Quad = tuple[Point, ...]
SHARED_AREA = 0.2  # of the smaller: what overlaps that much is one symbol

CODE_128, CODE_39, QR, DATA_MATRIX = "Code128", "Code39", "QRCode", "DataMatrix"
SYMBOLOGIES = (CODE_128, CODE_39, QR, DATA_MATRIX)
MATRIX = (QR, DATA_MATRIX, "Aztec", "PDF417")


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a symbol was to read.

    ``rung`` is the rung of the ladder that read it, ``frames`` how many pictures it took,
    ``quality`` how far all rows of it showed the same bars, 0 to 1: noise, a smudge, a tear or a
    finger lower it; 0 where that was not measured, as for symbols of squares.
    """

    rung: str
    frames: int = 1
    quality: float = 0.0


@dataclass(frozen=True, slots=True)
class Symbol:
    """A barcode that was read: ``quad`` are its corners in pixels, ``reader`` who read it.

    ``accepted`` tells whether the caller's check knows the text as its own.
    """

    text: str
    symbology: str
    quad: tuple[Point, ...]
    reader: str
    effort: Effort
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class ReadFilter:
    """What is looked for: symbologies by name, and which texts are surely right.

    What ``lies_about`` comes into view by itself, and is no scan beside other texts.
    Code 39 has no check of its own, so only texts of ``code39_lengths`` count; None takes any.
    """

    symbologies: tuple[str, ...] = SYMBOLOGIES
    code39_lengths: tuple[int, ...] | None = (11,)
    accept: Callable[[str], bool] = is_our_code
    lies_about: Callable[[str], bool] = lies_about

    @property
    def linear(self) -> tuple[str, ...]:
        """The wanted symbologies that are made of bars."""
        return tuple(one for one in self.symbologies if one not in MATRIX)

    def takes(self, text: str, symbology: str) -> bool:
        """Whether a text that was read is one to be told of."""
        if symbology == CODE_39 and self.code39_lengths is not None:
            return len(text) in self.code39_lengths
        return bool(text) and not (symbology == CODE_128 and _MISREAD.fullmatch(text))


def without_contradictions(symbols: Iterable[Symbol]) -> list[Symbol]:
    """Keep each symbol once; of several texts in one place the one accepted text, or none."""
    places: list[list[Symbol]] = []
    for symbol in symbols:
        same = [
            place for place in places if any(overlap(symbol.quad, other.quad) for other in place)
        ]
        apart = [place for place in places if place not in same]
        places = [*apart, [*(other for place in same for other in place), symbol]]
    kept = (_only_text(place) for place in places)
    return [symbol for symbol in kept if symbol]


def _only_text(place: list[Symbol]) -> Symbol | None:
    for candidates in ([one for one in place if one.accepted], place):
        texts = {one.text for one in candidates}
        if texts:
            readers = "+".join(dict.fromkeys(one.reader for one in candidates))
            return replace(candidates[0], reader=readers) if len(texts) == 1 else None
    return None


def overlap(one: Quad, other: Quad) -> bool:
    """Whether two places in a picture, each given by its corners, share a good part."""
    first, second = (cv2.convexHull(np.array(quad, np.float32)) for quad in (one, other))
    least = min(cv2.contourArea(first), cv2.contourArea(second))
    if least == 0:  # a reader may give a mere line: then the places between its ends count
        return _boxes_touch(one, other)
    return cv2.intersectConvexConvex(first, second)[0] > SHARED_AREA * least


def _boxes_touch(one: Quad, other: Quad) -> bool:
    left, top, width, height = cv2.boundingRect(np.array(one, np.int32))
    other_left, other_top, other_width, other_height = cv2.boundingRect(np.array(other, np.int32))
    return (
        left <= other_left + other_width
        and other_left <= left + width
        and top <= other_top + other_height
        and other_top <= top + height
    )
