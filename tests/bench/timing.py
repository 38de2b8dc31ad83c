"""Interleaved timing: every contender gets its turn in every round, so that ratios hold."""

import statistics
import time
from collections.abc import Callable


def interleaved(contenders: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each call by contender."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, call in contenders.items():
            begun = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - begun)
    return taken


def report(title: str, taken: dict[str, list[float]], floor: str) -> None:
    """Print medians, 90th percentiles and ratios to the floor's median."""
    print(title)
    base = statistics.median(taken[floor])
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        slow = statistics.quantiles(seconds, n=10)[-1] if len(seconds) > 1 else middle
        print(
            f"  {name:42} {middle * 1000:8.2f} ms  p90 {slow * 1000:8.2f} ms  x{middle / base:.2f}"
        )
    print()
