"""A clerk's day: the scenes of FIELD.md, in a real browser on a real server."""

import io
from collections.abc import Callable

import pypdfium2
from playwright.sync_api import expect

from kiosk.domain.why import Why
from kiosk.web.words.entries import why_in_words
from tests.browser.conftest import Desk, Server
from tests.room import DONE, UNDO, RecordRoom


def charts(room: RecordRoom, count: int, **where: str) -> list[str]:
    return [
        room.chart(str(110000 + 1017 * at), family=f"Lovelace{at}", **where) for at in range(count)
    ]


def test_scenes_1_to_5_a_batch_goes_to_cardiology_and_arrives(
    server: Server, desk: Desk, clinic: Desk
) -> None:
    room = server.room
    twelve = charts(room, 12)
    with_surgery = room.chart("990017", at="surgery", family="Hopper")
    unheard = room.chart("880018", family="Hamilton")

    desk.scan("Ines", "operator-signed-in")
    expect(desk.page.locator("[data-slot=status]")).to_contain_text("Ines")
    desk.scan("Cardiology", "destination-set")
    for at, chart in enumerate(twelve, 1):
        desk.scan(chart, "checked-out")
        assert desk.count == str(at)
        assert desk.sound == "ok out"
    assert "Lovelace11" in desk.said

    desk.scan(with_surgery, "was-elsewhere-and-is-sent-on")
    assert "Surgery" in desk.said
    assert desk.sound == "attention out"

    desk.scan(DONE, "destination-ended")
    desk.page.click("text=Print the list of these 13")
    expect(desk.page.locator("main")).to_contain_text("To Cardiology")
    expect(desk.page.locator("main")).to_contain_text("From File room A")
    expect(desk.page.locator("tbody tr")).to_have_count(13)
    desk.page.emulate_media(media="print")
    expect(desk.page.locator(".signature")).to_be_visible()
    paper = pypdfium2.PdfDocument(io.BytesIO(desk.page.pdf()))
    assert "Received by" in paper[0].get_textpage().get_text_range()
    paper.close()

    for chart in twelve:
        clinic.scan(chart, "received")
        assert clinic.sound == "ok in"
    clinic.scan(unheard, "nobody-had-said-that-it-left")
    assert clinic.sound == "attention in"
    assert room.where(unheard).location.name == "Cardiology"


def test_scenes_6_and_7_returns_from_the_bin_and_a_trigger_held_too_long(
    server: Server, desk: Desk
) -> None:
    for chart in charts(server.room, 3, at="cardiology"):
        desk.scan(chart, "checked-in")
        desk.scan(chart, "same-label-read-twice")
    expect(desk.page.locator(".pending.none")).to_be_visible()


def test_scene_8_a_wrist_band_opens_the_look_up_and_the_next_chart_works(
    server: Server, desk: Desk
) -> None:
    chart = server.room.chart("441027")
    desk.scan("Cardiology")
    desk.scan("441027", "look-up-opened")
    assert "44-10-27" in desk.said
    desk.scan(chart, "checked-out")


def test_scenes_9_and_10_in_hand_then_a_place_then_undo(server: Server, desk: Desk) -> None:
    chart = server.room.chart()
    desk.scan(chart, "in-hand")
    assert desk.sound == "ok hand"
    expect(desk.page.locator(".pending.hand")).to_be_visible()
    desk.scan("Cardiology", "checked-out")
    expect(desk.page.locator(".pending.none")).to_be_visible()
    desk.scan(UNDO, "undone")
    assert server.room.where(chart).location.name == "File room A"


def test_scene_10_undo_by_the_button_of_its_row(server: Server, desk: Desk) -> None:
    first, second = charts(server.room, 2)
    desk.scan("Cardiology")
    desk.scan(first)
    desk.scan(second)
    button = desk.page.locator(".recent li", has_text="11-00-00").get_by_role("button")
    button.click()
    desk.wait_for("undone")
    assert server.room.where(first).location.name == "File room A"
    assert server.room.where(second).location.name == "Cardiology"
    expect(button).to_have_count(0)


