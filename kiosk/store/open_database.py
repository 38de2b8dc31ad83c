"""Opening a record room's database with the key that belongs to it, and never with another one."""

from pathlib import Path

from sqlalchemy import Engine, inspect

from kiosk.domain.errors import DatabaseRefused
from kiosk.domain.why import Unusable
from kiosk.settings import Settings
from kiosk.store.engine import Database, make_engine, make_key
from kiosk.store.facts import key_fits
from kiosk.store.migrate import is_current, upgrade

KEY = "chain.key"
_BEGUN = "chain.begun"  # the key of a room whose database is not made yet


def open_database(settings: Settings) -> Database:
    """Connect to the room's database, brought to this release's tables; a new room gets both.

    Raises DatabaseRefused where database and key do not belong together, or one of them is missing:
    neither is ever made anew beside the other.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    key, begun = settings.data / KEY, settings.data / _BEGUN
    has_tables = _has_tables(settings)
    if key.exists() and not has_tables:
        raise DatabaseRefused(Unusable.DATABASE_MISSING, database=_named(settings), key=key)
    if not key.exists() and has_tables and not begun.exists():
        raise DatabaseRefused(
            Unusable.KEY_MISSING, name=KEY, folder=settings.data, database=_named(settings)
        )
    if not key.exists() and not has_tables:
        make_key(begun)
    database = Database(settings.database_url, (key if key.exists() else begun).read_bytes())
    try:
        upgrade(database.engine)
        _check_key(database, settings)
    except BaseException:
        database.close()
        raise
    if not key.exists():
        begun.rename(key)
    return database


def open_existing(settings: Settings) -> Database:
    """Connect to a database that is there already, and change nothing.

    Raises DatabaseRefused where there is none, or one of another release.
    """
    if not settings.database and not database_file(settings).exists():
        raise DatabaseRefused(Unusable.NO_DATABASE, folder=settings.data)
    if not (settings.data / KEY).exists():
        raise DatabaseRefused(Unusable.NO_KEY, name=KEY, folder=settings.data)
    database = Database(settings.database_url, (settings.data / KEY).read_bytes())
    if not is_current(database.engine):
        database.close()
        raise DatabaseRefused(Unusable.OTHER_RELEASE)
    return database


def database_file(settings: Settings) -> Path:
    """Return where SQLite keeps the room, unless KIOSK_DATABASE names another database."""
    return settings.data / "charts.db"


def _named(settings: Settings) -> str:
    if settings.database:
        return "KIOSK_DATABASE"
    return str(database_file(settings))


def _has_tables(settings: Settings) -> bool:
    """Tell whether a room was ever begun in this database; a file is not made by asking."""
    if not settings.database and not database_file(settings).exists():
        return False
    engine = make_engine(settings.database_url)
    try:
        return _has_head(engine)
    finally:
        engine.dispose()


def _has_head(engine: Engine) -> bool:
    with engine.connect() as connection:
        return inspect(connection).has_table("head")


def _check_key(database: Database, settings: Settings) -> None:
    with database.read() as reading:
        fits = key_fits(reading.connection, database.key)
    if not fits:
        raise DatabaseRefused(Unusable.WRONG_KEY, key=settings.data / KEY)
