"""How well a Code 128 label will be read by any scanner: ISO/IEC 15416's scan profiles, graded.

Ten lines across the bars are measured as a verifier does: contrast, modulation, defects,
decodability (by ISO/IEC 15417) and quiet zones; the worst grade of a line is the line's, the mean
of all lines is the label's. A verifier measures reflectance in its own light: a photograph's
contrast is also that of its light, so a poor one may be the photograph's fault.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kiosk.reading.code128 import CHECK_MODULUS, PATTERNS, STOP_PATTERN, SYMBOL
from kiosk.reading.locate import locate
from kiosk.reading.pictures import Grey
from kiosk.reading.straighten import straighten

LINES = 10
LEAST_LIKENESS = 0.6  # of a row with the middle one, as a correlation
INNER = 0.8  # of the bars' height: the lines lie within it
AROUND = 1.5  # of the bars' length: quiet zones are looked for beside them
QUIET = 10  # modules
LEAST_ROWS = 3
MOST_LABELS = 20
SCALES = (1, 2, 4, 8)
MOST_COLUMNS = 8000  # nothing that a scan shows may be lost
GAMMA = 2.2  # of a picture's grey levels, as reflectance goes
_ELEMENTS = 6  # of a character: three bars, three spaces
_BARS_SHARE = 1.75
_TO_C, _TO_B, _START_B, _START_C = 99, 100, 104, 105
Numbers = NDArray[np.float64]


class Trait(StrEnum):
    """What is graded."""

    CONTRAST = "contrast"
    MODULATION = "modulation"
    DEFECTS = "defects"
    DECODABILITY = "decodability"
    QUIET_ZONES = "quiet zones"


# The least value (of defects the most) for the grades A, B, C and D.
_STEPS = {
    Trait.CONTRAST: (0.70, 0.55, 0.40, 0.20),
    Trait.MODULATION: (0.70, 0.60, 0.50, 0.40),
    Trait.DEFECTS: (0.15, 0.20, 0.25, 0.30),
    Trait.DECODABILITY: (0.62, 0.50, 0.37, 0.25),
    Trait.QUIET_ZONES: (1.0, 1.0, 1.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class LabelGrade:
    """A label's grade, 0 (F) to 4 (A), and those of its traits; ``text`` is empty if unreadable.

    ``values`` are the means of what was measured: contrast, modulation, defects and decodability as
    shares, quiet zones as the share of the ten modules that each side needs.
    """

    text: str
    grade: float
    grades: dict[Trait, float]
    values: dict[Trait, float]

    @property
    def letter(self) -> str:
        """Its grade as a letter."""
        return letter(self.grade)


@dataclass(frozen=True, slots=True)
class _Line:
    """One scan profile that was decoded."""

    text: str
    values: dict[Trait, float]

    @property
    def grades(self) -> dict[Trait, int]:
        return {trait: _graded(trait, value) for trait, value in self.values.items()}


def letter(grade: float) -> str:
    """Return a grade of 0 to 4 as A to F, by ISO/IEC 15416."""
    return "FDCBA"[int(grade + 0.5)]


def grade_labels(picture: Grey) -> list[LabelGrade]:
    """Find and grade the Code 128 labels of a grey picture, the best measured first."""
    found: dict[str, LabelGrade] = {}
    for scale in SCALES:
        if min(picture.shape) < 8 * scale:
            continue
        for region in locate(picture, MOST_LABELS, scale):
            around = replace(region, length=region.length * AROUND)
            strip = straighten(picture, around, MOST_COLUMNS)
            one = grade_rows(np.asarray(strip.picture, float) / 255)
            if one.text and (one.text not in found or one.grade > found[one.text].grade):
                found[one.text] = one
    return sorted(found.values(), key=lambda one: -one.grade)


def grade_rows(rows: Numbers) -> LabelGrade:
    """Grade an upright symbol: rows of grey levels, 0 black to 1 white, across its bars."""
    top, bottom = _barred(rows)
    inset = (bottom - top) * (1 - INNER) / 2
    at = np.linspace(top + inset, bottom - inset - 1, LINES)
    around = [rows[max(int(y) - 1, 0) : int(y) + LEAST_ROWS - 1].mean(0) for y in at]
    lines = [line for one in around if (line := _measured(one**GAMMA))]
    if not lines:
        return LabelGrade("", 0.0, {}, {})
    texts = [line.text for line in lines]
    text = max(set(texts), key=texts.count)
    same = [line for line in lines if line.text == text]
    worst = float(sum(min(line.grades.values()) for line in same)) / LINES
    return LabelGrade(
        text,
        worst,
        {trait: float(np.mean([line.grades[trait] for line in same])) for trait in Trait},
        {trait: float(np.mean([line.values[trait] for line in same])) for trait in Trait},
    )


def _barred(rows: Numbers) -> tuple[int, int]:
    """Return from which row to which the bars reach: all that look like the middle one."""
    detail = rows - rows.mean(1, keepdims=True)
    detail /= np.linalg.norm(detail, axis=1, keepdims=True) + 1e-9
    middle = len(rows) // 2
    unlike = np.flatnonzero(detail @ detail[middle] < LEAST_LIKENESS)
    above, below = unlike[unlike < middle], unlike[unlike > middle]
    top = int(above.max()) + 1 if len(above) else 0
    return top, int(below.min()) if len(below) else len(rows)


def _graded(trait: Trait, value: float) -> int:
    if trait is Trait.DEFECTS:
        return sum(value <= step for step in _STEPS[trait])
    return sum(value >= step for step in _STEPS[trait])


def _measured(profile: Numbers) -> _Line | None:
    """Measure one line in either direction; None where it cannot be decoded."""
    for ahead in (profile, profile[::-1]):
        line = _measured_ahead(ahead)
        if line:
            return line
    return None


def _measured_ahead(profile: Numbers) -> _Line | None:
    edges = _edges(profile)
    for first in range(0 if profile[0] > _threshold(profile) else 1, len(edges) - 8, 2):
        found = _decoded(np.diff(edges[first:]))
        if found:
            values, decodability = found
            count = _ELEMENTS * len(values) + 7
            return _Line(
                _text_of(values),
                _traits(profile, edges, first, count, decodability),
            )
    return None


def _threshold(profile: Numbers) -> float:
    return float(profile.max() + profile.min()) / 2


def _edges(profile: Numbers) -> Numbers:
    """Return where each bar begins and ends: half-way between its level and its neighbour's.

    What is a bar is told by the middle between the profile's lightest and darkest.
    """
    over = profile - _threshold(profile)
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


def _decoded(widths: Numbers) -> tuple[list[int], float] | None:
    """Decode elements from a start character on: values without the stop, and decodability.

    By the distances between like edges, which spread of ink leaves as they are.
    """
    values: list[int] = []
    decodability = 1.0
    for at in range(0, len(widths) - _ELEMENTS, _ELEMENTS):
        character = widths[at : at + _ELEMENTS]
        if len(values) > 2 and _is_stop(widths[at : at + 7]):
            whole = values[0] + sum(place * one for place, one in enumerate(values[1:-1], 1))
            return (values, decodability) if whole % CHECK_MODULUS == values[-1] else None
        value, margin = _character(character)
        if value is None or (not values and value not in (_START_B, _START_C)):
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


def _traits(
    profile: Numbers, edges: Numbers, first: int, count: int, decodability: float
) -> dict[Trait, float]:
    last = first + count
    module = (edges[last] - edges[first]) / (SYMBOL * (count - 7) / _ELEMENTS + 13)
    begins = float(edges[first - 1]) if first else 0.0
    ends = float(edges[last + 1]) if last + 1 < len(edges) else len(profile) - 1.0
    quiet = min(edges[first] - begins, ends - edges[last]) / module / QUIET
    reach = int(max(edges[first] - QUIET * module, 0)), int(edges[last] + QUIET * module) + 1
    seen = profile[reach[0] : reach[1]]
    contrast = float(seen.max() - seen.min()) + 1e-9
    pieces = [
        profile[int(np.ceil(begin)) : int(end) + 1]
        for begin, end in zip(edges[first:last], edges[first + 1 : last + 1], strict=True)
    ]
    peaks = np.array(
        [one.max() if at % 2 else one.min() for at, one in enumerate(pieces) if len(one)]
    )
    edge_contrasts = np.abs(np.diff(peaks))
    return {
        Trait.CONTRAST: contrast,
        Trait.MODULATION: float(edge_contrasts.min()) / contrast,
        Trait.DEFECTS: max(_unevenness(one, dark=at % 2 == 0) for at, one in enumerate(pieces))
        / contrast,
        Trait.DECODABILITY: decodability,
        Trait.QUIET_ZONES: min(round(quiet, 2), 1.0),
    }


def _unevenness(element: Numbers, *, dark: bool) -> float:
    """Return how much a bar brightens, or a space darkens, somewhere inside of it."""
    if len(element) < LEAST_ROWS:
        return 0.0
    inside = -element if dark else element
    left = np.maximum.accumulate(inside)
    right = np.maximum.accumulate(inside[::-1])[::-1]
    return float(np.max(np.minimum(left, right) - inside))


def _text_of(values: list[int]) -> str:
    in_c = values[0] == _START_C
    text = ""
    for value in values[1:-1]:
        if in_c and value < 100:
            text += f"{value:02}"
        elif in_c and value == _TO_B:
            in_c = False
        elif not in_c and value == _TO_C:
            in_c = True
        elif not in_c and value < 95:
            text += chr(value + 32)
    return text


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
