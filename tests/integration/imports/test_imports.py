"""Importing patients, charts, locations and staff: all or nothing, and never twice."""

import threading
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kiosk.app import create_app
from kiosk.cli import main
from kiosk.domain.desk import Source
from kiosk.domain.errors import EntryRefused, FileRefused
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.domain.why import Why
from kiosk.services.charts.correct import correct_patient
from kiosk.services.charts.find import find_charts, find_patients
from kiosk.services.charts.folders import FolderEntry, PatientEntry, prepare_folder
from kiosk.services.imports.csv_file import Problem, read_csv
from kiosk.services.imports.import_file import Imported, import_file
from kiosk.services.lists.read_list import Query, read_list
from kiosk.services.records.check import find_faults
from kiosk.services.setup.entries import RecordTypeEntry
from kiosk.services.setup.save import save_entry
from kiosk.settings import load_settings
from kiosk.web.words.entries import why_in_words
from tests.room import CARDIOLOGY, SANAS_PIN, SURGERY, RecordRoom

NAME_NEEDED = why_in_words("family_name", Why.NEEDED, {})


def problems_of(refusal: FileRefused) -> list[Problem]:
    problems = refusal.facts["problems"]
    assert isinstance(problems, list | tuple)
    return list(problems)


def refused(room: RecordRoom, kind: str, text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(FileRefused) as refusal:
        room.take_file(kind, text)
    problems = problems_of(refusal.value)
    assert all(one.why for one in problems)
    return [(one.row, one.column) for one in problems]


class TestNumbers:
    def test_a_decimal_number_is_never_another_patient(self, room: RecordRoom) -> None:
        room.take_file("patients", "mrn,family_name\n441020,Cedar\n044102,Birch")
        for text in ("44102.0", "441020.0", "4.4102E+04"):
            heading = "mrn,family_name,home\n"
            assert refused(room, "charts", f"{heading}{text},Cedar,File room A") == [(2, "mrn")]
            assert refused(room, "patients", f"mrn,family_name\n{text},Cedar") == [(2, "mrn")]
            entry = FolderEntry(
                PatientEntry(text, "Cedar", ""), room.record_type, room.codes["File room A"]
            )
            with pytest.raises(EntryRefused):
                prepare_folder(room.database, room.settings, entry, room.now)
            assert room.scan(text, source=Source.TYPED).look_up.charts == ()
            assert find_patients(room.database, room.viewer(), text).patients == ()

    def test_every_row_that_is_no_number_is_told(self, room: RecordRoom) -> None:
        words = ["1027.00", "1/2/03", "02-Jan-03", "Total", "nan", "NULL", "N/A", "TRUE", "0"]
        rows = "".join(f"{word},Fir\n" for word in [*words, "44-10-27"])
        told = refused(room, "patients", "mrn,family_name\n" + rows)
        assert told == [(row, "mrn") for row in range(2, 2 + len(words))]

    @pytest.mark.parametrize(
        ("zone", "now", "today", "tomorrow"),
        [
            ("Australia/Sydney", "2026-11-25T20:00", "2026-11-26", "2026-11-27"),
            ("America/Los_Angeles", "2026-11-26T03:00", "2026-11-25", "2026-11-26"),
        ],
    )
    def test_a_baby_born_today_goes_in_and_one_born_tomorrow_does_not(
        self, room: RecordRoom, zone: str, now: str, today: str, tomorrow: str
    ) -> None:
        room.settings = load_settings(data=room.settings.data, timezone=zone)
        room.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
        row = "mrn,family_name,birth_date\n{},Nora,{}"
        assert room.take_file("patients", row.format("100001", today)) == Imported(1, 0)
        assert refused(room, "patients", row.format("100002", tomorrow)) == [(2, "birth_date")]
        home = room.codes["File room A"]
        for number, born, is_taken in (("100003", today, True), ("100004", tomorrow, False)):
            folder = FolderEntry(PatientEntry(number, "Nora", "B", born), room.record_type, home)
            with nullcontext() if is_taken else pytest.raises(EntryRefused):
                prepare_folder(room.database, room.settings, folder, room.now)
        patient = find_patients(room.database, room.viewer(signed=room.sana), "100003").patients[0]
        entry = PatientEntry("100003", "Nora", "C", tomorrow)
        with pytest.raises(EntryRefused):
            correct_patient(room.database, room.settings, patient.id, entry, room.now, room.sana)


class TestManyFaults:
    def test_all_are_counted_and_the_first_are_told(self, room: RecordRoom) -> None:
        rows = "mrn,family_name\n" + "Total,Fir\n" * 5000
        with pytest.raises(FileRefused) as refusal:
            room.take_file("patients", rows)
        assert refusal.value.facts["count"] == 5000
        assert len(refusal.value.facts["problems"]) == 200  # type: ignore[arg-type]

    def test_the_page_says_how_many(self, room: RecordRoom) -> None:
        browser = create_app(room.settings, room.database).test_client()
        browser.post("/sign-in", data={"who": "Sana", "pin": SANAS_PIN})
        rows = BytesIO(b"mrn,family_name\n" + b"Total,Fir\n" * 300)
        asked = browser.post("/imports", data={"kind": "patients", "file": (rows, "all.csv")})
        page = ""
        for _ in range(100):
            page = browser.get(asked.location).text
            if "put right" in page:
                break
            time.sleep(0.05)
        assert "300 things have to be put right" in page
        assert "The first 200 are" in page


class TestFiles:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_as_spreadsheets_write_them(
        self, room: RecordRoom, delimiter: str, encoding: str, end: str
    ) -> None:
        rows = ["MRN,Family name,Given name", "441027,Lovelace,Ada", ",,", '7,Łukasz,"O\'Neil"']
        text = end.join(rows).replace(",", delimiter).encode(encoding)
        assert room.take_file("patients", text) == Imported(2, 0)
        assert (
            find_patients(room.database, room.viewer(signed=room.sana), "lukasz").patients[0].mrn
            == "000007"
        )

    @pytest.mark.parametrize(
        ("content", "column"),
        [
            (b"", "mrn"),
            (b"\xff\xfe", "file"),
            (b"mrn,family_name\n\x00", "file"),
            ("mrn,family_name\n1,Gr\xfcn".encode("latin-1"), "file"),
            (b"name\nx", "mrn"),
            (b"mrn,family_name,shoe size\n1,x,2", "shoe_size"),
            (b"mrn,family_name,mrn\n1,x,2", "mrn"),
            (b"mrn,family_name\n1,x,y", "row"),
            (b'mrn,family_name\n1,"x', "row"),
            (b"PK\x03\x04\x00\x00", "file"),
        ],
    )
    def test_what_is_no_such_file_is_refused_in_words(
        self, room: RecordRoom, content: bytes, column: str
    ) -> None:
        problems = (
            refused(room, "patients", content)
            if column != "row" or b'"' not in content
            else [(2, "row")]
        )
        assert problems[0][1] == column

    @given(st.binary(max_size=300))
    def test_no_bytes_break_the_reader(self, content: bytes) -> None:
        try:
            read_csv(content, ("mrn",), ("mrn", "family_name"))
        except FileRefused as refusal:
            (problem,) = problems_of(refusal)
            assert isinstance(problem, Problem)


class TestPatients:
    def test_every_error_is_said_with_its_row_and_column_and_nothing_is_taken(
        self, room: RecordRoom
    ) -> None:
        text = (
            "mrn,family_name,given_name,birth_date\n"
            "441027,Lovelace,Ada,1852-12-10\n"
            ",Nobody,,\n"
            "112233,,,\n"
            "12-34-5678,Long,,\n"
            "112234,Later,,2999-01-01\n"
            "112235,Odd,,yesterday\n"
            "441027,Hopper,Grace,\n"
        )
        assert refused(room, "patients", text) == [
            (3, "mrn"),
            (4, "family_name"),
            (5, "mrn"),
            (6, "birth_date"),
            (7, "birth_date"),
            (8, "mrn"),
        ]
        assert find_patients(room.database, room.viewer(), "441027").patients == ()

    def test_a_heading_is_named_as_it_stands_in_the_file(self, room: RecordRoom) -> None:
        for text, column in (
            ("mrn\n1", "family_name"),
            ("mrn,family_name,shoe size\n", "shoe_size"),
        ):
            with pytest.raises(FileRefused) as refusal:
                room.take_file("patients", text)
            (problem,) = problems_of(refusal.value)
            assert problem.facts["column"] == column
            assert column in why_in_words(problem.column, problem.why, problem.facts)

    def test_again_doubles_nothing(self, either_room: RecordRoom) -> None:
        room = either_room
        text = "mrn,family_name\n441027,Lovelace\n112233,Hopper\n441027,Lovelace\n"
        assert room.take_file("patients", text) == Imported(2, 1)
        assert room.take_file("patients", text) == Imported(0, 3)

    def test_a_number_that_is_somebody_elses_is_said(self, room: RecordRoom) -> None:
        room.chart()
        assert refused(room, "patients", "mrn,family_name\n441027,Hopper\n") == [(2, "mrn")]

    def test_leading_zeros_that_a_spreadsheet_ate_are_restored(self, room: RecordRoom) -> None:
        room.take_file("patients", "mrn,family_name\n1027,Lovelace\n")
        assert find_patients(room.database, room.viewer(), "00-10-27").patients[0].mrn == "001027"


class TestCharts:
    def test_with_their_patients_and_where_they_are(self, either_room: RecordRoom) -> None:
        room = either_room
        save_entry(room.database, RecordTypeEntry("X-ray jacket"), room.now)
        text = (
            "mrn,family_name,record_type,volume,home,location,since,label\n"
            "441027,Lovelace,,1,File room A,,,OLD-1\n"
            "441027,,x-ray jacket,,file room b,,,\n"
            "112233,Hopper,Medical record,2,File room A,Surgery,2026-11-16,\n"
        )
        assert room.take_file("charts", text) == Imported(3, 0)
        home, jacket = find_charts(room.database, room.viewer(), "441027").charts
        assert (home.location.name, home.label_verified) == ("File room A", False)
        assert (jacket.record_type, jacket.home.name) == ("X-ray jacket", "File room B")
        (out,) = find_charts(room.database, room.viewer(), "112233").charts
        assert (out.volume, out.location.name, out.seen) == (2, "Surgery", True)
        assert out.since == datetime(2026, 11, 16, 12, tzinfo=UTC)
        assert out.due_at == datetime(2026, 11, 17, 17, tzinfo=UTC)
        overdue = read_list(room.database, room.viewer(), Query("overdue")).rows
        assert [row.chart.code for row in overdue] == [out.code]
        assert room.scan("OLD-1").chart.code == home.code  # type: ignore[union-attr]
        assert find_faults(room.database) == []

    def test_a_movement_is_never_overwritten(self, room: RecordRoom) -> None:
        text = "mrn,family_name,home,location\n441027,Lovelace,File room A,Surgery\n"
        room.take_file("charts", text)
        (chart,) = find_charts(room.database, room.viewer(), "441027").charts
        room.scan(chart.code, CARDIOLOGY)
        assert room.take_file("charts", text) == Imported(0, 1)
        assert room.where(chart.code).location.name == "Cardiology"

    def test_its_first_scan_verifies_the_label_and_acts_like_any_other(
        self, room: RecordRoom
    ) -> None:
        room.take_file("charts", "mrn,family_name,home\n441027,Lovelace,File room A\n")
        (chart,) = find_charts(room.database, room.viewer(), "441027").charts
        room.scan("Cardiology")
        answer = room.scan(chart.code)
        assert answer.outcome is Outcome.CHECKED_OUT
        assert Outcome.LABEL_VERIFIED in answer.also

    def test_empty_cells_mean_the_only_room_when_there_is_one(self, room: RecordRoom) -> None:
        text = "mrn,family_name\n441027,Lovelace\n"
        assert refused(room, "charts", text) == [(2, "home")]

    @pytest.mark.parametrize(
        ("cells", "columns"),
        [
            ("441027,Lovelace,Moon,,,,", ["record_type"]),
            ("441027,Lovelace,,0,,,", ["volume"]),
            ("441027,Lovelace,,x,Moon,Mars,", ["home", "location", "volume"]),
            ("441027,Lovelace,,,,,2999-01-01", ["since"]),
            ("441027,Lovelace,,,,,soon", ["since"]),
            ("441027,,,,,,", ["family_name"]),
            ("x y,Lovelace,,,,,", ["mrn"]),
        ],
    )
    def test_errors_by_column(self, room: RecordRoom, cells: str, columns: list[str]) -> None:
        cells = cells.replace(",,", ",,") if "Moon,Mars" in cells else _at_home(cells)
        text = f"mrn,family_name,record_type,volume,home,location,since\n{cells}\n"
        assert (
            sorted(
                {column for _, column in refused(room, "charts", text)} - {"mrn"}
                if "mrn" not in columns
                else {"mrn"}
            )
            == columns
        )

    def test_labels_are_checked_too(self, room: RecordRoom) -> None:
        text = (
            "mrn,family_name,home,label\n"
            "441027,Lovelace,File room A,OLD-1\n"
            "112233,Hopper,File room A,OLD-1\n"
            "112234,Hamilton,File room A,K0000000197\n"
        )
        rows = refused(room, "charts", text)
        assert (3, "label") in rows

    def test_one_number_for_two_people_in_a_file_is_said(self, room: RecordRoom) -> None:
        text = (
            "mrn,family_name,home,volume\n"
            "441027,Lovelace,File room A,1\n"
            "441027,,File room A,2\n"
            "441027,Hopper,File room A,3\n"
        )
        assert refused(room, "charts", text) == [(4, "mrn")]

    def test_the_same_chart_twice_in_a_file_is_said(self, room: RecordRoom) -> None:
        text = "mrn,family_name,home\n441027,Lovelace,File room A\n441027,Lovelace,File room A\n"
        assert refused(room, "charts", text) == [(3, "volume")]

    def test_an_import_that_was_cut_short_is_completed_by_running_it_again(
        self, room: RecordRoom
    ) -> None:
        lines = [f"{at:06},Lovelace{at},File room A" for at in range(1, 251)]
        text = "\n".join(["mrn,family_name,home", *lines])

        def cut(done: int, _rows: int) -> None:
            if done >= 200:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            import_file(
                room.database,
                room.settings,
                "charts",
                text.encode(),
                room.now,
                room.sana.actor,
                cut,
            )
        assert room.take_file("charts", text) == Imported(50, 200)
        assert find_faults(room.database) == []


def _at_home(cells: str) -> str:
    parts = cells.split(",")
    parts[4] = parts[4] or "File room A"
    return ",".join(parts)


class TestLocationsAndStaff:
    def test_locations_and_shelves_in_any_order(self, room: RecordRoom) -> None:
        text = (
            "name,kind,department,phone,loan_days,inside,stopped\n"
            "Shelf 1,shelf,,,,Eye clinic,\n"
            "Eye clinic,Clinic,Surgery,4431,3,,no\n"
            "Old ward,ward,,,,,yes\n"
            "Cardiology,clinic,,,,,\n"
        )
        assert room.take_file("locations", text) == Imported(3, 1)
        listed = {
            row.chart.code for row in read_list(room.database, room.viewer(), Query("out")).rows
        }
        assert listed == set()

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            (",ward,,", "name"),
            ("X,moon,,", "kind"),
            ("X,ward,Nowhere,", "inside"),
            ("X,shelf,,", "inside"),
            ("X,shelf,Nowhere,", "inside"),
            ("X,ward,,perhaps", "stopped"),
        ],
    )
    def test_errors_by_column(self, room: RecordRoom, cells: str, column: str) -> None:
        text = f"name,kind,inside,stopped\n{cells}\n"
        assert refused(room, "locations", text) == [(2, column)]

    def test_staff(self, room: RecordRoom) -> None:
        text = "name,operator\nEve,yes\nIda,\nInes,no\n"
        assert room.take_file("staff", text) == Imported(2, 1)
        assert refused(room, "staff", "name,operator\nEva,perhaps\nEva,\n,\n") == [(2, "operator")]


