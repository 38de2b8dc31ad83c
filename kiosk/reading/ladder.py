"""Reading one picture: rung by rung, the cheapest first, until it is read or time is up."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from kiosk.reading import engines
from kiosk.reading.code128.match import match
from kiosk.reading.engines import RawReading, Reader
from kiosk.reading.locate import has_detail, locate
from kiosk.reading.pictures import Grey, load_picture
from kiosk.reading.straighten import Strip, straighten
from kiosk.reading.strengthen import strengthened
from kiosk.reading.symbols import (
    CODE_128,
    Effort,
    ReadFilter,
    Symbol,
    overlap,
    without_contradictions,
)

BUDGET_MS = 100.0
LEAST_SIDE = 8  # pixels
MOST_STRIPS = 6
MOST_MATCHED = 2
MOST_REGIONS = 200
LEAST_AGREEMENT = 0.3
SHARPENED = {True: 2.0, False: 0.5}  # by zxing-cpp or not: zbar likes little
SCALES = (1, 2, 4)
CUTS = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1)  # of a strip's length, at both ends
MATCHING = "matching"
OURS = ReadFilter()
EVERYTHING = ReadFilter(code39_lengths=None)


@dataclass
class Scene:
    """A picture, and what the rungs have found out about it so far.

    ``patient`` asks for all that can be found, however long it takes.
    """

    picture: Grey
    wanted: ReadFilter
    budget_ms: float = math.inf
    patient: bool = False
    strips: list[Strip] = field(default_factory=list)  # where bars may be, each upright
    symbols: list[Symbol] = field(default_factory=list)
    unread: list[tuple[Strip, float]] = field(default_factory=list)  # how much each looks like ours
    begun: float = field(default_factory=time.perf_counter)
    hurries: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the time is up, once the first rung was climbed."""
        return self.hurries and (time.perf_counter() - self.begun) * 1000 > self.budget_ms

    @property
    def results(self) -> list[Symbol]:
        """What was read, each symbol once."""
        return [self.judged(symbol) for symbol in without_contradictions(self.symbols)]

    def judged(self, symbol: Symbol) -> Symbol:
        """Say how plain the symbol's bars stood out."""
        for strip in self.strips:
            if overlap(strip.outline, symbol.quad):
                quality = round(min(max(strip.agreement, 0.0), 1.0), 2)
                return replace(symbol, effort=replace(symbol.effort, quality=quality))
        return symbol

    def look_wider(self, scale: int, most: int = MOST_STRIPS) -> None:
        """Look for bars once more, in a picture that is so many times smaller."""
        if min(self.picture.shape) >= scale * LEAST_SIDE:
            regions = locate(self.picture, most, scale)
            self.strips += [straighten(self.picture, region) for region in regions]

    def unread_strips(self) -> Iterator[Strip]:
        """Yield the strips in which nothing was read yet, while there is time."""
        for strip in self.strips:
            if self.is_over:
                return
            if not any(overlap(strip.outline, symbol.quad) for symbol in self.symbols):
                yield strip

    def add(
        self, found: Iterable[RawReading], rung: str, strip: Strip | None = None, away: int = 0
    ) -> None:
        """Keep what is wanted of what was found in the picture, or in a strip from ``away`` on."""
        for one in found:
            if self.wanted.takes(one.text, one.symbology):
                moved = tuple((x + away, y) for x, y in one.quad)
                quad = strip.within(moved) if strip else one.quad
                accepted = self.wanted.accept(one.text)
                symbol = Symbol(one.text, one.symbology, quad, one.reader, Effort(rung), accepted)
                self.symbols.append(symbol)


def straightened(scene: Scene) -> None:
    """Read each strip, averaged along the bars and sharpened across them."""
    _read_strips(scene, engines.zxing or engines.zbar, "straightened")


def second_opinion(scene: Scene) -> None:
    """Read what is left with the other reader, which likes pale labels and dislikes sharpening."""
    _read_strips(scene, engines.zxing and engines.zbar, "second opinion")


def matched(scene: Scene) -> None:
    """Compare the likeliest strips with all that a code of ours can look like."""
    _match(scene, islice(scene.unread_strips(), MOST_MATCHED))


def match_all(scene: Scene) -> None:
    """Compare all strips that look like a code of ours."""
    _match(scene, scene.unread_strips())


