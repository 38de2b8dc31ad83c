"""The whole kiosk in a language that has no English letter: every page, list, card and script."""

import json
import re
from collections.abc import Iterator
from gettext import NullTranslations
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from kiosk.app import create_app
from kiosk.domain.codes import Command, Kind, make_code
from kiosk.domain.desk import Act
from kiosk.domain.printers import Language, Way
from kiosk.services.lists.kinds import LISTS
from kiosk.services.printing.print_labels import OUTGUIDE, PULL_SLIP, PrintJob, print_labels
from kiosk.services.printing.printers import list_printers
from kiosk.services.printing.queue import queue_test
from kiosk.services.printing.worker import send_next
from kiosk.services.setup.entries import PrinterEntry, ReasonEntry
from kiosk.services.setup.save import save_entry
from kiosk.store.rows import LocationRow, ReasonRow
from kiosk.web.http.room import STATION_COOKIE
from kiosk.web.setup.tables import PAGES
from kiosk.web.words.language import speak
from kiosk.web.words.paper import on_paper
from labels import DESIGNS, STOCKS
from tests.messages import Foreign
from tests.printed import text_of
from tests.room import CARDIOLOGY, FILE_ROOM, SANAS_PIN, RecordRoom

ENGLISH = re.compile(r"[A-Za-z]{2,}")
SAID_IN = ("placeholder", "aria-label", "title", "alt")
HTML = {"Accept": "text/html"}


