"""Whether anything moved in a picture: the one rule, for cameras here and in browsers."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from kiosk.reading.pictures import Grey


@dataclass(frozen=True, slots=True)
class MovedRule:
    """A picture made so small has moved where more than ``most`` of its pixels differ.

    A pixel differs by more than ``different`` grey levels: a camera's noise stays below.
    """

    width: int = 160
    height: int = 90
    different: int = 18
    most: int = 60


MOVED_RULE = MovedRule()


@dataclass
class Stillness:
    """Remembers the picture that was looked at last, and for how many frames nothing moved."""

    frames: int = 0
    _seen: Grey | None = field(default=None, repr=False)

    def moved(self, frame: Grey) -> bool:
        """Tell whether a frame differs from the one that was looked at last, and count it."""
        size = (MOVED_RULE.width, MOVED_RULE.height)
        small = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
        if self._seen is not None:
            differ = cv2.absdiff(small, self._seen) > MOVED_RULE.different
            if np.sum(differ) <= MOVED_RULE.most:
                self.frames += 1
                return False
        self._seen, self.frames = small, 0
        return True
