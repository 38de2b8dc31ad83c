"""Bring a database to this release's tables, all or nothing; of a SQLite file a copy first."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from kiosk.domain.errors import DatabaseRefused
from kiosk.domain.why import Unusable


class MigrationBroken(Exception):
    """A migration would have lost something; nothing was changed."""


def upgrade(engine: Engine, *, keep_copy: bool = True) -> None:
    """Upgrade to the newest release's tables; a new database gets them all.

    Raises MigrationBroken, with nothing changed, if a row would lose its parent; DatabaseRefused
    for a database of a newer release.
    """
    config = _config()
    if is_current(engine):
        return
    with engine.connect() as connection:
        has_tables = bool(inspect(connection).get_table_names())
        _refuse_newer(connection, config)
    if engine.dialect.name == "sqlite":
        if has_tables and keep_copy:
            copy_aside(Path(engine.url.database or ""), "before-upgrade")
        _upgrade_sqlite(engine, config)
    else:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Tell whether a database has this release's tables."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "kiosk.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _refuse_newer(connection: Connection, config: Config) -> None:
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision and revision not in known:
        raise DatabaseRefused(Unusable.NEWER_RELEASE)


def _upgrade_sqlite(engine: Engine, config: Config) -> None:
    # With foreign keys on, recreating a table deletes what hangs on it, without a word.
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.execution_options(begin="IMMEDIATE").begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if orphans:
                    raise MigrationBroken(f"{len(orphans)} rows would lose what they belong to")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def copy_aside(file: Path, why: str) -> Path:
    """Copy a SQLite database beside itself, complete even while others write; return the copy."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    beside = file.with_suffix(f".{stamp}.{why}.db")
    with sqlite3.connect(file) as source, sqlite3.connect(beside) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    return beside
