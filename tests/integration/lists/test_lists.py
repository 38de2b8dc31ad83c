"""The lists: what stands in each, sorting, paging, filters, CSV."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from kiosk.app import create_app
from kiosk.domain.desk import Act
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.loans import PlaceKind
from kiosk.services.lists.kinds import LISTS
from kiosk.services.lists.read_list import ListPage, Query, count_lists, read_all, read_list
from kiosk.services.setup.entries import PlaceEntry
from kiosk.services.setup.save import save_entry
from kiosk.store.rows import ChartRow
from kiosk.web.lists.columns import COLUMNS
from kiosk.web.lists.pages import safe_cell
from kiosk.web.words.lists import list_title
from kiosk.web.words.wording import Wording
from tests.room import CARDIOLOGY, DONE, SANAS_PIN, SURGERY, RecordRoom


def page(room: RecordRoom, key: str, size: int = 50, **more: object) -> ListPage:
    return read_list(room.database, room.viewer(), Query(key, **more), size)  # type: ignore[arg-type]


def codes(listed: ListPage) -> list[str]:
    return [row.chart.code for row in listed.rows]


def lend(room: RecordRoom, count: int, to: str = "Cardiology") -> list[str]:
    charts = [
        room.chart(f"{at:02}{at:02}{(7 * at) % 100:02}", family=f"F{at}")
        for at in range(1, count + 1)
    ]
    room.scan(to)
    for chart in charts:
        room.scan(chart)
    room.scan(DONE)
    return charts


class TestPaging:
    @pytest.mark.parametrize("order", ["place", "time", "terminal"])
    def test_pages_follow_each_other_without_gap_or_twin(
        self, either_room: RecordRoom, order: str
    ) -> None:
        room = either_room
        charts = lend(room, 5) + [
            room.chart(f"9900{at}0", at=SURGERY, family=f"G{at}") for at in range(3)
        ]
        seen: list[str] = []
        after = ""
        while True:
            one = page(room, "out", size=3, order=order, after=after)
            seen += codes(one)
            after = one.next_after
            if not after:
                break
        assert sorted(seen) == sorted(charts)
        whole = [
            row.chart.code for row in read_all(room.database, room.viewer(), Query("out", order))
        ]
        assert whole == seen

    def test_terminal_digit_order(self, room: RecordRoom) -> None:
        lend(room, 6)
        listed = page(room, "out", order="terminal").rows
        ends = [row.chart.patient.mrn[4:] + row.chart.patient.mrn[2:4] for row in listed]
        assert ends == sorted(ends)
        assert len(ends) == 6

    def test_the_longest_held_comes_first(self, room: RecordRoom) -> None:
        charts = lend(room, 3)
        assert codes(page(room, "out", order="time")) == charts

    def test_no_patients_number_stands_in_the_address_of_the_next_page(
        self, room: RecordRoom
    ) -> None:
        lend(room, 3)
        after = page(room, "out", size=1, order="terminal").next_after
        assert after.startswith("[null, ")

    @pytest.mark.parametrize(
        "after", ["x", "[]", "[1]", '["2026-11-23"]', "[null, 7]", "[1e400, 2]", "{}"]
    )
    def test_a_page_of_no_list_is_refused(self, room: RecordRoom, after: str) -> None:
        with pytest.raises(EntryRefused):
            page(room, "out", after=after)

    def test_movements_are_paged_too(self, either_room: RecordRoom) -> None:
        room = either_room
        lend(room, 4)
        first = page(room, "today", size=5)
        second = page(room, "today", size=5, after=first.next_after)
        kinds = [row.movement.kind.value for row in (*first.rows, *second.rows) if row.movement]
        assert kinds == ["check-out"] * 4 + ["created"] * 4


class TestWhatStandsInThem:
    def test_filters_by_place_and_type(self, room: RecordRoom) -> None:
        lent, other = lend(room, 1), room.chart("990010", at=SURGERY, family="G")
        assert codes(page(room, "out", place=room.codes["Surgery"])) == [other]
        assert codes(page(room, "out", place=room.codes["Cardiology"])) == lent
        assert codes(page(room, "out", record_type_id=7)) == []
        assert len(page(room, "today", place=room.codes["Surgery"]).rows) == 1
        with pytest.raises(NothingThere):
            page(room, "out", place="L0000000000")

    def test_overdue_is_oldest_first(self, room: RecordRoom) -> None:
        (first,) = lend(room, 1)
        room.wait(24 * 3600)
        second = room.chart("990010", family="G")
        room.scan("Surgery")
        room.scan(second)
        assert codes(page(room, "overdue")) == []
        room.wait(10 * 24 * 3600)
        assert codes(page(room, "overdue")) == [first, second]

    def test_sheets_and_unverified_labels(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.act(chart, Act.SHEETS, "a letter")
        with room.database.write() as writing:
            writing.session.query(ChartRow).update({"label_read_id": None})
        assert codes(page(room, "sheets")) == codes(page(room, "unverified")) == [chart]
        room.scan(chart)
        assert codes(page(room, "unverified")) == []

    def test_one_patients_charts_and_one_charts_history(self, room: RecordRoom) -> None:
        chart, second = room.chart(), room.chart()
        room.chart("112233", family="Hopper")
        person = room.where(chart).patient.id
        assert codes(page(room, "patient", subject=str(person))) == [chart, second]
        assert len(page(room, "history", subject=chart).rows) == 1
        for subject in ("7", "x", ""):
            with pytest.raises((NothingThere, EntryRefused)):
                page(room, "patient", subject=subject)
            with pytest.raises(NothingThere):
                page(room, "history", subject=subject)

    def test_names_are_masked_while_nobody_is_signed_in(self, room: RecordRoom) -> None:
        lend(room, 1)
        assert page(room, "out").rows[0].chart.patient.name == "A. F."
        room.scan("Ines")
        assert page(room, "out").rows[0].chart.patient.name == "F1, Ada"

    def test_counts(self, either_room: RecordRoom) -> None:
        room = either_room
        lend(room, 3)
        counts = count_lists(room.database, room.settings, room.now)
        assert (counts["out"], counts["on-its-way"], counts["missing"]) == (3, 3, 0)
        assert set(counts) - {"chased"} == {kind.key for kind in LISTS.values() if kind.conditions}

    def test_an_unknown_list_is_none(self, room: RecordRoom) -> None:
        with pytest.raises(NothingThere):
            page(room, "everything")


class TestPages:
    @pytest.fixture
    def client(self, room: RecordRoom) -> FlaskClient:
        room.now = datetime.now(UTC)
        return create_app(room.settings, room.database).test_client()

    @pytest.mark.parametrize("key", [key for key in LISTS if key not in ("patient", "history")])
    def test_every_list_is_shown_printed_and_exported(
        self, room: RecordRoom, client: FlaskClient, key: str
    ) -> None:
        chart = lend(room, 2)[0]
        room.scan(chart, SURGERY)
        room.act(chart, Act.MISSING)
        room.act(chart, Act.SHEETS, "a letter")
        client.post("/sign-in", data={"who": "Sana", "pin": SANAS_PIN})
        for query in ("", "?print=1", "?order=terminal"):
            shown = client.get(f"/lists/{key}{query}")
            assert shown.status_code == 200
            assert str(escape(list_title(key))) in shown.text
        exported = client.get(f"/lists/{key}.csv")
        assert exported.mimetype == "text/csv"
        heading = exported.get_data(as_text=True).splitlines()[0]
        kept = [COLUMNS[name].heading for name in LISTS[key].columns if COLUMNS[name].exported]
        assert heading == "\ufeff" + ",".join(kept)

    def test_a_csv_holds_what_the_list_shows(self, room: RecordRoom, client: FlaskClient) -> None:
        lend(room, 60)
        client.post("/sign-in", data={"who": "Sana", "pin": SANAS_PIN})
        text = client.get("/lists/out.csv?order=time").get_data(as_text=True)
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert len(rows) == 60
        assert (rows[0]["Number"], rows[0]["Patient"], rows[0]["Where"]) == (
            "01\u201101\u201107",
            "F1, Ada",
            "Cardiology",
        )

    @pytest.mark.parametrize("text", ["=1+1", "+4417", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    def test_no_cell_is_a_formula(self, text: str) -> None:
        assert safe_cell(text) == f"'{text}"

    def test_plain_cells_stay_plain(self) -> None:
        assert safe_cell("44-10-27") == "44-10-27"

    def test_a_list_that_is_none_is_no_page(self, client: FlaskClient) -> None:
        for path in ("/lists/x", "/lists/x.csv", "/lists/out?after=x", "/lists/patient"):
            assert client.get(path).status_code in (404, 422)

    def test_the_supervisors_start_counts_what_wants_doing(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        chart = room.chart()
        room.act(chart, Act.MISSING)
        client.post("/sign-in", data={"who": "Sana", "pin": SANAS_PIN})
        page = client.get("/supervisor").text
        assert "<b>1</b> Missing" in page
        assert "<b>0</b> Overdue" in page

    def test_every_list_of_the_room_has_its_tab_and_its_tile(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        client.post("/sign-in", data={"who": "Sana", "pin": SANAS_PIN})
        for path in ("/supervisor", "/lists/out"):
            page = client.get(path).text
            assert [key for key in LISTS if f'/lists/{key}"' in page] == [
                key for key in LISTS if key not in ("patient", "history")
            ]


def test_the_cells_of_a_chart_sent_hours_ago(room: RecordRoom) -> None:
    lend(room, 1)
    room.wait(7 * 3600)
    (row,) = page(room, "on-its-way").rows
    words = Wording(room.settings.mrn_format, UTC)
    assert COLUMNS["waiting"].text(row, words, room.now) == "7 h"
    assert COLUMNS["waiting"].alert(row, words, room.now)
    assert COLUMNS["volume"].text(row, words, room.now) == "1"
    room.wait(48 * 3600)
    assert COLUMNS["waiting"].text(row, words, room.now) == "2 days"
    assert COLUMNS["days"].text(row, words, room.now) == "2"


def test_a_shelfs_charts_are_listed_under_their_place(room: RecordRoom) -> None:
    entry = PlaceEntry("Counter", "spot", inside=room.codes["Cardiology"])
    save_entry(room.database, entry, room.now)
    with room.database.read() as reading:
        code = reading.connection.exec_driver_sql(
            "SELECT code FROM location WHERE name = 'Counter'"
        )
        spot = code.scalar()
    chart = room.chart(at=CARDIOLOGY)
    room.scan(chart, CARDIOLOGY)
    room.scan(str(spot), CARDIOLOGY)
    (row,) = page(room, "out", place=room.codes["Cardiology"]).rows
    assert row.chart.location.full_name == "Cardiology, Counter"


def test_moves_from_a_shelf_count_for_its_place(room: RecordRoom) -> None:
    shelf = room.place("Shelf", PlaceKind.SPOT, inside="File room A")
    chart = room.chart()
    room.scan(chart)
    room.scan(shelf)
    room.scan(chart, SURGERY)
    query = Query("unrecorded", place=room.codes["File room A"])
    page = read_list(room.database, room.viewer(), query)
    assert len(page.rows) == 1
    assert [(place.name, count) for place, count in page.by_place] == [("File room A", 1)]


def test_rows_recorded_at_one_moment_are_paged_once(room: RecordRoom) -> None:
    rows = "".join(f"{at:06},F{at},File room A\n" for at in range(1, 8))
    room.take_file("charts", "mrn,family_name,home\n" + rows)
    seen: list[str] = []
    after = ""
    while True:
        page = read_list(room.database, room.viewer(), Query("today", after=after), 2)
        seen += [row.chart.code for row in page.rows]
        after = page.next_after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    "after",
    [
        '[5, "2026-01-01", 7]',
        f"[{2**70}, null, 7]",
        "[5, 5, 7]",
        f"[5, null, {10**30}]",
        "9" * 5000,
    ],
)
def test_a_page_that_cannot_be_is_refused(room: RecordRoom, after: str) -> None:
    room.chart(at=SURGERY)
    for key in ("out", "today"):
        with pytest.raises(EntryRefused):
            read_list(room.database, room.viewer(), Query(key, after=after))


def test_a_clinic_that_becomes_a_room_has_nothing_overdue(room: RecordRoom) -> None:
    room.chart(at=SURGERY)
    room.now += timedelta(days=30)
    entry = PlaceEntry("Surgery", PlaceKind.FILE_ROOM)
    save_entry(room.database, entry, room.now, room.ids["Surgery"])
    assert read_list(room.database, room.viewer(), Query("overdue")).rows == ()


def test_what_is_on_its_way_is_chased_after_a_while(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan(chart)
    counts = count_lists(room.database, room.settings, room.now)
    assert (counts["on-its-way"], counts["chased"]) == (1, 0)
    room.wait(7 * 3600)
    assert count_lists(room.database, room.settings, room.now)["chased"] == 1
