"""What a hard review found: combinations of acts that once left a record wrong."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kiosk.domain.desk import Act, Source
from kiosk.domain.errors import EntryRefused, FileRefused, NotPermitted, PatientExists
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.services.boards import show_board
from kiosk.services.checking import find_faults
from kiosk.services.correcting import ChartEntry, correct_chart, correct_patient
from kiosk.services.finding import find_charts, tell_chart
from kiosk.services.folders import FolderEntry, PatientEntry, prepare_folder, prepare_temporary
from kiosk.services.importing import import_file
from kiosk.services.label_faces import label_face
from kiosk.services.lists import Query, count_lists, read_list
from kiosk.services.merging import join_temporary, merge_patients, take_back_merge
from kiosk.services.missing import search_list
from kiosk.services.printing import PrintJob, print_labels
from kiosk.services.setup import delete_entry, save_entry
from kiosk.services.setup_entries import PlaceEntry, StaffEntry, StationEntry
from kiosk.services.signing_in import move_sign_in, sign_in, signed_in
from kiosk.store.rows import StaffRow, StationRow
from tests.room import (
    CARDIOLOGY,
    DONE,
    FILE_ROOM,
    SANAS_PIN,
    SIGN_OFF,
    SURGERY,
    UNDO,
    RecordRoom,
)


@pytest.fixture(autouse=True)
def whole(room: RecordRoom) -> object:
    """Whatever a test does here, the database must be whole at its end."""
    yield
    assert list(find_faults(room.database)) == []


def correct(room: RecordRoom, code: str, **more: object) -> None:
    view = room.where(code)
    values = {"volume": str(view.volume), "home": room.codes["File room A"]} | more
    entry = ChartEntry(room.record_type, **values)  # type: ignore[arg-type]
    mrn = room.settings.mrn_format
    correct_chart(room.database, mrn, code, entry, room.now, room.sana)


def take(room: RecordRoom, kind: str, text: str) -> None:
    import_file(room.database, room.settings, kind, text.encode(), room.now, room.sana.who)


def said(answer: object) -> set[Outcome]:
    return {answer.outcome, *answer.also}  # type: ignore[attr-defined]


class TestLabels:
    def test_a_scanned_label_is_never_given_to_another_volume(self, room: RecordRoom) -> None:
        chart = room.chart()
        correct(room, chart, volume="2")
        patient = room.where(chart).patient.id
        entry = FolderEntry(patient, room.record_type, room.codes["File room A"], "1")
        assert prepare_folder(room.database, room.settings, entry, room.now) != chart

    def test_a_volume_that_came_another_way_leaves_the_fresh_label_the_next_one(
        self, room: RecordRoom
    ) -> None:
        chart, label = room.chart(), room.label("441027")
        correct(room, chart, volume="2")
        assert room.scan(label).outcome is Outcome.FOLDER_REGISTERED
        assert room.where(label).volume == 3
        fresh = room.label("112233", "Hopper")
        take(room, "charts", "mrn,family_name,home\n112233,Hopper,File room A\n")
        assert Outcome.FOLDER_REGISTERED in said(room.scan(fresh))
        assert room.where(fresh).volume == 2

    def test_a_chart_made_after_a_merge_is_sorted_by_the_number_that_stays(
        self, room: RecordRoom
    ) -> None:
        room.chart()
        waiting = room.label("112233", "Hopper")
        mrn = room.settings.mrn_format
        merge_patients(room.database, mrn, "112233", "441027", room.now, room.sana)
        room.scan(waiting)
        take(room, "charts", "mrn,volume,home\n112233,7,File room A\n")
        keys = {one.terminal_key[:6] for one in find_charts(room.database, room.viewer(), "441027")}
        assert keys == {"271044"}

    def test_an_import_knows_the_charts_of_the_number_that_stays(self, room: RecordRoom) -> None:
        room.chart()
        room.label("112233", "Hopper")
        mrn = room.settings.mrn_format
        merge_patients(room.database, mrn, "112233", "441027", room.now, room.sana)
        take(room, "charts", "mrn,volume,home\n112233,1,File room A\n")
        assert len(find_charts(room.database, room.viewer(), "441027")) == 1


class TestWhatADeskRemembers:
    def test_a_card_that_was_scanned_cannot_be_deleted(self, room: RecordRoom) -> None:
        room.place("Ward X", PlaceKind.WARD)
        room.scan("Ward X")
        with pytest.raises(EntryRefused):
            delete_entry(room.database, PlaceEntry, room.ids["Ward X"], room.now, room.sana)
        assert room.scan(room.chart()).outcome

    def test_a_station_that_was_only_looked_at_can_be(self, room: RecordRoom) -> None:
        row_id = save_entry(room.database, StationEntry("Spare", room.codes["Ward 3"]), room.now)
        with room.database.read() as session:
            key = session.get_one(StationRow, row_id).key
        assert show_board(room.database, room.settings, key, room.now)
        delete_entry(room.database, StationEntry, row_id, room.now, room.sana)

    def test_an_undone_or_just_registered_chart_can_be_filed(self, room: RecordRoom) -> None:
        shelf = room.place("Shelf", PlaceKind.SPOT, inside="File room A")
        chart, label = room.chart(), room.label("112233", "Hopper")
        room.scan("Cardiology")
        room.scan(label)
        assert room.scan(shelf).outcome is Outcome.FILED
        room.scan(chart)
        room.scan(UNDO)
        assert room.scan(shelf).outcome is Outcome.FILED
        assert room.where(chart).location.name == "Shelf"

    def test_after_undo_the_next_card_names_what_was_taken_back(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        room.scan(chart)
        room.scan(UNDO)
        answer = room.scan("Surgery")
        assert answer.outcome is Outcome.PUT_DOWN_NOT_SENT
        assert answer.scan.detail["not_sent"] == [room.where(chart).id]
        assert room.scan(chart).outcome is Outcome.CHECKED_OUT

    def test_a_missing_chart_is_not_filed_by_the_next_shelf(self, room: RecordRoom) -> None:
        shelf = room.place("Shelf", PlaceKind.SPOT, inside="File room A")
        chart = room.chart(at=SURGERY)
        room.scan(chart)
        room.act(chart, Act.MISSING)
        assert room.scan(shelf).outcome is Outcome.NOTHING_TO_FILE
        assert room.where(chart).missing

    def test_just_sent_out_is_noticed_also_from_a_shelf(self, room: RecordRoom) -> None:
        shelf = room.place("Shelf", PlaceKind.SPOT, inside="File room A")
        chart = room.chart()
        room.scan(chart)
        room.scan(shelf)
        room.scan("Cardiology")
        room.scan(chart)
        room.scan(DONE)
        assert room.scan(chart, after=60).outcome is Outcome.JUST_SENT_OUT

    def test_undo_of_a_filing_keeps_a_loan_extended_meanwhile(self, room: RecordRoom) -> None:
        counter = room.place("Counter", PlaceKind.SPOT, inside="Surgery")
        chart = room.chart(at=SURGERY)
        room.scan(chart, SURGERY)
        room.scan(counter, SURGERY)
        room.wait(300)
        room.now += timedelta(days=2)
        room.act(chart, Act.EXTEND, desk=SURGERY)
        extended = room.where(chart).due_at
        room.scan(chart, SURGERY)
        room.scan(DONE, SURGERY)
        assert room.where(chart).due_at == extended


class TestMissing:
    def test_undo_of_a_send_leaves_a_found_chart_found(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        room.act(chart, Act.MISSING)
        room.scan("Cardiology")
        room.scan(chart)
        room.scan(UNDO)
        assert not room.where(chart).missing

    def test_undo_of_another_charts_typed_arrival_leaves_it_found(self, room: RecordRoom) -> None:
        chart, other = room.chart(at=SURGERY), room.chart("112233", at=SURGERY, family="Hopper")
        room.act(chart, Act.MISSING)
        room.scan("Cardiology")
        room.scan(chart)
        room.scan(DONE)
        room.scan(other, source=Source.HERE)
        room.scan(UNDO)
        assert not room.where(chart).missing
        assert room.where(other).location.name == "Surgery"

    def test_a_second_report_closes_the_first_that_was_found(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.act(chart, Act.MISSING, "first")
        room.scan(chart, SURGERY)
        room.act(chart, Act.MISSING, "second")
        assert room.where(chart).missing
        assert read_list(room.database, room.viewer(), Query("found")).rows == ()

    @pytest.mark.parametrize("act", [Act.MISSING, Act.EXTEND])
    def test_an_act_made_offline_before_the_chart_was_seen_comes_too_late(
        self, room: RecordRoom, act: Act
    ) -> None:
        chart, at = room.chart(), room.now
        room.wait(60)
        room.scan(chart, SURGERY)
        late = room.act(chart, act, stored=True, at=at, sent_at=room.now)
        assert late.outcome is Outcome.KEPT_NOT_MOVED
        assert not room.where(chart).missing

    def test_a_sensitive_charts_search_is_for_who_is_signed_in(self, room: RecordRoom) -> None:
        chart = room.chart()
        correct(room, chart, sensitive=True)
        room.act(chart, Act.MISSING)
        report = room.where(chart).report_id or 0
        with pytest.raises(NotPermitted):
            search_list(room.database, room.viewer(), report)
        assert search_list(room.database, room.viewer(signed=room.sana), report).places


class TestCameBackEarlier:
    def test_undo_takes_it_back_and_no_other_chart(self, room: RecordRoom) -> None:
        sent, chart = room.chart(), room.chart("112233", at=SURGERY, family="Hopper")
        room.scan("Cardiology")
        room.scan(sent)
        room.scan(DONE)
        room.act(chart, Act.RETURNED, happened_at=room.now - timedelta(minutes=30))
        assert room.scan(UNDO).outcome is Outcome.UNDONE
        assert room.where(chart).location.name == "Surgery"
        assert room.where(sent).location.name == "Cardiology"

    def test_a_label_read_since_is_newer_than_what_was_typed(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        room.now += timedelta(days=2)
        room.act(chart, Act.RETURNED, happened_at=room.now - timedelta(hours=20))
        at = room.now - timedelta(hours=1)
        later = room.scan(chart, SURGERY, stored=True, at=at, sent_at=room.now)
        assert Outcome.KEPT_NOT_MOVED not in said(later)
        assert room.where(chart).location.name == "Surgery"

    def test_a_report_that_is_newer_than_the_return_stays_open(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        room.now += timedelta(days=2)
        room.act(chart, Act.MISSING)
        answer = room.act(chart, Act.RETURNED, happened_at=room.now - timedelta(hours=20))
        assert Outcome.WAS_MISSING not in said(answer)
        assert room.where(chart).missing

    def test_it_says_all_that_an_arrival_says(self, room: RecordRoom) -> None:
        chart = room.chart(at=CARDIOLOGY)
        at = room.now - timedelta(minutes=10)
        answer = room.act(chart, Act.RETURNED, desk=SURGERY, happened_at=at)
        assert said(answer) == {Outcome.NOBODY_SAID_IT_LEFT, Outcome.RECEIVED}


class TestMerges:
    def merge(self, room: RecordRoom, former: str, into: str) -> int:
        mrn = room.settings.mrn_format
        return merge_patients(room.database, mrn, former, into, room.now, room.sana)

    def test_what_was_merged_anew_stays_when_an_older_merge_is_taken_back(
        self, room: RecordRoom
    ) -> None:
        charts = {mrn: room.chart(mrn, family=mrn) for mrn in ("100001", "200002", "300003")}
        mrn = room.settings.mrn_format
        first = self.merge(room, "100001", "200002")
        second = self.merge(room, "200002", "300003")
        take_back_merge(room.database, mrn, first, room.now, room.sana)
        self.merge(room, "100001", "300003")
        take_back_merge(room.database, mrn, second, room.now, room.sana)
        assert room.where(charts["100001"]).patient.mrn == "300003"
        assert room.where(charts["200002"]).patient.mrn == "200002"

    def test_a_temporary_folder_stays_with_its_chart(self, room: RecordRoom) -> None:
        room.chart("990000", family="Kept")
        real = room.chart("110000", family="Gone")
        merge_id = self.merge(room, "110000", "990000")
        folder = prepare_temporary(room.database, real, room.now, room.viewer())
        room.scan(folder)
        mrn = room.settings.mrn_format
        take_back_merge(room.database, mrn, merge_id, room.now, room.sana)
        assert room.where(folder).patient.mrn == room.where(real).patient.mrn == "110000"

    def test_a_reprint_bears_the_number_that_stays(self, room: RecordRoom) -> None:
        room.chart("990000", family="Kept")
        chart = room.chart("110000", family="Gone")
        self.merge(room, "110000", "990000")
        face = label_face(room.database, room.viewer(signed=room.sana), chart)
        assert (face.mrn, face.name) == ("99-00-00", "Kept, Ada")  # type: ignore[union-attr]

    def test_a_number_that_was_given_up_is_taken_all_the_same(self, room: RecordRoom) -> None:
        chart = room.chart("990000", family="Kept")
        room.chart("110000", family="Gone")
        self.merge(room, "110000", "990000")
        patient = room.where(chart).patient.id
        entry = PatientEntry("110000", "Kept")
        with pytest.raises(EntryRefused):
            correct_patient(room.database, room.settings, patient, entry, room.now, room.sana)
        new = PatientEntry("110000", "Other", other_person=True)
        folder = FolderEntry(new, room.record_type, room.codes["File room A"])
        with pytest.raises(PatientExists):
            prepare_folder(room.database, room.settings, folder, room.now)


class TestJoinedFolders:
    def joined(self, room: RecordRoom) -> tuple[str, str]:
        real = room.chart()
        folder = prepare_temporary(room.database, real, room.now, room.viewer())
        room.scan(folder)
        return real, folder

    def test_one_that_is_in_hand_moves_no_more(self, room: RecordRoom) -> None:
        real, folder = self.joined(room)
        join_temporary(room.database, folder, room.now, room.sana)
        room.scan("Cardiology")
        assert room.where(folder).code == real
        assert len(room.kinds(real)) <= 2

    def test_a_second_one_stands_in_for_the_chart_itself(self, room: RecordRoom) -> None:
        real, folder = self.joined(room)
        second = prepare_temporary(room.database, folder, room.now, room.viewer())
        room.scan(second)
        for one in (folder, second):
            assert join_temporary(room.database, one, room.now, room.sana) == real
        assert room.scan(second, SURGERY).chart.code == real  # type: ignore[union-attr]
        assert room.where(real).location.name == "Surgery"


class TestActs:
    def test_an_act_needs_a_chart(self, room: RecordRoom) -> None:
        waiting = room.label("112233", "Hopper")
        for text in (waiting, room.codes["Surgery"], DONE, "nonsense", "a\x00b", ""):
            with pytest.raises(EntryRefused):
                room.act(text, Act.SHEETS, "a letter")

    def test_a_tied_label_names_its_chart_too(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        room.act(chart, Act.TIE, "OLD-1", by=room.sana.staff_id)
        assert room.act("OLD-1", Act.MISSING).outcome is Outcome.REPORTED_MISSING
        assert room.where(chart).location.name == "Surgery"

    def test_right_after_a_scan_it_is_no_repeat(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan(chart)
        answer = room.scan(chart, after=1, act=Act.SHEETS, note="a letter")
        assert answer.outcome is Outcome.SHEETS_NOTED

    def test_invisible_letters_of_a_note_are_left_out(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.act(chart, Act.SHEETS, "a\u200bletter")
        assert room.where(chart).sheets == "a letter"

    def test_nothing_is_extended_where_no_loan_ends(self, room: RecordRoom) -> None:
        room.place("Annex", PlaceKind.OFF_SITE)
        stored, home = room.chart(), room.chart("112233", at=SURGERY, family="Hopper")
        room.scan("Annex")
        room.scan(stored)
        room.scan("File room A", SURGERY)
        room.scan(home, SURGERY)
        for chart in (stored, home):
            assert room.act(chart, Act.EXTEND).outcome is Outcome.NOTHING_PENDING

    def test_an_empty_line_is_no_reason(self, room: RecordRoom) -> None:
        chart = room.chart()
        correct(room, chart, sensitive=True)
        room.scan("Cardiology")
        room.scan(chart)
        assert room.act(chart, Act.REASON, " ").outcome is Outcome.REASON_NEEDED
        assert room.where(chart).location.name == "File room A"
        sent = room.act(chart, Act.REASON, "asked for")
        assert Outcome.REASON_TAKEN in said(sent)

    def test_a_chart_retired_meanwhile_is_not_sent_by_a_reason(self, room: RecordRoom) -> None:
        chart = room.chart()
        correct(room, chart, sensitive=True)
        room.scan("Cardiology")
        room.scan(chart)
        correct(room, chart, sensitive=True, retired=True)
        assert room.act(chart, Act.REASON, "asked for").outcome is Outcome.NOTHING_PENDING


class TestWhoSeesWhat:
    def test_corrections_show_names_to_who_may_see_them(self, room: RecordRoom) -> None:
        chart = room.chart()
        view = room.where(chart)
        entry = PatientEntry("441027", "Byron", "Augusta")
        correct_patient(room.database, room.settings, view.patient.id, entry, room.now, room.sana)
        assert tell_chart(room.database, room.viewer(), chart).changes == ()
        assert tell_chart(room.database, room.viewer(signed=room.sana), chart).changes

    def test_a_sensitive_chart_tells_nothing_of_its_notes_and_prints_no_name(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        correct(room, chart, sensitive=True)
        room.act(chart, Act.SHEETS, "result of a test")
        signed = room.viewer(signed=room.sana)
        assert tell_chart(room.database, signed, chart).chart.sheets == "a note is kept"
        assert label_face(room.database, signed, chart).name == ""  # type: ignore[union-attr]
        (row,) = read_list(room.database, signed, Query("sheets")).rows
        assert "test" not in row.chart.sheets
        opened = tell_chart(room.database, signed, chart, reason="audit")
        assert opened.chart.sheets == "result of a test"

    def test_nobody_opens_it_without_being_somebody(self, room: RecordRoom) -> None:
        chart = room.chart()
        correct(room, chart, sensitive=True)
        assert not tell_chart(room.database, room.viewer(), chart, reason="curious").is_open
        assert read_list(room.database, room.viewer(), Query("today")).rows == ()

    def test_badges_are_printed_by_supervisors(self, room: RecordRoom) -> None:
        job = PrintJob([room.codes["Ines"]], "cards-a4")
        with pytest.raises(NotPermitted):
            print_labels(room.database, room.viewer(), job)
        assert print_labels(room.database, room.viewer(signed=room.sana), job)


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
        with room.database.read() as session:
            row_id = session.scalars(select(StationRow.id).filter_by(key=CARDIOLOGY)).one()
        entry = StationEntry("Cardiology", room.codes["Cardiology"], operator_seconds="120")
        save_entry(room.database, entry, room.now, row_id)
        token = sign_in(room.database, "Sana", SANAS_PIN, CARDIOLOGY, room.now)
        room.wait(100)
        assert signed_in(room.database, room.settings, token, room.now, renews=False)
        room.wait(30)
        assert signed_in(room.database, room.settings, token, room.now) is None

    def test_a_lock_is_written_down_when_a_wrong_pin_locked_it(self, room: RecordRoom) -> None:
        with room.database.read() as session:
            assert session.get_one(StaffRow, room.sana.staff_id).pin_failures == 0


class TestListsAndPlaces:
    def test_moves_from_a_shelf_count_for_its_place(self, room: RecordRoom) -> None:
        shelf = room.place("Shelf", PlaceKind.SPOT, inside="File room A")
        chart = room.chart()
        room.scan(chart)
        room.scan(shelf)
        room.scan(chart, SURGERY)
        query = Query("unrecorded", place=room.codes["File room A"])
        page = read_list(room.database, room.viewer(), query)
        assert len(page.rows) == 1
        assert [(place.name, count) for place, count in page.by_place] == [("File room A", 1)]

    def test_rows_recorded_at_one_moment_are_paged_once(self, room: RecordRoom) -> None:
        rows = "".join(f"{at:06},F{at},File room A\n" for at in range(1, 8))
        take(room, "charts", "mrn,family_name,home\n" + rows)
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
    def test_a_page_that_cannot_be_is_refused(self, room: RecordRoom, after: str) -> None:
        room.chart(at=SURGERY)
        for key in ("out", "today"):
            with pytest.raises(EntryRefused):
                read_list(room.database, room.viewer(), Query(key, after=after))

    def test_a_chart_on_a_clinics_counter_is_lent_by_the_clinics_rules(
        self, room: RecordRoom
    ) -> None:
        room.place("Counter", PlaceKind.SPOT, inside="Surgery")
        take(room, "charts", "mrn,family_name,home,location\n441027,L,File room A,Counter\n")
        (chart,) = find_charts(room.database, room.viewer(), "441027")
        assert chart.due_at
        assert chart.place_id == room.ids["Surgery"]

    def test_a_shelf_inside_a_shelf_is_refused_before_anything_is_written(
        self, room: RecordRoom
    ) -> None:
        text = "name,kind,inside\nX,clinic,\nA,shelf,Surgery\nB,shelf,A\n"
        with pytest.raises(Exception, match="file-refused"):
            take(room, "locations", text)

    def test_a_clinic_that_becomes_a_room_has_nothing_overdue(self, room: RecordRoom) -> None:
        room.chart(at=SURGERY)
        room.now += timedelta(days=30)
        entry = PlaceEntry("Surgery", PlaceKind.FILE_ROOM)
        save_entry(room.database, entry, room.now, room.ids["Surgery"])
        assert read_list(room.database, room.viewer(), Query("overdue")).rows == ()

    def test_a_tied_text_that_becomes_a_number_finds_the_patient(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.act(chart, Act.TIE, "778890", by=room.sana.staff_id)
        other = room.chart("778890", family="Hopper")
        found = find_charts(room.database, room.viewer(), "778890")
        assert [one.code for one in found] == [other]


class TestTheSecondReview:
    def test_a_chart_that_waited_for_its_reason_is_said_not_to_be_sent(
        self, room: RecordRoom
    ) -> None:
        chart, other = room.chart(), room.chart("112233", family="Hopper")
        correct(room, chart, sensitive=True)
        room.scan("Cardiology")
        room.scan(chart)
        answer = room.scan(other)
        assert answer.outcome is Outcome.PUT_DOWN_NOT_SENT
        assert answer.charts[int(str(answer.scan.detail["put_down"]))].code == chart

    def test_an_act_leaves_the_reason_awaited_and_is_kept_itself(self, room: RecordRoom) -> None:
        chart, other = room.chart(), room.chart("112233", family="Hopper")
        correct(room, chart, sensitive=True)
        room.scan("Cardiology")
        room.scan(chart)
        assert room.act(other, Act.MISSING).outcome is Outcome.REPORTED_MISSING
        assert room.where(other).missing
        assert Outcome.REASON_TAKEN in said(room.act(chart, Act.REASON, "clinic today"))
        room.scan(DONE)

    def test_reporting_it_missing_ends_the_waiting_for_its_reason(self, room: RecordRoom) -> None:
        chart = room.chart()
        correct(room, chart, sensitive=True)
        room.scan(chart)
        room.scan("Cardiology")
        answer = room.act(chart, Act.MISSING)
        assert answer.desk.reason_chart is None
        assert room.where(chart).missing

    @pytest.mark.parametrize("text", ["441027", "x", "12-34", "  "])
    def test_a_number_or_a_letter_is_no_reason(self, room: RecordRoom, text: str) -> None:
        chart = room.chart()
        correct(room, chart, sensitive=True)
        room.scan("Cardiology")
        room.scan(chart)
        assert room.act(chart, Act.REASON, text).outcome is Outcome.REASON_NEEDED
        assert room.where(chart).location.name == "File room A"
        assert Outcome.REASON_TAKEN in said(room.act(chart, Act.REASON, "clinic today"))

    def test_a_supervisors_act_bears_the_supervisors_name(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        by, at = room.sana.staff_id, room.now - timedelta(minutes=5)
        room.act(chart, Act.RETURNED, by=by, happened_at=at)
        assert room.history(chart)[-1].staff == "Sana"
        room.act(chart, Act.MISSING, by=by)
        report = room.where(chart).report_id or 0
        assert search_list(room.database, room.viewer(), report).reported_by == "Sana"

    def test_all_that_was_done_to_a_chart_is_told(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        room.scan("Ines")
        for act, note in ((Act.SHEETS, "a letter"), (Act.EXTEND, ""), (Act.MISSING, "gone")):
            room.act(chart, act, note)
        room.act(chart, Act.MISSING, "still gone")
        page = tell_chart(room.database, room.viewer(), chart)
        done = [(change.what, change.staff) for change in page.changes]
        assert done[:4] == [
            ("reported-missing", "Ines"),
            ("reported-missing", "Ines"),
            ("loan-extended", "Ines"),
            ("sheets-noted", "Ines"),
        ]
        report = search_list(room.database, room.viewer(), page.chart.report_id or 0)
        assert report.reason == "gone · still gone"

    def test_a_corrected_number_wants_a_new_label(self, room: RecordRoom) -> None:
        chart = room.chart()
        patient = room.where(chart).patient.id
        entry = PatientEntry("551028", "Lovelace", "Ada")
        correct_patient(room.database, room.settings, patient, entry, room.now, room.sana)
        assert not room.where(chart).label_verified

    def test_a_correction_of_the_home_names_both(self, room: RecordRoom) -> None:
        chart = room.chart()
        correct(room, chart, home=room.codes["File room B"], sensitive=True)
        page = tell_chart(room.database, room.viewer(signed=room.sana), chart, reason="audit")
        detail = next(one for one in page.changes if one.what == "chart-corrected").detail
        assert (detail["before"]["home"], detail["after"]["home"]) == ("File room A", "File room B")

    def test_the_search_list_says_when_it_left(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.now += timedelta(days=300)
        room.scan("Ward 3")
        room.scan(chart)
        left = room.now
        room.act(chart, Act.MISSING)
        places = search_list(room.database, room.viewer(), room.where(chart).report_id or 0).places
        assert [(one.place.name, one.last_there) for one in places] == [
            ("Ward 3", left),
            ("File room A", left),
        ]

    def test_a_session_goes_with_its_browser_to_another_desk(self, room: RecordRoom) -> None:
        token = sign_in(room.database, "Sana", SANAS_PIN, "", room.now)
        move_sign_in(room.database, token, SURGERY)
        room.scan(SIGN_OFF, SURGERY)
        assert signed_in(room.database, room.settings, token, room.now) is None

    def test_a_clerk_with_a_pin_is_told_that_it_opens_nothing(self, room: RecordRoom) -> None:
        save_entry(room.database, StaffEntry("Eve", pin="161803"), room.now)
        with pytest.raises(NotPermitted):
            sign_in(room.database, "Eve", "161803", FILE_ROOM, room.now)

    def test_a_supervisor_needs_a_pin(self, room: RecordRoom) -> None:
        with pytest.raises(EntryRefused):
            save_entry(room.database, StaffEntry("Eve", role="supervisor"), room.now)

    def test_what_is_on_its_way_is_chased_after_a_while(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Cardiology")
        room.scan(chart)
        counts = count_lists(room.database, room.settings, room.now)
        assert (counts["on-its-way"], counts["chased"]) == (1, 0)
        room.wait(7 * 3600)
        assert count_lists(room.database, room.settings, room.now)["chased"] == 1

    @pytest.mark.parametrize("since", ["0001-01-01T00:00+10:00", "9999-12-31T23:59-10:00"])
    def test_times_out_of_the_calendar_are_said_by_their_row(
        self, room: RecordRoom, since: str
    ) -> None:
        with pytest.raises(FileRefused) as refused:
            take(room, "charts", f"mrn,family_name,home,since\n441027,L,File room A,{since}\n")
        (problem,) = refused.value.facts["problems"]  # type: ignore[misc]
        assert (problem.row, problem.column) == (2, "since")

    def test_today_is_no_future(self, room: RecordRoom) -> None:
        today = room.now.date().isoformat()
        take(room, "charts", f"mrn,family_name,home,since\n441027,L,File room A,{today}\n")
        (chart,) = find_charts(room.database, room.viewer(), "441027")
        assert chart.since == room.now

    def test_a_number_from_an_export_is_read_again(self, room: RecordRoom) -> None:
        room.chart()
        assert find_charts(room.database, room.viewer(), "44\u201110\u201127")
