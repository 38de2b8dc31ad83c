"""Every outcome of the closed list has a cause, and says something whole when it comes."""

import re
from datetime import date
from typing import Any

import pytest

from kiosk.domain.codes import make_code
from kiosk.domain.desk import Act, Source
from kiosk.domain.filing import Wants
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.services.charts.correct import ChartEntry, correct_chart
from kiosk.services.charts.folders import prepare_temporary
from kiosk.services.desk.answers import ScanAnswer
from kiosk.services.printing.print_labels import PrintJob, print_labels
from kiosk.services.setup.entries import ReasonEntry
from kiosk.services.setup.save import save_entry
from kiosk.settings import load_settings
from kiosk.store.open_database import open_database
from kiosk.store.rows import ReasonRow
from kiosk.web.words.wording import Wording
from tests.room import CARDIOLOGY, DONE, FILE_ROOM, FILE_ROOM_B, SIGN_OFF, SURGERY, UNDO, RecordRoom


class Listener:
    """Scans, and keeps what was said under each outcome."""

    def __init__(self, room: RecordRoom) -> None:
        self.room = room
        self.words = Wording(room.settings.mrn_format, room.settings.zone)
        self.heard: dict[Outcome, str] = {}

    def scan(self, what: str, desk: str = FILE_ROOM, after: float = 5, **more: Any) -> ScanAnswer:
        answer = self.room.scan(what, desk, after, **more)
        for outcome in (answer.outcome, *answer.also):
            notice = self.words.notice(answer, outcome)
            self.heard.setdefault(outcome, f"{notice.headline}. {notice.advice}")
        return answer

    def act(self, code: str, act: Act, note: str = "", **more: Any) -> None:
        self.scan(code, source=Source.BUTTON, act=act, note=note, **more)


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[Outcome, str]:
    settings = load_settings(data=tmp_path_factory.mktemp("data"), timezone="UTC")
    database = open_database(settings)
    one = Listener(RecordRoom(database, settings).set_up())
    for part in (a_day, sending_and_receiving, what_is_pending, the_prompts_acts, what_is_refused):
        part(one)
    database.close()
    return one.heard


def a_day(one: Listener) -> None:
    chart = one.room.chart("200001", family="Day")
    print_labels(one.room.database, one.room.viewer(), PrintJob([chart], "avery-5160"))
    one.scan("Cardiology", fresh=chart)
    one.scan("Cardiology")
    one.scan(chart)
    one.scan(chart)
    one.scan(UNDO)
    one.scan(DONE)
    one.scan(DONE)
    one.scan("Cardiology")
    one.scan(chart, after=100)
    one.scan(DONE)
    hard = {"symbology": "Code128", "quality": 0.3}
    for _ in range(3):
        one.scan(chart, CARDIOLOGY, after=30, source=Source.CAMERA, read=hard)
    one.scan(chart)


def sending_and_receiving(one: Listener) -> None:
    room = one.room
    chart = room.label("441027")
    one.scan(chart)
    one.scan("Cardiology")
    for _ in range(2):
        one.scan(chart, after=20)
    one.scan(UNDO)
    one.scan(chart)
    one.scan(DONE)
    one.scan(chart, after=10)
    one.scan(UNDO)
    one.scan(chart, CARDIOLOGY)
    one.scan("Surgery", CARDIOLOGY)
    one.scan(chart, CARDIOLOGY)
    one.scan("File room A", SURGERY)
    one.scan(chart, SURGERY)
    one.scan("File room B")
    one.scan(chart)
    one.scan(DONE)
    one.scan(chart, SURGERY)
    one.scan(chart, FILE_ROOM_B)
    one.scan("Surgery", FILE_ROOM_B)
    other = room.chart("112233", at=CARDIOLOGY, family="Hopper")
    one.scan("Surgery")
    one.scan(other)
    one.scan(DONE)
    one.scan(chart)
    one.scan(DONE)
    one.scan(UNDO)


def what_is_pending(one: Listener) -> None:
    room = one.room
    room.wait(3600)
    first, second = room.chart("300003", family="A"), room.chart("300004", family="B")
    shelf = room.place("Shelf", PlaceKind.SPOT, inside="File room A")
    one.scan(first, after=400)
    one.scan(first)
    one.scan(first, after=1)
    one.scan(second)
    one.scan(shelf)
    one.scan(second)
    one.scan(DONE)
    one.scan(first)
    one.scan("Surgery")
    one.scan("Surgery")
    one.scan("Cardiology")
    one.scan("Ines")
    one.scan("Cardiology")
    one.scan("Omar")
    room.wait(400)
    third = room.chart("300005", at=SURGERY, family="C")
    one.scan(third)
    one.scan(third)
    one.scan("Cardiology")
    one.scan(UNDO, SURGERY, after=2000)
    one.scan("Ines")
    one.scan("Vera")
    one.scan(SIGN_OFF)
    for text in ("nonsense-9", "C0000000000", make_code("C", 7).text):  # type: ignore[arg-type]
        one.scan(text)
    one.scan("441027")


def the_prompts_acts(one: Listener) -> None:
    room = one.room
    room.wait(3600)
    chart = room.chart("500001", at=SURGERY, family="Acts")
    one.act(chart, Act.SHEETS, "a letter")
    one.act(chart, Act.EXTEND, until=date(2026, 12, 24))
    one.act(chart, Act.TIE, "OLD-1")
    one.act(chart, Act.TIE, "OLD-1", by=room.sana)
    one.act(chart, Act.MISSING)
    folder = prepare_temporary(room.database, chart, room.now, room.viewer())
    room.scan(folder, CARDIOLOGY)
    one.scan(chart, after=60)
    one.act(chart, Act.SHEETS_CLEARED)
    one.act(chart, Act.RETURNED, happened_at=room.now.replace(year=2020))
    second = room.chart("500001", family="Acts")
    room.place("Eye clinic", PlaceKind.CLINIC, wants=Wants.ALL)
    one.scan("Eye clinic")
    one.scan(second)
    one.scan(DONE)
    room.scan(second, "surgery")
    one.scan(second, source=Source.BUTTON)


def what_is_refused(one: Listener) -> None:
    room = one.room
    room.wait(3600)
    chart = room.chart("600001", family="No")
    one.scan("Closed clinic")
    entry = ChartEntry(room.record_type, "1", room.codes["File room A"], sensitive=True)
    mrn = room.settings.mrn_format
    correct_chart(room.database, mrn, chart, entry, room.now, room.sana)
    row_id = save_entry(room.database, ReasonEntry("Treatment"), room.now)
    with room.database.read() as reading:
        card = reading.session.get_one(ReasonRow, row_id).code
    one.scan(chart)
    one.scan("Surgery")
    sent = one.scan(card)
    room.scan(chart, CARDIOLOGY)
    one.scan(UNDO, source=Source.BUTTON, undoes=sent.scan.scan_id)
    one.scan("Shelf", after=100)
    one.scan(f"{chart} {room.codes['Surgery']}", source=Source.CAMERA)
    entry = ChartEntry(room.record_type, "1", room.codes["File room A"], retired=True)
    correct_chart(room.database, mrn, chart, entry, room.now, room.sana)
    one.scan(chart)


@pytest.mark.parametrize("outcome", Outcome)
def test_it_has_a_cause_and_its_words_are_whole(
    heard: dict[Outcome, str], outcome: Outcome
) -> None:
    assert outcome in heard
    said = heard[outcome]
    assert not re.search(r"[{}]|\bNone\b|another place|  ", said), said
    assert len(said) > 12
