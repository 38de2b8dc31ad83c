"""Where bars are: patches of the picture in which everything runs one way.

The structure tensor of a patch averages its gradients as if opposite directions were one. Its
strength says how much changes there, its coherence (0 to 1) whether all of it changes in the same
direction, as across bars, and its angle which direction that is.
"""

import cmath
import math
import threading
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.reading.pictures import Grey

Floats = NDArray[np.float32]
CELL = 8  # pixels; a patch of 8 x 8 still sees bars of one pixel, half the picture's size does not
LEAST_COHERENCE = 0.45
LEAST_ENERGY = 200.0  # squared Sobel units, above the noise: about 3 grey levels a pixel
NOISE_SHARE = 25  # percent of all cells that are taken to hold nothing but noise
LEAST_CELLS = 8
LEAST_LENGTH = 5 * CELL
DIRECTIONS = 6
NEAR = np.float32(np.cos(np.pi / 3.5))  # of an angle counted twice: neighbouring bins overlap
SLICE = 0.2  # of the length: a label's bars are higher
LEAST_SLICE = 16.0  # pixels
MOST_PIXELS_KEPT = 3_000_000
_kept = threading.local()
LEAST_DETAIL = 4.0


@dataclass(frozen=True, slots=True)
class _Patch:
    """Cells that belong together, and their directions as angles counted twice."""

    strength: float
    xs: NDArray[np.int64]
    ys: NDArray[np.int64]
    doubled: NDArray[np.complex64]


