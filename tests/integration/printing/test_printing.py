"""Printing: who may print what, sets, slips, batches, and the pages for it."""

from datetime import timedelta

import numpy as np
import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from kiosk.app import create_app
from kiosk.domain.errors import EntryRefused, NothingThere, NotPermitted
from kiosk.domain.why import Why
from kiosk.reading import read_patiently
from kiosk.services.access.viewer import Viewer
from kiosk.services.printing.batches import desk_set, find_batch
from kiosk.services.printing.print_labels import (
    OUTGUIDE,
    PULL_SLIP,
    SET,
    PrintJob,
    preview_label,
    print_labels,
)
from kiosk.settings import SettingRefused, load_settings
from kiosk.web.words.entries import why_in_words
from kiosk.web.words.paper import on_paper
from kiosk.web.words.printing import NEAREST
from labels import CannotPrint
from tests.pictures import page_image
from tests.printed import page_count, text_of
from tests.room import DONE, FILE_ROOM, RecordRoom


def viewer(room: RecordRoom, **settings: object) -> Viewer:
    given = room.settings.model_copy(update=settings)
    return Viewer(given, FILE_ROOM, room.now, say=on_paper)


def said(room: RecordRoom, code: str, what: str = "", **more: object) -> str:
    job = PrintJob([code], "slips-a4", what=what)
    return text_of(print_labels(room.database, viewer(room, **more), job))