class TestWays:
    def test_by_command(
        self, room: RecordRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        room.database.close()
        monkeypatch.setenv("KIOSK_DATA", str(room.settings.data))
        file = tmp_path / "patients.csv"
        file.write_text("mrn,family_name\n441027,Lovelace\n")
        done = CliRunner().invoke(main, ["import", "patients", str(file)])
        assert "1 patients added, 0 were here already." in done.output
        file.write_text("mrn,family_name\n441028,\n")
        done = CliRunner().invoke(main, ["import", "patients", str(file)])
        assert done.exit_code == 1
        assert f"row 2, family_name: {NAME_NEEDED}" in done.output
        done = CliRunner().invoke(main, ["import", "patients", str(tmp_path / "none.csv")])
        assert done.exit_code == 1
        done = CliRunner().invoke(main, ["admin", "Eve", "--pin", "161803"])
        assert "Eve is an administrator." in done.output
        done = CliRunner().invoke(main, ["admin", "Eve", "--pin", "1"])
        assert "6 to 12 digits" in done.output

    @pytest.fixture
    def client(self, room: RecordRoom) -> FlaskClient:
        room.now = datetime.now(UTC)
        client = create_app(room.settings, room.database).test_client()
        client.post("/sign-in", data={"who": "Sana", "pin": SANAS_PIN})
        return client

    def upload(self, client: FlaskClient, kind: str, text: str) -> str:
        form = {"kind": kind, "file": (BytesIO(text.encode()), "list.csv")}
        there = client.post("/imports", data=form).headers["Location"]
        for _ in range(200):
            page = client.get(there).text
            if "http-equiv" not in page:
                return page
            time.sleep(0.05)
        raise AssertionError(page)

    def test_in_the_browser(self, client: FlaskClient) -> None:
        done = self.upload(client, "patients", "mrn,family_name\n441027,Lovelace\n")
        assert "Done: 1 added" in done
        wrong = self.upload(client, "patients", "mrn,family_name\n441028,\n")
        assert f"<td>2</td><td><code>family_name</code></td><td>{NAME_NEEDED}</td>" in wrong
        assert client.post("/imports", data={"kind": "moon"}).headers["Location"] == "/imports"
        assert client.get("/imports/7").status_code == 404

    def test_kiosks_go_on_scanning_meanwhile(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        lines = [f"{at:06},Lovelace{at},File room A" for at in range(1, 3001)]
        text = "\n".join(["mrn,family_name,home", *lines]).encode()
        begun, ended = threading.Event(), threading.Event()

        def run() -> None:
            progress = lambda _done, _rows: begun.set()  # noqa: E731
            import_file(
                room.database, room.settings, "charts", text, room.now, room.sana.actor, progress
            )
            ended.set()

        thread = threading.Thread(target=run)
        thread.start()
        assert begun.wait(60)
        scans = 0
        while not ended.is_set():
            room.scan(chart, (CARDIOLOGY, SURGERY)[scans % 2])
            scans += 1
        thread.join()
        assert scans > 2  # one would mean that they had to wait for its end
        assert find_faults(room.database) == []


def test_a_chart_on_a_clinics_counter_is_lent_by_the_clinics_rules(room: RecordRoom) -> None:
    room.place("Counter", PlaceKind.SPOT, inside="Surgery")
    room.take_file("charts", "mrn,family_name,home,location\n441027,L,File room A,Counter\n")
    (chart,) = find_charts(room.database, room.viewer(), "441027").charts
    assert chart.due_at
    assert chart.place_id == room.ids["Surgery"]


def test_a_shelf_inside_a_shelf_is_refused_before_anything_is_written(room: RecordRoom) -> None:
    text = "name,kind,inside\nX,clinic,\nA,shelf,Surgery\nB,shelf,A\n"
    with pytest.raises(Exception, match="file-refused"):
        room.take_file("locations", text)


@pytest.mark.parametrize("since", ["0001-01-01T00:00+10:00", "9999-12-31T23:59-10:00"])
def test_times_out_of_the_calendar_are_said_by_their_row(room: RecordRoom, since: str) -> None:
    with pytest.raises(FileRefused) as refused:
        room.take_file("charts", f"mrn,family_name,home,since\n441027,L,File room A,{since}\n")
    (problem,) = problems_of(refused.value)
    assert (problem.row, problem.column) == (2, "since")


def test_today_is_no_future(room: RecordRoom) -> None:
    today = room.now.date().isoformat()
    room.take_file("charts", f"mrn,family_name,home,since\n441027,L,File room A,{today}\n")
    (chart,) = find_charts(room.database, room.viewer(), "441027").charts
    assert chart.since == room.now


def test_a_chart_that_is_at_home_nowhere_is_said_why(room: RecordRoom) -> None:
    room.place("Shelf 3", PlaceKind.SPOT, inside="File room A")
    heading = "mrn,family_name,home,record_type\n"
    rows = "441027,L,Shelf 3,\n441028,L,Nowhere,\n441029,L,,Plaster\n"
    with pytest.raises(FileRefused) as refused:
        room.take_file("charts", heading + rows)
    told = [(one.column, one.why) for one in problems_of(refused.value)]
    assert told[:2] == [("home", Why.A_SHELF), ("home", Why.NO_SUCH)]
    assert told[-1] == ("record_type", Why.NO_SUCH)
