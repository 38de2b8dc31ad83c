"""How numbers are written here: kept as a fact, compared at each start, and changed whole."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.orm import aliased

from kiosk.domain.actors import Actor, Program
from kiosk.domain.errors import DatabaseRefused
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.why import Unusable
from kiosk.services.records.audit import audit
from kiosk.services.records.found_by import renumbered
from kiosk.store.engine import Database
from kiosk.store.queries.audits import newest_detail
from kiosk.store.rows import ChartRow, PatientRow

SUBJECT = "numbers"
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Renumbering:
    """What a format changes of the numbers on file.

    ``numbers`` holds the new number of a patient by id, ``charts`` the new keys of a chart by id:
    only of those that are kept or filed in another way. ``unfit`` are numbers that do not fit,
    ``twice`` those that two patients would have, ``examples`` some as they were and will be.
    ``former`` is the pattern so far.
    """

    former: str
    numbers: dict[int, str]
    charts: dict[int, tuple[str, str]]
    unfit: tuple[str, ...]
    twice: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]


def require_format(database: Database, mrn: MrnFormat, now: datetime) -> None:
    """Compare the setting with the format that the room's numbers are kept in.

    A format that changes nothing is kept from now on; nothing else is written. Raises
    DatabaseRefused for one that numbers on file do not fit, or are not kept and filed by.
    """
    with database.read() as reading:
        former = _kept(reading.connection)
        if former == mrn.pattern:
            return
        change = _change(reading.connection, mrn, former)
    _refuse_misfits(change, mrn)
    if change.numbers or change.charts:
        counts = {"count": len(change.numbers), "charts": len(change.charts)}
        said = f", {former}" if former else ""
        raise DatabaseRefused(Unusable.OTHER_FILING, pattern=mrn.pattern, former=said, **counts)
    renumber(database, mrn, change, now)


def preview(database: Database, mrn: MrnFormat) -> Renumbering:
    """Tell what a format would change; raises DatabaseRefused where numbers do not fit it."""
    with database.read() as reading:
        change = _change(reading.connection, mrn, _kept(reading.connection))
    _refuse_misfits(change, mrn)
    return change


def renumber(database: Database, mrn: MrnFormat, change: Renumbering, now: datetime) -> None:
    """Write the numbers and keys of a format, all or none, with one fact that tells the rule."""
    told = {"pattern": mrn.pattern, "before": change.former}
    counts = {"numbers": len(change.numbers), "charts": len(change.charts)}
    with database.write() as writing:
        if change.numbers:
            new = [{"of": one, "new": number} for one, number in change.numbers.items()]
            writing.connection.execute(_APART, new)
            writing.connection.execute(_NUMBERS, new)
            renumbered(writing.connection, change.numbers, None)
        if change.charts:
            keys = [{"of": one, "n": n, "t": t} for one, (n, t) in change.charts.items()]
            writing.connection.execute(_KEYS, keys)
        by = Actor(program=Program.COMMAND_LINE)
        audit(writing, now, "numbers-kept", SUBJECT, {**told, **counts}, by)


def _kept(connection: Connection) -> str:
    """Return the pattern by which the numbers on file are kept; "" where none was kept yet."""
    return str(newest_detail(connection, SUBJECT).get("pattern", ""))


def _change(connection: Connection, mrn: MrnFormat, former: str) -> Renumbering:
    numbers: dict[int, str] = {}
    unfit: list[str] = []
    examples: list[tuple[str, str]] = []
    seen: Counter[str] = Counter()
    for row in connection.execute(select(PatientRow.id, PatientRow.mrn)):
        new = mrn.renewed(row.mrn)
        seen[new or row.mrn] += 1
        if new is None:
            unfit.append(row.mrn)
        elif new != row.mrn:
            numbers[row.id] = new
            examples += [(row.mrn, new)] if len(examples) < EXAMPLES else []
    charts = {}
    for chart in connection.execute(_FILED):
        number = numbers.get(chart.person_id, chart.mrn)
        key = (number, chart.record_type_id, chart.volume)
        keys = mrn.number_key(*key), mrn.terminal_key(*key)
        if keys != (chart.number_key, chart.terminal_key):
            charts[chart.id] = keys
    twice = tuple(number for number, count in seen.items() if count > 1)
    return Renumbering(former, numbers, charts, tuple(unfit), twice, tuple(examples))


def _refuse_misfits(change: Renumbering, mrn: MrnFormat) -> None:
    why = Unusable.OTHER_NUMBERS if change.unfit else Unusable.NUMBERS_TWICE
    if misfits := change.unfit or change.twice:
        raise DatabaseRefused(why, pattern=mrn.pattern, count=len(misfits), example=misfits[0])


_OF: Any = bindparam("of")
_APART = update(PatientRow).where(PatientRow.id == _OF).values(mrn="~" + PatientRow.mrn)
_NUMBERS = update(PatientRow).where(PatientRow.id == _OF).values(mrn=bindparam("new"))
_KEYS = (
    update(ChartRow)
    .where(ChartRow.id == _OF)
    .values(number_key=bindparam("n"), terminal_key=bindparam("t"))
)
_Person = aliased(PatientRow)
_FILED = (
    select(
        ChartRow.id,
        ChartRow.number_key,
        ChartRow.terminal_key,
        ChartRow.record_type_id,
        ChartRow.volume,
        _Person.id.label("person_id"),
        _Person.mrn,
    )
    .join(PatientRow, PatientRow.id == ChartRow.patient_id)
    .join(_Person, _Person.id == PatientRow.person_id)
)
