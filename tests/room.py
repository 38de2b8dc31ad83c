"""A record room for tests: Ines at the file room, Cardiology, the chart of Ada Lovelace."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from kiosk.domain.codes import Command
from kiosk.domain.desk import Source
from kiosk.domain.loans import PlaceKind
from kiosk.services.answers import ScanAnswer
from kiosk.services.folders import FolderEntry, PatientEntry, prepare_folder
from kiosk.services.scan_request import ScanRequest
from kiosk.services.scans import take_scan
from kiosk.services.setup import PlaceEntry, StaffEntry, StationEntry, save_entry, set_up_first
from kiosk.settings import Settings
from kiosk.store.charts import chart_by_code, history
from kiosk.store.engine import Database
from kiosk.store.rows import LocationRow, RecordTypeRow, StaffRow
from kiosk.store.views import ChartView, MovementView

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DONE, UNDO, SIGN_OFF = Command.DONE.value, Command.UNDO.value, Command.SIGN_OFF.value
FILE_ROOM, FILE_ROOM_B, CARDIOLOGY, SURGERY = "file-room", "file-room-b", "cardiology", "surgery"


@dataclass
class RecordRoom:
    """A small record room with a clock of its own; ``scan`` waits five seconds first."""

    database: Database
    settings: Settings
    now: datetime = MONDAY
    seq: int = 0
    codes: dict[str, str] = field(default_factory=dict)

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
        ):
            save_entry(self.database, entry, self.now)
        with self.database.read() as session:
            for table in (LocationRow, StaffRow):
                self.codes |= {row.name: row.code for row in session.scalars(select(table))}
            self.record_type = session.scalars(select(RecordTypeRow.id)).one()
        for name in ("File room B", "Cardiology", "Surgery"):
            save_entry(self.database, StationEntry(name, self.codes[name]), self.now)
        return self

    def label(self, mrn: str, family: str = "Lovelace", given: str = "Ada") -> str:
        """Prepare a new folder and return the code on its label."""
        patient = PatientEntry(mrn, family, given)
        entry = FolderEntry(patient, self.record_type, self.codes["File room A"])
        return prepare_folder(self.database, self.settings.mrn_format, entry, self.now)

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
        **more: object,
    ) -> ScanAnswer:
        """Scan a code, or something by its name, at a station."""
        self.wait(after)
        self.seq += 1
        text = self.codes.get(what, what)
        given: dict[str, object] = {"scan_id": secrets.token_hex(16), "station_seq": self.seq}
        request = ScanRequest(station=desk, text=text, source=source, **{**given, **more})
        return take_scan(self.database, self.settings, request, self.now)

    def where(self, code: str) -> ChartView:
        with self.database.read() as session:
            found = chart_by_code(session.connection(), code)
        assert found
        return found

    def history(self, code: str) -> list[MovementView]:
        """Return a chart's movements, oldest first."""
        found = self.where(code)
        with self.database.read() as session:
            return history(session.connection(), found.id)[::-1]

    def kinds(self, code: str) -> list[str]:
        return [movement.kind.value for movement in self.history(code)]