class TestJobs:
    def test_names_are_printed_only_while_an_operator_is_signed_in(self, room: RecordRoom) -> None:
        chart = room.chart()
        assert "Lovelace" not in said(room, chart)
        room.scan("Ines")
        assert "Lovelace" in said(room, chart)

    def test_names_can_be_initials_or_left_out_everywhere(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Ines")
        assert "A. L." in said(room, chart, label_name="initials")
        assert "Lovelace" not in said(room, chart, label_name="initials")
        assert "Lovelace" not in said(room, chart, label_name="none")

    def test_a_reprinted_label_is_not_verified_until_it_is_read(self, room: RecordRoom) -> None:
        chart = room.chart()
        assert room.where(chart).label_verified
        said(room, chart)
        assert not room.where(chart).label_verified
        room.scan(chart)
        assert room.where(chart).label_verified

    def test_looking_at_a_label_changes_nothing(self, room: RecordRoom) -> None:
        chart = room.chart()
        (drawn,) = preview_label(room.database, viewer(room), PrintJob([chart], "avery-l7160"))
        assert "44-10-27" in drawn
        assert room.where(chart).label_verified

    @pytest.mark.parametrize("what", [OUTGUIDE, PULL_SLIP])
    def test_a_slip_is_no_new_label(self, room: RecordRoom, what: str) -> None:
        chart = room.chart()
        said(room, chart, what=what)
        assert room.where(chart).label_verified

    @pytest.mark.parametrize("broken", ["stock", "code", "name", "nothing", "design"])
    def test_if_printing_fails_nothing_was_assigned(self, room: RecordRoom, broken: str) -> None:
        chart, unprintable = room.chart(), room.label("998877", "王")
        room.scan("Ines")
        stock = "papyrus" if broken == "stock" else "avery-5160"
        codes = {
            "code": [chart, "C0012345670"],
            "name": [chart, unprintable],
            "nothing": [],
        }.get(broken, [chart])
        job = PrintJob(codes, stock, what="poster" if broken == "design" else "")
        with pytest.raises((CannotPrint, EntryRefused, NothingThere)):
            print_labels(room.database, viewer(room), job)
        assert room.where(chart).label_verified

    def test_cards_of_everything_are_all_on_paper(self, room: RecordRoom) -> None:
        codes = ["K0000000185", "K0000000282", room.codes["Cardiology"], room.codes["Ines"]]
        signed = room.viewer(signed=room.sana)
        pdf = print_labels(room.database, signed, PrintJob(codes, "cards-a4"))
        symbols = read_patiently(np.asarray(page_image(pdf)))
        assert {symbol.text for symbol in symbols} == set(codes)
        for text in ("DONE", "UNDO", "Cardiology", "tel. 4417", "Ines", "Operator"):
            assert text in text_of(pdf)


class TestSlipsAndSets:
    def test_an_outguide_says_who_has_it_and_since_when(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan("Ines")
        room.scan("Cardiology")
        room.scan(chart)
        text = said(room, chart, what=OUTGUIDE)
        for part in ("OUT", "Cardiology", "tel. 4417", "since", "Ines", "44-10-27"):
            assert part in text
        assert "Lovelace" not in text

    def test_the_outguide_of_a_new_folder_is_filled_in_by_hand(self, room: RecordRoom) -> None:
        assert "....." in said(room, room.label("998877"), what=OUTGUIDE)

    def test_a_pull_slip_says_where_to_take_it_from(self, room: RecordRoom) -> None:
        assert "File room A" in said(room, room.chart(), what=PULL_SLIP)

    def test_a_set_is_folder_two_forms_and_outguide(self, room: RecordRoom) -> None:
        chart = room.chart()
        job = PrintJob([chart], "roll-102x76", what=SET)
        assert page_count(print_labels(room.database, viewer(room), job)) == 4
        assert not room.where(chart).label_verified


class TestBatches:
    def test_a_run_of_numbers_is_in_terminal_digit_order(self, room: RecordRoom) -> None:
        charts = {mrn: room.chart(mrn) for mrn in ("400027", "400110", "400210", "410000")}
        found = find_batch(room.database, viewer(room), "40-00-00", "40-99-99", terminal=True)
        assert found == [charts[mrn] for mrn in ("400110", "400210", "400027")]
        by_number = find_batch(room.database, viewer(room), "400000", "409999", terminal=False)
        assert by_number == [charts[mrn] for mrn in ("400027", "400110", "400210")]

    @pytest.mark.parametrize(("first", "last"), [("", "1"), ("1", "x y!"), ("900000", "900001")])
    def test_what_is_no_run_is_refused(self, room: RecordRoom, first: str, last: str) -> None:
        with pytest.raises(EntryRefused):
            find_batch(room.database, viewer(room), first, last, terminal=True)

    def test_a_desks_set_holds_the_places_it_sends_most_to(self, room: RecordRoom) -> None:
        for mrn, place in (("400001", "Surgery"), ("400002", "Cardiology"), ("400003", "Surgery")):
            chart = room.chart(mrn)
            room.scan(place)
            room.scan(chart)
            room.scan("DONE")
        codes = desk_set(room.database, viewer(room))
        assert codes[-2:] == [room.codes["Surgery"], room.codes["Cardiology"]]
        assert codes[0].startswith("K")
        later = Viewer(room.settings, FILE_ROOM, room.now + timedelta(days=100), say=on_paper)
        assert all(code.startswith("K") for code in desk_set(room.database, later))


class TestPages:
    def test_search_or_scan_then_see_then_print(
        self, client: FlaskClient, room: RecordRoom
    ) -> None:
        chart = room.chart()
        found = client.post("/labels/find", data={"text": chart})
        assert found.location.endswith(f"/labels/{chart}")
        assert client.post("/labels/find", data={"text": "441027"}).location == found.location
        page = client.get(found.location).get_data(as_text=True)
        assert "44-10-27" in page
        form = {"code": chart, "stock": "avery-l7160", "first": "3"}
        shown = client.post("/labels/preview", data=form).get_data(as_text=True)
        assert shown.count("data-place=") == 21
        assert 'data-place="3" class="first"' in shown
        assert "<text" in shown
        printed = client.post("/labels", data=form)
        assert printed.mimetype == "application/pdf"

    def test_what_does_not_fit_is_said_before_it_is_printed(
        self, client: FlaskClient, room: RecordRoom
    ) -> None:
        form = {"code": room.chart(), "stock": "avery-l8658", "what": "front"}
        shown = client.post("/labels/preview", data=form).get_data(as_text=True)
        assert NEAREST.split("{")[0] in shown
        assert client.post("/labels", data=form).status_code == 422

    def test_a_run_says_how_many_charts_and_sheets(
        self, client: FlaskClient, room: RecordRoom
    ) -> None:
        for mrn in range(400001, 400032):
            room.chart(str(mrn))
        client.set_cookie("stock", "avery-5160")
        page = client.post("/labels/batch", data={"from": "400000", "to": "400099"})
        said_there = page.get_data(as_text=True)
        assert "31 charts" in said_there
        assert "<b>2</b> sheets of Avery 5160" in said_there
        refused = client.post("/labels/batch", data={"from": "1", "to": "2"})
        assert refused.status_code == 422
        assert why_in_words("run_of_numbers", Why.NO_CHARTS, {}) in refused.get_data(as_text=True)

    def test_nothing_found_is_said(self, client: FlaskClient) -> None:
        page = client.post("/labels/find", data={"text": "nobody"}).get_data(as_text=True)
        assert "“nobody”" in page


class TestSettings:
    @pytest.mark.parametrize("colours", [["#000000"] * 9, ["red"] * 10])
    def test_ten_colours_or_none(self, colours: list[str]) -> None:
        with pytest.raises(SettingRefused, match="ten colours"):
            load_settings(digit_colours=tuple(colours))


def test_a_room_of_thousands_of_places_prints_all_their_cards(room: RecordRoom) -> None:
    browser = create_app(room.settings, room.database).test_client()
    codes = [DONE] * 3000
    form = MultiDict([*(("code", code) for code in codes), ("stock", "cards-a4")])
    assert browser.post("/labels", data=form).mimetype == "application/pdf"


def test_badges_are_printed_by_supervisors(room: RecordRoom) -> None:
    job = PrintJob([room.codes["Ines"]], "cards-a4")
    with pytest.raises(NotPermitted):
        print_labels(room.database, room.viewer(), job)
    assert print_labels(room.database, room.viewer(signed=room.sana), job)
