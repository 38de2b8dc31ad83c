"""Which characters a blurred profile holds: all are drawn, blurred as the picture is, and compared.

Where each character stands is known roughly (``timing``). Then in turns: the blur that explains the
profile best is chosen, light and timing are fitted, and the likeliest sequence of characters under
that blur is found exactly. Blur runs from each character into its neighbours only, so the cost of a
sequence is a sum over pairs of neighbours, and the Viterbi algorithm finds its minimum.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kiosk.reading.code128.tables import (
    ALLOWED,
    MODULES,
    PATTERNS,
    STOP_PATTERN,
    SYMBOL,
    is_whole,
    modules_of,
    text_of,
)
from kiosk.reading.code128.timing import Path

Numbers = NDArray[np.float64]
SAMPLES = 4  # a module
PAD = 6  # modules of paper on either side
HALF = SYMBOL * SAMPLES // 2  # a blur reaches half a character at most
BLURS = (0.2, 0.4, 0.6, 0.8, 1.0, 1.25, 1.5, 1.8)  # standard deviations, in modules
MOTIONS = (0, 1, 2, 3, 4)  # modules
ROUNDS = 3
SETTLED = 0.97

_AT: Numbers = (np.arange((MODULES + 2 * PAD) * SAMPLES) + 0.5) / SAMPLES - PAD  # in modules
_OFF = _AT / MODULES * 2 - 1  # -1 to 1 over the symbol
_POWERS = _OFF ** np.arange(5)[:, None]
_BOUNDARIES = (PAD + SYMBOL * np.arange(len(ALLOWED) + 1)) * SAMPLES
_SIZE = len(_AT) + 2 * HALF
_MARKS = np.array([*SYMBOL * np.arange(len(ALLOWED) + 1), MODULES], float)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sequence of characters, by their values, and how well it explains the profile.

    ``fit`` is the correlation of what was seen with what it should look like, ``least`` that of its
    worst character, -1 to 1. ``trusted``: both kinds of check digits are right.
    """

    values: list[int]
    fit: float
    least: float
    trusted: bool

    @property
    def text(self) -> str:
        """The letter and ten digits that it says."""
        return text_of(self.values)


def read_sequence(profile: Numbers, path: Path, accept: Callable[[str], bool]) -> Reading:
    """Find the likeliest text of a profile whose characters stand about where ``path`` says."""
    way: Numbers = np.polyfit(_MARKS, path.places, 3)
    values = path.values
    for _ in range(ROUNDS):
        seen = _sampled(profile, way)
        blur, drawn = _best_blur(values, seen)
        way = _retimed(way, seen, drawn)
        reading = _decoded(_levelled(_sampled(profile, way), drawn), blur, accept)
        values = reading.values
        if reading.trusted and reading.fit > SETTLED:
            break
    return reading


def _decoded(level: Numbers, blur: int, accept: Callable[[str], bool]) -> Reading:
    values = _likeliest(level, blur)
    expected = np.convolve(_plain(values), _kernels()[blur], "same")
    inner = slice((PAD - 1) * SAMPLES, (1 - PAD) * SAMPLES)
    pieces = [slice(at, at + SYMBOL * SAMPLES) for at in _BOUNDARIES]
    least = min(_likeness(level[piece], expected[piece]) for piece in pieces)
    # The next likeliest are not tried until one has right check digits: some wrong one would have.
    trusted = is_whole(values) and accept(text_of(values))
    return Reading(values, _likeness(level[inner], expected[inner]), least, trusted)


def _plain(values: list[int]) -> Numbers:
    """Draw a sequence unblurred: paper 0, ink 1, paper on either side."""
    return np.pad(np.repeat(modules_of(values).astype(float), SAMPLES), PAD * SAMPLES)


def _sampled(profile: Numbers, way: Numbers) -> Numbers:
    places = np.asarray(np.polyval(way, _AT), float) - 0.5
    return np.interp(places, np.arange(len(profile)), profile)


def _best_blur(values: list[int], seen: Numbers) -> tuple[int, Numbers]:
    """Return which blur explains the profile best, by number, and what it should look like."""
    spectrum = np.fft.rfft(_plain(values), _SIZE)
    drawn = np.fft.irfft(spectrum * _spectra(), _SIZE, axis=1)[:, HALF : HALF + len(_AT)]
    best = int(_light(drawn, seen)[1].argmin())
    return best, drawn[best]


