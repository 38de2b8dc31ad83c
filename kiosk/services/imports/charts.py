"""Charts from a file: with their patients, where they live, and where they are on the first day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from kiosk.domain.actors import Actor
from kiosk.domain.codes import Kind
from kiosk.domain.days import day_of
from kiosk.domain.entries import clean_number
from kiosk.domain.errors import EntryRefused
from kiosk.domain.names import folded
from kiosk.domain.why import Why
from kiosk.services.charts.folders import MOST_VOLUMES
from kiosk.services.imports.csv_file import Line, Problem
from kiosk.services.imports.patients import (
    ASKED_AT_ONCE,
    PATIENT_COLUMNS,
    NewPatient,
    PatientReader,
    known_patients,
)
from kiosk.services.records.found_by import add_patients
from kiosk.services.records.give_code import give_codes
from kiosk.services.records.new_rows import first_movement, new_chart_row
from kiosk.services.records.tie import check_tie, tie
from kiosk.settings import Settings
from kiosk.store.engine import WriteTransaction, new_id
from kiosk.store.queries.places import all_places
from kiosk.store.queries.set_up import loan_rules
from kiosk.store.queries.views import PlaceView
from kiosk.store.rows import ChartRow, MovementRow, PatientRow, RecordTypeRow
from kiosk.store.types import Flag


@dataclass(frozen=True, slots=True)
class NewChart:
    """A chart as the file has it: ``patient`` is None where the number is on file."""

    mrn: str
    patient: NewPatient | None
    record_type_id: int
    volume: int
    home: PlaceView
    place: PlaceView
    since: datetime
    label: str

    @property
    def key(self) -> tuple[str, int, int]:
        """What tells it from all other charts."""
        return self.mrn, self.record_type_id, self.volume


class ChartImport:
    """Adds the charts that are not there yet; where one is, is taken for new charts only.

    Empty cells mean: the first record type, volume 1, the only file room, at home.
    """

    needed = ("mrn",)
    chunk = 100
    columns = (*PATIENT_COLUMNS, "record_type", "volume", "home", "location", "since", "label")

    def __init__(self, settings: Settings, now: datetime, actor: Actor) -> None:
        """Take the settings, the hour and who imports."""
        self._settings = settings
        self._now = now
        self._actor = actor
        self._reader = PatientReader(settings, now)
        self._named: dict[str, NewPatient] = {}
        self._numbers: set[str] = set()
        self._places: dict[str, PlaceView] = {}
        self._by_id: dict[int, PlaceView] = {}
        self._usual_home: PlaceView | None = None
        self._types: dict[str, int] = {}

    def check(self, session: Session, lines: list[Line], problems: list[Problem]) -> list[NewChart]:
        """Return the new charts; what cannot be kept is added to the problems."""
        listed = all_places(session.connection())
        self._places = {folded(one.name): one for one in listed}
        self._by_id = {one.id: one for one in listed}
        rooms = [place for place in listed if place.place.is_file_room]
        self._usual_home = rooms[0] if len(rooms) == 1 else None
        types = session.execute(
            select(RecordTypeRow.name, RecordTypeRow.id).order_by(RecordTypeRow.id)
        )
        self._types = {folded(row.name): row.id for row in types}
        mrn = self._settings.mrn_format
        numbers = (mrn.exact(line.get("mrn")) for line in lines)
        self._numbers = {one for one in numbers if one}
        patients = known_patients(session, self._numbers)
        there = _charts_of(session, list(patients.values()))
        fresh: dict[tuple[str, int, int], NewChart] = {}
        labels: dict[str, int] = {}
        for line in lines:
            one = self._read(line, patients, problems)
            if one is None or one.key in there:
                continue
            if one.key in fresh:
                problems.append(Problem(line.row, "volume", Why.TWICE_VOLUME))
                continue
            fresh[one.key] = one
            self._check_label(session, line, one, labels, problems)
        return list(fresh.values())

    def write(self, writing: WriteTransaction, fresh: Sequence[NewChart]) -> None:
        """Write some of the new charts, with their patients and first movements."""
        patients = self._patients(writing, fresh)
        there = _charts_of(writing.session, list(patients.values()))
        todo = [one for one in fresh if one.key not in there]
        codes = give_codes(writing, Kind.CHART, self._now, len(todo))
        rules = loan_rules(writing.connection, self._settings.calendar)
        days = select(RecordTypeRow.id, RecordTypeRow.loan_days)
        types = {row.id: row.loan_days for row in writing.session.execute(days)}
        merged = [row.person_id for row in patients.values() if row.person_id != row.id]
        named = select(PatientRow.id, PatientRow.mrn).where(PatientRow.id.in_(merged))
        people = {row.id: row.mrn for row in writing.session.execute(named)}
        charts, movements = [], []
        for one, code in zip(todo, codes, strict=True):
            root = self._root(one.place)
            due = rules.due(one.since, root.kind, root.loan_days, types[one.record_type_id])
            patient = patients[one.mrn]
            number = people.get(patient.person_id, patient.mrn)
            chart = self._chart(one, code.text, patient.id, number, due)
            charts.append(chart)
            values = {"by_hand": True, **self._actor.ids}
            movements.append(first_movement(chart, one.place.id, self._now, values))
        if charts:
            writing.connection.execute(insert(ChartRow), charts)
        for movement in movements:
            writing.add_fact(MovementRow, movement)
        for one, chart in zip(todo, charts, strict=True):
            if one.label:
                tie(writing, one.label, chart["id"], self._now)

    def _read(
        self, line: Line, patients: dict[str, PatientRow], problems: list[Problem]
    ) -> NewChart | None:
        before = len(problems)
        patient = None
        number = ""
        try:
            number = self._settings.mrn_format.read(line.get("mrn"))
        except EntryRefused as error:
            problems.append(line.problem_in("mrn", error))
        known = number in patients or number in self._named
        if number and (line.get("family_name") or not known):
            patient = self._reader.read(line, problems)
            if patient and self._named.setdefault(number, patient) != patient:
                problems.append(Problem(line.row, "mrn", Why.TWICE_FOR_TWO))
        if patient and number in patients:
            self._reader.compare(line, patient, patients[number], problems)
            patient = None
        home = self._place(line, "home", self._usual_home, problems)
        place = self._place(line, "location", home, problems)
        record_type = self._type(line, problems)
        volume = self._volume(line, problems)
        since = self._since(line, problems)
        if len(problems) > before or home is None or place is None:
            return None
        label = line.get("label")
        return NewChart(number, patient, record_type, volume, home, place, since, label)

    def _place(
        self, line: Line, column: str, usual: PlaceView | None, problems: list[Problem]
    ) -> PlaceView | None:
        name = line.get(column)
        place = self._places.get(folded(name)) if name else usual
        if not name and column == "location":
            return place
        if place is None:
            why = Why.NO_SUCH if name else Why.SEVERAL_ROOMS
            problems.append(Problem(line.row, column, why, {"given": name}))
        elif column == "home" and place.inside_id:
            problems.append(Problem(line.row, column, Why.A_SHELF, {"given": name}))
        return place

    def _type(self, line: Line, problems: list[Problem]) -> int:
        name = line.get("record_type")
        usual = next(iter(self._types.values()), 0)
        found = self._types.get(folded(name), 0) if name else usual
        if not found:
            why = Why.NO_SUCH if name else Why.NEEDED
            problems.append(Problem(line.row, "record_type", why, {"given": name}))
        return found

    def _volume(self, line: Line, problems: list[Problem]) -> int:
        try:
            return clean_number("volume", line.get("volume") or "1", 1, MOST_VOLUMES)
        except EntryRefused as error:
            problems.append(line.problem_in("volume", error))
            return 0

    def _since(self, line: Line, problems: list[Problem]) -> datetime:
        given = line.get("since")
        if not given:
            return self._now
        zone = self._settings.zone
        try:
            if len(given) == len("2026-11-23"):
                noon = datetime.combine(date.fromisoformat(given), time(12), zone)
                is_today = date.fromisoformat(given) == day_of(self._now, zone)
                at = min(noon, self._now) if is_today else noon
            else:
                at = datetime.fromisoformat(given)
                at = at.replace(tzinfo=zone) if at.tzinfo is None else at
            at = at.astimezone(UTC)
        except (ValueError, OverflowError):
            problems.append(Problem(line.row, "since", Why.NO_DATE, {"example": "2026-11-23"}))
            return self._now
        if at > self._now:
            problems.append(Problem(line.row, "since", Why.IN_FUTURE))
        return at

    def _check_label(
        self,
        session: Session,
        line: Line,
        one: NewChart,
        labels: dict[str, int],
        problems: list[Problem],
    ) -> None:
        if not one.label:
            return
        if labels.setdefault(one.label, line.row) != line.row:
            problems.append(
                Problem(line.row, "label", Why.IN_ANOTHER_ROW, {"row": labels[one.label]})
            )
        mrn = self._settings.mrn_format
        try:
            if mrn.exact(one.label) in self._numbers:
                raise EntryRefused(field="label", why=Why.HOLDS_NUMBER)
            check_tie(session.connection(), one.label, 0, mrn)
        except EntryRefused as error:
            problems.append(line.problem_in("label", error))

    def _patients(
        self, writing: WriteTransaction, fresh: Sequence[NewChart]
    ) -> dict[str, PatientRow]:
        known = known_patients(writing.session, (one.mrn for one in fresh))
        new = {one.mrn: one.patient.row() for one in fresh if one.patient and one.mrn not in known}
        add_patients(writing.connection, list(new.values()))
        return known | known_patients(writing.session, new)

    def _chart(
        self, one: NewChart, code: str, patient_id: int, number: str, due: datetime | None
    ) -> dict[str, Any]:
        is_home = self._root(one.place).place.is_file_room
        values = {
            "code": code,
            "patient_id": patient_id,
            "record_type_id": one.record_type_id,
            "volume": one.volume,
            "home_id": one.home.id,
            "last_movement_id": new_id(),
            "place_id": one.place.root_id,
            "since": one.since,
            "due_at": due,
            "lent": not is_home,
        }
        return new_chart_row(new_id(), number, self._settings, values)

    def _root(self, place: PlaceView) -> PlaceView:
        """Return the place that a spot is in; any other place itself."""
        return self._by_id[place.root_id]


def _charts_of(session: Session, patients: list[PatientRow]) -> set[tuple[str, int, int]]:
    """Return the keys of the charts that these patients have, temporary ones left out.

    A chart that stands under another number of the same patient counts for each of them.
    """
    numbers: dict[int, list[str]] = {}
    for row in patients:
        numbers.setdefault(row.person_id, []).append(row.mrn)
    ids = sorted(numbers)
    found: set[tuple[str, int, int]] = set()
    for start in range(0, len(ids), ASKED_AT_ONCE):
        some = PatientRow.person_id.in_(ids[start : start + ASKED_AT_ONCE])
        rows = session.execute(
            select(PatientRow.person_id, ChartRow.record_type_id, ChartRow.volume)
            .join(PatientRow, PatientRow.id == ChartRow.patient_id)
            .where(some, ChartRow.temporary == literal(False, Flag))
        )
        for person_id, record_type_id, volume in rows:
            found |= {(number, record_type_id, volume) for number in numbers[person_id]}
    return found
