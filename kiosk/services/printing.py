"""Printing labels and cards: from codes to one PDF, or to nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from kiosk.domain.codes import Code, Command, Kind, parse
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.loans import PlaceKind
from kiosk.domain.mrn import MrnFormat
from kiosk.services.auditing import audit
from kiosk.services.finding import Viewer
from kiosk.services.signing_in import allow
from kiosk.store.charts import Owner
from kiosk.store.engine import Database, Writing
from kiosk.store.rows import (
    ChartRow,
    LabelRow,
    LocationRow,
    PatientRow,
    ReasonRow,
    RecordTypeRow,
    StaffRow,
)
from kiosk.store.types import Flag
from labels import Card, FolderLabel, Label, find_stock, render_pdf

MOST_LABELS = 5000
COMMAND_HINTS = {
    Command.DONE: "ends the destination, puts down",
    Command.UNDO: "takes back the last send",
    Command.SIGN_OFF: "ends your work at this desk",
}


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What to print: codes, on which stock, from which place on the first sheet (0 = first)."""

    codes: Sequence[str]
    stock: str
    skip: int = 0
    hide_names: bool = False


def print_labels(database: Database, viewer: Viewer, job: PrintJob) -> bytes:
    """Return the PDF of labels and cards; a chart's label counts as unverified until it is read.

    Names are printed only while somebody is signed in, and never on sensitive charts; badges only
    for supervisors. Raises CannotPrint, EntryRefused, NotPermitted or NothingThere; then nothing is
    made and nothing is changed.
    """
    codes = [parse(code).text for code in job.codes]
    if any(code.startswith(Kind.STAFF) for code in codes) and not viewer.settings.demo:
        allow(viewer.signed)  # whoever holds an operator's badge sees names
    if not 0 < len(codes) <= MOST_LABELS:
        raise EntryRefused(field="list to print", why=f"must hold 1 to {MOST_LABELS} labels")
    with database.read() as session:
        hidden = job.hide_names or not viewer.sees_names(session.connection())
        labels = [_label(session, viewer.settings.mrn_format, code, hidden) for code in codes]
    made = render_pdf(labels, find_stock(job.stock), job.skip)  # slow, so outside of any write
    charts = [code for code in codes if code.startswith(Kind.CHART)]
    if charts:
        with database.write() as writing:
            _mark_printed(writing, viewer, charts, job.stock)
    return made


def _mark_printed(writing: Writing, viewer: Viewer, charts: list[str], stock: str) -> None:
    unread = update(ChartRow).where(ChartRow.code.in_(charts)).values(label_read_id=None)
    writing.connection.execute(unread)
    who = viewer.who(writing.connection)
    for code in charts:
        audit(writing, viewer.now, "label-printed", code, {"stock": stock}, who)


def label_face(database: Database, viewer: Viewer, code: str) -> Label:
    """Return what stands on the label or card of a code; raises NothingThere.

    The name is left out unless an operator is signed in at the viewer's station.
    """
    with database.read() as session:
        hidden = not viewer.sees_names(session.connection())
        return _label(session, viewer.settings.mrn_format, code, hide_names=hidden)


def plain_label(code: str) -> Label:
    """Return a card that shows nothing but a code; raises NothingThere for no code of ours."""
    parsed = parse(code)
    if not isinstance(parsed, Code):
        raise NothingThere(what="code", text=code)
    return Card(parsed.text, parsed.grouped, parsed.grouped)


def _label(session: Session, mrn: MrnFormat, text: str, hide_names: bool) -> Label:
    code = parse(text)
    if not isinstance(code, Code):
        raise NothingThere(what="code", text=text)
    match code.kind:
        case Kind.CHART:
            return _folder_label(session, mrn, code, hide_names)
        case Kind.LOCATION:
            place = session.scalar(select(LocationRow).filter_by(code=code.text))
            if place:
                phone = f"tel. {place.phone}" if place.phone else ""
                kind = PlaceKind(place.kind).label.capitalize()
                under = " · ".join(part for part in (kind, phone) if part)
                return Card(code.text, code.grouped, place.name, under)
        case Kind.STAFF:
            staff = session.scalar(select(StaffRow).filter_by(code=code.text))
            if staff:
                role = "Operator" if staff.operator else "Staff"
                return Card(code.text, code.grouped, staff.name, role)
        case Kind.REASON:
            reason = session.scalar(select(ReasonRow.name).filter_by(code=code.text))
            if reason:
                return Card(code.text, code.grouped, reason, "Reason for a sensitive chart")
        case Kind.COMMAND if code.text in list(Command):
            command = Command(code.text)
            return Card(code.text, code.grouped, command.label, COMMAND_HINTS[command])
    raise NothingThere(what="code", text=text)


def _is_sensitive(table: type[ChartRow] | type[LabelRow]) -> Any:
    return table.sensitive if table is ChartRow else literal(False, Flag)


def _folder_label(session: Session, mrn: MrnFormat, code: Code, hide_names: bool) -> FolderLabel:
    for table in (ChartRow, LabelRow):
        row = session.execute(
            select(
                table.volume, table.temporary, _is_sensitive(table), PatientRow, RecordTypeRow.name
            )
            .join(Owner, Owner.id == table.patient_id)
            .join(PatientRow, PatientRow.id == Owner.person_id)
            .join(RecordTypeRow, RecordTypeRow.id == table.record_type_id)
            .where(table.code == code.text)
        ).one_or_none()
        if row:
            volume, temporary, sensitive, patient, record_type = row
            name = ", ".join(part for part in (patient.family_name, patient.given_name) if part)
            return FolderLabel(
                code.text,
                code.grouped,
                mrn.shown(patient.mrn),
                volume,
                f"TEMPORARY {record_type}" if temporary else record_type,
                "" if hide_names or sensitive else name,
            )
    raise NothingThere(what="code", text=code.text)
