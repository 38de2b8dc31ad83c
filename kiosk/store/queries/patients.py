"""Patients as people ask for them: by a number or part of it, by the words of a name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from kiosk.domain.known_dates import tells_apart
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.names import letters_of, nearly_same, readings_of, sound_of, words_of
from kiosk.store.queries.views import FoundBy, FoundPatients, PatientView
from kiosk.store.rows import FormerNameRow, NameWordRow, NumberRow, PatientRow
from kiosk.store.types import AnyRow, AnySelect, Flag

FOUND_AT_MOST = 40
COUNTED_AT_MOST = 200
LOOKED_THROUGH = 2000  # people of one name or birth date, for the one who may be a new patient
_RARE = 20_000  # up to so many words are counted to choose the rarest of a name

# Written out, not given with the query, so that the index of the few former ones is used.
_IS_FORMER = NameWordRow.former == literal_column("1")
_Person = aliased(PatientRow)
_PEOPLE = select(
    PatientRow.id.label("of"),
    _Person.id,
    _Person.mrn,
    _Person.family_name,
    _Person.given_name,
    _Person.birth_date,
    _Person.died,
).join(_Person, _Person.id == PatientRow.person_id)


def find_patients(connection: Connection, text: str, mrn: MrnFormat) -> FoundPatients:
    """Find patients by number, its beginning or its last digits, or by the words of a name.

    Best first: whole numbers and words, then parts of them, then former names and numbers, then
    names that only sound alike. Who was found under a former number comes under the one that it
    was merged into.
    """
    found = _by_number(connection, text, mrn)
    for words in readings_of(text):
        found += _by_words(connection, words)
    if len({one.id for one in found}) < FOUND_AT_MOST:
        for words in readings_of(text):
            found += _by_sound(connection, words)
    people: dict[int, PatientView] = {}
    for one in found:
        people.setdefault(one.id, one)
    counted = min(len(people), COUNTED_AT_MOST)
    shown = tuple(people.values())[:FOUND_AT_MOST]
    return FoundPatients(shown, counted, is_more=len(people) > COUNTED_AT_MOST)


def anything_found(connection: Connection, text: str, mrn: MrnFormat) -> bool:
    """Tell whether a text is the number of a patient, or the beginning of a name."""
    named = (_having(words, _begins).limit(1) for words in readings_of(text))
    return is_number(connection, text, mrn) or any(
        connection.execute(query).first() is not None for query in named
    )


def is_number(connection: Connection, text: str, mrn: MrnFormat) -> bool:
    """Tell whether a text is the number of a patient, today's or a former one."""
    number = mrn.exact(text)
    query = select(exists().where(NumberRow.number == number))
    return number is not None and bool(connection.execute(query).scalar())


def number_taken(connection: Connection, number: str) -> bool:
    """Tell whether a number, as it is kept, is a patient's today."""
    return bool(connection.execute(select(exists().where(PatientRow.mrn == number))).scalar())


def person_of(connection: Connection, patient_id: int) -> PatientView | None:
    """Return the patient under whose number this one goes on."""
    query = _PEOPLE.where(PatientRow.id == patient_id)
    row = connection.execute(query).one_or_none()
    return patient_view(row) if row else None


def same_patients(
    connection: Connection, mrn: str, family_name: str, given_name: str, born: str
) -> list[PatientView]:
    """Find who may be the patient of these, which are cleaned: by number, or by name.

    The same name, also with its parts swapped, where no birth dates differ; or a name that is one
    letter off with the same birth date.
    """
    table, letters = PatientRow, (letters_of(family_name), letters_of(given_name))
    named = or_(
        *(
            and_(table.family_letters == family, table.given_letters == given)
            for family, given in dict.fromkeys((letters, letters[::-1]))
        )
    )
    sure = list(connection.execute(_PEOPLE.where(table.mrn == mrn)))
    same = connection.execute(_PEOPLE.where(named).limit(LOOKED_THROUGH))
    sure += [row for row in same if not tells_apart(born, row.birth_date or "")]
    near: list[AnyRow] = []
    if len(born) == len("1950-12-31"):
        twins = _PEOPLE.where(table.birth_date == born).limit(LOOKED_THROUGH)
        near = [row for row in connection.execute(twins) if _is_near(row, family_name, given_name)]
    people = {row.id: patient_view(row) for row in (*sure, *near)}
    return list(people.values())[:FOUND_AT_MOST]


def patient_view(row: AnyRow | PatientRow) -> PatientView:
    """Turn a patient's row into a view."""
    born = row.birth_date or ""
    return PatientView(row.id, row.mrn, row.family_name, row.given_name, born, row.died)


def _is_near(row: AnyRow, family: str, given: str) -> bool:
    here = (row.family_name, row.given_name)
    return any(
        nearly_same(here[0], there[0]) and nearly_same(here[1], there[1])
        for there in ((family, given), (given, family))
    )


