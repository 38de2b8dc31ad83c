"""The pages and the JSON, through Flask's own test client and the real store."""

import io
import json
import secrets
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from kiosk.app import create_app
from kiosk.domain.outcomes import Outcome
from kiosk.services.desk.boards import show_board
from kiosk.services.records.check import find_faults
from kiosk.settings import Settings
from kiosk.store.engine import Database
from labels import Card
from tests.pictures import page_picture, print_out
from tests.room import DONE, FILE_ROOM, SANAS_PIN, SURGERY, RecordRoom

JSON = {"Accept": "application/json"}
HTML = {"Accept": "text/html"}


@pytest.fixture
def sanas(client: FlaskClient) -> FlaskClient:
    """The browser of a signed-in administrator."""
    return signed_in(client)


def signed_in(client: FlaskClient) -> FlaskClient:
    answer = client.post("/sign-in", data={"who": "sana", "pin": SANAS_PIN})
    assert answer.status_code == 302
    return client


def body(text: str, **more: object) -> dict[str, object]:
    return {
        "scan_id": secrets.token_hex(16),
        "station": "file-room",
        "station_seq": 1,
        "text": text,
        **more,
    }


@pytest.fixture
def either_client(either_room: RecordRoom) -> FlaskClient:
    return create_app(either_room.settings, either_room.database).test_client()


class TestNulOnEitherDatabase:
    @pytest.mark.parametrize("field", ["text", "station", "undoes", "scan_id"])
    def test_in_a_scan(self, either_client: FlaskClient, field: str) -> None:
        answer = either_client.post("/scans", json=body(DONE) | {field: "a\x00b"}, headers=JSON)
        assert answer.status_code == (200 if field == "text" else 400)

    def test_in_a_search_an_address_and_a_form(self, either_client: FlaskClient) -> None:
        signed_in(either_client)
        found = either_client.post("/charts/search", json={"text": "\x00"}, headers=JSON)
        assert found.get_json()["charts"] == []
        for path in ("/board?station=%00", "/charts/%00", "/folders/%00"):
            assert either_client.get(path, headers=JSON).status_code == 404
        for path, form in (
            ("/setup/stations", {"name": "x", "place": "\x00"}),
            ("/setup/locations", {"name": "\x00", "kind": "clinic"}),
            ("/folders/new", {"mrn": "1", "family_name": "x", "home": "\x00"}),
            ("/folders/new", {"mrn": "\x00", "family_name": "\x00"}),
        ):
            assert either_client.post(path, data=form).status_code == 422


