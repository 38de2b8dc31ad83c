"""Facts are numbered and chained by the one head row, locked as the last step of a write."""

import hmac
from collections.abc import Iterator, Mapping
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Insert, Table, bindparam, insert, select, type_coerce, update

from kiosk.domain.faults import Broken, Fault
from kiosk.store.rows import FACTS, FactRow, HeadRow
from kiosk.store.types import TimeText, UtcTime, canonical, plain

_UNHASHED = frozenset({"hash", "previous_hash"})
_AT_ONCE = 1000  # facts held in memory while the chain is walked
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
_HASHED = {row: sorted(set(names) - _UNHASHED) for row, names in _COLUMNS.items()}


class Ledger:
    """The facts of one transaction, in the order in which they are written."""

    def __init__(self, key: bytes) -> None:
        """Begin empty; ``key`` signs the chain."""
        self._key = key
        self._facts: list[tuple[type[FactRow], dict[str, Any]]] = []

    def add_fact(self, row: type[FactRow], values: dict[str, Any]) -> dict[str, Any]:
        """Add a fact; its number is in the returned values once the transaction is committed."""
        complete = {name: values.get(name) for name in _COLUMNS[row]}
        self._facts.append((row, complete))
        return complete

    def digest(self, text: str) -> str:
        """Hash a text with the key, so that a short number cannot be guessed from its hash."""
        return _digest(self._key, text.encode(errors="replace"))

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
    return _signed(key, previous, row, {name: plain(values[name]) for name in _HASHED[row]})


def _signed(key: bytes, previous: str, row: type[FactRow], said: Mapping[str, Any]) -> str:
    return _digest(key, f"{previous}\n{row.__tablename__}\n{canonical(said)}".encode())


def _digest(key: bytes, text: bytes) -> str:
    return hmac.digest(key, text, "sha256").hex()


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


def broken_links(connection: Connection, key: bytes) -> Iterator[Fault]:
    """Walk all facts in order and name each one that was changed, removed or added by others."""
    head = connection.execute(select(HeadRow.seq, HeadRow.hash)).one()
    previous, expected = "", 0
    facts = (_facts(connection, row) for row in FACTS)
    for seq, kept_previous, kept, row, said in merge(*facts, key=itemgetter(0)):
        expected += 1
        if seq != expected:
            yield Fault(Broken.FACTS_MISSING, {"first": expected, "last": seq - 1})
            expected = seq
        elif kept_previous != previous or kept != _signed(key, previous, row, said):
            yield Fault(Broken.FACT_CHANGED, {"seq": expected, "table": row.__tablename__})
        previous = kept
    if (head.seq, head.hash) != (expected, previous):
        yield Fault(Broken.NEWEST_FACT, {"seq": head.seq, "found": expected})


def _facts(
    connection: Connection, row: type[FactRow]
) -> Iterator[tuple[int, str, str, type[FactRow], Mapping[str, Any]]]:
    """Yield a table's facts in order: number, both hashes, table, and what was hashed."""
    table, names = _table(row).c, _HASHED[row]
    hashed = [
        type_coerce(table[name], TimeText) if isinstance(table[name].type, UtcTime) else table[name]
        for name in names
    ]
    query = select(table.seq, table.previous_hash, table.hash, *hashed).order_by(table.seq)
    for values in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield *values[:3], row, dict(zip(names, values[3:], strict=True))
