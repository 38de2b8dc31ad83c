"""One line across the bars of a Code 128 symbol: edges, characters, and how sure each is.

By the reference decoding of ISO/IEC 15417, from the distances between like edges, which spread of
ink leaves as they are.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kiosk.reading.code128.tables import (
    PATTERNS,
    START_B,
    START_C,
    STOP_PATTERN,
    SYMBOL,
    is_whole,
)

ELEMENTS = 6  # of a character: three bars, three spaces
STOP_ELEMENTS = 7
_BARS_SHARE = 1.75
Numbers = NDArray[np.float64]


def threshold(profile: Numbers) -> float:
    """Return the middle between the lightest and the darkest."""
    return float(profile.max() + profile.min()) / 2


def edges_of(profile: Numbers) -> Numbers:
    """Return where each bar begins and ends: half-way between its level and its neighbour's.

    What is a bar is told by the middle between the profile's lightest and darkest.
    """
    over = profile - threshold(profile)
    ends = np.flatnonzero(np.sign(over[:-1]) * np.sign(over[1:]) < 0) + 1
    bounds = [0, *ends.tolist(), len(profile)]
    peaks = [begin + int(np.abs(over[begin:end]).argmax()) for begin, end in pairwise(bounds)]
    return np.array([_crossing(profile, *pair) for pair in pairwise(peaks)])


def _crossing(profile: Numbers, left: int, right: int) -> float:
    """Return where the profile is half-way between two places' levels."""
    between = profile[left : right + 1]
    over = between - (between[0] + between[-1]) / 2
    at = int(np.flatnonzero(np.sign(over[:-1]) * np.sign(over[1:]) <= 0)[0])
    step = over[at] - over[at + 1]
    return left + at + (float(over[at] / step) if step else 0.0)


def decode(widths: Numbers) -> tuple[list[int], float] | None:
    """Decode elements from a start character on: values without the stop, and decodability.

    By the distances between like edges, which spread of ink leaves as they are.
    """
    values: list[int] = []
    decodability = 1.0
    for at in range(0, len(widths) - ELEMENTS, ELEMENTS):
        character = widths[at : at + ELEMENTS]
        if len(values) > 2 and _is_stop(widths[at : at + 7]):
            return (values, decodability) if is_whole(values) else None
        value, margin = _character(character)
        if value is None or (not values and value not in (START_B, START_C)):
            return None
        values.append(value)
        decodability = min(decodability, margin)
    return None


def _character(widths: Numbers) -> tuple[int | None, float]:
    """Return the character that six widths are, and how far it is from being another one."""
    module = widths.sum() / SYMBOL
    similar = np.array([widths[at] + widths[at + 1] for at in range(4)]) / module
    value = _BY_EDGES.get(tuple(np.rint(similar).astype(int).tolist()))
    if value is None:
        return None, 0.0
    to_threshold = float((0.5 - np.abs(similar - np.rint(similar))).min()) * 2
    bars = float(widths[::2].sum() / module)
    from_bars = 1 - abs(bars - _BAR_MODULES[value]) / _BARS_SHARE
    return value, max(min(to_threshold, from_bars), 0.0)


def _is_stop(widths: Numbers) -> bool:
    if len(widths) < 7:
        return False
    module = widths.sum() / len(STOP_PATTERN)
    return bool(np.array_equal(np.rint(widths / module), _STOP_WIDTHS))


def _widths(modules: NDArray[np.float32]) -> list[int]:
    ends = np.flatnonzero(np.diff(modules)) + 1
    return [int(width) for width in np.diff([0, *ends, len(modules)])]


def _by_edges() -> dict[tuple[int, ...], int]:
    found = {}
    for value, pattern in enumerate(PATTERNS):
        widths = _widths(pattern)
        found[tuple(widths[at] + widths[at + 1] for at in range(4))] = value
    return found


_BY_EDGES = _by_edges()
_BAR_MODULES = [int(pattern.sum()) for pattern in PATTERNS]
_STOP_WIDTHS = _widths(STOP_PATTERN)