class Reader(HTMLParser):
    """Keeps what people read of a page; what stands in ``code`` is data of files."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self.words = ""
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "code"):
            self._inside.append(tag)
        self.read += [value or "" for name, value in attrs if name in SAID_IN]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.read.append(data)
        elif self._inside == ["script"]:
            self.words = self.words or data


def english_in(page: str) -> list[str]:
    """The English words of a page, those of its scripts included; not the names of stocks."""
    reader = Reader()
    reader.feed(page)
    said = reader.read + (list(json.loads(reader.words).values()) if reader.words else [])
    for stock in STOCKS:
        said = [one.replace(stock.title, "") for one in said]
    places = re.compile(r"{\w+}")
    return [one for one in said if ENGLISH.search(places.sub("", one))]


@pytest.fixture(autouse=True)
def foreign() -> Iterator[None]:
    speak(Foreign())
    yield
    speak(NullTranslations())


@pytest.fixture
def named(room: RecordRoom, tmp_path: Path) -> RecordRoom:
    """A room whose own names hold no English either, with something in every list."""
    printer = {"way": Way.FOLDER, "address": str(tmp_path), "language": Language.PDF}
    save_entry(room.database, PrinterEntry("1", stock="avery-l7160", **printer), room.now)
    save_entry(room.database, ReasonEntry("Eye"), room.now)
    with room.database.write() as writing:
        for table in ("location", "staff", "station", "record_type", "reason"):
            writing.connection.execute(text(f"UPDATE {table} SET name = 'Ω ' || id"))
        writing.connection.execute(text("UPDATE set_up SET number = number + 1"))
    return room


@pytest.fixture
def chart(named: RecordRoom) -> str:
    """A chart of which much is to be said: lent, sensitive, missing once, with sheets."""
    named.scan("Ines")
    chart = named.chart("441027", family="Λ")
    other = named.chart("112233", family="Δ")
    named.chart("441027", family="Λ")
    named.scan("Cardiology")
    named.scan(chart)
    named.scan(other)
    named.scan("Surgery")
    named.act(chart, Act.SHEETS, "λ")
    named.act(other, Act.MISSING, "λ")
    named.scan(chart, CARDIOLOGY, after=9000)
    named.merge("112233", "441027")
    with named.database.write() as writing:
        writing.connection.execute(text("UPDATE patient SET given_name = 'Α'"))
    return chart


@pytest.fixture
def browser(named: RecordRoom, chart: str) -> FlaskClient:
    client = create_app(named.settings, named.database).test_client()
    client.set_cookie(STATION_COOKIE, FILE_ROOM)
    client.post("/sign-in", data={"who": named.codes["Sana"], "pin": SANAS_PIN})
    return client


PAGES_SHOWN = (
    *("/", "/desks", "/charts", "/charts/{chart}", "/folders/new", "/folders/{label}", "/merges"),
    *("/labels", "/labels/{chart}", "/labels/{place}", "/print-jobs", "/shelf", "/supervisor"),
    *("/imports", "/sign-in", "/board?station={desk}", "/nowhere", "/batches/{batch}"),
    *(f"/lists/{key}" for key in LISTS if key not in ("patient", "history")),
    *(f"/lists/{key}?print=1" for key in ("out", "unverified")),
    *(f"/setup/{what}" for what in PAGES),
    "/lists/history?of={chart}",
    "/setup/loans?id=1",
)


def test_every_page(browser: FlaskClient, named: RecordRoom, chart: str, tmp_path: Path) -> None:
    (batch,) = {one.batch_id for one in named.history(chart) if one.batch_id}
    facts = {"chart": chart, "place": named.codes["Cardiology"], "desk": FILE_ROOM}
    facts |= {"batch": str(batch), "label": named.label("550011", "Λ", "")}
    for page in PAGES_SHOWN:
        shown = browser.get(page.format(**facts), headers=HTML)
        assert shown.status_code in (200, 404), page
        assert english_in(shown.text.replace(str(tmp_path), "")) == [], page


def test_the_first_page_and_the_demos(named: RecordRoom) -> None:
    with named.database.write() as writing:
        writing.connection.execute(text("UPDATE staff SET role = 'clerk'"))
    named.settings = named.settings.model_copy(update={"demo": True})
    browser = create_app(named.settings, named.database).test_client()
    for page in ("/first", "/demo", "/sign-in"):
        assert english_in(browser.get(page).text) == [], page


FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/sign-in", {"who": "441027", "pin": "1"}),
    ("/charts/search", {"text": "44"}),
    ("/charts/search", {"text": "Ж"}),
    ("/labels/find", {"text": "Ж"}),
    ("/labels/batch", {"from": "441027", "to": "441027"}),
    ("/labels/batch", {"from": "9", "to": "1"}),
    ("/labels/preview", {"codes": "{chart}", "stock": "avery-l7160"}),
    ("/labels/preview", {"codes": "{chart}", "stock": "avery-l8658", "what": "front"}),
    ("/folders/new", {"find": "441027", "act": "find"}),
    ("/folders/new", {"mrn": "0", "family_name": "Λ", "patient": "", "act": "make"}),
    ("/merges", {"former": "441027", "into": "112233"}),
    ("/charts/{chart}/correct", {"volume": "0"}),
    ("/charts/{chart}/acts", {"act": "missing", "note": "λ"}),
    ("/setup/locations", {"name": "", "kind": "clinic"}),
    ("/setup/printers", {"name": "Ψ", "way": "port", "address": "", "dpi": "1"}),
    ("/shelf", {}),
)


@pytest.mark.parametrize(("path", "form"), FORMS)
def test_what_forms_answer(
    browser: FlaskClient, chart: str, tmp_path: Path, path: str, form: dict[str, str]
) -> None:
    given = {name: value.format(chart=chart) for name, value in form.items()}
    shown = browser.post(path.format(chart=chart), data=given, headers=HTML, follow_redirects=True)
    assert shown.status_code < 500
    assert english_in(shown.text.replace(str(tmp_path), "")) == []


def test_what_is_wrong_in_a_file(browser: FlaskClient) -> None:
    rows = BytesIO(b"mrn,family_name,birth_date\n0,,31.2.\n441027.5,X,3000-01-01\n")
    asked = browser.post("/imports", data={"kind": "patients", "file": (rows, "1")})
    page = ""
    while "<table>" not in page:
        page = browser.get(asked.location).text
        assert english_in(page) == []


def test_the_headings_of_csv_files(browser: FlaskClient, chart: str) -> None:
    for key in LISTS:
        of = {"patient": "1", "history": chart}.get(key, "")
        exported = browser.get(f"/lists/{key}.csv?of={of}")
        if exported.status_code == 200:
            lines = exported.get_data(as_text=True)
            assert [one for one in lines.splitlines() if ENGLISH.search(one)] == [], key


def test_what_scans_say(browser: FlaskClient, named: RecordRoom, chart: str) -> None:
    with named.database.read() as reading:
        reason = reading.session.scalars(select(ReasonRow.code)).one()
        stopped = reading.session.scalars(select(LocationRow.code).filter_by(stopped=True)).one()
    scanned = [chart, named.codes["Cardiology"], chart, *Command, named.codes["Vera"], reason]
    scanned += [
        stopped,
        make_code(Kind.CHART, 77).text,
        "https://x.org",
        "Ж",
        "C1234",
        named.codes["Ines"],
    ]
    for at, code in enumerate([*scanned, named.codes["Ines"], chart, chart, Command.UNDO]):
        body = {"scan_id": f"{at:032x}", "station": FILE_ROOM, "text": str(code)}
        shown = browser.post("/scans", json=body | {"source": "scanner"}, headers=HTML)
        assert shown.status_code == 200
        own = shown.text.replace("https://x.org", "").replace("C1234", "")
        assert english_in(own) == [], code


def test_everything_on_paper(named: RecordRoom, chart: str, tmp_path: Path) -> None:
    viewer = named.viewer(signed=named.sana)
    with named.database.read() as reading:
        reason = reading.session.scalars(select(ReasonRow.code)).one()
    cards = (*Command, reason, *(named.codes[one] for one in ("Cardiology", "Ines", "Vera")))
    jobs = [PrintJob([chart], "roll-102x152", what=one) for one in (OUTGUIDE, PULL_SLIP)]
    jobs += [PrintJob([str(code)], "roll-102x152") for code in cards]
    folder = [one.name for one in DESIGNS if one.prints == "folder"]
    jobs += [PrintJob([chart], "roll-102x152", what=one) for one in folder]
    for job in jobs:
        said = text_of(print_labels(named.database, viewer, job))
        assert len(said) > 10
        assert not ENGLISH.search(said), (job.what, said)
    (printer,) = list_printers(named.database)
    queue_test(named.database, viewer, printer.id)
    send_next(named.database, named.settings, on_paper, printer.id, named.now)
    (printed,) = tmp_path.glob("label-*")
    assert not ENGLISH.search(text_of(printed.read_bytes()))
