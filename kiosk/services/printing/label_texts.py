"""What stands on the label, card or slip of a code, as far as the viewer may see it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal, null, select

from kiosk.domain.codes import Code, Command, Kind, parse
from kiosk.domain.errors import NothingThere
from kiosk.services.access.viewer import Viewer
from kiosk.services.printing.on_paper import OnPaper
from kiosk.settings import LabelName
from kiosk.store.engine import Database
from kiosk.store.queries.charts import Owner, charts_by_id
from kiosk.store.queries.set_up import set_up
from kiosk.store.queries.views import ChartView, PlaceView
from kiosk.store.rows import (
    ChartRow,
    LabelRow,
    PatientRow,
    ReasonRow,
    StaffRow,
)
from kiosk.store.types import AnyRow, AnySelect, Flag
from labels import Card, FolderLabel, Label, Slip

_HINTS = {
    Command.DONE: OnPaper.DONE,
    Command.UNDO: OnPaper.UNDO,
    Command.SIGN_OFF: OnPaper.SIGN_OFF,
}


class LabelTexts:
    """Makes labels from what is kept of ``codes``, read in one go; ``hidden`` leaves names out."""

    def __init__(
        self, connection: Connection, viewer: Viewer, codes: Iterable[str], *, hidden: bool
    ) -> None:
        """Read the folders among the codes."""
        self.viewer = viewer
        self._connection = connection
        self._hidden = hidden
        self._set_up = set_up(connection)
        self._folders = _folders(connection, codes)

    def of(self, text: str) -> Label:
        """Return the label of a chart, or the card of anything else; raises NothingThere."""
        code = _code(text)
        if code.kind is Kind.CHART:
            return self._folder(code)
        if said := self._on_card(code):
            return Card(code.text, code.grouped, *said)
        raise NothingThere(what="code", text=text)

    def outguide(self, text: str) -> Slip:
        """Return the slip that stands on the shelf instead of a chart: who has it, since when.

        For a chart that is at home, or a folder that is only being made, to be filled in by hand.
        """
        label, chart, say = self._folder(_code(text)), self._chart(text), self.viewer.say
        lines = (say(OnPaper.TO_BLANK), say(OnPaper.SINCE_BLANK), "")
        if chart and chart.location.id != chart.home.id:
            place, phone = chart.location.full_name, chart.location.phone
            holder = OnPaper.HOLDER_WITH_PHONE if phone else OnPaper.HOLDER
            since = chart.since.astimezone(self.viewer.settings.zone)
            by = ", ".join(part for part in (chart.moved_by, chart.moved_at_station) if part)
            lines = (say(holder, place=place, phone=phone), say(OnPaper.SINCE, at=since), by)
        return self._slip(OnPaper.OUT, label, (*lines, label.record_type))

    def pull_slip(self, text: str) -> Slip:
        """Return the slip to pull a chart by: where it is now, and room to say for whom."""
        label, chart = self._folder(_code(text)), self._chart(text)
        say = self.viewer.say
        where = chart.location.full_name if chart else say(OnPaper.BLANK)
        lines = (where, label.name, label.record_type, say(OnPaper.FOR_BLANK))
        return self._slip(OnPaper.PULL, label, lines)

    def _slip(self, title: OnPaper, label: FolderLabel, lines: tuple[str, ...]) -> Slip:
        said = self.viewer.say(title)
        code, volume = (label.code, label.grouped), (label.mrn, label.volume)
        return Slip(*code, said, *volume, lines, label.said_volume)

    def _on_card(self, code: Code) -> tuple[str, str] | None:
        """Return the title of a code's card, and what stands below it."""
        say = self.viewer.say
        match code.kind:
            case Kind.LOCATION:
                if place := self._places.get(code.text):
                    return place.name, self._under(place)
            case Kind.STAFF:
                query = select(StaffRow.name, StaffRow.operator).filter_by(code=code.text)
                if staff := self._connection.execute(query).first():
                    return staff.name, say(OnPaper.OPERATOR if staff.operator else OnPaper.STAFF)
            case Kind.REASON:
                named = select(ReasonRow.name).filter_by(code=code.text)
                if reason := self._connection.scalar(named):
                    return reason, say(OnPaper.REASON)
            case Kind.COMMAND if code.text in list(Command):
                command = Command(code.text)
                return say(command), say(_HINTS[command])
        return None

    def _under(self, place: PlaceView) -> str:
        said = OnPaper.PLACE_WITH_PHONE if place.phone else OnPaper.PLACE
        return self.viewer.say(said, kind=place.kind, phone=place.phone)

    def _folder(self, code: Code) -> FolderLabel:
        row = self._folders.get(code.text)
        if row is None:
            raise NothingThere(what="code", text=code.text)
        settings, say = self.viewer.settings, self.viewer.say
        record_type = self._set_up.record_types[row.record_type_id]
        return FolderLabel(
            code.text,
            code.grouped,
            settings.mrn_format.shown(row.mrn),
            row.volume,
            say(OnPaper.TEMPORARY, record_type=record_type.name)
            if row.temporary
            else record_type.name,
            "" if self._hidden or row.sensitive else _named(row, settings.label_name),
            f"{self.viewer.now.astimezone(settings.zone):%y}",
            record_type.colour,
            say(OnPaper.VOLUME, volume=row.volume),
        )

    def _chart(self, text: str) -> ChartView | None:
        return self._charts.get(self._folders[_code(text).text].chart_id)

    @cached_property
    def _charts(self) -> dict[int, ChartView]:
        ids = (row.chart_id for row in self._folders.values())
        return charts_by_id(self._connection, (one for one in ids if one))

    @cached_property
    def _places(self) -> dict[str, PlaceView]:
        return {place.code: place for place in self._set_up.places.values()}


