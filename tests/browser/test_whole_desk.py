"""What a clerk and a supervisor meet beside sending and receiving, in a real browser."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from kiosk.domain.loans import PlaceKind
from kiosk.services.charts.correct import ChartEntry, correct_chart
from kiosk.services.setup.entries import ReasonEntry
from kiosk.services.setup.save import save_entry
from kiosk.store.rows import ReasonRow
from tests.browser.conftest import Desk, Server
from tests.room import DONE, SIGN_OFF, RecordRoom


def more(desk: Desk) -> None:
    desk.page.click("details.more summary")


def test_scene_6_returns_say_where_they_are_shelved(server: Server, desk: Desk) -> None:
    server.room.chart("113456", family="Hopper")
    chart = server.room.chart("123456", at="surgery")
    desk.scan(chart, "checked-in")
    assert "Section 56, after 11-34-56." in desk.said


def test_a_chart_is_filed_on_a_shelf_and_taken_back(server: Server, desk: Desk) -> None:
    server.room.place("Shelf 3", PlaceKind.SPOT, inside="File room A")
    chart = server.room.chart()
    desk.scan(chart, "in-hand")
    desk.scan("Shelf 3", "filed")
    assert desk.sound == "ok in"
    desk.page.click(".recent li button")
    desk.wait_for("undone")
    struck = desk.page.locator(".recent li:has(s)")
    expect(struck).to_have_count(1)
    expect(struck).to_contain_text("44-10-27")


def test_loose_sheets_are_noted_and_cleared_at_the_prompt(server: Server, desk: Desk) -> None:
    chart = server.room.chart()
    desk.scan(chart, "in-hand")
    more(desk)
    desk.page.fill("[data-act=sheets] [name=note]", "lab results")
    desk.page.keyboard.press("Enter")
    desk.wait_for("sheets-noted")
    desk.scan("Cardiology")
    assert desk.outcome == "checked-out"
    desk.page.wait_for_timeout(3100)
    desk.scan(DONE)
    clinic = server.room.scan(chart, "cardiology")
    assert clinic.outcome.value == "loose-sheets-wait"
    desk.type_in("441027")
    desk.wait_for("look-up-opened")
    assert "loose sheets: lab results" in desk.said
    more(desk)
    desk.page.click("text=Sheets are in")
    desk.wait_for("sheets-cleared")


def test_a_scan_into_a_half_written_note_is_a_scan(server: Server, desk: Desk) -> None:
    first, second = server.room.chart(), server.room.chart("112233", family="Hopper")
    desk.scan(first, "in-hand")
    more(desk)
    desk.page.click("[data-act=sheets] [name=note]")
    desk.page.keyboard.type("ECG ", delay=130)
    desk.page.keyboard.type(second, delay=2)
    desk.page.keyboard.press("Enter")
    desk.wait_for("put-down-and-not-sent")
    assert server.room.where(first).sheets == ""


def test_a_note_is_not_wiped_by_a_lapse_and_kept_once(
    make_server: Callable[..., Server], open_desk: Callable[..., Desk]
) -> None:
    server = make_server(in_hand_seconds=5)
    chart = server.room.chart()
    desk = open_desk(server)
    desk.scan(chart, "in-hand")
    more(desk)
    note = desk.page.locator("[data-act=sheets] [name=note]")
    note.click()
    desk.page.keyboard.type("half wri", delay=5)
    desk.page.wait_for_selector(".pending.none", timeout=15000)
    desk.page.keyboard.type("tten", delay=5)
    expect(note).to_have_value("half written")
    desk.page.dblclick("text=Note")
    desk.wait_for("sheets-noted")
    desk.page.wait_for_timeout(500)
    assert server.room.where(chart).sheets == "half written"


def test_an_empty_note_leads_back_to_the_prompt(server: Server, desk: Desk) -> None:
    desk.scan(server.room.chart(), "in-hand")
    more(desk)
    desk.page.click("[data-act=sheets] button")
    expect(desk.page.locator("#typed")).to_be_focused()
    assert desk.outcome == "in-hand"


def test_after_a_wrong_pin_the_cursor_waits_for_the_pin(server: Server, desk: Desk) -> None:
    desk.page.goto(f"{server.address}/sign-in")
    desk.page.fill("[name=who]", "Sana")
    desk.page.fill("[name=pin]", "999999")
    desk.page.click("button.main")
    desk.page.wait_for_selector(".error")
    expect(desk.page.locator("[name=pin]")).to_be_focused()


def test_a_sensitive_chart_asks_why(server: Server, desk: Desk) -> None:
    room = server.room
    chart = room.chart()
    entry = ChartEntry(room.record_type, "1", room.codes["File room A"], sensitive=True)
    correct_chart(room.database, room.settings.mrn_format, chart, entry, room.now, room.sana)
    row_id = save_entry(room.database, ReasonEntry("Treatment today"), room.now)
    with room.database.read() as reading:
        card = reading.session.get_one(ReasonRow, row_id).code
    desk.scan("Ines")
    desk.scan("Cardiology")
    desk.scan(chart, "sensitive-reason-needed")
    assert desk.sound == "stop"
    assert "Lovelace" not in desk.said
    expect(desk.page.locator(".pending.why")).to_contain_text("44-10-27")
    desk.scan(card, "checked-out")
    assert "Treatment today" in desk.said
    assert desk.count == "1"


def test_a_reason_is_typed_in_a_field_of_its_own_and_the_prompt_only_looks_up(
    server: Server, desk: Desk
) -> None:
    room, page = server.room, desk.page
    chart = room.chart()
    entry = ChartEntry(room.record_type, "1", room.codes["File room A"], sensitive=True)
    correct_chart(room.database, room.settings.mrn_format, chart, entry, room.now, room.sana)
    desk.scan("Cardiology")
    desk.scan(chart, "sensitive-reason-needed")
    desk.type_in("hopper")  # the phone rings
    desk.wait_for("look-up-opened")
    assert room.where(chart).location.name == "File room A"
    page.fill(".pending.why [name=note]", "clinic at")
    page.wait_for_timeout(3500)  # the page asks for news meanwhile, and what is typed stays
    expect(page.locator(".pending.why [name=note]")).to_have_value("clinic at")
    page.fill(".pending.why [name=note]", "clinic at noon")
    page.click("text=Send with this reason")
    desk.wait_for("checked-out")
    assert "clinic at noon" in desk.said
    assert room.where(chart).location.name == "Cardiology"


def test_missing_is_reported_searched_found_and_approved(server: Server, desk: Desk) -> None:
    chart = server.room.chart()
    desk.type_in("441027")
    desk.wait_for("look-up-opened")
    more(desk)
    desk.page.fill("[data-act=missing] [name=note]", "not on its shelf")
    desk.page.click("text=Report missing")
    desk.wait_for("reported-missing")
    desk.page.goto(f"{server.address}/lists/missing")
    desk.page.click("text=Search list")
    desk.page.click("text=Looked here")
    expect(desk.page.locator("tbody")).to_contain_text("☑")
    desk.page.goto(server.address)
    desk.scan(chart, "was-missing-and-is-found")
    assert desk.sound.startswith("attention")  # type: ignore[union-attr]
    desk.sign_in("/supervisor")
    expect(desk.page.locator(".tile", has_text="Found again")).to_contain_text("1")
    desk.page.click("text=Found again")
    desk.page.click("text=Approve")
    expect(desk.page.locator("main")).to_contain_text("Nothing waits to be approved.")


def test_an_old_label_is_tied_and_simply_works(server: Server, desk: Desk) -> None:
    server.room.chart()
    desk.sign_in()
    desk.page.wait_for_selector("#kiosk[data-ready]")
    desk.key_in("A-1998-00123")
    desk.wait_for("look-up-opened")  # a scanner that types is no different from a person
    desk.page.click("text=It is a label of a chart (supervisor)")
    desk.page.fill("[name=find]", "441027")
    desk.page.click("button.main")
    desk.page.click("text=This one")
    desk.page.wait_for_selector(".said-here:has-text('means 44-10-27')")
    desk.page.goto(server.address)
    desk.page.wait_for_selector("#kiosk[data-ready]")
    desk.key_in("A-1998-00123")
    desk.wait_for("in-hand")


def test_a_temporary_folder_is_made_scanned_and_joined(server: Server, desk: Desk) -> None:
    room = server.room
    chart = room.chart()
    desk.page.goto(f"{server.address}/charts/{chart}")
    desk.page.click("text=It cannot be found")
    desk.page.click("text=Report it, and make a temporary folder")
    desk.page.wait_for_url("**/folders/*")
    code = desk.page.url.rsplit("/", 1)[1]
    desk.page.goto(server.address)
    desk.scan(code, "folder-registered")
    desk.scan(chart, "put-down-and-not-sent")
    assert not room.where(chart).missing
    desk.sign_in(f"/charts/{chart}")
    desk.page.click("text=join them")
    expect(desk.page.locator("main")).not_to_contain_text("stands in")
    desk.page.goto(server.address)
    desk.scan(code)
    assert "44-10-27 volume 1" in desk.said


def test_a_badge_names_the_supervisor_and_sign_off_ends_the_session(
    server: Server, desk: Desk
) -> None:
    page = desk.page
    page.goto(f"{server.address}/supervisor")
    desk.key_in(server.room.codes["Sana"])
    expect(page.locator("[name=who]")).to_have_value(server.room.codes["Sana"])
    expect(page.locator("[name=pin]")).to_be_focused()
    page.keyboard.type("271828")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('What wants doing')")
    page.goto(server.address)
    desk.scan(SIGN_OFF, "signed-off")
    page.goto(f"{server.address}/supervisor")
    page.wait_for_selector("h1:has-text('Sign in')")


def test_a_file_is_imported_and_its_labels_wait_in_filing_order(
    server: Server, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "charts.csv"
    rows = ["mrn,family_name,home", *(f"{at:02}0000,F{at},File room A" for at in (12, 11, 30))]
    file.write_text("\n".join(rows))
    desk.sign_in("/imports")
    page = desk.page
    page.select_option("[name=kind]", "charts")
    page.set_input_files("[name=file]", file)
    page.click("button.main")
    page.wait_for_selector("text=Done: 3 added")
    page.click("text=Print their labels")
    expect(page.locator("tbody .mrn")).to_have_text(["11-00-00", "12-00-00", "30-00-00"])
    with page.expect_popup() as popup:
        page.click("text=Print these 3 labels")
    popup.value.close()


def test_a_desk_in_two_browsers_is_said_in_both(
    server: Server, desk: Desk, open_desk: Callable[..., Desk]
) -> None:
    other = open_desk(server)
    for one in (desk, other):
        one.page.wait_for_selector("#other-browser:not([hidden])", timeout=15000)


def test_a_desk_without_sound_and_camera(server: Server, open_desk: Callable[..., Desk]) -> None:
    room: RecordRoom = server.room
    with room.database.write() as writing:
        writing.connection.exec_driver_sql("UPDATE station SET camera = 0, sounds = 0")
    desk = open_desk(server)
    expect(desk.page.locator("#kiosk")).to_have_attribute("data-sounds", "off")
    expect(desk.page.locator("#camera")).to_be_hidden()
    desk.scan("Cardiology", "destination-set")
