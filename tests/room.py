"""A record room for tests: Ines at the file room, Cardiology, the chart of Ada Lovelace."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import select

from kiosk.domain.codes import Command
from kiosk.domain.desk import Act, Source
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.domain.roles import Role
from kiosk.services.access.sign_in import SignedIn, hash_pin
from kiosk.services.access.viewer import Viewer
from kiosk.services.charts.correct import ChartEntry, correct_chart
from kiosk.services.charts.folders import FolderEntry, PatientEntry, prepare_folder
from kiosk.services.charts.merge import merge_patients
from kiosk.services.desk.answers import ScanAnswer
from kiosk.services.desk.scan_request import ScanRequest
from kiosk.services.desk.take_scan import take_scan, tell_scan
from kiosk.services.imports.import_file import Imported, import_file
from kiosk.services.lists.read_list import Query, read_list
from kiosk.services.setup.begin import set_up_first
from kiosk.services.setup.entries import PlaceEntry, StaffEntry, StationEntry
from kiosk.services.setup.save import save_entry
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.queries.charts import chart_by_code
from kiosk.store.queries.movements import history
from kiosk.store.queries.views import ChartView, MovementView
from kiosk.store.rows import LocationRow, PatientRow, RecordTypeRow, StaffRow
from kiosk.web.words.paper import on_paper
from kiosk.web.words.wording import Wording

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DONE, UNDO, SIGN_OFF = Command.DONE.value, Command.UNDO.value, Command.SIGN_OFF.value
FILE_ROOM, FILE_ROOM_B, CARDIOLOGY, SURGERY = "file-room", "file-room-b", "cardiology", "surgery"

SANAS_PIN = "271828"


def said(answer: ScanAnswer) -> set[Outcome]:
    """All outcomes of an answer, whichever of them leads."""
    return {answer.outcome, *answer.also}


@cache
def hashed(pin: str) -> str:
    """Hash a PIN once for all rooms: it is slow on purpose."""
    return hash_pin(pin)


@dataclass
class RecordRoom:
    """A small record room with a clock of its own; ``scan`` waits five seconds first."""

    database: Database
    settings: Settings
    now: datetime = MONDAY
    seq: int = 0
    codes: dict[str, str] = field(default_factory=dict)
    is_harmed: bool = False  # by a test, on purpose: its record need not be whole

    def set_up(self) -> "RecordRoom":
        room = PlaceEntry("File room A", PlaceKind.FILE_ROOM)
        set_up_first(self.database, room, "File room", self.now)
        for entry in (
            PlaceEntry("File room B", PlaceKind.FILE_ROOM),
            PlaceEntry("Cardiology", PlaceKind.CLINIC, "4417"),
            PlaceEntry("Surgery", PlaceKind.CLINIC, "4420"),
            PlaceEntry("Ward 3", PlaceKind.WARD, "4503"),
            PlaceEntry("Closed clinic", PlaceKind.CLINIC, stopped=True),
            StaffEntry("Ines", operator=True),
            StaffEntry("Omar", operator=True),
            StaffEntry("Vera"),
            StaffEntry("Sana", operator=True),
        ):
            save_entry(self.database, entry, self.now)
        with self.database.read() as reading:
            places = reading.session.scalars(select(LocationRow)).all()
            people = reading.session.scalars(select(StaffRow)).all()
            self.codes |= {row.name: row.code for row in places}
            self.codes |= {row.name: row.code for row in people}
            self.ids = {row.name: row.id for row in places}
            sana = reading.session.scalars(select(StaffRow).where(StaffRow.name == "Sana")).one()
            self.sana = SignedIn(sana.id, sana.name, Role.ADMINISTRATOR, None)
            self.record_type = reading.session.scalars(select(RecordTypeRow.id)).one()
        for name in ("File room B", "Cardiology", "Surgery"):
            save_entry(self.database, StationEntry(name, self.codes[name]), self.now)
        with self.database.write() as writing:
            sana_row = writing.session.get_one(StaffRow, self.sana.staff_id)
            sana_row.role, sana_row.pin_hash = Role.ADMINISTRATOR, hashed(SANAS_PIN)
        return self

    def place(self, name: str, kind: PlaceKind, **more: Any) -> str:
        """Set up one more place, or a spot ``inside`` one, and return its card's code."""
        if "inside" in more:
            more["inside"] = self.codes[str(more["inside"])]
        row_id = save_entry(self.database, PlaceEntry(name, kind, **more), self.now)
        with self.database.read() as reading:
            self.codes[name] = reading.session.get_one(LocationRow, row_id).code
        self.ids[name] = row_id
        return self.codes[name]

    def act(self, code: str, act: Act, note: str = "", **more: Any) -> ScanAnswer:
        """Press one of the prompt's buttons for a chart."""
        return self.scan(code, source=Source.BUTTON, act=act, note=note, **more)

    def viewer(self, desk: str = FILE_ROOM, signed: SignedIn | None = None) -> Viewer:
        return Viewer(self.settings, desk, self.now, signed, say=on_paper)

    def label(self, mrn: str, family: str = "Lovelace", given: str = "Ada") -> str:
        """Prepare a new folder and return the code on its label; a known patient's next volume."""
        with self.database.read() as reading:
            known = reading.session.scalar(select(PatientRow.id).where(PatientRow.mrn == mrn))
        patient = known or PatientEntry(mrn, family, given, other_person=True)
        entry = FolderEntry(patient, self.record_type, self.codes["File room A"])
        return prepare_folder(self.database, self.settings, entry, self.now)

    def chart(self, mrn: str = "441027", at: str = FILE_ROOM, family: str = "Lovelace") -> str:
        """Make a chart that is at a desk, for longer than anything there is pending."""
        code = self.label(mrn, family)
        self.scan(code, at)
        self.scan(DONE, at)
        self.wait(3600)
        return code

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def scan(
        self,
        what: str,
        desk: str = FILE_ROOM,
        after: float = 5,
        source: Source = Source.SCANNER,
        **more: Any,
    ) -> ScanAnswer:
        """Scan a code, or something by its name, at a station; what is said of it must be whole."""
        self.wait(after)
        self.seq += 1
        text = self.codes.get(what, what)
        given: dict[str, Any] = {"scan_id": secrets.token_hex(16), "station_seq": self.seq}
        request = ScanRequest(station=desk, text=text, source=source, **{**given, **more})
        taken = take_scan(self.database, self.settings, request, self.now)
        answer = tell_scan(self.database, self.settings, taken, self.now)
        words = Wording(self.settings.mrn_format, self.settings.zone)
        for outcome in said(answer):
            words.notice(answer, outcome)
        return answer

    def correct(self, code: str, **more: Any) -> None:
        """Correct a chart in the form of a supervisor, who leaves the rest of it as it was."""
        now = self.where(code)
        fields: dict[str, Any] = {
            "record_type_id": self.record_type,
            "volume": str(now.volume),
            "home": self.codes["File room A"],
            "sensitive": now.sensitive,
            "retired": now.retired,
        }
        entry = ChartEntry(**fields | more)
        mrn = self.settings.mrn_format
        correct_chart(self.database, mrn, code, entry, self.now, self.sana)

    def merge(self, former: str = "112233", into: str = "441027") -> int:
        """Merge two numbers of one person, and return the merge's id."""
        mrn = self.settings.mrn_format
        return merge_patients(self.database, mrn, former, into, self.now, self.sana)

    def take_file(self, kind: str, text: str | bytes) -> Imported:
        """Import a file, as an administrator does."""
        content = text.encode() if isinstance(text, str) else text
        return import_file(self.database, self.settings, kind, content, self.now, self.sana.actor)

    def listed(self, key: str) -> list[str]:
        """Return the codes of the charts in a list."""
        return [one.chart.code for one in read_list(self.database, self.viewer(), Query(key)).rows]

    def where(self, code: str) -> ChartView:
        with self.database.read() as reading:
            found = chart_by_code(reading.connection, code)
        assert found
        return found

    def history(self, code: str) -> list[MovementView]:
        """Return a chart's movements, oldest first."""
        found = self.where(code)
        with self.database.read() as reading:
            return history(reading.connection, found.id)[::-1]

    def kinds(self, code: str) -> list[str]:
        return [movement.kind.value for movement in self.history(code)]
