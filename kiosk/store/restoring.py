"""Putting a backup of a SQLite database in its place; what it replaces is kept."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, update

from kiosk.domain.errors import DatabaseRefused
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.facts import key_fits
from kiosk.store.migrate import upgrade
from kiosk.store.opening import KEY, database_file
from kiosk.store.rows import HeadRow


def restore(settings: Settings, backup: Path) -> tuple[int, Path | None]:
    """Put ``backup`` in the place of the room's database, and count one generation more.

    Return the generation, and where the database that was there is kept. Raises DatabaseRefused,
    with nothing changed, for a file that is no backup of this room.
    """
    if settings.database:
        raise DatabaseRefused(why="KIOSK_DATABASE is restored with its own server's tools")
    key, file = settings.data / KEY, database_file(settings)
    if not key.exists():
        raise DatabaseRefused(why=f"Put {KEY} back into {settings.data} first")
    fresh = file.with_suffix(".restored.db")
    fresh.unlink(missing_ok=True)
    try:
        generation = _prepare(backup, fresh, key.read_bytes(), _generation(file))
    except DatabaseRefused:
        fresh.unlink()
        raise
    except sqlite3.DatabaseError:
        fresh.unlink(missing_ok=True)
        raise DatabaseRefused(why=f"{backup} is no database that can be read") from None
    kept = _move_aside(file)
    fresh.rename(file)
    return generation, kept


def _prepare(backup: Path, fresh: Path, key: bytes, before: int) -> int:
    """Copy the backup, bring it to this release, see that it is this room's, and count on."""
    with (
        closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(fresh)) as copy,
    ):
        source.backup(copy)
        if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'head'").fetchone():
            raise DatabaseRefused(why=f"{backup} is no database of Chart Kiosk")
    database = Database(f"sqlite:///{fresh}", key)
    try:
        upgrade(database.engine, keep_copy=False)
        with database.write() as writing:
            connection = writing.connection
            if connection.exec_driver_sql("PRAGMA quick_check").scalars().all() != ["ok"]:
                raise DatabaseRefused(why=f"{backup} is damaged")
            if not key_fits(connection, key):
                raise DatabaseRefused(why=f"{backup} belongs to another room: {KEY} does not fit")
            held = connection.execute(select(HeadRow.generation)).scalar_one()
            generation = max(held, before) + 1
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


def _move_aside(file: Path) -> Path | None:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = file.with_suffix(f".{stamp}.replaced.db")
    for end in ("", "-wal", "-shm"):
        part = file.with_name(file.name + end)
        if part.exists():
            part.rename(kept.with_name(kept.name + end))
    return kept if kept.exists() else None
