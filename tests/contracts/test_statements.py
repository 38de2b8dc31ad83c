"""Scans, pages and runs of labels ask the database no more than they were measured to."""

import secrets

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from kiosk.services.printing.print_labels import SET, PrintJob, catalogue, wanted_labels
from tests.room import DONE, FILE_ROOM, RecordRoom

HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    """Return a browser of the file room that has asked before, as all but the first have."""
    client.set_cookie("station", FILE_ROOM)
    client.get("/")
    return client


@pytest.fixture
def statements(room: RecordRoom) -> list[str]:
    """Return the list that every statement is noted in, beside those that only begin."""
    noted: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            noted.append(statement)

    event.listen(room.database.engine, "before_cursor_execute", note)
    return noted


def scan(desk: FlaskClient, text: str, accept: dict[str, str]) -> None:
    sent = {
        "station": FILE_ROOM,
        "scan_id": secrets.token_hex(16),
        "text": text,
        "source": "scanner",
    }
    assert desk.post("/scans", json=sent, headers=accept).status_code == 200


@pytest.mark.parametrize(("accept", "most"), [(JSON, 9), (HTML, 16)])
@pytest.mark.parametrize("what", ["chart", "place", DONE])
def test_a_scan(
    room: RecordRoom,
    desk: FlaskClient,
    statements: list[str],
    accept: dict[str, str],
    most: int,
    what: str,
) -> None:
    chart = room.chart()
    scan(desk, room.codes["Cardiology"], accept)
    statements.clear()
    scan(desk, {"chart": chart, "place": room.codes["Surgery"]}.get(what, what), accept)
    assert 0 < len(statements) <= most, statements


@pytest.mark.parametrize(
    ("page", "most"), [("/charts/{}", 8), ("/labels/{}", 8), ("/board?station=file-room", 12)]
)
def test_a_page(
    room: RecordRoom, desk: FlaskClient, statements: list[str], page: str, most: int
) -> None:
    chart = room.chart()
    statements.clear()
    assert desk.get(page.format(chart), headers=HTML).status_code == 200
    assert 0 < len(statements) <= most, statements


def test_a_run_of_labels_reads_its_charts_in_one_go(
    room: RecordRoom, statements: list[str]
) -> None:
    codes = [room.label(f"{number}") for number in range(441_000, 441_012)]
    for code in codes[:6]:
        room.scan(code)
    asked = []
    for some in (codes[5:7], codes):
        statements.clear()
        job = PrintJob(some, "avery-l7160", what=SET)
        stock = catalogue(room.settings).stock(job.stock)
        assert len(wanted_labels(room.database, room.viewer(), job, stock)) == 4 * len(some)
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 6