class TestScans:
    def test_json_in_json_out(self, room: RecordRoom, client: FlaskClient) -> None:
        chart = room.label("441027")
        said = client.post("/scans", json=body(chart), headers=JSON).get_json()
        assert said["outcome"] == "folder-registered"
        assert said["tone"] == "ok"
        assert said["headline"]
        assert said["advice"]
        assert said["replayed"] is False
        assert said["chart"]["code"] == chart
        assert said["chart"]["location"]["kind"] == "file-room"
        assert said["chart"]["seen"] is True
        assert said["movements"][0]["kind"] == "created"
        assert said["desk"]["in_hand"]["ends_at"]
        assert set(said["desk"]) == {"destination", "in_hand", "operator", "reason", "lapsed"}

    def test_a_batch_has_its_place_and_count(self, room: RecordRoom, client: FlaskClient) -> None:
        said = client.post("/scans", json=body(room.codes["Cardiology"]), headers=JSON).get_json()
        assert said["batch"]["place"]["name"] == "Cardiology"
        assert said["batch"]["count"] == 0
        assert said["desk"]["destination"]["phone"] == "4417"

    def test_a_form_works_too(self, client: FlaskClient) -> None:
        answer = client.post("/scans", data=body(DONE), headers=JSON)
        assert answer.get_json()["outcome"] == "nothing-was-pending"

    def test_a_browser_gets_the_fragment_that_the_page_includes(self, client: FlaskClient) -> None:
        client.post("/desks", data={"station": "file-room"})
        fragment = client.post("/scans", json=body(DONE), headers=HTML).text
        assert 'data-outcome="nothing-was-pending"' in fragment
        assert 'data-outcome="nothing-was-pending"' in client.get("/", headers=HTML).text

    def test_the_kiosk_is_told_which_scan_was_taken(self, client: FlaskClient) -> None:
        sent = body(DONE)
        taken = client.post("/scans", json=sent, headers=HTML)
        assert taken.headers["X-Kiosk-Scan"] == sent["scan_id"]
        refused = client.post("/scans", json=sent | {"text": "oak"}, headers=HTML)
        assert refused.headers["X-Kiosk-Problem"] == "scan-id-reused"
        assert "X-Kiosk-Scan" not in refused.headers

    def test_a_refusal_is_an_answer(self, room: RecordRoom, client: FlaskClient) -> None:
        answer = client.post("/scans", json=body(room.codes["Closed clinic"]), headers=JSON)
        assert answer.status_code == 200
        assert answer.get_json()["tone"] == "stop"

    def test_a_repeat_says_so(self, client: FlaskClient) -> None:
        sent = body(DONE)
        first = client.post("/scans", json=sent, headers=JSON).get_json()
        again = client.post("/scans", json=sent, headers=JSON).get_json()
        assert (first["replayed"], again["replayed"]) == (False, True)
        assert first["seq"] == again["seq"]

    @pytest.mark.parametrize(
        ("text", "outcome"),
        [
            ("", "not-one-of-our-codes"),
            ("\x00", "not-one-of-our-codes"),
            ("\ud800", "not-one-of-our-codes"),
            ("<script>alert(1)</script>", "not-one-of-our-codes"),
            ("'; DROP TABLE chart; --", "not-one-of-our-codes"),
            ("王小明", "not-one-of-our-codes"),
            ("C0012345671", "check-digits-wrong"),
            ("x" * 60_000, "not-one-of-our-codes"),
        ],
    )
    def test_odd_texts_are_outcomes(self, client: FlaskClient, text: str, outcome: str) -> None:
        answer = client.post("/scans", json=body(text), headers=JSON)
        assert answer.status_code == 200
        assert answer.get_json()["outcome"] == outcome
        assert "<script>" not in client.get("/board?station=file-room", headers=HTML).text

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            ({"station": "nowhere"}, 404),
            ({"scan_id": "short"}, 400),
            ({"scan_id": None}, 400),
            ({"text": None}, 400),
            ({"text": 5}, 400),
            ({"source": "telepathy"}, 400),
            ({"station_seq": -1}, 400),
            ({"station_seq": 2**60}, 400),
            ({"at": "yesterday"}, 400),
            ({"at": "2026-11-23T09:00:00"}, 400),
            ({"stored": True}, 400),
            ({"stored": True, "at": "2026-11-23T09:00:00Z"}, 400),
            (
                {"at": "9999-12-31T23:59:59Z", "sent_at": "0001-01-01T00:00:00Z", "stored": True},
                200,
            ),
            (
                {"at": "0001-01-01T00:00:00Z", "sent_at": "9999-12-31T23:59:59Z", "stored": True},
                200,
            ),
            ({"at": "2031-01-01T00:00:00Z", "sent_at": "2031-01-01T00:00:00Z"}, 200),
            ({"surprise": 1}, 400),
            ({"read": {"\ud800": "\ud800"}}, 200),
        ],
    )
    def test_malformed_scans_are_problems_in_words(
        self, room: RecordRoom, client: FlaskClient, change: dict[str, object], status: int
    ) -> None:
        answer = client.post("/scans", json=body(DONE) | change, headers=JSON)
        assert answer.status_code == status
        if status >= 400:
            assert answer.content_type == "application/problem+json"
            assert answer.get_json()["detail"].endswith(".")
        good = client.post("/scans", json=body("C0012345671"), headers=JSON)
        assert good.get_json()["outcome"] == "check-digits-wrong"
        assert find_faults(room.database) == []

    @pytest.mark.parametrize(
        ("data", "kind", "status"),
        [
            (b"x" * 10_000_000, "application/json", 413),
            (b"\xff\xfe\x00", "application/json", 400),
            (b"{", "application/json", 400),
            (b"[]", "application/json", 400),
            (b"null", "application/json", 400),
            (b"\xff\xfe", "text/plain", 400),
            (b"", "application/json", 400),
            (b"[" * 30_000, "application/json", 400),
        ],
    )
    def test_bytes_that_are_no_scan(
        self, client: FlaskClient, data: bytes, kind: str, status: int
    ) -> None:
        answer = client.post("/scans", data=data, content_type=kind, headers=JSON)
        assert answer.status_code == status
        assert answer.get_json()["detail"]

    def test_a_known_id_with_another_text_is_409(self, client: FlaskClient) -> None:
        sent = body(DONE)
        client.post("/scans", json=sent, headers=JSON)
        answer = client.post("/scans", json=sent | {"text": "oak"}, headers=JSON)
        assert answer.status_code == 409
        fragment = client.post("/scans", json=sent | {"text": "oak"}, headers=HTML)
        assert 'data-slot="notice"' in fragment.text


