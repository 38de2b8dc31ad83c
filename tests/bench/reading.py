"""Our reader beside pyzbar and zxing-cpp, on seeded frames or on folders of pictures.

`make bench-reading`, or `python -m tests.bench.reading FOLDER...` with `<name>.txt` beside each
picture that holds a code.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from pyzbar import pyzbar

from kiosk.domain.codes import is_our_code
from kiosk.reading import ReadFilter, Watch, load_picture, read_patiently
from kiosk.reading.ladder import climb
from tests.bench.scenery import Grey, any_label
from tests.bench.webcam import Shot, burst, mixed, take

LINEAR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39Std])
Reader = Callable[[Grey], list[str]]
LONG = 60_000.0  # milliseconds
QUICK, WHOLE = "ours, quick", "ours, with the slow lane"
READERS: dict[str, Reader] = {
    "pyzbar": lambda picture: [one.data.decode(errors="replace") for one in pyzbar.decode(picture)],
    "zxing-cpp": lambda picture: [
        one.text for one in zxingcpp.read_barcodes(picture, formats=LINEAR)
    ],
    QUICK: lambda picture: [
        one.text for one in climb(picture, ReadFilter(), LONG, slow=False).results
    ],
    WHOLE: lambda picture: [one.text for one in climb(picture, ReadFilter(), LONG).results],
}
FACTORS: dict[str, tuple[str, tuple[float, ...]]] = {
    "turn, degrees": ("turn", (0, 15, 30, 45, 60, 75, 90)),
    "tilt, degrees": ("tilt", (15, 30, 45, 55)),
    "module, pixels": ("module", (4.0, 2.0, 1.6, 1.2, 1.0, 0.8)),
    "defocus, pixels": ("defocus", (1.0, 1.5, 2.0, 2.5, 3.0, 4.0)),
    "motion, pixels": ("motion", (3, 6, 9, 12)),
    "noise, grey levels": ("noise", (5, 10, 20, 40)),
    "light": ("light", (0.5, 0.25, 0.12)),
    "contrast": ("contrast", (0.6, 0.4, 0.25)),
    "glare": ("glare", (0.5, 1.0)),
    "thumb, of the height": ("thumb", (0.3, 0.5, 0.7)),
    "rolling shutter, pixels": ("shutter", (6, 20)),
    "lens, k1": ("lens", (-0.2, 0.2)),
    "curve, degrees": ("curve", (40, 80, 120)),
    "wrinkle, mm": ("wrinkle", (0.05, 0.1, 0.2)),
    "JPEG quality": ("jpeg", (60, 40, 20)),
}


@dataclass
class Score:
    """What one reader did: how many it read, how many texts were wrong, its seconds a picture."""

    read: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def score(
    pictures: Iterable[tuple[Grey, set[str]]], readers: dict[str, Reader]
) -> dict[str, Score]:
    """Let all readers read each picture in turn; any text that is not in it counts as wrong."""
    scores = {name: Score() for name in readers}
    for picture, texts in pictures:
        for name, reader in readers.items():
            begun = time.perf_counter()
            found = set(reader(picture))
            scores[name].seconds.append(time.perf_counter() - begun)
            scores[name].read += bool(texts & found)
            scores[name].wrong += sorted(found - texts)
    return scores


def frames(
    count: int, shot: Callable[[np.random.Generator], Shot], seed: int, labels: int = 1
) -> Iterator[tuple[NDArray[np.uint8], set[str]]]:
    """Yield seeded frames and the texts in them."""
    for number in range(count):
        dice = np.random.default_rng(seed + number)
        shown = [any_label(dice) for _ in range(labels)]
        yield take(dice, shot(dice), shown), {label.text for label in shown}


def report(title: str, scores: dict[str, Score], *, rate: bool = True) -> None:
    """Print read rate, wrong texts, and time as a ratio to pyzbar's median."""
    count = len(next(iter(scores.values())).seconds)
    print(f"{title}, {count} pictures")
    base = statistics.median(scores["pyzbar"].seconds)
    for name, one in scores.items():
        middle = statistics.median(one.seconds)
        slow = statistics.quantiles(one.seconds, n=10)[-1]
        ours = sum(is_our_code(text) for text in one.wrong)
        share = f"{100 * one.read / count:5.1f} % read  " if rate else ""
        print(
            f"  {name:26} {share}wrong {len(one.wrong)} ({ours} of our format)  "
            f"{middle * 1000:6.1f} ms = x{middle / base:.2f}  p90 x{slow / base:.2f}"
        )
    print(flush=True)


