"""What turned out to be one: two numbers of a patient, or a temporary folder and its chart."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from kiosk.domain.codes import parse
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.roles import May
from kiosk.domain.why import Why
from kiosk.services.access.sign_in import SignedIn, require
from kiosk.services.charts.correct import recompute_sort_keys
from kiosk.services.records.audit import audit
from kiosk.services.records.notes import joined_notes
from kiosk.store.engine import Database, new_id
from kiosk.store.queries.patients import patient_view
from kiosk.store.queries.views import NEWEST, PatientView
from kiosk.store.rows import ChartRow, MergeRow, PatientRow, TiedCodeRow


@dataclass(frozen=True, slots=True)
class MergeView:
    """Two numbers that became one patient; ``taken_back`` if they are two again."""

    id: int
    former: PatientView
    into: PatientView
    at: datetime
    taken_back: bool


def list_merges(database: Database) -> list[MergeView]:
    """Return the newest merges first."""
    former, into = aliased(PatientRow), aliased(PatientRow)
    query = (
        select(MergeRow, former, into)
        .join(former, former.id == MergeRow.from_id)
        .join(into, into.id == MergeRow.into_id)
        .order_by(MergeRow.id.desc())
        .limit(NEWEST)
    )
    with database.read() as reading:
        return [
            MergeView(
                row.id, patient_view(old), patient_view(new), row.at, row.taken_back_at is not None
            )
            for row, old, new in reading.session.execute(query)
        ]


def two_patients(
    database: Database, mrn: MrnFormat, former: str, into: str, signed: SignedIn | None
) -> tuple[PatientView, PatientView]:
    """Return the patients of two numbers, to be looked at before they are merged.

    Raises EntryRefused for a number that is no patient's, or for one patient twice.
    """
    require(signed, May.CORRECT)
    with database.read() as reading:
        one, other = (_number(reading.session, mrn, text) for text in (former, into))
        if one.person_id == other.person_id:
            raise EntryRefused(field="second_number", why=Why.SAME_PATIENT)
        return patient_view(one), patient_view(other)


def merge_patients(
    database: Database,
    mrn: MrnFormat,
    former: str,
    into: str,
    now: datetime,
    signed: SignedIn | None,
) -> int:
    """Let two numbers be one patient, who goes on under ``into``; return the merge's id.

    Charts follow, labels and the former number keep finding them. Raises EntryRefused.
    """
    actor = require(signed, May.CORRECT).actor
    with database.write() as writing:
        numbers = [_number(writing.session, mrn, text) for text in (former, into)]
        gone, kept = _locked(writing.session, [number.person_id for number in numbers])
        if gone.id == kept.id:
            raise EntryRefused(field="second_number", why=Why.SAME_PATIENT)
        row = MergeRow(id=new_id(), from_id=gone.id, into_id=kept.id, at=now)
        writing.session.add(row)
        _recompute_person_ids(writing.session, mrn, [gone.id, kept.id])
        told = {"from": gone.mrn, "into": kept.mrn}
        audit(writing, now, "patients-merged", row.id, {}, actor, personal=told)
        return row.id


def take_back_merge(
    database: Database,
    mrn: MrnFormat,
    merge_id: int,
    now: datetime,
    signed: SignedIn | None,
) -> None:
    """Let two merged numbers be two patients again, each with its own charts.

    Raises NothingThere for no such merge, or one taken back already.
    """
    actor = require(signed, May.CORRECT).actor
    with database.write() as writing:
        row = writing.session.get(MergeRow, merge_id, with_for_update=True)
        if row is None or row.taken_back_at:
            raise NothingThere(what="merge")
        person_id = writing.session.get_one(PatientRow, row.into_id).person_id
        _locked(writing.session, [person_id])
        row.taken_back_at = now
        _recompute_person_ids(writing.session, mrn, [person_id])
        audit(writing, now, "merge-taken-back", row.id, {}, actor)


def join_temporary(
    database: Database, temporary: str, now: datetime, signed: SignedIn | None
) -> str:
    """Note that a temporary folder was put into its chart; return the chart's code.

    From now on either label means the chart. Raises NothingThere.
    """
    actor = require(signed, May.CORRECT).actor
    with database.write() as writing:
        session = writing.session
        by_code = select(ChartRow).filter_by(code=parse(temporary).text).with_for_update()
        folder = session.scalar(by_code)
        if folder is None or folder.stands_for_id is None or folder.joined_id:
            raise NothingThere(what="temporary folder", text=temporary)
        real = session.get_one(ChartRow, folder.stands_for_id, with_for_update=True)
        folder.joined_id = real.id
        joined = update(ChartRow).where(ChartRow.joined_id == folder.id)
        session.execute(joined.values(joined_id=real.id))
        if folder.sheets_since:
            real.sheets = joined_notes(real.sheets, folder.sheets)
            real.sheets_since = real.sheets_since or folder.sheets_since
            folder.sheets, folder.sheets_since = "", None
        tied = update(TiedCodeRow).where(TiedCodeRow.chart_id == folder.id)
        session.execute(tied.values(chart_id=real.id))
        detail = {"temporary": folder.code, "chart": real.code}
        audit(writing, now, "temporary-joined", real.id, detail, actor)
        return real.code


def _number(session: Session, mrn: MrnFormat, text: str) -> PatientRow:
    number = mrn.exact(text)
    row = session.scalar(select(PatientRow).where(PatientRow.mrn == number))
    if row is None:
        raise EntryRefused(field="number", why=Why.NOBODYS, given=text)
    return row


def _locked(session: Session, person_ids: list[int]) -> list[PatientRow]:
    """Lock patients in one order; raises EntryRefused where one was merged at this very moment."""
    ordered = select(PatientRow).where(PatientRow.id.in_(person_ids)).order_by(PatientRow.id)
    fresh = session.scalars(ordered.with_for_update().execution_options(populate_existing=True))
    found = {row.id: row for row in fresh}
    if any(row.person_id != row.id for row in found.values()):
        raise EntryRefused(field="number", why=Why.MERGED_JUST_NOW)
    return [found[person_id] for person_id in person_ids]


def _recompute_person_ids(session: Session, mrn: MrnFormat, person_ids: list[int]) -> None:
    """Let every number of these patients go on under where the merges that stand lead it."""
    session.flush()
    standing = select(MergeRow.from_id, MergeRow.into_id).where(MergeRow.taken_back_at.is_(None))
    rows = session.scalars(select(PatientRow).where(PatientRow.person_id.in_(person_ids))).all()
    leads = {
        row.from_id: row.into_id
        for row in session.execute(standing.where(MergeRow.from_id.in_([one.id for one in rows])))
    }
    for row in rows:
        person_id = row.id
        while person_id in leads:
            person_id = leads[person_id]
        row.person_id = person_id
    session.flush()
    recompute_sort_keys(session, mrn, [row.id for row in rows])