def test_scene_11_a_torn_label_is_typed_and_said_to_be_here(server: Server, desk: Desk) -> None:
    chart = server.room.chart(at="surgery")
    desk.type_in("lovelace")
    desk.wait_for("look-up-opened")
    desk.page.click("text=It is here")
    desk.wait_for("checked-in")
    assert server.room.history(chart)[-1].by_hand


def test_scene_12_a_walk_in_gets_a_folder_that_exists_once_its_label_is_scanned(
    server: Server, desk: Desk
) -> None:
    server.room.chart("441027")
    page = desk.page
    page.goto(f"{server.address}/folders/new")
    page.fill("[name=mrn]", "44-10-27")
    page.fill("[name=family_name]", "Somebody")
    page.click("text=Make the label")
    expect(page.locator("p.error")).to_contain_text("on file already")
    expect(page.locator("[name=family_name]")).to_have_value("Somebody")

    page.fill("[name=mrn]", "77-12-03")
    page.locator("[name=patient][value='']").check()
    page.click("text=Make the label")
    expect(page.locator("h1")).to_contain_text("77-12-03")
    code = page.url.rsplit("/", 1)[1]
    answer = page.request.post(
        f"{server.address}/labels", form={"code": code, "stock": "avery-l7160"}
    )
    assert answer.body().startswith(b"%PDF")
    assert page.request.get(f"{server.address}/charts/{code}").status == 404

    page.click("main >> text=To the desk")
    desk.scan(code, "folder-registered")
    assert server.room.where(code).location.name == "File room A"


def test_scene_15_the_phone_rings_in_the_middle_of_a_batch(server: Server, desk: Desk) -> None:
    asked, other = server.room.chart("441027"), server.room.chart("112233", family="Hopper")
    server.room.scan(asked, "cardiology")
    desk.scan("Ines")
    desk.scan("Surgery")
    desk.type_in("44-10-27")
    desk.wait_for("look-up-opened")
    for told in ("Lovelace, Ada", "Cardiology", "tel. 4417", "since"):
        assert told in desk.said
    expect(desk.page.locator(".pending.to")).to_be_visible()
    desk.scan(other, "checked-out")
    desk.type_in("44-10-27")
    desk.wait_for("look-up-opened")
    desk.page.click("text=More")
    desk.page.click("text=All about it")
    expect(desk.page.locator("tbody").first).to_contain_text("unrecorded")


def test_scene_16_who_has_what_for_a_night_without_power(server: Server, desk: Desk) -> None:
    room = server.room
    out = room.chart()
    room.scan(out, "cardiology")
    late = room.chart("112233", family="Hopper")
    room.scan("Surgery")
    room.scan(late)
    desk.page.goto(f"{server.address}/lists/out?print=1")
    for told in ("4417", "44-10-27", "not yet"):
        expect(desk.page.locator("main")).to_contain_text(told)
    paper = pypdfium2.PdfDocument(io.BytesIO(desk.page.pdf(format="A4")))
    assert "Cardiology" in paper[0].get_textpage().get_text_range()
    paper.close()


def test_an_empty_room_is_set_up_and_used_from_the_browser_alone(
    make_server: Callable[..., Server], open_desk: Callable[..., Desk], tmp_path: object
) -> None:
    server = make_server()
    signed = open_desk(server)
    page = signed.page
    signed.sign_in("/setup/locations")
    page.fill("[name=name]", "Eye clinic")
    page.select_option("[name=kind]", "clinic")
    page.fill("[name=phone]", "4431")
    page.click("button.main")
    expect(page.locator("table")).to_contain_text("Eye clinic")
    page.fill("[name=name]", "Eye clinic")
    page.click("button.main")
    expect(page.locator("p.error")).to_have_text(why_in_words("name", Why.TAKEN, {}))
    page.locator("tr", has_text="Eye clinic").get_by_text("Change").click()
    page.check("[name=stopped]")
    page.click("button.main")
    expect(page.locator("tr", has_text="Eye clinic")).to_contain_text("yes")
    for what in ("staff", "record-types", "stations"):
        page.goto(f"{server.address}/setup/{what}")
        page.fill("[name=name]", f"New {what}")
        page.click("button.main")
        expect(page.locator("table")).to_contain_text(f"New {what}")
