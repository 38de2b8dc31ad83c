"""Never another chart, and never a growing memory: twenty thousand frames."""

import multiprocessing
import os
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kiosk.domain.codes import is_our_code
from kiosk.reading import ReadFilter, Watch
from kiosk.reading.ladder import climb
from tests.bench.scenery import any_label
from tests.bench.webcam import mixed, take

FRAMES = 20_000
EMPTY = FRAMES // 20
LONG = 60_000.0  # milliseconds


def reads(seeds: range) -> Counter[str]:
    """Read hard frames, one in twenty of them without a label, and count what was read."""
    found: Counter[str] = Counter()
    for seed in seeds:
        dice = np.random.default_rng(seed)
        label, shot = any_label(dice), mixed(dice)
        empty = seed % 20 == 0
        frame = take(dice, replace(shot, clutter=True) if empty else shot, [] if empty else [label])
        for symbol in climb(frame, ReadFilter(), LONG).results:
            if empty:
                found["in an empty frame"] += 1
            elif symbol.text == label.text:
                found["right"] += 1
            else:
                found["wrong, of our format" if is_our_code(symbol.text) else "wrong, foreign"] += 1
        found["empty" if empty else "with a label"] += 1
    return found


@pytest.mark.slow
def test_no_wrong_code_of_ours_in_twenty_thousand_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        monkeypatch.setenv(name, "1")  # one process a core: their threads would only be in the way
    step = 250
    parts = [range(at, at + step) for at in range(1_000_000, 1_000_000 + FRAMES, step)]
    with multiprocessing.get_context("spawn").Pool() as pool:
        found = sum(pool.imap_unordered(reads, parts), Counter())
    print(dict(found))
    assert found["empty"] >= EMPTY
    assert found["wrong, of our format"] == 0
    assert found["in an empty frame"] == 0
    assert found["right"] > 0.75 * found["with a label"]


def resident() -> float:
    """Return this process's memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.slow
def test_two_cameras_read_five_thousand_frames_without_growing() -> None:
    frames = []
    for seed in range(120):
        dice = np.random.default_rng(seed)
        frames.append(take(dice, mixed(dice), [any_label(dice)]))
    used: list[float] = []

    def watch(begin: int) -> None:
        camera = Watch()
        for at in range(2500):
            camera.see(frames[(begin + at) % len(frames)], at * 0.07)
            if not begin and at % 25 == 0:
                used.append(resident())

    cameras = [threading.Thread(target=watch, args=(begin,)) for begin in (0, 60)]
    for camera in cameras:
        camera.start()
    for camera in cameras:
        camera.join()
    settled = used[len(used) // 5 :]
    slope = np.polyfit(np.arange(len(settled)) * 50 / 1000, settled, 1)[0]
    print(f"{slope:.3f} MB a thousand frames")
    assert slope < 1.0
