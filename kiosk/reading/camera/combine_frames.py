"""Several looks at one label laid over one another: noise averages out, the bars stay."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.reading.straighten import without_shade

Floats = NDArray[np.float32]
STRETCHES = np.linspace(0.94, 1.06, 13)  # a label comes nearer or goes, and its ends are uncertain
LEAST_LIKENESS = 0.5  # correlation; different labels stay below 0.4


def combine_frames(newest: Floats, others: list[Floats]) -> tuple[Floats, int]:
    """Return the mean of a profile and of all others that show the same bars, and their number."""
    shown = _detail(newest)
    same = [laid for other in others if (laid := _laid_over(shown, _detail(other))) is not None]
    return np.mean([shown, *same], axis=0, dtype=np.float32), len(same) + 1


def _laid_over(onto: Floats, other: Floats) -> Floats | None:
    """Shift, stretch and perhaps turn a profile so that it lies over another; None if it won't."""
    best, found = LEAST_LIKENESS, None
    for ahead in (other, other[::-1]):
        for stretch in STRETCHES * (len(onto) / len(other)):
            size = (max(round(len(other) * stretch), 8), 1)
            stretched = cv2.resize(np.ascontiguousarray(ahead)[None, :], size)[0]
            likeness, shift = _best_shift(onto, stretched)
            if likeness > best:
                best, found = likeness, _shifted(stretched, shift, len(onto))
    return found


def _best_shift(onto: Floats, other: Floats) -> tuple[float, int]:
    size = len(onto) + len(other)
    spectrum = np.fft.rfft(onto, size) * np.conj(np.fft.rfft(other, size))
    products = np.fft.irfft(spectrum, size)
    at = int(products.argmax())
    norm = float(np.linalg.norm(onto) * np.linalg.norm(other)) + 1e-6
    return float(products[at]) / norm, at if at < len(onto) else at - size


def _shifted(profile: Floats, shift: int, length: int) -> Floats:
    moved = np.zeros(length, np.float32)
    begin, end = max(shift, 0), min(shift + len(profile), length)
    moved[begin:end] = profile[begin - shift : end - shift]
    return moved


def _detail(profile: Floats) -> Floats:
    """Take out the shade, and bring every profile to the same strength."""
    detail = without_shade(profile[None, :])[0]
    even: Floats = detail / (float(np.std(detail)) + 1e-6)
    return even