def _by_number(connection: Connection, text: str, mrn: MrnFormat) -> list[PatientView]:
    exact, part = mrn.meant(text), mrn.part(text)
    # With a volume behind it, a number means one of several folders: it chooses none by itself.
    whole = FoundBy.TODAYS if mrn.exact(text) else FoundBy.PART_OF_NUMBER
    asked = [(NumberRow.number == exact, whole)] if exact else []
    if part and part != exact:  # a whole number means no longer one
        by = FoundBy.PART_OF_NUMBER
        asked.append((_begins(NumberRow.number, part), by))
        asked.append((_begins(NumberRow.backwards, part[::-1]), by))
    found: list[PatientView] = []
    for condition, by in asked:
        query = select(NumberRow.patient_id, NumberRow.number, NumberRow.until).where(condition)
        rows = connection.execute(query.limit(COUNTED_AT_MOST + 1)).all()
        people = _people(connection, (row.patient_id for row in rows))
        ordered = sorted(rows, key=lambda row: (row.until is not None, row.number))
        found += [_under_number(people[row.patient_id], row, by) for row in ordered]
    return found


def _under_number(person: PatientView, row: AnyRow, by: FoundBy) -> PatientView:
    if row.until is None:
        return replace(person, found_by=by)
    return replace(person, found_by=FoundBy.FORMER_NUMBER, was=row.number, until=row.until)


def _by_words(connection: Connection, words: Sequence[str]) -> list[PatientView]:
    """Find who has all of these as words, then who has words that begin with them."""
    order = sorted(words, key=partial(_how_many, connection)) if words[1:] else words
    found: list[PatientView] = []
    for alike in (_is_whole, _begins):
        ids = _ids(connection, _having(order, alike, only_todays=True))
        found += _people(connection, ids).values()
    return found + _by_former_names(connection, words)


def _by_former_names(connection: Connection, words: Sequence[str]) -> list[PatientView]:
    """Find who had a name with these words, together with those of today's name."""
    names: dict[int, AnyRow] = {}
    for word in words:
        order = [word, *(other for other in words if other != word)]
        query = _having(order, _begins).where(_IS_FORMER)
        had = FormerNameRow.patient_id.in_(_ids(connection, query))
        rows = connection.execute(select(FormerNameRow.__table__).where(had))
        for row in sorted(rows, key=lambda row: row.until):
            theirs = words_of(row.family_name, row.given_name)
            if any(one.startswith(word) for one in theirs):
                names[row.patient_id] = row
    people = _people(connection, names)
    return [_under_name(person, names[of]) for of, person in people.items()]


def _under_name(person: PatientView, row: AnyRow) -> PatientView:
    was = PatientView(person.id, "", row.family_name, row.given_name, "").name
    return replace(person, found_by=FoundBy.FORMER_NAME, was=was, until=row.until)


def _by_sound(connection: Connection, words: Sequence[str]) -> list[PatientView]:
    """Find whose name sounds like these words, if each is long enough to tell."""
    sounds = [sound_of(word) for word in words]
    if not all(sounds):
        return []
    query = select(NameWordRow.patient_id).where(NameWordRow.sound == sounds[0])
    for sound in sounds[1:]:
        other = aliased(NameWordRow)
        theirs = other.patient_id == NameWordRow.patient_id
        query = query.where(exists().where(theirs, other.sound == sound))
    people = _people(connection, _ids(connection, query))
    return [replace(person, found_by=FoundBy.SOUND) for person in people.values()]


def _ids(connection: Connection, query: AnySelect) -> list[int]:
    """Return so many different ids that one can tell whether there are more than are counted."""
    return list(connection.execute(query.distinct().limit(COUNTED_AT_MOST + 1)).scalars())


def _having(
    words: Sequence[str],
    alike: Callable[[Any, str], ColumnElement[bool]],
    *,
    only_todays: bool = False,
) -> AnySelect:
    """Ask for the patients with such words; the first one is looked through, the rest for each."""
    first: Any = NameWordRow
    query = select(first.patient_id)
    for at, word in enumerate(words):
        one = aliased(NameWordRow) if at else first
        fits = [alike(one.word, word)]
        fits += [one.former == literal(False, Flag)] if only_todays else []
        theirs = one.patient_id == first.patient_id
        query = query.where(exists().where(theirs, *fits)) if at else query.where(*fits)
    return query


def _is_whole(column: Any, word: str) -> ColumnElement[bool]:
    return and_(column == word)


def _how_many(connection: Connection, word: str) -> int:
    some = select(literal(1)).where(_begins(NameWordRow.word, word)).limit(_RARE).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar() or 0


def _people(connection: Connection, ids: Iterable[int]) -> dict[int, PatientView]:
    """Return under whose number each of these goes on, by number."""
    rows = connection.execute(_PEOPLE.where(PatientRow.id.in_(set(ids)))).all()
    return {row.of: patient_view(row) for row in sorted(rows, key=lambda row: str(row.mrn))}


def _begins(column: Any, prefix: str) -> ColumnElement[bool]:
    # A range, not LIKE, so that SQLite and PostgreSQL both use the index.
    return and_(column >= prefix, column < prefix + "\U0010ffff")
