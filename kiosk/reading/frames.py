"""Reading one picture: the whole frame by one reader, then smoothed by the other."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import cv2

from kiosk.reading.engines import Symbol, read_with_zbar, read_with_zxing
from kiosk.reading.pictures import Grey, load_picture

LEAST_SIDE = 8


def read(picture: Grey, accept: Callable[[str], bool]) -> list[Symbol]:
    """Read the linear barcodes of a grey picture, each once.

    ``accept`` tells which texts are surely right (a code with check digits); those come back as
    accepted. A symbol that two readers or places give two texts for gives none.
    """
    if min(picture.shape) < LEAST_SIDE:
        return []
    found = read_with_zxing(picture)
    if read_with_zbar and not any(accept(symbol.text) for symbol in found):
        # Noise in single pixels kills zbar; a little smoothing brings it back.
        found += read_with_zbar(cv2.GaussianBlur(picture, (3, 3), 0))  # type: ignore[arg-type]
    checked = (replace(symbol, accepted=accept(symbol.text)) for symbol in found)
    return without_contradictions(checked)


def read_file(path: str | Path, accept: Callable[[str], bool] = lambda _: False) -> list[Symbol]:
    """Read the linear barcodes of a picture file.

    Raises PictureRefused where it is no picture, OSError where it cannot be opened.
    """
    return read(load_picture(Path(path).read_bytes()), accept)


def without_contradictions(symbols: Iterable[Symbol]) -> list[Symbol]:
    """Keep each symbol once; of several texts in one place the one accepted text, or none."""
    places: list[list[Symbol]] = []
    for symbol in symbols:
        same = [place for place in places if any(_overlap(symbol, other) for other in place)]
        apart = [place for place in places if place not in same]
        places = [*apart, [*(other for place in same for other in place), symbol]]
    kept = (_only_text(place) for place in places)
    return [symbol for symbol in kept if symbol]


def _only_text(place: list[Symbol]) -> Symbol | None:
    for candidates in ([one for one in place if one.accepted], place):
        texts = {one.text for one in candidates}
        if texts:
            return candidates[0] if len(texts) == 1 else None
    return None


def _overlap(one: Symbol, other: Symbol) -> bool:
    left, top, right, bottom = _box(one)
    other_left, other_top, other_right, other_bottom = _box(other)
    return (
        left <= other_right and other_left <= right and top <= other_bottom and other_top <= bottom
    )


def _box(symbol: Symbol) -> tuple[int, int, int, int]:
    xs, ys = zip(*symbol.quad, strict=True) if symbol.quad else ((0,), (0,))
    return min(xs), min(ys), max(xs), max(ys)
