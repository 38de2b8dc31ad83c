"""Which of things in a row stand out of order."""

from bisect import bisect_right
from collections.abc import Sequence


def out_of_order(keys: Sequence[str]) -> set[int]:
    """Return the places of the fewest things that must be moved for the rest to be in order.

    All but a longest sequence that never falls (patience sorting).
    """
    ends: list[str] = []
    last_of: list[int] = []
    before: list[int] = []
    for place, key in enumerate(keys):
        length = bisect_right(ends, key)
        before.append(last_of[length - 1] if length else -1)
        ends[length : length + 1] = [key]
        last_of[length : length + 1] = [place]
    kept, place = set(), last_of[-1] if last_of else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return set(range(len(keys))) - kept
