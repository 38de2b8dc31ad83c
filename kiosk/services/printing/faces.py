"""What stands on the label, card or slip of a code, as far as the viewer may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from kiosk.domain.codes import Code, Command, Kind, parse
from kiosk.domain.errors import NothingThere
from kiosk.domain.loans import PlaceKind
from kiosk.services.access.viewer import Viewer
from kiosk.settings import LabelName
from kiosk.store.engine import Database
from kiosk.store.queries.charts import Owner, chart_by_code
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
from labels import Card, FolderLabel, Label, Slip

COMMAND_HINTS = {
    Command.DONE: "ends the destination, puts down",
    Command.UNDO: "takes back the last send",
    Command.SIGN_OFF: "ends your work at this desk",
}
TO_BE_FILLED_IN = "." * 40


@dataclass(frozen=True, slots=True)
class Faces:
    """Makes labels from what is kept; ``hidden`` leaves patients' names out."""

    session: Session
    viewer: Viewer
    hidden: bool

    def face(self, text: str) -> Label:
        """Return the label of a chart, or the card of anything else; raises NothingThere."""
        code = _code(text)
        match code.kind:
            case Kind.CHART:
                return self._folder(code)
            case Kind.LOCATION:
                place = self.session.scalar(select(LocationRow).filter_by(code=code.text))
                if place:
                    phone = f"tel. {place.phone}" if place.phone else ""
                    kind = PlaceKind(place.kind).label.capitalize()
                    under = " · ".join(part for part in (kind, phone) if part)
                    return Card(code.text, code.grouped, place.name, under)
            case Kind.STAFF:
                staff = self.session.scalar(select(StaffRow).filter_by(code=code.text))
                if staff:
                    role = "Operator" if staff.operator else "Staff"
                    return Card(code.text, code.grouped, staff.name, role)
            case Kind.REASON:
                reason = self.session.scalar(select(ReasonRow.name).filter_by(code=code.text))
                if reason:
                    return Card(code.text, code.grouped, reason, "Reason for a sensitive chart")
            case Kind.COMMAND if code.text in list(Command):
                command = Command(code.text)
                return Card(code.text, code.grouped, command.label, COMMAND_HINTS[command])
        raise NothingThere(what="code", text=text)

    def outguide(self, text: str) -> Slip:
        """Return the slip that stands on the shelf instead of a chart: who has it, since when.

        For a chart that is at home, or a folder that is only being made, to be filled in by hand.
        """
        label = self._folder(_code(text))
        chart = chart_by_code(self.session.connection(), label.code)
        lines = (f"to {TO_BE_FILLED_IN}", f"since {TO_BE_FILLED_IN}", "", label.record_type)
        if chart and chart.location.id != chart.home.id:
            phone = f", tel. {chart.location.phone}" if chart.location.phone else ""
            by = ", ".join(part for part in (chart.moved_by, chart.moved_at_station) if part)
            since = f"since {self._moment(chart.since)}"
            lines = (f"{chart.location.full_name}{phone}", since, by, label.record_type)
        return Slip(label.code, label.grouped, "OUT", label.mrn, label.volume, lines)

    def pull_slip(self, text: str) -> Slip:
        """Return the slip to pull a chart by: where it is now, and room to say for whom."""
        label = self._folder(_code(text))
        chart = chart_by_code(self.session.connection(), label.code)
        where = chart.location.full_name if chart else TO_BE_FILLED_IN
        lines = (where, label.name, label.record_type, f"for {TO_BE_FILLED_IN}")
        return Slip(label.code, label.grouped, "PULL", label.mrn, label.volume, lines)

    def _folder(self, code: Code) -> FolderLabel:
        settings = self.viewer.settings
        for table in (ChartRow, LabelRow):
            row = self.session.execute(_folder_row(table).where(table.code == code.text)).first()
            if row:
                volume, temporary, sensitive, patient, record_type, colour = row
                shown = "" if self.hidden or sensitive else _named(patient, settings.label_name)
                return FolderLabel(
                    code.text,
                    code.grouped,
                    settings.mrn_format.shown(patient.mrn),
                    volume,
                    f"TEMPORARY {record_type}" if temporary else record_type,
                    shown,
                    f"{self.viewer.now.astimezone(settings.zone):%y}",
                    colour,
                )
        raise NothingThere(what="code", text=code.text)

    def _moment(self, at: datetime) -> str:
        return f"{at.astimezone(self.viewer.settings.zone):%a %d %b %Y, %H:%M}"


def label_face(database: Database, viewer: Viewer, code: str) -> Label:
    """Return what stands on the label or card of a code; raises NothingThere.

    The name is left out unless an operator is signed in at the viewer's station.
    """
    with database.read() as session:
        hidden = not viewer.sees_names(session.connection())
        return Faces(session, viewer, hidden).face(code)


def plain_label(code: str) -> Label:
    """Return a card that shows nothing but a code; raises NothingThere for no code of ours."""
    parsed = _code(code)
    return Card(parsed.text, parsed.grouped, parsed.grouped)


def _code(text: str) -> Code:
    code = parse(text)
    if not isinstance(code, Code):
        raise NothingThere(what="code", text=text)
    return code


def _named(patient: PatientRow, how: LabelName) -> str:
    parts = [part for part in (patient.family_name, patient.given_name) if part]
    match how:
        case "name":
            return ", ".join(parts)
        case "initials":
            return " ".join(f"{part[0]}." for part in reversed(parts))
    return ""


def _folder_row(table: type[ChartRow] | type[LabelRow]) -> Any:
    sensitive: Any = table.sensitive if table is ChartRow else literal(False, Flag)
    return (
        select(
            table.volume,
            table.temporary,
            sensitive,
            PatientRow,
            RecordTypeRow.name,
            RecordTypeRow.colour,
        )
        .join(Owner, Owner.id == table.patient_id)
        .join(PatientRow, PatientRow.id == Owner.person_id)
        .join(RecordTypeRow, RecordTypeRow.id == table.record_type_id)
    )
