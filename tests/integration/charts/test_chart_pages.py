"""The chart's page and what is done from it, through Flask's own test client."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from kiosk.app import create_app
from kiosk.services.setup.entries import ReasonEntry
from kiosk.services.setup.save import save_entry
from tests.room import CARDIOLOGY, DONE, SANAS_PIN, SURGERY, UNDO, RecordRoom

JSON = {"Accept": "application/json"}
HTML = {"Accept": "text/html"}


@pytest.fixture
def client(room: RecordRoom) -> FlaskClient:
    room.now = datetime.now(UTC) - timedelta(days=1)
    client = create_app(room.settings, room.database).test_client()
    client.set_cookie("station", "file-room")
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


@pytest.fixture
def sanas(client: FlaskClient) -> FlaskClient:
    client.post("/sign-in", data={"who": "Sana", "pin": SANAS_PIN})
    return client


def scan(client: FlaskClient, text: str, **more: object) -> dict[str, object]:
    body = {"scan_id": secrets.token_hex(16), "station": "file-room", "text": text, **more}
    said = client.post("/scans", json=body, headers=JSON).get_json()
    assert isinstance(said, dict)
    return said


class TestActsAsJson:
    def test_each_act_answers_its_outcome(self, room: RecordRoom, client: FlaskClient) -> None:
        chart = room.chart(at=SURGERY)
        for act, note, outcome in (
            ("sheets", "a letter", "sheets-noted"),
            ("sheets-cleared", "", "sheets-cleared"),
            ("extend", "", "loan-extended"),
            ("missing", "not there", "reported-missing"),
            ("tie", "OLD-1", "not-permitted"),
        ):
            said = scan(client, chart, source="button", act=act, note=note)
            assert said["outcome"] == outcome
            assert said["headline"]
            assert said["advice"]
        held = client.get(f"/charts/{chart}", headers=JSON).get_json()
        assert held["missing"] is True

    def test_a_repeat_is_the_same_act_and_another_note_is_not(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        chart = room.chart()
        scan_id = secrets.token_hex(16)
        act = {"scan_id": scan_id, "source": "button", "act": "sheets"}
        first = scan(client, chart, note="a letter", **act)
        again = scan(client, chart, note="a letter", **act)
        assert (first["replayed"], again["replayed"]) == (False, True)
        assert room.where(chart).sheets == "a letter"
        assert scan(client, chart, note="another", **act)["code"] == "scan-id-reused"

    @pytest.mark.parametrize(
        "more",
        [
            {"act": "burn"},
            {"act": "sheets", "note": ""},
            {"act": "returned", "happened_at": "2026-11-23T09:00"},
        ],
    )
    def test_nonsense_is_a_clear_problem(
        self, room: RecordRoom, client: FlaskClient, more: dict[str, str]
    ) -> None:
        said = scan(client, room.chart(), source="button", **more)
        assert said["code"] in ("malformed-scan", "entry-refused", "time-not-usable")
        assert said["detail"]

    def test_an_awaited_reason_is_part_of_the_desk(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        chart = room.chart()
        room.correct(chart, sensitive=True)
        scan(client, chart)
        said = scan(client, room.codes["Surgery"])
        assert said["outcome"] == "sensitive-reason-needed"
        reason = said["desk"]["reason"]  # type: ignore[index]
        assert (reason["place"]["name"], reason["chart"]["code"]) == ("Surgery", chart)
        typed = scan(client, chart, source="button", act="reason", note="asked for")
        assert "reason-taken" in typed["also"]  # type: ignore[operator]

    def test_a_check_in_says_where_it_is_shelved(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        said = scan(client, room.chart(at=SURGERY))
        assert said["shelf"] == "section 27, before all others"
        assert "Section 27" in str(said["advice"])

    def test_a_whole_batch(self, room: RecordRoom, client: FlaskClient) -> None:
        charts = [room.chart(str(110000 + at), family=f"F{at}") for at in range(2)]
        scan(client, room.codes["Surgery"])
        for chart in charts:
            batch = scan(client, chart)["batch"]
        batch_id = int(batch["list"].split("/")[-1])  # type: ignore[index]
        said = scan(client, UNDO, source="button", undoes_batch=batch_id)
        assert said["outcome"] == "undone"
        assert [room.where(chart).location.name for chart in charts] == ["File room A"] * 2


class TestFromThePage:
    def act(self, client: FlaskClient, chart: str, act: str, **form: str) -> str:
        answer = client.post(f"/charts/{chart}/acts", data={"act": act, **form}, headers=HTML)
        assert answer.status_code == 302, answer.text
        return client.get(answer.headers["Location"], headers=HTML).text

    def test_acts_say_what_they_did(self, room: RecordRoom, client: FlaskClient) -> None:
        chart = room.chart(at=SURGERY)
        assert "a letter" in self.act(client, chart, "sheets", note="a letter")
        due = room.where(chart).due_at
        self.act(client, chart, "extend")
        extended = room.where(chart).due_at
        assert due and extended and extended > due
        yesterday = (room.now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        returned = self.act(client, chart, "returned", happened_at=yesterday)
        assert "File room A" in returned
        assert room.where(chart).location.name == "File room A"
        self.act(client, chart, "missing", note="gone")
        assert room.where(chart).missing

    def test_and_lead_back_to_the_list(self, room: RecordRoom, client: FlaskClient) -> None:
        chart = room.chart(at=SURGERY)
        form = {"act": "extend", "back": "/lists/out?order=time"}
        answer = client.post(f"/charts/{chart}/acts", data=form)
        assert answer.headers["Location"].startswith("/lists/out?order=time&said=")

    def test_a_loan_is_extended_to_a_day_of_choice(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        chart = room.chart(at=SURGERY)
        chosen = room.now + timedelta(days=300)
        self.act(client, chart, "extend", until=f"{chosen:%Y-%m-%d}")
        due = room.where(chart).due_at
        assert due and timedelta(days=299) < due - room.now < timedelta(days=304)
        form = {"act": "extend", "until": f"{chosen:%Y-%m-%d}"}
        again = client.post(f"/charts/{chart}/acts", data=form, headers=HTML)
        assert again.status_code == 422
        assert f'value="{chosen:%Y-%m-%d}"' in again.text  # what was chosen stays, to be changed
        later = f"{chosen + timedelta(days=30):%Y-%m-%d}"
        said = scan(client, chart, source="button", act="extend", until=later)
        assert said["outcome"] == "loan-extended"
        assert room.where(chart).due_at != due

    @pytest.mark.parametrize(
        "form",
        [
            {},
            {"act": "burn"},
            {"act": "sheets"},
            {"act": "returned", "happened_at": "x"},
            {"act": "extend", "until": "soon"},
        ],
    )
    def test_nonsense_is_a_clear_problem(
        self, room: RecordRoom, client: FlaskClient, form: dict[str, str]
    ) -> None:
        answer = client.post(f"/charts/{room.chart()}/acts", data=form, headers=HTML)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text

    def test_a_temporary_folder_in_one_step(self, room: RecordRoom, client: FlaskClient) -> None:
        chart = room.chart()
        there = client.post(f"/charts/{chart}/temporary").headers["Location"]
        assert "TEMPORARY Medical record" in client.get(there).text
        assert room.where(chart).missing
        code = there.rsplit("/", 1)[1]
        room.now = datetime.now(UTC)
        room.scan(code)
        page = client.get(f"/charts/{chart}").text
        assert "A temporary folder stands in for it" in page
        assert "temporary folder" in client.get(f"/charts/{code}").text
        printed = client.post("/labels", data={"code": code, "stock": "avery-5160"})
        assert printed.mimetype == "application/pdf"

    def test_a_sensitive_chart_opens_with_a_reason_only(
        self, room: RecordRoom, sanas: FlaskClient
    ) -> None:
        chart = room.chart()
        room.correct(chart, sensitive=True)
        closed = sanas.get(f"/charts/{chart}").text
        assert 'name="reason"' in closed
        assert "Lovelace" not in closed
        assert "History" not in closed
        assert "Lovelace" in sanas.post(f"/charts/{chart}", data={"reason": "audit"}).text
        assert (
            sanas.post(f"/charts/{chart}", data={"reason": "x" * 81}, headers=HTML).status_code
            == 422
        )
        for path in ("/lists/today", "/lists/today.csv", "/lists/unverified"):
            assert "Lovelace" not in sanas.get(path).text
        assert sanas.get(f"/lists/history?of={chart}").status_code == 404
        searched = sanas.post("/charts/search", data={"text": "441027"}, headers=HTML).text
        assert "Lovelace" not in searched

    def test_the_search_for_a_missing_chart(self, room: RecordRoom, sanas: FlaskClient) -> None:
        chart = room.chart(at=SURGERY)
        self.act(sanas, chart, "missing", note="nobody has it")
        report = room.where(chart).report_id
        page = sanas.get(f"/missing/{report}").text
        assert "nobody has it" in page
        assert "Surgery" in page
        place = {"place": str(room.ids["Surgery"]), "looked": "1"}
        sanas.post(f"/missing/{report}/ticks", data=place)
        assert "☑" in sanas.get(f"/missing/{report}").text
        assert sanas.post(f"/missing/{report}/approve", headers=JSON).status_code == 404
        room.now = datetime.now(UTC)
        room.scan(chart)
        assert sanas.post(f"/missing/{report}/approve").status_code == 302
        assert "Nothing waits" in sanas.get("/lists/found").text

    def test_a_batch_is_taken_back_from_its_list(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        chart = room.chart()
        room.now = datetime.now(UTC) - timedelta(minutes=2)
        room.scan("Cardiology")
        batch = room.scan(chart).desk.batch_id
        room.scan(DONE)
        assert "Take the whole batch back" in client.get(f"/batches/{batch}").text
        assert client.post(f"/batches/{batch}/undo").status_code == 302
        assert room.where(chart).location.name == "File room A"


class TestSupervisorsPages:
    def test_correcting_a_patient_and_a_chart(self, room: RecordRoom, sanas: FlaskClient) -> None:
        chart = room.chart()
        patient = room.where(chart).patient.id
        form = {"mrn": "551028", "family_name": "Byron", "code": chart}
        assert (
            sanas.post(f"/patients/{patient}", data=form).headers["Location"] == f"/charts/{chart}"
        )
        form = {
            "record_type": str(room.record_type),
            "volume": "3",
            "home": room.codes["File room B"],
            "retired": "on",
        }
        sanas.post(f"/charts/{chart}/correct", data=form)
        page = sanas.get(f"/charts/{chart}").text
        for said in (
            "55-10-28",
            "Byron",
            "volume 3",
            "File room B",
            "retired",
            "MRN 441027 → 551028",
            "Sana",
        ):
            assert said in page
        form = {"mrn": "55 x?", "family_name": "Kept", "code": chart}
        wrong = sanas.post(f"/patients/{patient}", data=form)
        assert wrong.status_code == 422
        for kept in ('value="55 x?"', 'value="Kept"', 'role="alert"'):
            assert kept in wrong.text
        form = {"volume": "none", "home": room.codes["File room A"]}
        wrong = sanas.post(f"/charts/{chart}/correct", data=form)
        assert wrong.status_code == 422
        assert 'value="none"' in wrong.text

    def test_merging_and_taking_it_back(self, room: RecordRoom, sanas: FlaskClient) -> None:
        room.chart()
        other = room.chart("112233", family="Hopper")
        numbers = {"former": "112233", "into": "441027"}
        looked = sanas.post("/merges", data=numbers).text
        assert "Hopper, Ada" in looked
        assert "Lovelace, Ada" in looked
        assert sanas.post("/merges", data={**numbers, "act": "merge"}).status_code == 302
        assert "formerly 11-22-33" in sanas.get(f"/charts/{other}").text
        page = sanas.get("/merges").text
        merge_id = page.split("/merges/")[1].split("/")[0]
        sanas.post(f"/merges/{merge_id}/take-back")
        assert "formerly" not in sanas.get(f"/charts/{other}").text
        wrong = sanas.post("/merges", data={"former": "1", "into": "2"}, headers=HTML)
        assert wrong.status_code == 422
        assert "no patient" in wrong.text

    def test_joining(self, room: RecordRoom, sanas: FlaskClient) -> None:
        chart = room.chart()
        code = sanas.post(f"/charts/{chart}/temporary").headers["Location"].rsplit("/", 1)[1]
        room.now = datetime.now(UTC)
        room.scan(code)
        assert "join them" in sanas.get(f"/charts/{code}").text
        assert sanas.post(f"/charts/{code}/join").headers["Location"] == f"/charts/{chart}"
        assert "join them" not in sanas.get(f"/charts/{chart}").text

    def test_tying_a_label_that_was_just_scanned(
        self, room: RecordRoom, sanas: FlaskClient
    ) -> None:
        chart = room.chart()
        scan_id = secrets.token_hex(16)
        assert scan(sanas, "A-1998-00123", scan_id=scan_id)["outcome"] == "not-one-of-our-codes"
        assert "A-1998-00123" in sanas.get(f"/ties/{scan_id}").text
        found = sanas.post(f"/ties/{scan_id}", data={"act": "find", "find": "441027"}).text
        assert f'value="{chart}"' in found
        done = sanas.post(f"/ties/{scan_id}", data={"chart": chart})
        assert "means 44-10-27 volume 1" in sanas.get(done.headers["Location"]).text
        assert "A-1998-00123" in sanas.get(f"/charts/{chart}").text
        assert scan(sanas, "A-1998-00123")["chart"]["code"] == chart  # type: ignore[index]
        again = sanas.post("/ties/unknown", data={"chart": chart})
        assert 'role="alert"' in again.text


def test_reason_cards_are_printed(room: RecordRoom, sanas: FlaskClient) -> None:
    save_entry(room.database, ReasonEntry("Treatment today"), room.now)
    page = sanas.get("/labels").text
    assert "Treatment today" in page
    code = next(part.split('"')[0] for part in page.split('value="') if part.startswith("R"))
    assert (
        sanas.post("/labels", data={"code": code, "stock": "cards-a4"}).mimetype
        == "application/pdf"
    )


class TestTwoBrowsers:
    def poll(self, client: FlaskClient, browser: str) -> bool:
        answer = client.get(
            f"/board?station=file-room&after=9999999&browser={browser}", headers=HTML
        )
        assert answer.status_code in (200, 204)
        return "X-Kiosk-Other-Browser" in answer.headers

    def test_a_desk_that_is_open_twice_is_said_in_both(
        self, room: RecordRoom, client: FlaskClient
    ) -> None:
        first, second = "a" * 32, "b" * 32
        assert not self.poll(client, first)
        assert not self.poll(client, first)
        assert self.poll(client, second)
        assert self.poll(client, first)
        assert not client.get("/board?station=surgery", headers=HTML).headers.get(
            "X-Kiosk-Other-Browser"
        )

    @pytest.mark.parametrize("browser", ["", "x", "a" * 33, "%00"])
    def test_what_is_no_browser_is_not_noted(self, client: FlaskClient, browser: str) -> None:
        assert not self.poll(client, browser)


def test_a_clinic_sees_where_an_unrecorded_chart_came_from(
    room: RecordRoom, client: FlaskClient
) -> None:
    room.scan(room.chart(), CARDIOLOGY)
    page = client.get("/lists/unrecorded").text
    assert "File room A" in page
