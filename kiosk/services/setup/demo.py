"""A demo record room: plainly fictional patients, and charts in every state worth seeing."""

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from kiosk.domain.codes import Command, Kind
from kiosk.domain.custody import MovementKind
from kiosk.domain.errors import EntryRefused
from kiosk.domain.loans import LoanRules, PlaceKind
from kiosk.domain.roles import Role
from kiosk.services.records.found_by import add_patients
from kiosk.services.records.give_code import give_code
from kiosk.services.records.new_rows import first_movement, new_chart_row, new_patient_row
from kiosk.services.setup.begin import set_up_first
from kiosk.services.setup.entries import (
    Entry,
    PlaceEntry,
    ReasonEntry,
    StaffEntry,
    StationEntry,
)
from kiosk.services.setup.save import save_entry
from kiosk.settings import Settings
from kiosk.store.engine import Database, WriteTransaction, new_id
from kiosk.store.queries.charts import charts_by_id
from kiosk.store.queries.lists import LENT, charts_page
from kiosk.store.queries.views import ChartView
from kiosk.store.rows import (
    ChartRow,
    LocationRow,
    MovementRow,
    ReasonRow,
    RecordTypeRow,
    StaffRow,
    StationRow,
)

CHARTS = 200
ROOM = "File room A"
CLINIC = "Cardiology clinic"
_TREES = "Alder Ash Birch Cedar Cypress Elder Hazel Juniper Larch Linden Maple Oak Poplar Rowan Yew"
_BIRDS = "Crane Dove Finch Heron Jay Kestrel Lark Merlin Piper Plover Raven Robin Starling Wren"
_PLACES = (
    PlaceEntry(CLINIC, PlaceKind.CLINIC, "4417"),
    PlaceEntry("Surgery clinic", PlaceKind.CLINIC, "4420"),
    PlaceEntry("Eye clinic", PlaceKind.CLINIC, "4431"),
    PlaceEntry("Ward 3", PlaceKind.WARD, "4503"),
    PlaceEntry("Ward 7", PlaceKind.WARD, "4507"),
    PlaceEntry("Dr. Demo Example", PlaceKind.PERSON, "4600"),
    PlaceEntry("Billing office", PlaceKind.OFFICE, "4711"),
    PlaceEntry("Closed clinic", PlaceKind.CLINIC, "", "", stopped=True),
    PlaceEntry("File room B", PlaceKind.FILE_ROOM, "4402"),
)
_STAFF = (StaffEntry("Ines Demo", True), StaffEntry("Omar Demo", True), StaffEntry("Visitor Demo"))
SUPERVISOR = StaffEntry("Sana Demo", True, Role.ADMINISTRATOR, pin="271828")
_REASONS = (ReasonEntry("Treatment today"), ReasonEntry("Request of the patient"))
_SHELVES = ("Returns shelf", "Sorting counter")
_OUT = (
    # place, how many days ago, seen there
    (CLINIC, 0.02, True),
    (CLINIC, 0.1, True),
    ("Ward 3", 2, True),
    ("Surgery clinic", 6, True),
    ("Ward 7", 12, True),
    (CLINIC, 0.01, False),
    ("Dr. Demo Example", 0.2, False),
)


def fill_demo(database: Database, settings: Settings, now: datetime) -> None:
    """Fill the demo room; what an interrupted start left is completed, a full one left alone."""
    with database.read() as reading:
        if reading.session.scalar(select(ChartRow.id).limit(1)):
            return
        is_new = reading.session.scalar(select(StationRow.id).limit(1)) is None
    began = now - timedelta(days=30)
    if is_new:
        room = PlaceEntry(ROOM, PlaceKind.FILE_ROOM, "4401")
        set_up_first(database, room, "File room desk", began, SUPERVISOR)
    for entry in (*_PLACES, *_STAFF, *_REASONS):
        _save_once(database, entry, began)
    with database.read() as reading:
        home = reading.session.scalar(select(LocationRow.code).where(LocationRow.name == ROOM))
    for shelf in _SHELVES:
        _save_once(database, PlaceEntry(shelf, PlaceKind.SPOT, inside=home or ""), began)
    with database.read() as reading:
        clinic = reading.session.scalar(select(LocationRow.code).where(LocationRow.name == CLINIC))
    _save_once(database, StationEntry("Cardiology counter", clinic or ""), began)
    with database.write() as writing:
        _Filler(writing, settings, began, now).fill()


def _save_once(database: Database, entry: Entry, now: datetime) -> None:
    with suppress(EntryRefused):  # its name is taken: an interrupted start had come this far
        save_entry(database, entry, now)


@dataclass(frozen=True, slots=True)
class DemoCard:
    """Something to scan in the demo: a code and its name; a chart's number, volume and place."""

    code: str
    name: str
    volume: int = 0
    place: str = ""


