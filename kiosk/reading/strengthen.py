"""A strip made plain for a reader: averaged along the bars, sharpened across them."""

import cv2
import numpy as np

from kiosk.reading.pictures import Grey
from kiosk.reading.straighten import Strip

AVERAGED = 9  # rows; more washes out bars that are not quite upright
EVERY = 3  # rows: neighbours of an average are nearly the same
REPEATED = 3  # a reader wants each line several times before it believes it
WIDE = 4.0  # standard deviation of what is taken away, in columns


def strengthened(strip: Strip, amount: float) -> Grey:
    """Average along the bars and sharpen across them by ``amount``; more than 2 misreads."""
    smooth = cv2.blur(strip.picture, (1, AVERAGED))
    lines = smooth[EVERY // 2 :: EVERY].astype(np.float32)
    if amount:
        blurred = cv2.sepFilter2D(lines, -1, cv2.getGaussianKernel(25, WIDE), np.ones(1))
        lines = lines + amount * (lines - blurred)
    plain = np.clip(lines, 0, 255).astype(np.uint8)
    return np.repeat(plain, REPEATED, axis=0)
