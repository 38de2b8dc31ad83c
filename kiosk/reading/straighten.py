"""A region turned upright and drawn finer, as if the label had been held straight and near."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.reading.locate import Region
from kiosk.reading.pictures import Grey
from kiosk.reading.symbols import Point

FINER = 3  # across the bars: a bar of 1.2 pixels is too narrow to be told from its neighbours
MARGIN = 16  # pixels of paper at both ends
BAND = 8  # rows that are averaged before bands are compared
MOST_COLUMNS = 1500  # a wide region is fine enough as it is
MOST_ROWS = 100  # a tall region has rows enough
PAPER = 85  # percent of a label's middle that is no brighter than its paper
MOST_SLANT = 4  # columns a band: about 9 degrees
BACK = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
LEAST_SLANT = 0.3
LEAST_SWING = 0.3  # of the profile's standard deviation
FLOOR = 20.0  # grey levels times root of the length: below it a band holds only noise


@dataclass(frozen=True, slots=True)
class _Common:
    """The bands of a strip, each one's part in what they have in common, how much that is."""

    bands: NDArray[np.float32]
    part: NDArray[np.float64]
    agreement: float


@dataclass(frozen=True)
class Strip:
    """A region upright: bars vertical, ``finer`` times as wide; ``back`` leads to the picture."""

    region: Region
    picture: Grey
    back: NDArray[np.float64]
    finer: float

    @cached_property
    def _common(self) -> "_Common":
        height, width = self.picture.shape
        size = (width, max(height // BAND, 1))
        light = cv2.resize(self.picture.astype(np.float32), size, interpolation=cv2.INTER_AREA)
        bands = 255 - np.asarray(light, np.float32)
        detail = _detail(bands)
        slant = _slant(detail)
        if slant:
            bands = np.asarray(_leaned(bands, slant, size), np.float32)
            detail = _detail(bands)
        alike, parts = np.linalg.eigh((detail @ detail.T).astype(np.float64))
        part = np.maximum(parts[:, -1] * np.sign(parts[:, -1].sum()), 0.0)
        return _Common(bands, part, float(alike[-1]) / len(bands))

    @property
    def agreement(self) -> float:
        """How far all bands show the same bars, 0 to 1; print and grain stay below 0.35."""
        return self._common.agreement

    @cached_property
    def profile(self) -> NDArray[np.float32]:
        """What the bands have in common, dark high: a finger or glare on some counts for little."""
        common = self._common
        mean: NDArray[np.float32] = common.part @ common.bands / common.part.sum()
        return mean.astype(np.float32)

    @property
    def bars(self) -> int:
        """How often the profile turns from light to dark: a code has dozens of bars."""
        detail = without_shade(self.profile[None, :])[0]
        least = LEAST_SWING * float(detail.std())
        side = np.sign(detail) * (np.abs(detail) > least)
        sides = side[side != 0]
        return int(np.count_nonzero(np.diff(sides) > 0))

    @property
    def columns(self) -> float:
        """How many columns the region itself takes, without the paper at its ends."""
        return self.region.length * self.finer

    @property
    def whole(self) -> tuple[Point, ...]:
        """The strip's own corners, in the strip."""
        height, width = self.picture.shape
        edge = round(MARGIN * self.finer)
        return ((edge, 0), (width - edge, 0), (width - edge, height), (edge, height))

    @cached_property
    def outline(self) -> tuple[Point, ...]:
        """Its corners in the picture."""
        return self.within(self.whole)

    def within(self, quad: tuple[Point, ...]) -> tuple[Point, ...]:
        """Return the corners in the picture of the part of the strip around some corners."""
        xs, ys = zip(*quad, strict=True)
        height = self.picture.shape[0]
        top, bottom = (0, height) if max(ys) > height else (min(ys), max(ys))
        corners = [[min(xs), top], [max(xs), top], [max(xs), bottom], [min(xs), bottom]]
        there = np.column_stack([corners, np.ones(4)]) @ self.back.T
        return tuple((round(x), round(y)) for x, y in there.tolist())


def straighten(picture: Grey, region: Region, most_columns: int = MOST_COLUMNS) -> Strip:
    """Turn a region upright, in no more columns than that."""
    finer = min(FINER, most_columns / region.length)
    width = int((region.length + 2 * MARGIN) * finer)
    height = min(max(int(region.height), BAND), MOST_ROWS)
    row = region.height / height
    across, along = region.axes
    corner = np.array([region.x, region.y]) - across * width / finer / 2 - along * height * row / 2
    back = np.column_stack([across / finer, along * row, corner])
    upright = cv2.warpAffine(
        picture,
        back,
        (width, height),
        flags=BACK,
        borderMode=cv2.BORDER_REPLICATE,
    )
    # What is brighter than the label's own paper is glare, or not the label.
    middle = np.sort(upright[::4, width // 4 : -(width // 4) : 8], axis=None)
    upright = np.minimum(upright, middle[len(middle) * PAPER // 100])
    return Strip(region, np.asarray(upright, np.uint8), back, finer)


def without_shade(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what changes faster along each row than light and shade do."""
    return np.asarray(rows - cv2.blur(rows, (rows.shape[1] // 8 | 1, 1)), np.float32)


def _detail(bands: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take out the shade, and bring all bands to one strength, but those of mere noise."""
    detail = without_shade(bands)
    strength = np.linalg.norm(detail, axis=1, keepdims=True) + FLOOR
    return np.asarray(detail / strength, np.float32)


def _slant(detail: NDArray[np.float32]) -> float:
    """Return by how many columns each band lies to the right of the one above it; 0 for hardly."""
    inner = detail[:-1, MOST_SLANT:-MOST_SLANT]
    width = detail.shape[1] - 2 * MOST_SLANT
    if len(inner) < 2 or width < MOST_SLANT:
        return 0.0
    likeness = [
        float(np.vdot(inner, detail[1:, shift : shift + width]))
        for shift in range(2 * MOST_SLANT + 1)
    ]
    best = int(np.argmax(likeness))
    if not 0 < best < 2 * MOST_SLANT:
        return 0.0
    before, there, after = likeness[best - 1 : best + 2]
    bend = before - 2 * there + after
    slant = best - MOST_SLANT + (0.5 * (before - after) / bend if bend else 0.0)
    return slant if abs(slant) > LEAST_SLANT else 0.0


def _leaned(rows: NDArray[Any], slant: float, size: tuple[int, int]) -> Any:
    """Shift each row back by ``slant`` columns more than the one above it."""
    lean = np.array([[1, slant, -slant * size[1] / 2], [0, 1, 0]])
    return cv2.warpAffine(rows, lean, size, flags=BACK, borderMode=cv2.BORDER_REPLICATE)
