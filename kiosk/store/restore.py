"""Putting a backup of a SQLite database in its place; what it replaces is kept."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from kiosk.domain.errors import DatabaseRefused
from kiosk.domain.why import Unusable
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.facts import key_fits, read_generation
from kiosk.store.migrate import MigrationBroken, upgrade
from kiosk.store.open_database import KEY, database_file
from kiosk.store.rows import HeadRow

_PARTS = ("", "-wal", "-shm")  # of one SQLite database in WAL mode


def restore(settings: Settings, backup: Path) -> tuple[int, Path | None]:
    """Put ``backup`` in the place of the room's database, and count one generation more.

    Return the generation, and where the database that was there is kept. Raises DatabaseRefused,
    with nothing changed, for a file that is no backup of this room.
    """
    if settings.database:
        raise DatabaseRefused(Unusable.OWN_TOOLS)
    key, file = settings.data / KEY, database_file(settings)
    if not key.exists() and not file.exists():
        raise DatabaseRefused(Unusable.NO_ROOM, folder=settings.data)
    if not key.exists():
        raise DatabaseRefused(Unusable.KEY_FIRST, name=KEY, folder=settings.data)
    with _copied(backup.resolve(), file.parent) as fresh:
        generation = _prepare(fresh, backup, key.read_bytes(), _generation(file))
        kept = _exchange(fresh, file)
    return generation, kept


@contextmanager
def _copied(backup: Path, beside: Path) -> Iterator[Path]:
    """Copy a backup with its log, also from where nothing can be written; no copy outlives this."""
    try:
        with TemporaryDirectory(prefix="restore-", dir=beside) as folder:
            fresh = Path(folder) / "charts.db"
            for end in ("", "-wal"):
                part = backup.with_name(backup.name + end)
                if not end or part.exists():
                    shutil.copyfile(part, fresh.with_name(fresh.name + end))
            yield fresh
    except OSError as error:
        refused = DatabaseRefused(Unusable.UNREADABLE, file=backup, error=error.strerror)
        raise refused from None
    except (sqlite3.DatabaseError, DatabaseError):
        raise DatabaseRefused(Unusable.NOT_OURS, file=backup) from None
    except MigrationBroken as broken:
        raise DatabaseRefused(Unusable.DAMAGED_BY, file=backup, error=broken) from None


def _prepare(fresh: Path, backup: Path, key: bytes, before: int) -> int:
    """Bring a copy to this release, see that it is this room's, and count one generation on."""
    with closing(sqlite3.connect(fresh)) as copy:
        if not copy.execute("SELECT 1 FROM head").fetchone():
            raise DatabaseRefused(Unusable.NOT_WHOLE, file=backup)
    database = Database(f"sqlite:///{fresh}", key)
    try:
        upgrade(database.engine, keep_copy=False)
        with database.write() as writing:
            connection = writing.connection
            if connection.exec_driver_sql("PRAGMA quick_check").scalars().all() != ["ok"]:
                raise DatabaseRefused(Unusable.DAMAGED, file=backup)
            if not key_fits(connection, key):
                raise DatabaseRefused(Unusable.OTHER_ROOM, file=backup, name=KEY)
            generation = max(read_generation(connection), before) + 1
            connection.execute(update(HeadRow).values(generation=generation))
    finally:
        database.close()
    with closing(sqlite3.connect(fresh)) as whole:
        whole.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file that is moved
    return generation


def _generation(file: Path) -> int:
    """Return the generation of the database that is replaced, 0 where it cannot tell."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as there:
            return int(there.execute("SELECT generation FROM head").fetchone()[0])
    except (sqlite3.DatabaseError, TypeError):
        return 0


def _exchange(fresh: Path, file: Path) -> Path | None:
    """Put the copy in place of the database, and return where that is kept: both, or neither."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    kept = file.with_suffix(f".{stamp}.replaced.db")
    moved = []
    try:
        for end in _PARTS:
            part, aside = file.with_name(file.name + end), kept.with_name(kept.name + end)
            if part.exists():
                part.rename(aside)
                moved.append((part, aside))
        fresh.rename(file)
    except OSError:
        for part, aside in moved:
            aside.rename(part)
        raise
    return kept if kept.exists() else None
