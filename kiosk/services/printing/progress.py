"""How far something long has come, for whoever waits for it or wants it stopped."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from kiosk.domain.errors import PrintStopped

T = TypeVar("T")


@dataclass
class Progress:
    """Counts what was done of how much; another thread may read it, and stop it."""

    total: int = 0
    done: int = 0
    stopped: bool = False

    def track(self, items: Iterable[T]) -> Iterator[T]:
        """Yield the items, a step each. Raises PrintStopped once somebody has stopped it."""
        for item in items:
            if self.stopped:
                raise PrintStopped
            yield item
            self.done += 1