def demo_cards(database: Database, settings: Settings) -> list[DemoCard]:
    """Choose the labels and cards that show most with fewest scans, as things stand now."""
    with database.read() as reading:
        connection = reading.connection
        staff = reading.session.scalars(select(StaffRow).order_by(StaffRow.name)).all()
        named = (CLINIC, "Ward 3", ROOM, "Closed clinic", *_SHELVES)
        places = reading.session.scalars(
            select(LocationRow).where(LocationRow.name.in_(named))
        ).all()
        reasons = reading.session.scalars(select(ReasonRow).order_by(ReasonRow.id)).all()
        out = charts_page(connection, LENT, (ChartRow.since,), None, len(_OUT))
        first = select(ChartRow.id).order_by(ChartRow.code).limit(3 * len(_OUT))
        charts = charts_by_id(connection, connection.execute(first).scalars()).values()
    inside = sorted(
        (chart for chart in charts if chart.location.name == ROOM and chart.seen),
        key=lambda chart: chart.patient.mrn,
    )
    return [
        *(DemoCard(one.code, one.name) for one in staff),
        *(DemoCard(one.code, one.name) for one in places),
        *(DemoCard(one.code, one.name) for one in reasons),
        *(_chart_card(chart, settings) for chart in (*inside[:5], *out)),
        *(DemoCard(one.value, one.name) for one in Command),
    ]


def _chart_card(chart: ChartView, settings: Settings) -> DemoCard:
    number = settings.mrn_format.shown(chart.patient.mrn)
    return DemoCard(chart.code, number, chart.volume, chart.location.name)


class _Filler:
    """Writes patients, charts and their movements in one transaction."""

    def __init__(
        self, writing: WriteTransaction, settings: Settings, began: datetime, now: datetime
    ) -> None:
        self._writing = writing
        self._settings = settings
        self._began = began
        self._now = now
        session = writing.session
        self._places = {row.name: row for row in session.scalars(select(LocationRow))}
        self._type = session.scalars(select(RecordTypeRow)).first()
        stations = session.scalars(select(StationRow).order_by(StationRow.id)).all()
        self._stations = {station.place_id: station.id for station in stations}
        self._chance = random.Random(20261123)  # noqa: S311 - a demo that is the same every time

    def fill(self) -> None:
        names = [(tree, bird) for tree in _TREES.split() for bird in _BIRDS.split()]
        self._chance.shuffle(names)
        written = self._settings.mrn_format
        digits = min(written.digits, 9)
        some = range(10 ** max(0, digits - 3), 10**digits - 1)
        chosen = self._chance.sample(some, min(CHARTS, len(some) // 2))
        numbers = dict.fromkeys(map(written.numbered, chosen))
        for at, ((family, given), mrn) in enumerate(zip(names, numbers, strict=False)):
            chart = self._patient_with_chart(family, given, mrn)
            if at < len(_OUT):
                self._lend(chart["id"], chart["last_movement_id"], *_OUT[at])

    def _patient_with_chart(self, family: str, given: str, mrn: str) -> dict[str, Any]:
        session, room = self._writing.session, self._places[ROOM]
        born = f"{self._chance.randint(1930, 2020)}-{self._chance.randint(1, 12):02}-15"
        patient = new_patient_row(new_id(), mrn, family, given, born)
        assert self._type
        add_patients(self._writing.connection, [patient])
        values = {
            "code": give_code(self._writing, Kind.CHART, self._began).text,
            "patient_id": patient["id"],
            "record_type_id": self._type.id,
            "volume": 1,
            "home_id": room.id,
            "last_movement_id": new_id(),
            "place_id": room.id,
            "since": self._began,
        }
        chart = new_chart_row(new_id(), mrn, self._settings, values)
        session.add(ChartRow(**chart))
        session.flush()
        where = {"station_id": self._stations.get(room.id), "by_hand": False}
        self._writing.add_fact(MovementRow, first_movement(chart, room.id, self._began, where))
        return chart

    def _lend(self, chart_id: int, before: int, name: str, days: float, seen: bool) -> None:
        room, place = self._places[ROOM], self._places[name]
        at = self._now - timedelta(days=days)
        sent, newest = new_id(), new_id()
        kind = MovementKind.CHECK_OUT
        self._movement(sent, chart_id, kind, room.id, place.id, at, before)
        seen = seen and place.id in self._stations
        if seen:
            kind = MovementKind.RECEIVE
            self._movement(newest, chart_id, kind, place.id, place.id, at, sent)
        chart = self._writing.session.get_one(ChartRow, chart_id)
        chart.last_movement_id = newest if seen else sent
        chart.place_id, chart.since, chart.due_at = place.id, at, self._due(place, at)
        chart.sent, chart.lent = not seen, True
        self._writing.session.flush()

    def _movement(
        self,
        row_id: int,
        chart_id: int,
        kind: MovementKind,
        from_id: int,
        to_id: int,
        at: datetime,
        previous: int,
    ) -> None:
        place = next(row for row in self._places.values() if row.id == to_id)
        at_desk = to_id if kind is MovementKind.RECEIVE else self._places[ROOM].id
        self._writing.add_fact(
            MovementRow,
            {
                "id": row_id,
                "chart_id": chart_id,
                "kind": kind.value,
                "effective": True,
                "from_id": from_id,
                "to_id": to_id,
                "at": at,
                "recorded_at": at,
                "since": at,
                "due_at": self._due(place, at),
                "station_id": self._stations.get(at_desk),
                "by_hand": False,
                "previous_id": previous,
                "batch_id": row_id if kind is MovementKind.CHECK_OUT else None,
            },
        )

    def _due(self, place: LocationRow, at: datetime) -> datetime | None:
        rules = LoanRules(self._settings.calendar)
        return rules.due(at, PlaceKind(place.kind), place.loan_days)
