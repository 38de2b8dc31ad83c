"""What turned out to be one: two numbers of a patient, or a temporary folder and its chart."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from kiosk.domain.codes import parse
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.mrn import MrnFormat
from kiosk.services.auditing import audit
from kiosk.services.correcting import rekey
from kiosk.services.remembering import BETWEEN_NOTES
from kiosk.services.signing_in import Signed
from kiosk.store.engine import Database, Writing, new_id
from kiosk.store.rows import ChartRow, MergeRow, PatientRow, TiedCodeRow


@dataclass(frozen=True, slots=True)
class MergeView:
    """Two numbers that became one patient; ``taken_back`` if they are two again."""

    id: int
    former: str
    into: str
    at: datetime
    taken_back: bool


def list_merges(database: Database, most: int = 100) -> list[MergeView]:
    """Return the newest merges first."""
    former, into = aliased(PatientRow), aliased(PatientRow)
    query = (
        select(MergeRow, former.mrn, into.mrn)
        .join(former, former.id == MergeRow.from_id)
        .join(into, into.id == MergeRow.into_id)
        .order_by(MergeRow.id.desc())
        .limit(most)
    )
    with database.read() as session:
        return [
            MergeView(row.id, old, new, row.at, row.taken_back_at is not None)
            for row, old, new in session.execute(query)
        ]


def merge_patients(
    database: Database, mrn: MrnFormat, former: str, into: str, now: datetime, signed: Signed
) -> int:
    """Let two numbers be one patient, who goes on under ``into``; return the merge's id.

    Charts follow, labels and the former number keep finding them. Raises EntryRefused.
    """
    with database.write() as writing:
        gone, kept = (_person(writing, mrn, text) for text in (former, into))
        if gone.id == kept.id:
            raise EntryRefused(field="second number", why="is the same patient already")
        followers = select(PatientRow.id).where(PatientRow.person_id == gone.id)
        moved = list(writing.session.scalars(followers))
        _let_follow(writing, mrn, moved, kept.id)
        row = MergeRow(
            id=new_id(),
            from_id=gone.id,
            into_id=kept.id,
            moved=[str(one) for one in moved],
            at=now,
        )
        writing.session.add(row)
        writing.session.flush()
        detail = {"from": gone.mrn, "into": kept.mrn, "moved": row.moved}
        audit(writing, now, "patients-merged", row.id, detail, signed.who)
        return row.id


def take_back_merge(
    database: Database, mrn: MrnFormat, merge_id: int, now: datetime, signed: Signed
) -> None:
    """Let two merged numbers be two patients again, each with its own charts.

    Raises NothingThere for no such merge, or one taken back already.
    """
    with database.write() as writing:
        row = writing.session.get(MergeRow, merge_id)
        if row is None or row.taken_back_at:
            raise NothingThere(what="merge")
        # What it was merged into may itself go on under a third number by now.
        now_under = writing.session.get_one(PatientRow, row.into_id).person_id
        still = select(PatientRow.id).where(
            PatientRow.id.in_([int(one) for one in row.moved]),
            PatientRow.person_id == now_under,
        )
        back = list(writing.session.scalars(still))
        _let_follow(writing, mrn, back, row.from_id)
        row.taken_back_at = now
        audit(
            writing,
            now,
            "merge-taken-back",
            row.id,
            {"moved": [str(one) for one in back]},
            signed.who,
        )


def join_temporary(database: Database, temporary: str, now: datetime, signed: Signed) -> str:
    """Note that a temporary folder was put into its chart; return the chart's code.

    From now on either label means the chart. Raises NothingThere.
    """
    with database.write() as writing:
        session = writing.session
        folder = session.scalar(select(ChartRow).filter_by(code=parse(temporary).text))
        if folder is None or folder.stands_for_id is None or folder.joined_id:
            raise NothingThere(what="temporary folder", text=temporary)
        real = session.get_one(ChartRow, folder.stands_for_id)
        folder.joined_id = real.id
        if folder.sheets_since:
            real.sheets = BETWEEN_NOTES.join(note for note in (real.sheets, folder.sheets) if note)
            real.sheets_since = real.sheets_since or folder.sheets_since
            folder.sheets, folder.sheets_since = "", None
        tied = update(TiedCodeRow).where(TiedCodeRow.chart_id == folder.id)
        session.execute(tied.values(chart_id=real.id))
        detail = {"temporary": folder.code, "chart": real.code}
        audit(writing, now, "temporary-joined", real.id, detail, signed.who)
        return real.code


def _person(writing: Writing, mrn: MrnFormat, text: str) -> PatientRow:
    session = writing.session
    number = mrn.normal(text) if text.isprintable() else ""
    row = session.scalar(select(PatientRow).where(PatientRow.mrn == number))
    if row is None:
        raise EntryRefused(field="number", why=f"{text} is no patient's")
    return session.get_one(PatientRow, row.person_id)


def _let_follow(writing: Writing, mrn: MrnFormat, patient_ids: list[int], person_id: int) -> None:
    for one in patient_ids:
        writing.session.get_one(PatientRow, one).person_id = person_id
    writing.session.flush()
    rekey(writing.session, mrn, patient_ids)
