"""Colours of digits. No standard is common to all record rooms, so they are a setting.

The default ten are told apart by everybody: each pair is at least 10 apart by CIEDE2000, also as
people without red or green cones see them (Machado, Oliveira, Fernandes 2009). Still the digit is
always printed too.
"""

from dataclasses import dataclass

from labels.errors import CannotPrint, Unprintable

DIGIT_COLOURS = (
    "#d7191c",  # red
    "#777777",  # grey
    "#0050b5",  # blue
    "#f58518",  # orange
    "#4b1e78",  # purple
    "#ff8fb8",  # pink
    "#ffe135",  # yellow
    "#5a3418",  # brown
    "#7ec8f2",  # light blue
    "#1b7f3b",  # green
)
INK, PAPER = "#000000", "#ffffff"
_LIGHT = 0.18  # relative luminance at which black and white stand out alike (WCAG 2.2)


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of the digits 0 to 9, each as ``#rrggbb``; raises CannotPrint for others."""

    digits: tuple[str, ...] = DIGIT_COLOURS

    def __post_init__(self) -> None:
        """Check them once, not at every label."""
        if len(self.digits) != 10:
            raise CannotPrint(", ".join(self.digits), Unprintable.NOT_TEN_COLOURS)
        for colour in self.digits:
            rgb(colour)


def rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue, 0 to 1; raises CannotPrint for what is no ``#rrggbb``."""
    try:
        if len(colour) != 7 or colour[0] != "#":
            raise ValueError
        red, green, blue = bytes.fromhex(colour[1:])
    except ValueError:
        raise CannotPrint(colour, Unprintable.NO_COLOUR) from None
    return red / 255, green / 255, blue / 255


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1, by WCAG 2.2."""
    parts = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in rgb(colour)
    )
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def on(colour: str) -> str:
    """Return black or white, whichever is read better on a colour."""
    return INK if luminance(colour) > _LIGHT else PAPER