class TestBoard:
    def test_nothing_newer_is_204(self, client: FlaskClient) -> None:
        seq = client.post("/scans", json=body(DONE), headers=JSON).get_json()["seq"]
        assert client.get(f"/board?station=file-room&after={seq}").status_code == 204
        said = client.get(f"/board?station=file-room&after={seq - 1}", headers=JSON).get_json()
        assert said["seq"] == seq
        assert said["last"]["outcome"] == "nothing-was-pending"

    def test_stations_are_listed(self, client: FlaskClient) -> None:
        ids = [one["id"] for one in client.get("/stations").get_json()]
        assert ids == ["file-room", "file-room-b", "cardiology", "surgery"]

    def test_it_is_healthy(self, client: FlaskClient) -> None:
        assert client.get("/healthy").get_json()["status"] == "ok"


class TestWhereIsIt:
    def test_json_of_one_chart_with_its_history(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        chart = room.chart()
        said = client.get(f"/charts/{chart}", headers=JSON).get_json()
        assert said["location"]["name"] == "File room A"
        assert [one["kind"] for one in said["history"]] == ["created"]

    def test_search_is_a_post_and_names_are_masked(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        room.chart()
        found = client.post("/charts/search", json={"text": "love"}, headers=JSON).get_json()
        assert found["charts"][0]["name"] == "A. L."
        assert client.get("/charts/search").status_code in (404, 405)

    @pytest.mark.parametrize("code", ["C0012345670", "nonsense", "L0012345612", "%00"])
    def test_a_chart_that_does_not_exist(self, client: FlaskClient, code: str) -> None:
        answer = client.get(f"/charts/{code}", headers=JSON)
        assert answer.status_code == 404
        assert answer.get_json()["code"] == "nothing-there"

    @pytest.mark.parametrize("text", ["x" * 1000, "\ud800", "\x00", "", "'; --", "%"])
    def test_odd_searches_find_nothing(self, client: FlaskClient, text: str) -> None:
        answer = client.post("/charts/search", json={"text": text}, headers=JSON)
        assert answer.get_json()["charts"] == []

    @pytest.mark.parametrize("data", [{"text": 5}, [], {}, {"q": "Ada"}])
    def test_a_search_without_a_text_is_a_problem(self, client: FlaskClient, data: object) -> None:
        answer = client.post("/charts/search", json=data, headers=JSON)
        assert answer.status_code == 400

    def test_names_are_masked_everywhere_while_nobody_is_signed_in(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        chart = room.chart()
        client.post("/desks", data={"station": "surgery"})
        room.scan("Ines")
        pages = [
            client.get(f"/charts/{chart}?station=file-room", headers=HTML).text,
            client.get(f"/folders/{chart}", headers=HTML).text,
            client.post("/folders/new", data={"act": "find", "find": "love"}).text,
            client.post("/charts/search", data={"text": "441027"}, headers=HTML).text,
            client.get("/lists/out", headers=HTML).text,
        ]
        assert not any("Lovelace" in page for page in pages)

    @pytest.mark.parametrize("number", ["9" * 30, "-1", "x"])
    def test_numbers_that_no_batch_or_row_can_have(self, client: FlaskClient, number: str) -> None:
        assert client.get(f"/batches/{number}", headers=JSON).status_code == 404
        form = {"patient": number, "record_type": number, "act": "make"}
        assert client.post("/folders/new", data=form).status_code == 422


class TestFrames:
    def frame(self, client: FlaskClient, data: bytes) -> tuple[int, dict[str, Any]]:
        answer = client.post("/frames", data=data, headers=JSON)
        return answer.status_code, answer.get_json()

    def test_our_own_label_is_read_and_accepted(self, client: FlaskClient) -> None:
        label = Card("C0012345670", "C 0012 3456 70", "Test")
        picture = page_picture(print_out([label], "roll-75x50"), dpi=150)
        status, said = self.frame(client, picture)
        assert status == 200
        (symbol,) = said["symbols"]
        assert symbol["text"] == "C0012345670"
        assert symbol["accepted"] is True
        assert len(symbol["quad"]) == 4

    def test_a_forms_file_is_read_too(self, client: FlaskClient) -> None:
        label = Card("C0012345670", "C 0012 3456 70", "Test")
        picture = page_picture(print_out([label], "roll-75x50"), dpi=150)
        said = client.post("/frames", data={"frame": (io.BytesIO(picture), "label.png")})
        assert said.get_json()["symbols"][0]["text"] == "C0012345670"

    def test_an_empty_picture_has_no_symbols(self, client: FlaskClient) -> None:
        assert self.frame(client, drawn(Image.new("L", (640, 480), 128)))[1]["symbols"] == []

    @pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "CMYK", "I;16"])
    def test_every_kind_of_pixel_is_taken(self, client: FlaskClient, mode: str) -> None:
        kind = "TIFF" if mode == "CMYK" else "PNG"
        assert self.frame(client, drawn(Image.new(mode, (64, 64)), kind))[0] == 200

    @pytest.mark.parametrize("size", [(1, 1), (1, 4000), (7, 7)])
    def test_a_tiny_picture_has_no_symbols(
        self, client: FlaskClient, size: tuple[int, int]
    ) -> None:
        assert self.frame(client, drawn(Image.new("L", size)))[1]["symbols"] == []

    @pytest.mark.parametrize(
        "data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0" + b"0" * 50]
    )
    def test_what_is_no_picture_is_a_problem(self, client: FlaskClient, data: bytes) -> None:
        status, said = self.frame(client, data)
        assert status == 422
        assert str(said["detail"]).startswith(("This is not a picture", "The picture is"))

    def test_a_truncated_picture_is_a_problem(self, client: FlaskClient) -> None:
        whole = drawn(Image.effect_noise((400, 400), 50), "JPEG")
        assert self.frame(client, whole[: len(whole) // 2])[0] == 422

    def test_100_megapixels_are_refused_by_the_header(self, client: FlaskClient) -> None:
        status, said = self.frame(client, drawn(Image.new("1", (10_000, 10_000))))
        assert status == 422
        assert "too many" in str(said["detail"])

    def test_a_picture_of_no_size_is_a_problem(self, client: FlaskClient) -> None:
        one = bytearray(drawn(Image.new("L", (1, 1))))
        one[16:24] = bytes(8)
        assert self.frame(client, bytes(one))[0] == 422

    def test_more_than_16_megabytes_are_refused(self, client: FlaskClient) -> None:
        assert self.frame(client, b"x" * (17 * 1024 * 1024))[0] == 413


class TestClosedByDefault:
    def test_another_sites_page_cannot_scan(self, client: FlaskClient) -> None:
        for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = client.post("/scans", json=body(DONE), headers={**JSON, **headers})
            assert answer.status_code == 403

    def test_our_own_page_and_programs_can(self, client: FlaskClient) -> None:
        for headers in ({"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {}):
            answer = client.post("/scans", json=body(DONE), headers={**JSON, **headers})
            assert answer.status_code == 200

    def test_an_unknown_host_name_is_refused(self, client: FlaskClient) -> None:
        for path in ("/stations", "/", "/nowhere"):
            refused = client.get(path, headers={**HTML, "Host": "evil.example"})
            assert refused.status_code == 400
            assert "KIOSK_HOST_NAMES" in refused.text

    def test_nothing_is_cached_and_nothing_foreign_is_loaded(self, client: FlaskClient) -> None:
        headers = client.get("/lists/out").headers
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'self'" in headers["Content-Security-Policy"]


class TestProblems:
    def test_programs_get_problem_details_and_people_a_page(self, client: FlaskClient) -> None:
        said = client.get("/nowhere", headers=JSON)
        assert said.content_type == "application/problem+json"
        assert {"type", "title", "status", "detail", "code"} <= set(said.get_json())
        page = client.get("/nowhere", headers=HTML)
        assert (page.status_code, page.content_type) == (404, "text/html; charset=utf-8")
        assert said.get_json()["detail"] in page.text

    def test_a_log_line_names_no_patient(
        self,
        client: FlaskClient,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def fail(*_: object) -> None:
            raise KeyError("Lovelace")

        monkeypatch.setattr("kiosk.web.charts.pages.find_charts", fail)
        answer = client.post("/charts/search", json={"text": "Lovelace"}, headers=JSON)
        assert answer.status_code == 500
        assert "KeyError" in caplog.text
        assert "Lovelace" not in caplog.text


def drawn(picture: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def test_the_first_page_sets_up_an_empty_room(settings: Settings, database: Database) -> None:
    client = create_app(settings, database).test_client()
    assert client.get("/").headers["Location"] == "/first"
    form = {"name": "Archive", "kind": "file-room", "desk": "Archive desk"}
    assert client.post("/first", data=form).status_code == 422
    form |= {"administrator": "Sana", "pin": SANAS_PIN}
    assert client.post("/first", data=form).status_code == 302
    page = client.get("/").text
    assert "Archive desk" in page
    assert json.loads(client.get("/stations").text)[0]["desk"]["name"] == "Archive"


@pytest.mark.parametrize(
    "form", [{"name": "", "kind": "clinic", "desk": "D"}, {"name": "R", "kind": "moon"}, {}]
)
def test_a_first_room_that_cannot_be_kept_is_asked_for_again(
    settings: Settings, database: Database, form: dict[str, str]
) -> None:
    client = create_app(settings, database).test_client()
    page = client.post("/first", data=form)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert client.get("/stations").get_json() == []


def test_a_new_patient_beside_a_chosen_one_is_refused_and_nothing_is_lost(
    room: RecordRoom, client: FlaskClient
) -> None:
    room.chart()
    page = client.post("/folders/new", data={"act": "find", "find": "441027"}).text
    chosen = page.split('name="patient" value="')[1].split('"')[0]
    form = {"act": "make", "find": "441027", "patient": chosen, "mrn": "778890"}
    refused = client.post("/folders/new", data=form)
    assert refused.status_code == 422
    assert 'value="778890"' in refused.text


def test_zero_loan_days_stay_zero_when_a_place_is_changed(sanas: FlaskClient) -> None:
    client = sanas
    client.post("/setup/locations", data={"name": "Zero", "kind": "ward", "loan_days": "0"})
    listed = client.get("/setup/locations").text
    row = listed.split("Zero</td>")[1].split("?id=")[1].split('"')[0]
    assert 'name="loan_days" value="0"' in client.get(f"/setup/locations?id={row}").text


def test_the_list_for_the_trolley_stays_in_reach(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan(chart)
    room.scan("Surgery", after=120)
    board = show_board(room.database, room.settings, "file-room", room.now)
    assert board.trolley
    assert (board.trolley.place.name, board.trolley.count) == ("Cardiology", 1)


def test_the_last_scans_name_the_place_that_was_refused_not_the_one_that_ended(
    room: RecordRoom,
) -> None:
    room.scan("Cardiology")
    stopped = room.scan("Closed clinic")
    assert stopped.outcome is Outcome.BORROWER_STOPPED
    newest = show_board(room.database, room.settings, FILE_ROOM, room.now).recent[0]
    assert (newest.outcome, newest.named) == (stopped.outcome, "Closed clinic")
    assert Outcome.NOTHING_WENT in stopped.also  # and its sentence names the one that ended


def test_what_lies_here_is_named_by_a_card_that_sends_nowhere_too(room: RecordRoom) -> None:
    room.scan(room.chart(at=SURGERY))
    stopped = room.scan("Closed clinic")
    assert Outcome.ARRIVED_NOT_SENT in stopped.also
    assert stopped.scan.detail.place is None


def test_two_desks_and_a_new_browser_is_asked_which_it_is(client: FlaskClient) -> None:
    assert client.get("/").headers["Location"] == "/desks"
    client.post("/desks", data={"station": "surgery"})
    assert "Surgery" in client.get("/").text


def test_the_board_shows_who_sent_what_and_undo_only_where_it_works(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Cardiology")
    room.scan(chart)
    board = show_board(room.database, room.settings, "file-room", room.now)
    assert [one.undoable for one in board.recent][:2] == [True, False]
    later = room.now + timedelta(minutes=16)
    board = show_board(room.database, room.settings, "file-room", later)
    assert not any(one.undoable for one in board.recent)
