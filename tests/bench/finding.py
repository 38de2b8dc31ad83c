"""People looked for by what somebody types: one name of each size, and the slowest of many."""

import random
import statistics
import time

from kiosk.services.charts.find import find_charts
from tests.bench.names import drawn_names
from tests.room import RecordRoom

PEOPLE, SEED = 300, 2
COMMON = ("smith", "garcia", "smith mary", "s j", "ma ma", "sm ja", "garcia maria", "b b", "1027")


def measure_finding(rooms: dict[int, RecordRoom]) -> None:
    """Ask for drawn names, whole, by beginnings and in either order, and for last digits."""
    asked = [*COMMON, *_asked()]
    print("People looked for, the best of two asks each")
    slowest: dict[int, float] = {}
    for size, room in rooms.items():
        taken = {text: min(_seconds(room, text) for _ in range(2)) for text in asked}
        worst = max(taken, key=lambda text: taken[text])
        late = statistics.quantiles(taken.values(), n=100)[-1]
        slowest[size] = late
        middle = statistics.median(taken.values())
        times = f"p99 x{late / slowest[min(rooms)]:.2f}"
        print(
            f"  {size:9,} charts: median {middle * 1000:.1f} ms, p99 {late * 1000:.1f} ms, "
            f"slowest {taken[worst] * 1000:.1f} ms (“{worst}”), {times}"
        )
    print()


def _asked() -> list[str]:
    dice = random.Random(SEED)
    asked: list[str] = []
    for family, given in drawn_names(PEOPLE, SEED):
        last = family.split()[-1]
        asked += [f"{family} {given}", last, f"{given} {last[:4]}", f"{family[:3]} {given[:2]}"]
        asked.append(f"{dice.randint(0, 9999):04}")
    return asked


def _seconds(room: RecordRoom, text: str) -> float:
    begun = time.perf_counter()
    find_charts(room.database, room.viewer(), text)
    return time.perf_counter() - begun
