"""Who may: PINs, sessions, roles, and what nobody else can reach."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kiosk.app import create_app
from kiosk.domain.actors import Program
from kiosk.domain.desk import Act
from kiosk.domain.errors import EntryRefused, NotPermitted, PinLocked, PinWrong
from kiosk.domain.outcomes import Outcome
from kiosk.domain.roles import May, Role, clean_pin
from kiosk.services.access.sign_in import (
    SignedIn,
    has_administrator,
    move_sign_in,
    require,
    sign_in,
    sign_out,
    signed_in,
)
from kiosk.services.charts.correct import ChartEntry, correct_chart, correct_patient
from kiosk.services.charts.folders import PatientEntry
from kiosk.services.charts.merge import (
    join_temporary,
    merge_patients,
    take_back_merge,
    two_patients,
)
from kiosk.services.charts.missing import approve_found
from kiosk.services.setup.begin import make_administrator
from kiosk.services.setup.entries import PlaceEntry, StaffEntry, StationEntry
from kiosk.services.setup.listed import list_staff
from kiosk.services.setup.save import delete_entry, save_entry
from kiosk.store.queries.audits import audits_of
from kiosk.store.rows import AuditRow, StaffRow, StationRow
from kiosk.web.words.wording import Wording
from tests.room import CARDIOLOGY, FILE_ROOM, SANAS_PIN, SIGN_OFF, SURGERY, RecordRoom

SUPERVISORS_PIN = "314159"


def enter(room: RecordRoom, who: str = "Sana", pin: str = SANAS_PIN) -> str:
    return sign_in(room.database, who, pin, FILE_ROOM, room.now)


def whose(room: RecordRoom, token: str) -> SignedIn | None:
    return signed_in(room.database, room.settings, token, room.now)


@pytest.fixture
def vera(room: RecordRoom) -> SignedIn:
    """A supervisor, but no administrator."""
    with room.database.read() as reading:
        row_id = reading.session.scalars(select(StaffRow.id).filter_by(name="Vera")).one()
    entry = StaffEntry("Vera", role=Role.SUPERVISOR, pin=SUPERVISORS_PIN)
    save_entry(room.database, entry, room.now, row_id, room.sana)
    return SignedIn(row_id, "Vera", Role.SUPERVISOR, None)


class TestSigningIn:
    @pytest.mark.parametrize("who", ["Sana", " sana ", "SÁNA", "badge"])
    def test_by_name_or_badge_and_pin(self, either_room: RecordRoom, who: str) -> None:
        room = either_room
        token = enter(room, room.codes["Sana"] if who == "badge" else who)
        signed = whose(room, token)
        assert signed
        assert (signed.name, signed.role) == ("Sana", Role.ADMINISTRATOR)
        assert whose(room, "somebody else's") is None

    @pytest.mark.parametrize(
        ("who", "pin"), [("Sana", "000000"), ("Nobody", SANAS_PIN), ("Ines", ""), ("", "")]
    )
    def test_nobody_else_gets_in(self, room: RecordRoom, who: str, pin: str) -> None:
        with pytest.raises(PinWrong):
            enter(room, who, pin)

    def test_five_failures_lock_it_for_a_while(self, either_room: RecordRoom) -> None:
        room = either_room
        for _ in range(5):
            with pytest.raises(PinWrong):
                enter(room, pin="999999")
        with pytest.raises(PinLocked) as locked:
            enter(room)
        assert locked.value.facts["minutes"] == 15
        room.wait(15 * 60)
        assert whose(room, enter(room))

    def test_a_right_pin_forgets_the_wrong_ones(self, room: RecordRoom) -> None:
        for _ in range(3):
            for _ in range(4):
                with pytest.raises(PinWrong):
                    enter(room, pin="999999")
            enter(room)

    def test_it_ends_by_idling_by_signing_out_and_by_sign_off(self, room: RecordRoom) -> None:
        token = enter(room)
        room.wait(14 * 60)
        assert whose(room, token)
        room.wait(14 * 60)
        assert whose(room, token)
        room.wait(16 * 60)
        assert whose(room, token) is None
        token = enter(room)
        sign_out(room.database, token)
        assert whose(room, token) is None
        token = enter(room)
        assert room.scan(SIGN_OFF).outcome is Outcome.SIGNED_OFF
        assert whose(room, token) is None
        assert room.scan(SIGN_OFF).outcome is Outcome.NOTHING_PENDING

    def test_who_loses_the_role_is_out_at_once(self, room: RecordRoom, vera: SignedIn) -> None:
        token = enter(room, "Vera", SUPERVISORS_PIN)
        save_entry(room.database, StaffEntry("Vera"), room.now, vera.staff_id, room.sana)
        assert whose(room, token) is None

    @pytest.mark.parametrize(
        "pin", ["12345", "abcdef", "111111", "123456", "987654", "1" * 13, "１２３４５６"]
    )
    def test_a_pin_that_is_too_easy_is_refused(self, pin: str) -> None:
        with pytest.raises(EntryRefused):
            clean_pin(pin)

    def test_no_pin_is_kept_or_written_down(self, room: RecordRoom, vera: SignedIn) -> None:
        with room.database.read() as reading:
            assert SUPERVISORS_PIN not in reading.session.get_one(StaffRow, vera.staff_id).pin_hash
            said = [str(row.detail) for row in reading.session.scalars(select(AuditRow))]
            assert not any("argon2" in one or SUPERVISORS_PIN in one for one in said)


class TestRoles:
    def test_only_administrators_say_who_may(self, room: RecordRoom, vera: SignedIn) -> None:
        for entry in (
            StaffEntry("Eve", role=Role.SUPERVISOR, pin="271829"),
            StaffEntry("Eve", pin="271829"),
        ):
            with pytest.raises(NotPermitted):
                save_entry(room.database, entry, room.now, signed=vera)
        with pytest.raises(NotPermitted):
            save_entry(room.database, StaffEntry("Sana"), room.now, room.sana.staff_id, signed=vera)
        save_entry(room.database, StaffEntry("Eve", operator=True), room.now, signed=vera)

    def test_the_last_administrator_stays(self, room: RecordRoom) -> None:
        for entry in (StaffEntry("Sana"), StaffEntry("Sana", role=Role.SUPERVISOR)):
            with pytest.raises(EntryRefused):
                save_entry(room.database, entry, room.now, room.sana.staff_id, room.sana)
        with pytest.raises(EntryRefused):
            delete_entry(room.database, StaffEntry, room.sana.staff_id, room.now, room.sana)
        make_administrator(room.database, "Ines", "161803", room.now)
        save_entry(room.database, StaffEntry("Sana"), room.now, room.sana.staff_id, room.sana)

    def test_a_forgotten_pin_is_given_anew_by_the_command(self, room: RecordRoom) -> None:
        make_administrator(room.database, "sana", "161803", room.now)
        assert whose(room, enter(room, pin="161803"))
        assert has_administrator(room.database)

    def test_allow(self, room: RecordRoom, vera: SignedIn) -> None:
        assert require(vera, May.CORRECT) is vera
        assert require(room.sana, May.SAY_WHO_MAY) is room.sana
        for signed, what, role in (
            (None, May.CORRECT, Role.SUPERVISOR),
            (vera, May.SAY_WHO_MAY, Role.ADMINISTRATOR),
        ):
            with pytest.raises(NotPermitted) as refused:
                require(signed, what)
            assert refused.value.facts["role"] == role

    @pytest.mark.parametrize("role", ["registrar", "", "Administrator", "clerk"])
    def test_a_role_that_is_not_in_the_table_opens_nothing(
        self, room: RecordRoom, role: str
    ) -> None:
        token = enter(room)
        assert whose(room, token)
        with room.database.write() as writing:
            writing.session.get_one(StaffRow, room.sana.staff_id).role = role
        assert whose(room, token) is None
        with pytest.raises(NotPermitted):
            enter(room)
        assert role in {one.role for one in list_staff(room.database)}
        signed = replace(room.sana, role=role)
        assert not any(signed.may(what) for what in May)
        with room.database.read() as reading:
            assert not room.viewer(signed=signed).sees_names(reading.connection)

    def test_a_label_is_tied_by_who_may_correct_only(self, room: RecordRoom) -> None:
        chart = room.chart()
        for by in (None, replace(room.sana, role="registrar")):
            assert room.act(chart, Act.TIE, "OLD-1", by=by).outcome is Outcome.NOT_PERMITTED
        assert room.act(chart, Act.TIE, "OLD-1", by=room.sana).outcome is Outcome.LABEL_TIED

    def test_what_supervisors_do_is_refused_to_others_by_the_services_themselves(
        self, room: RecordRoom
    ) -> None:
        chart, other = room.chart(), room.chart("112233")
        merge = room.merge()
        database, mrn, now = room.database, room.settings.mrn_format, room.now
        patient = PatientEntry("441028", "L", "A", "")
        wanted = ChartEntry(room.record_type, "1", room.codes["File room A"])
        for by in (None, replace(room.sana, role="registrar")):
            for act in (
                lambda by=by: correct_patient(database, room.settings, 1, patient, now, by),
                lambda by=by: correct_chart(database, mrn, chart, wanted, now, by),
                lambda by=by: two_patients(database, mrn, "441027", "112233", by),
                lambda by=by: merge_patients(database, mrn, "441027", "112233", now, by),
                lambda by=by: take_back_merge(database, mrn, merge, now, by),
                lambda by=by: join_temporary(database, other, now, by),
                lambda by=by: approve_found(database, 1, now, by),
            ):
                with pytest.raises(NotPermitted):
                    act()

    def test_what_the_command_line_did_is_told_as_its_doing(self, room: RecordRoom) -> None:
        make_administrator(room.database, "Nora", "161803", room.now)
        with room.database.read() as reading:
            staff = reading.session.scalars(select(StaffRow.id).filter_by(name="Nora")).one()
            (added,) = audits_of(reading.connection, [staff])
        assert (added.program, added.staff) == (Program.COMMAND_LINE, "")
        assert Wording(room.settings.mrn_format, room.settings.zone).actor(added) != "—"

    def test_what_is_in_the_history_cannot_be_deleted(self, room: RecordRoom) -> None:
        room.chart()
        with pytest.raises(EntryRefused):
            delete_entry(room.database, PlaceEntry, room.ids["File room A"], room.now, room.sana)
        delete_entry(room.database, PlaceEntry, room.ids["Ward 3"], room.now, room.sana)
        assert room.scan("Ward 3").outcome is Outcome.NOTHING_KNOWN


class TestPages:
    @pytest.fixture
    def client(self, room: RecordRoom) -> FlaskClient:
        return create_app(room.settings, room.database).test_client()

    GUARDED = ("/supervisor", "/setup/staff", "/setup/holidays", "/merges", "/imports", "/ties/x")

    @pytest.mark.parametrize("path", GUARDED)
    def test_a_browser_is_led_to_the_sign_in_and_back(self, client: FlaskClient, path: str) -> None:
        asked = client.get(path, headers={"Accept": "text/html"})
        assert asked.status_code == 302
        ask = asked.headers["Location"]
        assert ask.startswith("/sign-in?next=")
        form = {"who": "Sana", "pin": SANAS_PIN, "next": path}
        assert client.post("/sign-in", data=form).headers["Location"] == path
        assert client.get(path).status_code == 200
        client.post("/sign-out")
        assert client.get(path, headers={"Accept": "text/html"}).status_code == 302

    @pytest.mark.parametrize(
        "path",
        [
            "/patients/7",
            "/charts/x/correct",
            "/charts/x/join",
            "/merges",
            "/merges/7/take-back",
            "/ties/x",
            "/missing/7/approve",
            "/imports",
            "/setup/staff",
            "/setup/staff/delete",
        ],
    )
    def test_a_program_is_refused(self, client: FlaskClient, path: str) -> None:
        answer = client.post(path, headers={"Accept": "application/json"})
        assert answer.status_code == 403
        assert answer.get_json()["code"] == "not-permitted"

    @pytest.mark.parametrize(
        "there", ["https://elsewhere.example", "//elsewhere.example", "/\\x", ""]
    )
    def test_it_never_leads_to_another_site(self, client: FlaskClient, there: str) -> None:
        form = {"who": "Sana", "pin": SANAS_PIN, "next": there}
        assert client.post("/sign-in", data=form).headers["Location"] == "/"

    def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
        self, client: FlaskClient
    ) -> None:
        answer = client.post("/sign-in", data={"who": "Sana", "pin": SANAS_PIN})
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie

    def test_a_wrong_pin_is_said_and_what_comes_of_it(self, client: FlaskClient) -> None:
        answer = client.post("/sign-in", data={"who": "Sana", "pin": "999999"})
        assert answer.status_code == 403
        assert "After 5 wrong PINs" in answer.text

    def test_whoever_is_signed_in_sees_names(self, room: RecordRoom, client: FlaskClient) -> None:
        chart = room.chart()
        assert "Lovelace" not in client.get(f"/charts/{chart}").text
        client.post("/sign-in", data={"who": "Sana", "pin": SANAS_PIN})
        assert "Lovelace" in client.get(f"/charts/{chart}").text


def test_sessions_of_another_day_are_swept_out(room: RecordRoom) -> None:
    enter(room)
    room.now += timedelta(days=2)
    enter(room)
    with room.database.read() as reading:
        assert len(reading.connection.exec_driver_sql("SELECT * FROM sign_in").all()) == 1


class TestSessions:
    def test_another_operators_badge_ends_a_supervisors_session(self, room: RecordRoom) -> None:
        token = sign_in(room.database, "Sana", SANAS_PIN, FILE_ROOM, room.now)
        room.scan("Sana")
        assert signed_in(room.database, room.settings, token, room.now)
        room.scan("Ines")
        assert signed_in(room.database, room.settings, token, room.now) is None

    def test_a_new_pin_ends_them_all(self, room: RecordRoom) -> None:
        token = sign_in(room.database, "Sana", SANAS_PIN, FILE_ROOM, room.now)
        entry = StaffEntry("Sana", operator=True, role="administrator", pin="161803")
        save_entry(room.database, entry, room.now, room.sana.staff_id, room.sana)
        assert signed_in(room.database, room.settings, token, room.now) is None

    def test_a_public_counters_own_time_out_counts(self, room: RecordRoom) -> None:
        with room.database.read() as reading:
            row_id = reading.session.scalars(select(StationRow.id).filter_by(key=CARDIOLOGY)).one()
        entry = StationEntry("Cardiology", room.codes["Cardiology"], operator_seconds="120")
        save_entry(room.database, entry, room.now, row_id)
        token = sign_in(room.database, "Sana", SANAS_PIN, CARDIOLOGY, room.now)
        room.wait(100)
        assert signed_in(room.database, room.settings, token, room.now, renews=False)
        room.wait(30)
        assert signed_in(room.database, room.settings, token, room.now) is None


def test_a_session_goes_with_its_browser_to_another_desk(room: RecordRoom) -> None:
    token = sign_in(room.database, "Sana", SANAS_PIN, "", room.now)
    move_sign_in(room.database, token, SURGERY)
    room.scan(SIGN_OFF, SURGERY)
    assert signed_in(room.database, room.settings, token, room.now) is None


def test_a_clerk_with_a_pin_is_told_that_it_opens_nothing(room: RecordRoom) -> None:
    save_entry(room.database, StaffEntry("Eve", pin="161803"), room.now)
    with pytest.raises(NotPermitted):
        sign_in(room.database, "Eve", "161803", FILE_ROOM, room.now)


def test_a_supervisor_needs_a_pin(room: RecordRoom) -> None:
    with pytest.raises(EntryRefused):
        save_entry(room.database, StaffEntry("Eve", role="supervisor"), room.now)
