"""The database: one way to read, one way to write, the same on SQLite and PostgreSQL."""

import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from kiosk.store.facts import Ledger

_EPOCH_MS = 1_767_225_600_000  # 2026-01-01
_RANDOM_BITS = 22
KEY_BYTES = 32


class _Ids:
    """Ids that grow within this process, so that a burst of them never meets one twice."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self) -> int:
        since = time.time_ns() // 1_000_000 - _EPOCH_MS
        drawn = (max(since, 0) << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            self._last = max(drawn, self._last + 1)
            return self._last


_ids = _Ids()


def new_id() -> int:
    """Make an id of our own: 63 bits, the milliseconds since 2026 and 22 random bits."""
    return _ids.next()


class Reading:
    """One transaction that sees one consistent state and writes nothing.

    ``session`` reads rows as objects, by the same ``connection``; what needs none pays for none.
    """

    def __init__(self, connection: Connection) -> None:
        """Begin."""
        self.connection = connection

    @cached_property
    def session(self) -> Session:
        """What reads rows as objects."""
        return Session(self.connection)


class WriteTransaction(Reading):
    """One write transaction, and the ledger of the facts that it adds."""

    def __init__(self, connection: Connection, ledger: Ledger) -> None:
        """Begin."""
        super().__init__(connection)
        self.add_fact = ledger.add_fact
        self.digest = ledger.digest
        self._ledger = ledger

    def flush_facts(self) -> None:
        """Write down the facts so far, so that what follows in this transaction sees them.

        Other writers wait from the first call until the commit: for a few facts at the end.
        """
        if "session" in self.__dict__:
            self.session.flush()
        self._ledger.append_to(self.connection)


class Database:
    """Transactions on one database; ``key`` signs the chain of facts."""

    def __init__(self, url: str, key: bytes) -> None:
        """Connect lazily to ``url``."""
        self.engine = make_engine(url)
        self._key = key
        self._is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite's own busy back-off is unfair and slow: writers of one process queue here instead
        self._one_writer: AbstractContextManager[Any] = (
            threading.Lock() if self._is_sqlite else nullcontext()
        )

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Give one transaction that sees one consistent state and writes nothing."""
        with self.engine.connect() as connection:
            if not self._is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():  # ends with a commit: psycopg forgets its plans at a rollback
                yield Reading(connection)

    @contextmanager
    def write(self) -> Iterator[WriteTransaction]:
        """Give one transaction: committed and on disk at the end, or as if it had never been."""
        with self._one_writer, self.engine.connect() as connection:
            connection.execution_options(begin="IMMEDIATE")
            with connection.begin():
                writing = WriteTransaction(connection, Ledger(self._key))
                yield writing
                writing.flush_facts()

    @property
    def locks_rows(self) -> bool:
        """Whether rows must be locked one by one (SQLite locks everything at BEGIN)."""
        return not self._is_sqlite

    @property
    def key(self) -> bytes:
        """The key of the chain of facts."""
        return self._key

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """Create an engine with this project's rules for its kind of database."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url, pool_pre_ping=True, isolation_level="READ COMMITTED", hide_parameters=True
        )
    engine = create_engine(url, connect_args={"timeout": 5}, pool_size=20, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    how = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {how}")


def make_key(file: Path) -> None:
    """Write a new key of a chain to a file that only its owner can read."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(secrets.token_bytes(KEY_BYTES))
        out.flush()
        os.fsync(out.fileno())
