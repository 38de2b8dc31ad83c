"""One writing process at a time on one data folder.

SQLite before 3.51.3 can damage a database when two connections of different processes write and
checkpoint at the same moment (its WAL-reset bug), so a second process is told so and stops.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kiosk.domain.errors import DatabaseInUse


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Hold the data folder's lock; raises DatabaseInUse where another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "kiosk.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise DatabaseInUse(folder=str(folder)) from None
    try:
        yield
    finally:
        lock.release()
