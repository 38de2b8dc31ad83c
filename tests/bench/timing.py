"""Interleaved timing: every contender gets its turn in every round, so that ratios hold."""

import statistics
import time
from collections.abc import Callable

RUNS = 5


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
    """Print medians, 90th percentiles and ratios to the floor's median.

    Of many calls the ratio is the median of five runs, with the least and the most of them.
    """
    print(title)
    base = _medians(taken[floor])
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        slow = statistics.quantiles(seconds, n=10)[-1] if len(seconds) > 1 else middle
        times = [one / two for one, two in zip(_medians(seconds), base, strict=True)]
        print(f"  {name:42} {middle * 1000:8.2f} ms  p90 {slow * 1000:8.2f} ms  {_spread(times)}")
    print()


def report_rates(title: str, rates: dict[str, list[float]], floor: str) -> None:
    """Print how much was done in a second, one figure a run, and the ratios to the floor."""
    print(title)
    for name, runs in rates.items():
        shares = [one / two for one, two in zip(runs, rates[floor], strict=True)]
        print(f"  {name:42} {statistics.median(runs):8.0f} a second  {_spread(shares)}")
    print()


def _medians(seconds: list[float]) -> list[float]:
    each = len(seconds) // RUNS
    if each < RUNS:
        return [statistics.median(seconds)]
    return [statistics.median(seconds[at * each : (at + 1) * each]) for at in range(RUNS)]


def _spread(times: list[float]) -> str:
    wide = f" ({min(times):.2f} to {max(times):.2f})" if len(times) > 1 else ""
    return f"x{statistics.median(times):.2f}{wide}"