@dataclass(frozen=True, slots=True)
class Region:
    """A patch that may hold a linear symbol, in pixels of the picture.

    ``angle`` (radians) points across the bars, ``length`` is measured that way, ``height`` along
    the bars.
    """

    x: float
    y: float
    angle: float
    length: float
    height: float

    def times(self, scale: float) -> "Region":
        """Return the same region in a picture that is so much larger."""
        return Region(
            self.x * scale, self.y * scale, self.angle, self.length * scale, self.height * scale
        )

    def slices(self) -> "list[Region]":
        """Cut a region that may be labels side by side across its bars, into overlapping pieces."""
        thick = max(self.length * SLICE, LEAST_SLICE)
        if self.height < 2 * thick:
            return [self]
        _, along = self.axes
        count = round(2 * self.height / thick) - 1
        offs = np.linspace(thick - self.height, self.height - thick, count) / 2
        middles = np.array([self.x, self.y]) + offs[:, None] * along
        return [Region(float(x), float(y), self.angle, self.length, thick) for x, y in middles]

    @property
    def axes(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Unit vectors across and along the bars."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        return np.array([cos, sin]), np.array([-sin, cos])


def locate(picture: Grey, most: int, scale: int = 1) -> list[Region]:
    """Find where bars may be, the likeliest first and at most so many.

    In a picture drawn ``scale`` times smaller bars are found that are too wide for a cell, too
    blurred or too noisy.
    """
    if scale == 1:
        return _located(picture, most)
    size = (picture.shape[1] // scale, picture.shape[0] // scale)
    smaller = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return [region.times(scale) for region in _located(smaller, most)]


def _located(picture: Grey, most: int) -> list[Region]:
    energy, twice_x, twice_y = _tensor(picture)
    # What noise gives everywhere; every other cell is enough to know it.
    energy = energy - np.float32(np.percentile(energy[::2, ::2], NOISE_SHARE))
    strength = cv2.magnitude(twice_x, twice_y)
    kept = (strength > LEAST_COHERENCE * energy) & (energy > LEAST_ENERGY)
    if np.count_nonzero(kept) < LEAST_CELLS:
        return []
    found: list[_Patch] = []
    for angle in np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS):
        towards = twice_x * np.float32(np.cos(angle)) + twice_y * np.float32(np.sin(angle))
        found += _patches(kept & (towards > strength * NEAR), twice_x, twice_y)
    return _without_twins(found, most)


def has_detail(picture: Grey) -> bool:
    """Whether there is anything in the picture: an empty desk and a lens cap have no detail."""
    small = cv2.resize(picture, (320, 180), interpolation=cv2.INTER_AREA)
    return float(cv2.Laplacian(small, cv2.CV_16S).std()) > LEAST_DETAIL


def _tensor(picture: Grey) -> tuple[Floats, Floats, Floats]:
    """Return per cell: the gradients' energy, and their direction as an angle counted twice."""
    across, down, product = _memory(picture.shape)
    cv2.spatialGradient(picture, across, down)
    across, down = across[::2], down[::2]  # every other row is enough for a cell's mean
    size = (picture.shape[1] // CELL, picture.shape[0] // CELL)

    def mean_of(one: NDArray[np.int16], other: NDArray[np.int16]) -> Floats:
        cv2.multiply(one, other, product, dtype=cv2.CV_32F)
        return cv2.resize(product, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]

    xx, yy, xy = mean_of(across, across), mean_of(down, down), mean_of(across, down)
    return xx + yy, xx - yy, 2 * xy


def _memory(shape: tuple[int, int]) -> tuple[NDArray[np.int16], NDArray[np.int16], Floats]:
    """Return arrays to work in, the same ones for each frame of a size: new ones take longer to
    get than all the arithmetic does."""
    if getattr(_kept, "shape", None) == shape:
        return _kept.arrays  # type: ignore[no-any-return]
    arrays = (
        np.empty(shape, np.int16),
        np.empty(shape, np.int16),
        np.empty(((shape[0] + 1) // 2, shape[1]), np.float32),
    )
    if shape[0] * shape[1] <= MOST_PIXELS_KEPT:
        _kept.shape, _kept.arrays = shape, arrays
    return arrays


def _patches(mask: NDArray[np.bool_], twice_x: Floats, twice_y: Floats) -> list[_Patch]:
    # Bars fill cells by cells; a single edge, as of the label's paper, is one cell wide and goes.
    solid = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    # Glare and fingers cut bars in two: what is two cells apart is one.
    joined = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, names, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    found = []
    large = stats[:, 2:4].max(1) * CELL >= LEAST_LENGTH
    for name in np.flatnonzero(large & (stats[:, 4] >= LEAST_CELLS)).tolist():
        if name == 0:  # what is in no patch
            continue
        left, top, width, height, _ = stats[name].tolist()
        window = (slice(top, top + height), slice(left, left + width))
        ys, xs = np.nonzero((names[window] == name) & (solid[window] > 0))
        ys, xs = ys + top, xs + left
        doubled = twice_x[ys, xs] + 1j * twice_y[ys, xs]
        found.append(_Patch(abs(complex(doubled.sum())), xs, ys, doubled))
    return found


def _around(patch: _Patch) -> Region:
    """Return the turned rectangle around cells."""
    # Weighted by their strength once more, so that print beside the bars turns it less.
    total = complex((patch.doubled * np.abs(patch.doubled)).sum())
    angle = cmath.phase(total) / 2
    cos, sin = math.cos(angle), math.sin(angle)
    px, py = (patch.xs + 0.5) * CELL, (patch.ys + 0.5) * CELL
    across, along = px * cos + py * sin, py * cos - px * sin
    ends = [float(value) for value in (across.min(), across.max(), along.min(), along.max())]
    u, v = (ends[0] + ends[1]) / 2, (ends[2] + ends[3]) / 2
    length, height = ends[1] - ends[0] + CELL, ends[3] - ends[2] + CELL
    return Region(u * cos - v * sin, u * sin + v * cos, angle, length, height)


def _without_twins(found: list[_Patch], most: int) -> list[Region]:
    """Keep the strongest of regions that overlapping direction bins found twice."""
    kept: list[Region] = []
    for patch in sorted(found, key=lambda one: -one.strength):
        region = _around(patch)
        if region.length < LEAST_LENGTH or any(_same(region, other) for other in kept):
            continue
        kept.append(region)
        if len(kept) == most:
            break
    return kept


def _same(one: Region, other: Region) -> bool:
    cos, sin = math.cos(other.angle), math.sin(other.angle)
    x, y = one.x - other.x, one.y - other.y
    turned = abs((one.angle - other.angle + math.pi / 2) % math.pi - math.pi / 2)
    near = (
        abs(x * cos + y * sin) < 0.3 * other.length and abs(y * cos - x * sin) < 0.5 * other.height
    )
    return near and turned < math.pi / 8
