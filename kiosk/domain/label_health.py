"""How well a chart's label still reads, learned from how hard it was for the camera each time."""

from collections.abc import Mapping

WEAK_FROM = 6  # three hard readings in a row, or most of many
_HARDER, _EASIER, _WORST = 2, 1, 9
MANY_FRAMES = 6
LOW_QUALITY = 0.5  # one good label in fifteen is held so badly; of smudged ones it is every second
_BARS = ("Code128", "Code39")
Read = Mapping[str, int | float | str]


def is_hard(read: Read) -> bool:
    """Tell whether a label was hard to read.

    ``read`` is what a camera says of it: how many ``frames`` it took, and the ``quality`` of its
    bars from 0 to 1, which squares have none of.
    """
    frames, quality = _figure(read, "frames"), _figure(read, "quality")
    return frames >= MANY_FRAMES or (read.get("symbology") in _BARS and quality < LOW_QUALITY)


def worn(wear: int, read: Read) -> int:
    """Return a label's wear after one more reading: 0 is new, from ``WEAK_FROM`` on it is weak.

    A hand that shakes once does not make a label weak, and one that reads well again is well.
    """
    return min(wear + _HARDER, _WORST) if is_hard(read) else max(wear - _EASIER, 0)


def _figure(read: Read, name: str) -> float:
    value = read.get(name, 1)
    return 1 if isinstance(value, str) else value