def by_factor(count: int) -> None:
    """Print what each reader reads with one thing wrong at a time, in percent."""
    print(f"One factor at a time, {count} frames each, percent read")
    print(f"  {'':34}" + "".join(f"{name:>26}" for name in READERS))
    for title, (name, values) in FACTORS.items():
        for value in values:
            shown = frames(count, partial(_one, name, value), 50_000)
            scores = score(shown, READERS)
            row = "".join(f"{100 * one.read / count:26.0f}" for one in scores.values())
            print(f"  {title:24} {value:<9g}{row}", flush=True)
    print()


def _bare(clutter: bool, dice: np.random.Generator) -> Shot:
    return Shot(noise=dice.uniform(1, 5), clutter=clutter)


def _one(name: str, value: Any, dice: np.random.Generator) -> Shot:
    sides: dict[str, str] = {"tilt": "tilt_towards", "motion": "motion_towards"}
    shot = replace(Shot(turn=dice.uniform(-10, 10)), **{name: value})
    way: dict[str, Any] = {sides[name]: dice.uniform(0, 360)} if name in sides else {}
    return replace(shot, **way)


def bursts(count: int, length: int = 12) -> None:
    """Print how many bursts of frames a camera's watch reads, and by which frame."""
    first, wrong = [], 0
    for number in range(count):
        dice = np.random.default_rng(70_000 + number)
        label, watch = any_label(dice), Watch()
        for at, shot in enumerate(burst(dice, mixed(dice), length)):
            taken = watch.see(take(dice, shot, [label]), at * 0.1).taken
            wrong += sum(one.text != label.text for one in taken)
            if any(one.text == label.text for one in taken):
                first.append(at + 1)
                break
    print(
        f"Bursts of {length} frames, {count} of them: {100 * len(first) / count:.1f} % read, "
        f"median frame {statistics.median(first):g}, wrong {wrong}\n",
        flush=True,
    )


def folders(paths: list[str]) -> None:
    """Score folders of pictures of any origin."""
    readers = {**READERS, "ours, patient": lambda one: [s.text for s in read_patiently(one)]}
    for path in paths:
        kinds = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif")
        files = sorted(file for file in Path(path).iterdir() if file.suffix.lower() in kinds)
        pictures = ((load_picture(file.read_bytes()), _expected(file)) for file in files)
        report(path, score(pictures, readers))


def _expected(file: Path) -> set[str]:
    beside = (file.with_suffix(ending) for ending in (".txt", ".alt", ".also"))
    return {
        line.strip("\n") for one in beside if one.exists() for line in one.read_text().splitlines()
    }


def measure(count: int) -> None:
    """Measure everything on seeded frames."""
    report("Hard frames, all factors mixed", score(frames(count, mixed, 5_000), READERS))
    bursts(count // 2)
    for title, clutter in (("A plain empty desk", False), ("A cluttered one, no label", True)):
        shown = frames(count // 4, partial(_bare, clutter), 90_000, labels=0)
        report(title, score(shown, READERS), rate=False)
    by_factor(max(count // 20, 5))


if __name__ == "__main__":
    print("Ratios hold, absolutes depend on the machine. Readers take turns on each picture.\n")
    if len(sys.argv) > 1:
        folders(sys.argv[1:])
    else:
        measure(400)
