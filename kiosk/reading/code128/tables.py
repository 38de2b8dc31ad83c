"""Code 128 as readers need it: its characters, what they say, and the shape of our own codes.

ISO/IEC 15417: a symbol character is 11 modules and begins with a bar; the stop is 13. A letter and
ten digits are START B, the letter, CODE C, five pairs of digits, a check character and the stop.
"""

import numpy as np
from barcode.charsets import code128 as tables
from numpy.typing import NDArray

from kiosk.domain.codes import Kind

START_B, START_C = tables.START_CODES["B"], tables.START_CODES["C"]
TO_B, TO_C = 100, 99
SYMBOL, STOP = 11, 13  # modules
PAIRS = 5
CHECK_MODULUS = 103
MODULES = SYMBOL * (PAIRS + 4) + STOP
PATTERNS: NDArray[np.float32] = np.array(
    [[float(module) for module in pattern] for pattern in tables.CODES[:106]], np.float32
)
STOP_PATTERN: NDArray[np.float32] = np.array(
    [float(module) for module in tables.STOP + "11"], np.float32
)

# What may stand at each place of a code of ours, as symbol values.
ALLOWED: tuple[NDArray[np.int64], ...] = (
    np.array([START_B]),
    np.array([ord(kind.value) - 32 for kind in Kind]),
    np.array([TO_C]),
    *[np.arange(100)] * PAIRS,
    np.arange(CHECK_MODULUS),
)


def text_of(values: list[int]) -> str:
    """Return what a symbol's values say in sets B and C, from its start to its check character."""
    in_c = values[0] == START_C
    text = ""
    for value in values[1:-1]:
        if in_c and value < 100:
            text += f"{value:02}"
        elif in_c and value == TO_B:
            in_c = False
        elif not in_c and value == TO_C:
            in_c = True
        elif not in_c and value < 95:
            text += chr(value + 32)
    return text


def is_whole(values: list[int]) -> bool:
    """Whether the check character is right."""
    weighted = values[0] + sum(place * value for place, value in enumerate(values[1:-1], 1))
    return weighted % CHECK_MODULUS == values[-1]


def modules_of(values: list[int]) -> NDArray[np.float32]:
    """Return the symbol's modules, 1 where there is a bar."""
    return np.concatenate([PATTERNS[values].ravel(), STOP_PATTERN])