def matched_patiently(scene: Scene) -> None:
    """Compare all strips, also those that hardly look like a code of ours or hardly like bars."""
    if not scene.patient:
        scene.look_wider(2)
    scene.unread.clear()
    _match(scene, scene.unread_strips(), patient=True)


def whole_frame(scene: Scene) -> None:
    """Read the picture as it is, bars and squares, where it holds anything at all."""
    reader = engines.zxing or engines.zbar
    if reader and (scene.patient or has_detail(scene.picture)):
        scene.add(reader(scene.picture, scene.wanted.symbologies, scene.patient), "whole frame")


def other_reader(scene: Scene) -> None:
    """Read the whole picture with the other reader, smoothed, for its pixels' noise kills it."""
    if engines.zxing and engines.zbar:
        smooth = np.asarray(cv2.GaussianBlur(scene.picture, (3, 3), 0), np.uint8)
        scene.add(engines.zbar(smooth, scene.wanted.symbologies, False), "whole frame")


def as_it_is(scene: Scene) -> None:
    """Read each strip with nothing done to it but turning: for bars that are bent or very wide.

    Its ends are cut shorter and shorter, since an edge beside the label may pass for a bar; one
    reader sees what the other does not.
    """
    for reader in filter(None, (engines.zxing, engines.zbar)):
        for cut in CUTS:
            for strip in scene.unread_strips():
                away = round(strip.picture.shape[1] * cut)
                inner = np.ascontiguousarray(strip.picture[:, away : strip.picture.shape[1] - away])
                scene.add(reader(inner, scene.wanted.linear, False), "turned", strip, away)


Rung = Callable[[Scene], None]
QUICK: tuple[Rung, ...] = (straightened, matched)
SLOW: tuple[Rung, ...] = (whole_frame, second_opinion, matched_patiently)
PATIENT: tuple[Rung, ...] = (
    straightened,
    whole_frame,
    as_it_is,
    other_reader,
    second_opinion,
    matched_patiently,
)


def climb(
    picture: Grey, wanted: ReadFilter, budget_ms: float = BUDGET_MS, slow: bool = True
) -> Scene:
    """Climb the ladder until something is read or the budget is spent; ``slow`` to its top.

    The first rung looks at every strip whatever the budget, so that a second label is noticed.
    """
    scene = Scene(picture, wanted, budget_ms)
    if min(picture.shape) < LEAST_SIDE:
        return scene
    scene.look_wider(1)
    scene.strips = [strip for strip in scene.strips if strip.agreement >= LEAST_AGREEMENT]
    for rung in (*QUICK, *(SLOW if slow else ())):
        if scene.symbols or scene.is_over:
            break
        rung(scene)
        scene.hurries = True
    return scene


def read(picture: Grey, budget_ms: float = BUDGET_MS, wanted: ReadFilter = OURS) -> list[Symbol]:
    """Read the barcodes of a grey picture within about ``budget_ms`` milliseconds, each once.

    A symbol that two readers or places give two texts for gives none.
    """
    return climb(picture, wanted, budget_ms).results


def read_patiently(picture: Grey, wanted: ReadFilter = EVERYTHING) -> list[Symbol]:
    """Read all barcodes that can be found in a picture, however long it takes."""
    scene = Scene(picture, wanted, patient=True)
    if min(picture.shape) >= LEAST_SIDE:
        for scale in SCALES:
            scene.look_wider(scale, MOST_REGIONS)
        for rung in PATIENT:
            rung(scene)
    return scene.results


def read_file(path: str | Path, wanted: ReadFilter = EVERYTHING) -> list[Symbol]:
    """Read all barcodes that can be found in a picture file.

    Raises PictureRefused where it is no picture, OSError where it cannot be opened.
    """
    return read_patiently(load_picture(Path(path).read_bytes()), wanted)


def _match(scene: Scene, strips: Iterable[Strip], patient: bool = False) -> None:
    if CODE_128 not in scene.wanted.symbologies:
        return
    for strip in strips:
        found = match(strip, scene.wanted.accept, patient)
        if found and found.reading and found.is_certain:
            text = found.reading.text
            scene.add([RawReading(text, CODE_128, strip.whole, MATCHING)], "matched", strip)
        elif found:
            scene.unread.append((strip, found.score))


def _read_strips(scene: Scene, reader: Reader | None, rung: str) -> None:
    if reader is None:
        return
    amount = SHARPENED[reader is engines.zxing]
    for strip in scene.unread_strips():
        scene.add(reader(strengthened(strip, amount), scene.wanted.linear, False), rung, strip)
