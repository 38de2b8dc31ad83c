"""A photo of a shelf or a trolley -> all labels in it, in the order in which they stand."""

from itertools import pairwise

import numpy as np

from kiosk.reading.ladder import Scene, matched_patiently, second_opinion, straightened
from kiosk.reading.pictures import Grey
from kiosk.reading.symbols import Symbol, Wanted

SAME_ROW = 0.6  # of a label's height: rows of a shelf are further apart


def read_shelf(picture: Grey, wanted: Wanted) -> list[Symbol]:
    """Read all labels in a photo, row by row from above, each row from the left."""
    scene = Scene(picture, wanted, patient=True)
    for rung in (straightened, matched_patiently, second_opinion):
        rung(scene)
    return in_order(scene.results)


def in_order(symbols: list[Symbol]) -> list[Symbol]:
    """Put symbols in reading order: in rows, since a photo may show several boards of a shelf."""
    if not symbols:
        return []
    corners = [np.array(symbol.quad, float) for symbol in symbols]
    high = float(np.median([np.ptp(quad[:, 1]) for quad in corners]))
    middles = sorted(
        ((*quad.mean(0).tolist(), at) for at, quad in enumerate(corners)), key=lambda one: one[1]
    )
    rows = [[middles[0]]]
    for before, middle in pairwise(middles):
        if middle[1] - before[1] > SAME_ROW * high:
            rows.append([])
        rows[-1].append(middle)
    return [symbols[at] for row in rows for *_, at in sorted(row)]