def label_texts(database: Database, viewer: Viewer, code: str) -> Label:
    """Return what stands on the label or card of a code; raises NothingThere.

    The name is left out unless an operator is signed in at the viewer's station.
    """
    with database.read() as reading:
        hidden = not viewer.sees_names(reading.connection)
        return LabelTexts(reading.connection, viewer, [code], hidden=hidden).of(code)


def plain_label(code: str) -> Label:
    """Return a card that shows nothing but a code; raises NothingThere for no code of ours."""
    parsed = _code(code)
    return Card(parsed.text, parsed.grouped, parsed.grouped)


def _code(text: str) -> Code:
    code = parse(text)
    if not isinstance(code, Code):
        raise NothingThere(what="code", text=text)
    return code


def _named(patient: AnyRow, how: LabelName) -> str:
    parts = [part for part in (patient.family_name, patient.given_name) if part]
    match how:
        case "name":
            return ", ".join(parts)
        case "initials":
            return " ".join(f"{part[0]}." for part in reversed(parts))
    return ""


def _folders(connection: Connection, codes: Iterable[str]) -> dict[str, AnyRow]:
    """Return what folders' labels say by code; of folders without a chart as yet, too."""
    ours = (code for code in map(parse, codes) if isinstance(code, Code))
    left = {code.text for code in ours if code.kind is Kind.CHART}
    found: dict[str, AnyRow] = {}
    for query in (_OF_CHARTS, _OF_NEW_FOLDERS):
        if left:
            rows = connection.execute(query, {"codes": sorted(left)})
            found |= {row.code: row for row in rows}
            left -= found.keys()
    return found


def _folder_rows(table: type[ChartRow] | type[LabelRow], *more: Any) -> AnySelect:
    return (
        select(table.code, table.volume, table.temporary, table.record_type_id, *more)
        .add_columns(PatientRow.mrn, PatientRow.family_name, PatientRow.given_name)
        .join(Owner, Owner.id == table.patient_id)
        .join(PatientRow, PatientRow.id == Owner.person_id)
        .where(table.code.in_(bindparam("codes", expanding=True)))
    )


_CHART_ID = func.coalesce(ChartRow.joined_id, ChartRow.id)
_OF_CHARTS = _folder_rows(ChartRow, ChartRow.sensitive, _CHART_ID.label("chart_id"))
_OF_NEW_FOLDERS = _folder_rows(
    LabelRow, literal(False, Flag).label("sensitive"), null().label("chart_id")
)
