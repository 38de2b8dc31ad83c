"""What patients are found by: written with their rows, kept when name or number is corrected."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from kiosk.domain.names import sound_of, words_of
from kiosk.store.engine import new_id
from kiosk.store.rows import FormerNameRow, NameWordRow, NumberRow, PatientRow


def add_patients(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add patients, each a row as ``new_patient_row`` makes it, with all that finds them."""
    if not rows:
        return
    connection.execute(insert(PatientRow), list(rows))
    words = [word for row in rows for word in _words(row["id"], _name(row), former=False)]
    if words:
        connection.execute(insert(NameWordRow), words)
    connection.execute(insert(NumberRow), [_number(row["id"], row["mrn"]) for row in rows])


def renamed(connection: Connection, patient_id: int, former: tuple[str, str], at: datetime) -> None:
    """Let a patient's new name find them from now on, and the former one go on doing so."""
    family, given = former
    row = {"id": new_id(), "patient_id": patient_id, "family_name": family, "given_name": given}
    connection.execute(insert(FormerNameRow), [{**row, "until": at}])
    of_patient = NameWordRow.patient_id == patient_id
    connection.execute(delete(NameWordRow).where(of_patient))
    columns = (PatientRow.family_name, PatientRow.given_name)
    now = connection.execute(select(*columns).where(PatientRow.id == patient_id)).one()
    until_now = select(FormerNameRow.family_name, FormerNameRow.given_name)
    earlier = connection.execute(until_now.where(FormerNameRow.patient_id == patient_id)).all()
    words = {
        word["word"]: word
        for name, is_former in [*((one, True) for one in earlier), (now, False)]
        for word in _words(patient_id, tuple(name), former=is_former)
    }
    if words:
        connection.execute(insert(NameWordRow), list(words.values()))


def renumbered(connection: Connection, numbers: dict[int, str], at: datetime | None) -> None:
    """Let patients' new numbers find them, by their ids; the former ones too, if they end ``at``.

    Without a time the former number was the same one, written in another way, and is dropped.
    """
    each = [{"of": one, "new": number, "at": at} for one, number in numbers.items()]
    if each and at:
        connection.execute(_ENDED, each)
    if each:
        connection.execute(_GONE, each)
        rows = [_number(one, number) for one, number in numbers.items()]
        connection.execute(insert(NumberRow), rows)


_OF: Any = bindparam("of")
_TODAYS = and_(NumberRow.patient_id == _OF, NumberRow.until.is_(None))
_ENDED = update(NumberRow).where(_TODAYS).values(until=bindparam("at"))
_GONE = delete(NumberRow).where(
    NumberRow.patient_id == _OF,
    or_(NumberRow.until.is_(None), NumberRow.number == bindparam("new")),
)


def _name(row: dict[str, Any]) -> tuple[str, str]:
    return row["family_name"], row["given_name"]


def _words(patient_id: int, name: tuple[str, ...], *, former: bool) -> list[dict[str, Any]]:
    family, given = name
    return [
        {"word": word, "patient_id": patient_id, "sound": sound_of(word), "former": former}
        for word in sorted(words_of(family, given))
    ]


def _number(patient_id: int, number: str) -> dict[str, Any]:
    return {"number": number, "patient_id": patient_id, "backwards": number[::-1], "until": None}