def _light(drawn: Numbers, seen: Numbers) -> tuple[Numbers, Numbers]:
    """Fit each row's paper and ink, which change smoothly along the label: factors, errors."""
    square, once, none = (drawn * drawn) @ _POWERS.T, drawn @ _POWERS.T, _POWERS.sum(1)
    bend = np.add.outer(np.arange(3), np.arange(3))
    normal = np.empty((len(drawn), 6, 6))
    normal[:, :3, :3] = none[bend]
    normal[:, :3, 3:] = once[:, bend]
    normal[:, 3:, :3] = once[:, bend]
    normal[:, 3:, 3:] = square[:, bend]
    right = np.concatenate(
        [np.tile(_POWERS[:3] @ seen, (len(drawn), 1)), (drawn * seen) @ _POWERS[:3].T], 1
    )
    normal += np.eye(6) * 1e-9
    found = np.linalg.solve(normal, right[:, :, None])[:, :, 0]
    return found, seen @ seen - (found * right).sum(1)


def _levelled(seen: Numbers, drawn: Numbers) -> Numbers:
    """Take the light out: paper becomes 0, ink 1."""
    found = _light(drawn[None, :], seen)[0][0]
    paper, ink = found[:3] @ _POWERS[:3], found[3:] @ _POWERS[:3]
    level: Numbers = (seen - paper) / np.maximum(ink, 0.05 * np.abs(ink).max() + 1e-6)
    return level


def _retimed(way: Numbers, seen: Numbers, drawn: Numbers) -> Numbers:
    """Shift and stretch the way so that what is seen comes to lie under what is drawn."""
    found = _light(drawn[None, :], seen)[0][0]
    expected = found[:3] @ _POWERS[:3] + (found[3:] @ _POWERS[:3]) * drawn
    slopes = np.gradient(expected, 1 / SAMPLES) * _POWERS[:4]
    late, *_ = np.linalg.lstsq(slopes.T, seen - expected, rcond=None)
    shift = np.clip(late @ _POWERS[:4], -1, 1)
    moved = np.interp(_AT - shift, _AT, np.polyval(way, _AT))
    return np.asarray(np.polyfit(_AT, moved, 3), float)


def _likeliest(level: Numbers, blur: int) -> list[int]:
    """Return the characters whose picture under this blur is nearest to what was seen."""
    costs = _costs(level, blur)
    reached, came = np.zeros(1), []
    for cost in costs:
        whole = reached[:, None] + cost
        came.append(whole.argmin(0))
        reached = whole.min(0)
    place, values = 0, []
    for allowed, before in zip(reversed(ALLOWED), reversed(came), strict=True):
        place = int(before[place])
        values.append(int(allowed[place]))
    return values[::-1]


def _costs(level: Numbers, blur: int) -> list[Numbers]:
    """Return, per boundary, the squared error of each pair of neighbours around it."""
    left, right, stop, both, left_square, right_square = _halves(blur)
    costs = []
    for place, at in enumerate(_BOUNDARIES[1:], 1):
        seen = level[at - HALF : at + HALF]
        before = ALLOWED[place - 1]
        if place < len(ALLOWED):
            after = ALLOWED[place]
            ends = right_square[before] - 2 * (right[before] @ seen)
            begins = left_square[after] - 2 * (left[after] @ seen)
            cost = ends[:, None] + begins[None, :] + both[np.ix_(before, after)] + seen @ seen
        else:
            rest = seen - stop
            cost = (right_square[before] - 2 * (right[before] @ rest) + rest @ rest)[:, None]
        costs.append(cost)
    return costs


def _likeness(one: Numbers, other: Numbers) -> float:
    one, other = one - one.mean(), other - other.mean()
    return float(one @ other / (np.sqrt((one @ one) * (other @ other)) + 1e-9))


@cache
def _kernels() -> Numbers:
    """Return the blurs to choose from: out of focus, and moved while it was taken."""
    at = np.arange(-HALF, HALF + 1)
    found = []
    for motion in MOTIONS:
        for blur in BLURS:
            kernel = np.exp(-0.5 * (at / (blur * SAMPLES)) ** 2)
            if motion:
                kernel = np.convolve(kernel, np.ones(motion * SAMPLES | 1), "same")
            found.append(kernel / kernel.sum())
    return np.array(found)


@cache
def _spectra() -> NDArray[np.complex128]:
    return np.fft.rfft(_kernels(), _SIZE, axis=1)


@cache
def _halves(blur: int) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers, Numbers]:
    """Return what each character adds around its beginning and its end, the stop's beginning, and
    the products that the costs of pairs are made of."""
    kernel = _kernels()[blur]
    whole = np.array([np.convolve(np.repeat(bits, SAMPLES), kernel) for bits in PATTERNS])
    left, right = whole[:, : 2 * HALF], whole[:, 2 * HALF :]
    stop = np.convolve(np.repeat(STOP_PATTERN, SAMPLES), kernel)[: 2 * HALF]
    return left, right, stop, 2 * right @ left.T, (left * left).sum(1), (right * right).sum(1)
