"""How well a Code 128 label will be read by any scanner: ISO/IEC 15416's scan profiles, graded.

Ten lines across the bars are measured as a verifier does: contrast, modulation, defects,
decodability (by ISO/IEC 15417) and quiet zones; the worst grade of a line is the line's, the mean
of all lines is the label's. A verifier measures reflectance in its own light: a photograph's
contrast is also that of its light, so a poor one may be the photograph's fault.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from kiosk.reading.code128.scan_line import (
    ELEMENTS,
    STOP_ELEMENTS,
    Numbers,
    decode,
    edges_of,
    threshold,
)
from kiosk.reading.code128.tables import STOP, SYMBOL, text_of
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
    edges = edges_of(profile)
    for first in range(0 if profile[0] > threshold(profile) else 1, len(edges) - 8, 2):
        found = decode(np.diff(edges[first:]))
        if found:
            values, decodability = found
            count = ELEMENTS * len(values) + STOP_ELEMENTS
            return _Line(
                text_of(values),
                _traits(profile, edges, first, count, decodability),
            )
    return None


def _traits(
    profile: Numbers, edges: Numbers, first: int, count: int, decodability: float
) -> dict[Trait, float]:
    last = first + count
    module = (edges[last] - edges[first]) / (SYMBOL * (count - STOP_ELEMENTS) / ELEMENTS + STOP)
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
