"""Patients as people ask for them: by number, or by the beginning of a name."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from kiosk.domain.mrn import MrnFormat
from kiosk.domain.names import folded
from kiosk.store.queries.views import PatientView
from kiosk.store.rows import PatientRow
from kiosk.store.types import AnyRow

FOUND_AT_MOST = 40
SHORTEST_BEGINNING = 3

_Person = aliased(PatientRow)
_PEOPLE = (
    select(_Person.id, _Person.mrn, _Person.family_name, _Person.given_name, _Person.birth_date)
    .join(PatientRow, PatientRow.person_id == _Person.id)
    .distinct()
    .order_by(_Person.mrn)
    .limit(FOUND_AT_MOST)
)


def find_patients(connection: Connection, text: str, mrn: MrnFormat) -> list[PatientView]:
    """Find patients by number or its beginning, or by the beginning of one or two names.

    Who was found under a former number comes under the one that it was merged into.
    """
    given = text.strip()
    begins = len(given) >= SHORTEST_BEGINNING and given.isascii() and given.isdigit()
    beginning = _begins(PatientRow.mrn, given) if begins else false()
    query = _PEOPLE.where(or_(_matches(text, mrn), beginning))
    return [patient_view(row) for row in connection.execute(query)]


def anything_found(connection: Connection, text: str, mrn: MrnFormat) -> bool:
    """Tell whether a text is the number of a patient, or the beginning of a name."""
    query = select(PatientRow.id).where(_matches(text, mrn)).limit(1)
    return connection.execute(query).first() is not None


def is_number(connection: Connection, text: str, mrn: MrnFormat) -> bool:
    """Tell whether a text is the number of a patient on file."""
    number = mrn.meant(text)
    query = select(exists().where(PatientRow.mrn == number))
    return number is not None and bool(connection.execute(query).scalar())


def person_of(connection: Connection, patient_id: int) -> PatientView | None:
    """Return the patient under whose number this one goes on."""
    query = _PEOPLE.where(PatientRow.id == patient_id)
    row = connection.execute(query).one_or_none()
    return patient_view(row) if row else None


def same_patients(
    connection: Connection, mrn: str, family_name: str, given_name: str, born: str
) -> list[PatientView]:
    """Find patients with this (normal) number, or with the same name and birth date."""
    table = PatientRow
    same_person = and_(
        table.family_folded == folded(family_name),
        table.given_folded == folded(given_name),
        table.birth_date == (born or None),
    )
    same = or_(table.mrn == mrn, same_person) if born else table.mrn == mrn
    query = _PEOPLE.where(same)
    return [patient_view(row) for row in connection.execute(query)]


def _matches(text: str, mrn: MrnFormat) -> ColumnElement[bool]:
    meant = mrn.meant(text)
    number = PatientRow.mrn == meant if meant else false()
    words = folded(text.replace(",", " ")).split()
    if not words or not any(letter.isalpha() for letter in words[0]):
        return number
    family, given = PatientRow.family_folded, PatientRow.given_folded
    if len(words) == 1:
        return or_(number, _begins(family, words[0]), _begins(given, words[0]))
    whole = " ".join(words)
    first, rest = words[0], " ".join(words[1:])
    last, before = words[-1], " ".join(words[:-1])
    return or_(
        number,
        _begins(family, whole),
        and_(_begins(family, first), _has_at_front(given, rest)),
        and_(_begins(family, before), _has_at_front(given, last)),
        and_(_begins(family, last), _has_at_front(given, before)),
    )


def _begins(column: Any, prefix: str) -> ColumnElement[bool]:
    # A range, not LIKE, so that SQLite and PostgreSQL both use the index.
    return and_(column >= prefix, column < prefix + "\U0010ffff")


def _has_at_front(column: Any, prefix: str) -> ColumnElement[bool]:
    # No range: given names are few, and their index would be walked instead of the family names'.
    return and_(func.substr(column, 1, len(prefix)) == prefix)


def patient_view(row: AnyRow | PatientRow) -> PatientView:
    """Turn a patient's row into a view."""
    return PatientView(row.id, row.mrn, row.family_name, row.given_name, row.birth_date or "")
