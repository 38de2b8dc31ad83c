"""Corrections of a patient or a chart: what was wrong is put right, and what it was is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from kiosk.domain.codes import parse
from kiosk.domain.days import day_of
from kiosk.domain.entries import clean_line, clean_number
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.known_dates import clean_death, clean_known_date
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.names import letters_of
from kiosk.domain.roles import May
from kiosk.domain.why import Why
from kiosk.services.access.sign_in import SignedIn, require
from kiosk.services.charts.folders import MOST_VOLUMES, PatientEntry
from kiosk.services.records.audit import audit, changes
from kiosk.services.records.found_by import renamed, renumbered
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.queries.places import place_by_code
from kiosk.store.rows import ChartRow, LocationRow, PatientRow, RecordTypeRow


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """A chart as it should be: record type by id, volume, the code of its home, and flags."""

    record_type_id: int
    volume: str
    home: str
    sensitive: bool = False
    retired: bool = False


def correct_patient(
    database: Database,
    settings: Settings,
    patient_id: int,
    entry: PatientEntry,
    now: datetime,
    signed: SignedIn | None,
) -> None:
    """Correct a patient's number, name or dates; raises EntryRefused or NothingThere."""
    mrn, actor = settings.mrn_format, require(signed, May.CORRECT).actor
    number, today = mrn.read(entry.mrn), day_of(now, settings.zone)
    family = clean_line("family_name", entry.family_name)
    given = clean_line("given_name", entry.given_name, needed=False)
    born = clean_known_date("birth_date", entry.birth_date, today)
    died = clean_death(entry.died, today)
    try:
        with database.write() as writing:
            row = _locked(writing.session, patient_id)
            held = writing.session.scalar(select(PatientRow.id).where(PatientRow.mrn == number))
            if held not in (None, row.id):
                raise EntryRefused(field="mrn", why=Why.ANOTHER_PATIENTS)
            names = {"family_name": family, "given_name": given}
            values = {"mrn": number, **names, "birth_date": born or None, "died": died}
            before, after = changes(row, values)
            row.family_letters, row.given_letters = letters_of(family), letters_of(given)
            writing.session.flush()
            if "mrn" in after:
                renumbered(writing.connection, {row.id: number}, now)
                recompute_sort_keys(writing.session, mrn, [row.id])
            if names.keys() & after.keys():
                was = {**names, **before}
                former = was["family_name"], was["given_name"]
                renamed(writing.connection, row.id, former, now)
            if after:
                detail = {"before": before, "after": after}
                audit(writing, now, "patient-corrected", row.id, {}, actor, personal=detail)
    except IntegrityError:
        raise EntryRefused(field="mrn", why=Why.ANOTHER_PATIENTS) from None


def correct_chart(
    database: Database,
    mrn: MrnFormat,
    code: str,
    entry: ChartEntry,
    now: datetime,
    signed: SignedIn | None,
) -> None:
    """Correct a chart's record type, volume or home; make it sensitive or not; retire it or not.

    Raises NothingThere or EntryRefused; then nothing is changed.
    """
    actor = require(signed, May.CORRECT).actor
    volume = clean_number("volume", entry.volume, 1, MOST_VOLUMES)
    try:
        with database.write() as writing:
            row = writing.session.scalar(select(ChartRow).filter_by(code=parse(code).text))
            if row is None:
                raise NothingThere(what="chart", text=code)
            home = place_by_code(writing.connection, parse(entry.home).text)
            if home is None or home.inside_id:
                raise EntryRefused(field="home", why=Why.NO_CHOICE)
            if writing.session.get(RecordTypeRow, entry.record_type_id) is None:
                raise EntryRefused(field="record_type", why=Why.NO_CHOICE)
            values = {
                "record_type_id": entry.record_type_id,
                "volume": volume,
                "home_id": home.id,
                "sensitive": entry.sensitive,
                "retired": entry.retired,
            }
            _locked(writing.session, row.patient_id)
            was = _named(writing.session, row)
            before, after = changes(row, values)
            writing.session.flush()
            if {"volume", "record_type_id"} & set(after):
                recompute_sort_keys(writing.session, mrn, [row.patient_id])
            became = _named(writing.session, row)
            before |= {name: was[name] for name in was if was[name] != became[name]}
            after |= {name: became[name] for name in became if was[name] != became[name]}
            for what, detail in _facts(before, after):
                audit(writing, now, what, row.id, detail, actor)
    except IntegrityError:
        raise EntryRefused(field="volume", why=Why.ANOTHER_CHARTS) from None


def _facts(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Name what was done: retiring is said as such, all else is a correction."""
    facts: list[tuple[str, dict[str, Any]]] = []
    if "retired" in after:
        facts.append(("chart-retired" if after["retired"] else "chart-reactivated", {}))
    rest = [name for name in after if name != "retired"]
    if rest:
        was, became = ({name: one[name] for name in rest} for one in (before, after))
        facts.append(("chart-corrected", {"before": was, "after": became}))
    return facts


def _locked(session: Session, patient_id: int) -> PatientRow:
    """Return a patient, locked with the one under whose number they go on, as merges do."""
    row = session.get(PatientRow, patient_id)
    if row is None:
        raise NothingThere(what="patient")
    ids = sorted({row.id, row.person_id})
    locking = select(PatientRow).where(PatientRow.id.in_(ids)).order_by(PatientRow.id)
    session.scalars(locking.with_for_update().execution_options(populate_existing=True)).all()
    return row


def _named(session: Session, row: ChartRow) -> dict[str, str]:
    """Name what a chart's ids stand for, as a correction is told later."""
    return {
        "home": session.get_one(LocationRow, row.home_id).name,
        "record type": session.get_one(RecordTypeRow, row.record_type_id).name,
    }


def recompute_sort_keys(session: Session, mrn: MrnFormat, patient_ids: list[int]) -> None:
    """Write the keys anew by which charts are sorted: of these numbers, and of those under them.

    Where the number, type or volume is another one by now, the label shows the old one: it counts
    as not verified until it is printed anew and read.
    """
    numbers = select(PatientRow.id).where(PatientRow.person_id.in_(patient_ids))
    person = aliased(PatientRow)
    rows = session.execute(
        select(ChartRow, person.mrn)
        .join(PatientRow, PatientRow.id == ChartRow.patient_id)
        .join(person, person.id == PatientRow.person_id)
        .where(ChartRow.patient_id.in_(numbers) | ChartRow.patient_id.in_(patient_ids))
        .order_by(ChartRow.id)
    )
    for chart, number in rows.all():
        key = (number, chart.record_type_id, chart.volume)
        if chart.number_key == mrn.number_key(*key):
            continue
        chart.number_key, chart.terminal_key = mrn.number_key(*key), mrn.terminal_key(*key)
        chart.label_read_id = None
    session.flush()
