"""Facts are numbered and chained by the one head row, locked as the last step of a write."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Insert, Table, bindparam, insert, select, update

from kiosk.store.rows import FACTS, FactRow, HeadRow
from kiosk.store.types import canonical

_UNHASHED = frozenset({"hash", "previous_hash"})
_HEAD = select(HeadRow.seq, HeadRow.hash).where(HeadRow.id == 1).with_for_update()
_SET_HEAD = (
    update(HeadRow)
    .where(HeadRow.id == 1)
    .values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
)


def _table(row: type[FactRow]) -> Table:
    assert isinstance(row.__table__, Table)
    return row.__table__


_INSERTS: dict[type[FactRow], Insert] = {row: insert(_table(row)) for row in FACTS}
_COLUMNS = {row: [column.name for column in _table(row).columns] for row in FACTS}


class Ledger:
    """The facts of one transaction, in the order in which they are written."""

    def __init__(self, key: bytes) -> None:
        """Begin empty; ``key`` signs the chain."""
        self._key = key
        self._facts: list[tuple[type[FactRow], dict[str, Any]]] = []

    def record(self, row: type[FactRow], values: dict[str, Any]) -> dict[str, Any]:
        """Add a fact; its number is in the returned values once the transaction is committed."""
        complete = {name: values.get(name) for name in _COLUMNS[row]}
        self._facts.append((row, complete))
        return complete

    def digest(self, text: str) -> str:
        """Hash a text with the key, so that a short number cannot be guessed from its hash."""
        return hmac.new(self._key, text.encode(errors="replace"), hashlib.sha256).hexdigest()

    def append_to(self, connection: Connection) -> None:
        """Number, chain and insert the facts, and begin anew; other writers wait from here on."""
        if not self._facts:
            return
        seq, previous = connection.execute(_HEAD).one()
        for row, values in self._facts:
            seq += 1
            values |= {"seq": seq, "previous_hash": previous}
            previous = values["hash"] = link(self._key, previous, row, values)
        for row, facts in groupby(self._facts, key=itemgetter(0)):
            connection.execute(_INSERTS[row], [values for _, values in facts])
        connection.execute(_SET_HEAD, {"new_seq": seq, "new_hash": previous})
        self._facts = []


def link(key: bytes, previous: str, row: type[FactRow], values: Mapping[str, Any]) -> str:
    """Return the keyed hash (HMAC-SHA256) of a fact and of all facts before it."""
    plain = {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if name not in _UNHASHED
    }
    said = f"{previous}\n{row.__tablename__}\n{canonical(plain)}"
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def read_room_id(connection: Connection) -> str:
    """Return the id of the record room that this database keeps, drawn when it was first made."""
    return str(connection.execute(select(HeadRow.epoch)).scalar_one())


def read_generation(connection: Connection) -> int:
    """Return how often a copy of this record was put back, and one."""
    return int(connection.execute(select(HeadRow.generation)).scalar_one())


def key_fits(connection: Connection, key: bytes) -> bool:
    """Tell whether the newest fact was signed with this key, and ends the chain."""
    head = connection.execute(select(HeadRow.seq, HeadRow.hash)).one()
    for row in FACTS:
        table = _table(row)
        fact = connection.execute(select(table).where(table.c.seq == head.seq)).mappings().first()
        if fact:
            return link(key, fact["previous_hash"], row, dict(fact)) == str(head.hash)
    return int(head.seq) == 0


def broken_links(connection: Connection, key: bytes) -> Iterator[str]:
    """Walk all facts in order and name each one that was changed, removed or added by others."""
    head = connection.execute(select(HeadRow.seq, HeadRow.hash)).one()
    previous, expected = "", 0
    for row, fact in _all_facts(connection):
        expected += 1
        if fact["seq"] != expected:
            yield f"facts {expected} to {fact['seq'] - 1} are missing"
            expected = fact["seq"]
        elif link(key, previous, row, fact) != fact["hash"] or fact["previous_hash"] != previous:
            yield f"fact {expected} ({row.__tablename__}) was changed"
        previous = fact["hash"]
    if (head.seq, head.hash) != (expected, previous):
        yield f"the newest fact should be number {head.seq}, but it is {expected}"


def _all_facts(connection: Connection) -> Iterator[tuple[type[FactRow], dict[str, Any]]]:
    streams = {}
    for row in FACTS:
        table = _table(row)
        streams[row] = iter(connection.execute(select(table).order_by(table.c.seq)).mappings())
    heads = {row: next(stream, None) for row, stream in streams.items()}
    while True:
        waiting = [(fact["seq"], row) for row, fact in heads.items() if fact is not None]
        if not waiting:
            return
        row = min(waiting, key=lambda one: one[0])[1]
        fact = heads[row]
        assert fact is not None
        yield row, dict(fact)
        heads[row] = next(streams[row], None)
