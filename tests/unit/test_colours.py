"""Digit colours: told apart by everybody, also by people who see fewer colours."""

import itertools
import math

import numpy as np
import pytest

from labels import CannotPrint, Colours
from labels.colours import DIGIT_COLOURS, PAPER, luminance, on, rgb

# Machado, Oliveira and Fernandes 2009, severity 1, on linear light; sRGB to XYZ by IEC 61966-2-1.
SEEN_BY = {
    "everybody": np.eye(3),
    "people without red cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "people without green cones": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
Lab = tuple[float, float, float]


def lab(colour: str, seen_by: str) -> Lab:
    """Return CIELAB (D65) of a colour as somebody sees it."""
    given = np.array(rgb(colour))
    light = np.where(given <= 0.04045, given / 12.92, ((given + 0.055) / 1.055) ** 2.4)
    seen = np.clip(SEEN_BY[seen_by] @ light, 0, 1)
    part = TO_XYZ @ seen / TO_XYZ.sum(1)
    x, y, z = np.where(part > 216 / 24389, np.cbrt(part), (24389 / 27 * part + 16) / 116)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Lab, other: Lab) -> float:
    """Return CIEDE2000 (CIE 142-2001), as Sharma, Wu and Dalal write it out."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - math.sqrt(mean7 / (mean7 + 25**7)))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = c1 * c2 == 0
    turn = 0.0 if grey else (h2 - h1 + 180) % 360 - 180
    hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = h1 + h2 if grey else h1 + turn / 2

    def cos(factor: float, off: float) -> float:
        return math.cos(math.radians(factor * mean_h + off))

    t = 1 - 0.17 * cos(1, -30) + 0.24 * cos(2, 0) + 0.32 * cos(3, 6) - 0.2 * cos(4, -63)
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    bend = 60 * math.exp(-((((mean_h % 360) - 275) / 25) ** 2))
    r = -2 * math.sqrt(mean_c**7 / (mean_c**7 + 25**7)) * math.sin(math.radians(bend))
    lighter, richer, turned = (l2 - l1) / s_l, (c2 - c1) / s_c, hue / s_h
    return math.sqrt(lighter**2 + richer**2 + turned**2 + r * richer * turned)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_is_the_published_one(one: Lab, other: Lab, expected: float) -> None:
    assert difference(one, other) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("seen_by", SEEN_BY)
def test_every_pair_of_digits_can_be_told_apart(seen_by: str) -> None:
    seen = [lab(colour, seen_by) for colour in DIGIT_COLOURS]
    assert min(difference(*pair) for pair in itertools.combinations(seen, 2)) >= 8


def test_the_digit_stands_out_on_its_colour() -> None:
    for colour in DIGIT_COLOURS:
        lights = sorted(luminance(one) for one in (colour, on(colour)))
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.4
    assert on("#000000") == PAPER


@pytest.mark.parametrize("wrong", [("#000000",) * 9, ("red",) * 10, ("#12345g",) * 10])
def test_what_are_no_ten_colours_is_refused(wrong: tuple[str, ...]) -> None:
    with pytest.raises(CannotPrint):
        Colours(wrong)
