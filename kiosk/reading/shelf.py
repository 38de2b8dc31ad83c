"""A photo of a shelf or a trolley -> all labels in it, in the order in which they stand."""

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from kiosk.reading.code128.match import LEAST_AGREEMENT, LEAST_LENGTH
from kiosk.reading.ladder import Scene, match_all, straightened
from kiosk.reading.locate import locate
from kiosk.reading.pictures import Grey
from kiosk.reading.straighten import Strip, straighten
from kiosk.reading.symbols import ReadFilter, Symbol

SCALES = (1, 2)
MOST_REGIONS = 200
LEAST_BARS = 14  # a photo of a shelf is sharp, and full of edges that are no bars
SAME_ROW = 0.6  # of a label's height: rows of a shelf are further apart


def read_shelf(picture: Grey, wanted: ReadFilter) -> list[Symbol]:
    """Read all labels of ours in a photo, row by row from above, each row from the left."""
    scene = Scene(picture, wanted, strips=_strips(picture))
    for rung in (straightened, match_all):
        rung(scene)
    return in_order(_joined([scene.judged(one) for one in scene.symbols if one.accepted]))


def _strips(picture: Grey) -> list[Strip]:
    """Find what may be labels; where they stand side by side, their bars are found as one."""
    strips = []
    for scale in SCALES:
        for region in locate(picture, MOST_REGIONS, scale):
            if region.length >= LEAST_LENGTH:
                strips += [straighten(picture, piece) for piece in region.slices()]
    return [one for one in strips if one.bars >= LEAST_BARS and one.agreement >= LEAST_AGREEMENT]


def _joined(symbols: list[Symbol]) -> list[Symbol]:
    """Make one symbol of the slices in which one label was read."""
    texts = dict.fromkeys(symbol.text for symbol in symbols)
    joined = []
    for text in texts:
        same = [symbol for symbol in symbols if symbol.text == text]
        corners = np.array([corner for one in same for corner in one.quad], np.float32)
        box = cv2.boxPoints(cv2.minAreaRect(corners))
        joined.append(replace(same[0], quad=tuple((round(x), round(y)) for x, y in box.tolist())))
    return joined


def in_order(symbols: list[Symbol]) -> list[Symbol]:
    """Put symbols in reading order: in rows, since a photo may show several boards of a shelf."""
    if not symbols:
        return []
    corners = np.array([symbol.quad for symbol in symbols], float)
    upright = corners @ _turn(-_slope(corners))
    high = float(np.median(np.ptp(upright[:, :, 1], axis=1)))
    middles = [(*middle, at) for at, middle in enumerate(upright.mean(1).tolist())]
    middles.sort(key=lambda one: one[1])
    rows = [[middles[0]]]
    for before, middle in pairwise(middles):
        if middle[1] - before[1] > SAME_ROW * high:
            rows.append([])
        rows[-1].append(middle)
    return [symbols[at] for row in rows for *_, at in sorted(row)]


def _slope(corners: np.ndarray) -> float:
    """Return by which angle (radians, at most an eighth of a turn) the labels are off upright."""
    sides = corners[:, 1] - corners[:, 0]
    return float(np.median(np.angle((sides[:, 0] + 1j * sides[:, 1]) ** 4) / 4))


def _turn(angle: float) -> np.ndarray:
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
