"""Records made by older commits open, say what happened then, and pass the check."""

import gzip
import shutil
import sqlite3
import warnings
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.domain.outcomes import Outcome
from kiosk.services.desk.answers import ScanAnswer, answer
from kiosk.services.records.check import find_faults
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.open_database import KEY, open_database
from kiosk.store.queries.set_up import set_up
from kiosk.store.rows import PrintJobRow, ScanRow
from kiosk.web.words.scan_facts import UntoldFactWarning
from kiosk.web.words.wording import Wording
from tests.room import MONDAY

# Each holds a scan of every outcome that there was: made by the words' own test at that commit.
KEPT = Path(__file__).parent / "kept"
COMMITS = sorted(file.name.split(".")[0] for file in KEPT.glob("*.key"))


@pytest.fixture(params=COMMITS)
def kept(request: pytest.FixtureRequest, settings: Settings) -> Database:
    put_back(request.param, settings)
    return open_database(settings)


def put_back(commit: str, settings: Settings) -> None:
    settings.data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(KEPT / f"{commit}.key", settings.data / KEY)
    made = gzip.decompress((KEPT / f"{commit}.sql.gz").read_bytes()).decode()
    with closing(sqlite3.connect(settings.data / "charts.db")) as raw:
        raw.executescript(made)


def rows(database: Database) -> list[tuple[object, ...]]:
    with database.read() as reading:
        return [tuple(row) for row in reading.connection.execute(select(ScanRow.__table__))]


def told_again(database: Database, settings: Settings) -> list[ScanAnswer]:
    with database.read() as reading:
        connection = reading.connection
        stations = {one.id: one for one in set_up(connection).stations.values()}
        scans = connection.execute(select(ScanRow.id, ScanRow.station_id)).all()
        return [
            answer(connection, settings, stations[scan.station_id], scan.id, MONDAY)
            for scan in scans
        ]


def test_it_opens_is_whole_and_says_again_what_every_scan_came_to(
    kept: Database, settings: Settings
) -> None:
    before = rows(kept)
    words = Wording(settings.mrn_format, settings.zone)
    answers = told_again(kept, settings)
    assert len({outcome for one in answers for outcome in (one.outcome, *one.also)}) >= 55
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UntoldFactWarning)  # not every shape told all facts
        for one in answers:
            for outcome in (one.outcome, *one.also):
                said = words.notice(one, outcome)
                assert said.headline and said.advice
                assert not {"{", "}"} & {*said.headline, *said.advice}
    assert find_faults(kept) == []
    assert rows(kept) == before
    kept.close()


def test_what_it_told_then_is_told_by_name(kept: Database, settings: Settings) -> None:
    told = {one.outcome: one for one in told_again(kept, settings)}
    words = Wording(settings.mrn_format, settings.zone)
    arrived = told[Outcome.NOBODY_SAID_IT_LEFT]
    assert arrived.scan.detail.was_at
    was_at = arrived.places[arrived.scan.detail.was_at.place].name
    assert was_at in words.notice(arrived).headline
    lying = told[Outcome.ARRIVED_NOT_SENT]
    assert lying.scan.detail.not_sent
    (chart_id,) = lying.scan.detail.not_sent.charts[:1]
    assert words.brief(lying.charts[chart_id]) in words.notice(lying).headline
    kept.close()


def test_sentences_that_print_jobs_failed_by_are_kept_as_said(settings: Settings) -> None:
    put_back("2bc3ea8", settings)
    sentences = {1: "", 2: "no paper?", 3: "it hung up; look whether it came out"}
    with closing(sqlite3.connect(settings.data / "charts.db")) as raw:
        raw.execute(
            "INSERT INTO printer (id, name, way, address, language, dpi, stock, nudge_right,"
            " nudge_down, what) VALUES (1, 'P', 'folder', '/tmp', 'pdf', 300, 'avery-5160', 0, 0,"
            " '')"
        )
        for job, why in sentences.items():
            raw.execute(
                "INSERT INTO print_job (id, printer_id, at, title, wanted, labels, sent, state,"
                " attempt, tries, changed_at, why) VALUES (?, 1, ?, 'x', '{}', 1, 0, 'failed', 1,"
                " 1, ?, ?)",
                (job, MONDAY.isoformat(), MONDAY.isoformat(), why),
            )
        raw.commit()
    database = open_database(settings)
    with database.read() as reading:
        rows = reading.connection.execute(select(PrintJobRow.id, PrintJobRow.why)).all()
    found = {row.id: row.why for row in rows}
    database.close()
    assert found[1] == {}
    assert (found[2]["said"], found[2]["look"]) == ("No paper?", False)
    assert (found[3]["said"], found[3]["look"]) == ("It hung up.", True)
