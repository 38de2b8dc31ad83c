"""Patients from a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.actors import Actor
from kiosk.domain.days import day_of
from kiosk.domain.entries import clean_line
from kiosk.domain.errors import EntryRefused
from kiosk.domain.known_dates import clean_death, clean_known_date, tells_apart
from kiosk.domain.names import letters_of
from kiosk.domain.why import Why
from kiosk.services.imports.csv_file import Line, Problem
from kiosk.services.records.found_by import add_patients
from kiosk.services.records.new_rows import new_patient_row
from kiosk.settings import Settings
from kiosk.store.engine import WriteTransaction, new_id
from kiosk.store.rows import PatientRow

ASKED_AT_ONCE = 500
PATIENT_COLUMNS = ("mrn", "family_name", "given_name", "birth_date", "died")


@dataclass(frozen=True, slots=True)
class NewPatient:
    """A patient as the file has it, cleaned."""

    mrn: str
    family_name: str
    given_name: str
    born: str
    died: str

    def row(self) -> dict[str, Any]:
        """Return the row that is kept."""
        names = self.family_name, self.given_name
        return new_patient_row(new_id(), self.mrn, *names, self.born, self.died)


class PatientImport:
    """Adds the patients whose number is not on file yet."""

    needed = ("mrn", "family_name")
    chunk = 100
    columns = PATIENT_COLUMNS

    def __init__(self, settings: Settings, now: datetime, _actor: Actor) -> None:
        """Take what patients' numbers look like, and today."""
        self._reader = PatientReader(settings, now)

    def check(
        self, session: Session, lines: list[Line], problems: list[Problem]
    ) -> list[NewPatient]:
        """Return the new patients; what cannot be kept is added to the problems."""
        read = [(line, self._reader.read(line, problems)) for line in lines]
        known = known_patients(session, (one.mrn for _, one in read if one))
        fresh: dict[str, NewPatient] = {}
        for line, one in read:
            if one is None:
                continue
            if one.mrn in fresh and fresh[one.mrn] != one:
                problems.append(Problem(line.row, "mrn", Why.TWICE_FOR_TWO))
            elif one.mrn in known:
                self._reader.compare(line, one, known[one.mrn], problems)
            else:
                fresh[one.mrn] = one
        return list(fresh.values())

    def write(self, writing: WriteTransaction, fresh: Sequence[NewPatient]) -> None:
        """Write some of the new patients; those added by somebody else meanwhile are left."""
        known = known_patients(writing.session, (one.mrn for one in fresh))
        add_patients(writing.connection, [one.row() for one in fresh if one.mrn not in known])


class PatientReader:
    """Reads the patient's columns of a line."""

    def __init__(self, settings: Settings, now: datetime) -> None:
        """Take what patients' numbers look like, and today."""
        self._mrn = settings.mrn_format
        self._today = day_of(now, settings.zone)

    def read(self, line: Line, problems: list[Problem]) -> NewPatient | None:
        """Return the patient of a line, or None with the problem added."""
        try:
            return NewPatient(
                self._mrn.read(line.get("mrn")),
                clean_line("family_name", line.get("family_name")),
                clean_line("given_name", line.get("given_name"), needed=False),
                clean_known_date("birth_date", line.get("birth_date"), self._today),
                clean_death(line.get("died"), self._today),
            )
        except EntryRefused as error:
            problems.append(line.problem(error))
            return None

    def compare(
        self, line: Line, one: NewPatient, known: PatientRow, problems: list[Problem]
    ) -> None:
        """Add a problem where the file and the record disagree whose number it is."""
        here = (known.family_letters, known.given_letters)
        there = (letters_of(one.family_name), letters_of(one.given_name) or known.given_letters)
        if here != there:
            problems.append(Problem(line.row, "mrn", Why.ANOTHER_NAME))
        elif tells_apart(one.born, known.birth_date or ""):
            problems.append(Problem(line.row, "birth_date", Why.ANOTHER_THAN_ON_FILE))


def known_patients(session: Session, numbers: Iterable[str]) -> dict[str, PatientRow]:
    """Return those of the numbers that are on file."""
    wanted = sorted(set(numbers))
    known: dict[str, PatientRow] = {}
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        some = PatientRow.mrn.in_(wanted[start : start + ASKED_AT_ONCE])
        known |= {row.mrn: row for row in session.scalars(select(PatientRow).where(some))}
    return known
