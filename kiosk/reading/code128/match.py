"""The bars of a strip compared with what each code of ours would look like, blurred as it is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.reading.code128.sequence import Reading, read_sequence
from kiosk.reading.code128.tables import MODULES
from kiosk.reading.code128.timing import find_path
from kiosk.reading.straighten import Strip

LEAST_LENGTH = 80  # pixels: bars of 0.7 pixels
LEAST_AGREEMENT = 0.35
LEAST_BARS, MOST_BARS = 4, 60  # a code of ours has 28 to 30; deep blur leaves a few
LEAST_SCORE = 0.74  # of the better reading direction; print, combs and rules reach 0.75
LEAST_LEAD = 0.07  # by which it must exceed the other one: no code of ours reads the same backwards
SURE_SCORE = 0.82  # nothing else comes so near, and the other direction need not be tried
LEAST_FIT = 0.92
LEAST_CHARACTER = 0.85


@dataclass(frozen=True, slots=True)
class Match:
    """A profile compared: ``score`` tells how much it looks like a code of ours at all, -1 to 1.

    ``reading`` is None where it looked too little like one to go on.
    """

    score: float
    reading: Reading | None

    @property
    def is_certain(self) -> bool:
        """Whether the reading explains what was seen so well that it cannot be another code."""
        one = self.reading
        return bool(one and one.trusted and one.fit >= LEAST_FIT and one.least >= LEAST_CHARACTER)


def match(strip: Strip, accept: Callable[[str], bool], patient: bool) -> Match | None:
    """Compare a strip; None where it is too short for a code, or holds no bars.

    ``patient`` looks closely also at what hardly resembles a code of ours.
    """
    if strip.region.length < LEAST_LENGTH or strip.agreement < LEAST_AGREEMENT:
        return None
    if not LEAST_BARS <= strip.bars <= MOST_BARS:
        return None
    return match_profile(strip.profile, strip.columns / MODULES, accept, patient)


def match_profile(
    profile: NDArray[np.float32], module: float, accept: Callable[[str], bool], patient: bool
) -> Match | None:
    """Compare a profile, dark high, whose modules are about so many samples wide."""
    ways = []
    for ahead in (profile, np.ascontiguousarray(profile[::-1])):
        path = find_path(ahead, module)
        if path is None:
            return None
        ways.append((path.score, path, ahead))
        if path.score >= SURE_SCORE:
            break
    score, path, ahead = max(ways, key=lambda way: way[0])
    lead = score - min(ways, key=lambda way: way[0])[0] if len(ways) > 1 else 1.0
    if not patient and (score < LEAST_SCORE or lead < LEAST_LEAD):
        return Match(score, None)
    return Match(score, read_sequence(ahead.astype(np.float64), path, accept))
