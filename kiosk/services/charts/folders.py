"""New folders: the patient, the volume, and a label whose first scan makes the chart."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, exists, func, select
from sqlalchemy.exc import IntegrityError

from kiosk.domain.actors import NOBODY, Actor
from kiosk.domain.codes import Kind, parse
from kiosk.domain.days import day_of
from kiosk.domain.entries import clean_line, clean_number
from kiosk.domain.errors import EntryRefused, NothingThere, PatientExists, VolumeExists
from kiosk.domain.known_dates import clean_known_date
from kiosk.domain.why import Why
from kiosk.services.access.viewer import Viewer
from kiosk.services.records.audit import audit
from kiosk.services.records.found_by import add_patients
from kiosk.services.records.give_code import give_code
from kiosk.services.records.new_rows import new_patient_row
from kiosk.settings import Settings
from kiosk.store.engine import Database, WriteTransaction, new_id
from kiosk.store.queries.charts import chart_by_code, charts_by_id
from kiosk.store.queries.patients import number_taken, person_of, same_patients
from kiosk.store.queries.places import place_by_code
from kiosk.store.rows import ChartRow, LabelRow, PatientRow, RecordTypeRow

MOST_VOLUMES = 999


@dataclass(frozen=True, slots=True)
class PatientEntry:
    """A new patient as typed in; ``other_person`` says that the namesake is somebody else."""

    mrn: str
    family_name: str
    given_name: str = ""
    birth_date: str = ""
    died: str = ""
    other_person: bool = False


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A new folder as typed in: whose, of what record type, and the code of its home.

    ``patient`` is the id of one on file, or a new one; an empty ``volume`` means the next one.
    """

    patient: PatientEntry | int
    record_type_id: int
    home: str
    volume: str = ""


def prepare_folder(
    database: Database,
    settings: Settings,
    entry: FolderEntry,
    now: datetime,
    viewer: Viewer | None = None,
) -> str:
    """Give a new folder its code, to be printed; the folder exists once that label is scanned.

    The same folder asked for twice gets the same code, so that a jammed label is printed again.
    Raises EntryRefused, PatientExists or VolumeExists; then nothing is kept.
    """
    try:
        return _prepare(database, settings, entry, now, viewer)
    except IntegrityError:
        # Another desk has just added the same patient or volume; now it will be noticed.
        return _prepare(database, settings, entry, now, viewer)


def _prepare(
    database: Database, settings: Settings, entry: FolderEntry, now: datetime, viewer: Viewer | None
) -> str:
    with database.write() as writing:
        actor = viewer.actor(writing.connection) if viewer else NOBODY
        patient_id = (
            entry.patient
            if isinstance(entry.patient, int)
            else _add_patient(writing, settings, entry.patient, now, actor)
        )
        return _label_for(writing, patient_id, entry, now, actor)


def _add_patient(
    writing: WriteTransaction, settings: Settings, entry: PatientEntry, now: datetime, actor: Actor
) -> int:
    number = settings.mrn_format.read(entry.mrn)
    family = clean_line("family_name", entry.family_name)
    given = clean_line("given_name", entry.given_name, needed=False)
    born = clean_known_date("birth_date", entry.birth_date, day_of(now, settings.zone))
    same = same_patients(writing.connection, number, family, given, born)
    same_number = number_taken(writing.connection, number)
    if same_number or (same and not entry.other_person):
        raise PatientExists(patients=same, same_number=same_number)
    row = new_patient_row(new_id(), number, family, given, born)
    add_patients(writing.connection, [row])
    patient_id: int = row["id"]
    audit(writing, now, "patient-added", patient_id, {}, actor, personal={"mrn": number})
    return patient_id


def prepare_temporary(database: Database, code: str, now: datetime, viewer: Viewer) -> str:
    """Give a folder its code that stands in for a chart which cannot be found.

    A label that was made and not scanned yet is given again. Raises NothingThere.
    """
    with database.write() as writing:
        chart = chart_by_code(writing.connection, parse(code).text)
        if chart is None:
            raise NothingThere(what="chart", text=code)
        session = writing.session
        if chart.stands_for_id:
            chart = charts_by_id(writing.connection, [chart.stands_for_id])[chart.stands_for_id]
        # Under the chart's own number, so that both stay together when a merge is taken back.
        owner_id = session.get_one(ChartRow, chart.id).patient_id
        key = {"patient_id": owner_id, "record_type_id": chart.record_type_id}
        waiting = select(LabelRow.code).filter_by(stands_for_id=chart.id).where(~_is_scanned())
        if known := session.scalar(waiting):
            return known
        taken = select(func.max(LabelRow.volume)).filter_by(temporary=True, **key)
        number = (session.scalar(taken) or 0) + 1
        given = give_code(writing, Kind.CHART, now).text
        session.add(
            LabelRow(
                code=given,
                volume=number,
                home_id=chart.home.id,
                temporary=True,
                stands_for_id=chart.id,
                at=now,
                **key,
            )
        )
        actor = viewer.actor(writing.connection)
        audit(writing, now, "temporary-prepared", given, {"stands_for": chart.code}, actor)
        return given


def _is_scanned() -> Exists:
    """Say that a label's folder exists already."""
    return exists().where(ChartRow.code == LabelRow.code)


def _label_for(
    writing: WriteTransaction, patient_id: int, entry: FolderEntry, now: datetime, actor: Actor
) -> str:
    session = writing.session
    person = person_of(writing.connection, patient_id)
    if person is None:
        raise EntryRefused(field="patient", why=Why.NOT_ON_FILE)
    if session.get(RecordTypeRow, entry.record_type_id) is None:
        raise EntryRefused(field="record_type", why=Why.NO_CHOICE)
    home = place_by_code(writing.connection, parse(entry.home).text)
    if home is None or home.inside_id:
        raise EntryRefused(field="home", why=Why.NO_CHOICE)
    # All numbers of the patient count: since a merge a volume may stand under a former one.
    numbers = select(PatientRow.id).where(PatientRow.person_id == person.id)
    kind = {"record_type_id": entry.record_type_id, "temporary": False}
    of_person = select(ChartRow).filter_by(**kind).where(ChartRow.patient_id.in_(numbers))
    charts = {chart.volume: chart for chart in session.scalars(of_person)}
    if entry.volume.strip():
        volume = clean_number("volume", entry.volume, 1, MOST_VOLUMES)
    else:
        volume = max(charts, default=0) + 1
    if volume in charts:
        raise VolumeExists(code=charts[volume].code)
    printed = select(LabelRow).filter_by(volume=volume, **kind).where(~_is_scanned())
    label = session.scalars(printed.where(LabelRow.patient_id.in_(numbers))).first()
    if label:
        label.home_id = home.id
        return label.code
    code = give_code(writing, Kind.CHART, now).text
    row = LabelRow(code=code, home_id=home.id, at=now, patient_id=person.id, volume=volume, **kind)
    session.add(row)
    audit(writing, now, "folder-prepared", code, {"volume": volume}, actor)
    return code
