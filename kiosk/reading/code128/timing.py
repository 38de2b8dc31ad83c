"""Where each symbol character begins: a profile is matched against every pattern at every width.

Perspective, a curved folder and wrinkles stretch a label unevenly, so the width of a module may
change a little from one character to the next: dynamic programming finds the best way through.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.reading.code128.tables import ALLOWED, MODULES, PATTERNS, STOP, STOP_PATTERN, SYMBOL

Floats = NDArray[np.float32]
Counts = NDArray[np.int64]
SAMPLES = 2  # a module
FINER = 8  # how much finer patterns are drawn before they are blurred
BLUR = 0.9  # modules; between a sharp label and one that is hardly legible
WIDTHS = np.linspace(0.85, 1.15, 7, dtype=np.float32)  # of the expected module
CHANGE = np.float32(0.02)  # what a step to the next width costs, in correlation
NEVER = np.float32(-99)
CHARACTERS = len(ALLOWED)


@dataclass(frozen=True, slots=True)
class Path:
    """A way through a profile: where characters and stop begin and the stop ends, and the values.

    ``score`` is the mean correlation of the characters, -1 to 1; places are in samples.
    """

    score: float
    places: NDArray[np.float64]
    values: list[int]


def find_path(profile: Floats, module: float) -> Path | None:
    """Find the likeliest characters of a profile (dark is high).

    ``module`` is its width in samples of the profile, give or take a sixth. None where the profile
    is too short to hold a code.
    """
    step = module / SAMPLES
    starts = np.arange(0, len(profile) - 1, step, dtype=np.float32)
    if len(starts) < MODULES * SAMPLES * WIDTHS[0]:
        return None
    patterns, stop = _blurred(BLUR)
    seen = _windows(profile, starts, module)
    ends = _normalized(seen) @ stop
    shorter = _normalized(seen[:, :, : patterns.shape[1]])
    best = _best_of_each(shorter, patterns)
    jumps = np.rint(SYMBOL * WIDTHS * SAMPLES).astype(np.int64)
    total, sources = np.zeros(ends.shape, np.float32), []
    for allowed in ALLOWED:
        came, source = _with_neighbours(total)
        sources.append(source)
        total = _moved(came + best[id(allowed)], jumps)
    total = total + ends
    width, place = divmod(int(total.argmax()), len(starts))
    score = float(total[width, place]) / (CHARACTERS + 1)
    places, values = [place + STOP * SAMPLES * float(WIDTHS[width]), float(place)], []
    for source, allowed in zip(reversed(sources), reversed(ALLOWED), strict=True):
        place -= int(jumps[width])
        places.append(float(place))
        values.append(int(allowed[(patterns[allowed] @ shorter[width, place]).argmax()]))
        width = int(source[width, place])
    return Path(score, np.array(places[::-1]) * step, values[::-1])


def _best_of_each(seen: Floats, patterns: Floats) -> dict[int, Floats]:
    """Return, per set of characters that may stand somewhere, the best correlation of any of it."""
    kinds = {id(allowed): allowed for allowed in ALLOWED}
    best = {kind: np.empty(seen.shape[:2], np.float32) for kind in kinds}
    for width, windows in enumerate(seen):  # one at a time stays in the cache
        fit = windows @ patterns.T
        for kind, allowed in kinds.items():
            run = len(allowed) == allowed[-1] - allowed[0] + 1
            some = fit[:, allowed[0] : allowed[-1] + 1] if run else fit[:, allowed]
            some.max(1, out=best[kind][width])
    return best


def _with_neighbours(total: Floats) -> tuple[Floats, Counts]:
    """Let each width follow the best of itself and its two neighbours."""
    edge = np.full((1, total.shape[1]), NEVER, np.float32)
    below = np.concatenate([edge, total[:-1]]) - CHANGE
    above = np.concatenate([total[1:], edge]) - CHANGE
    options = np.stack([below, total, above])
    pick = options.argmax(0)
    return options.max(0), pick - 1 + np.arange(len(WIDTHS))[:, None]


def _moved(total: Floats, jumps: Counts) -> Floats:
    moved = np.full_like(total, NEVER)
    for width, jump in enumerate(jumps):
        moved[width, jump:] = total[width, : total.shape[1] - jump]
    return moved


def _windows(profile: Floats, starts: Floats, module: float) -> Floats:
    """Sample the longest character and a module on either side, from each start, at each width."""
    offsets = ((np.arange((STOP + 2) * SAMPLES, dtype=np.float32) + 0.5) / SAMPLES - 1) * module
    places = starts[None, :, None] + WIDTHS[:, None, None] * offsets[None, None, :]
    flat = places.reshape(-1, len(offsets)) - np.float32(0.5)
    row, still = profile[None, :], np.zeros_like(flat)
    seen = cv2.remap(row, flat, still, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.float32).reshape(places.shape)


def _normalized(windows: Floats) -> Floats:
    off = windows - windows.mean(2, keepdims=True)
    length = np.sqrt(np.einsum("ijk,ijk->ij", off, off))[:, :, None]
    return np.asarray(off / (length + np.float32(1e-3)), np.float32)


@cache
def _blurred(blur: float) -> tuple[Floats, Floats]:
    """Return the normalized patterns of all characters and of the stop, a module more each side."""
    width = blur * SAMPLES * FINER

    def drawn(bits: Floats) -> Floats:
        # Before a character there is a space and after it a bar, after the stop there is paper.
        after = 0.0 if len(bits) == STOP else 1.0
        fine = np.repeat(np.concatenate([[0, 0, 0], bits, [after] * 3]), SAMPLES * FINER)
        smooth = cv2.GaussianBlur(fine[None, :].astype(np.float32), (0, 1), sigmaX=width)[0]
        mean = smooth.reshape(-1, FINER).mean(1)[2 * SAMPLES : -2 * SAMPLES]
        mean -= mean.mean()
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    return np.array([drawn(bits) for bits in PATTERNS]), drawn(STOP_PATTERN)
