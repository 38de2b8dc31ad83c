"""A clerk's day: the scenes of FIELD.md, in a real browser on a real server."""

import io
from collections.abc import Callable

import pypdfium2

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
    assert "Ines" in desk.page.locator("[data-slot=status]").inner_text()
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
    listed = desk.page.locator("main").inner_text()
    assert "To Cardiology" in listed
    assert "From File room A" in listed
    assert desk.page.locator("tbody tr").count() == 13
    desk.page.emulate_media(media="print")
    assert desk.page.locator(".signature").is_visible()
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
    assert desk.page.locator(".pending.none").is_visible()


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
    assert desk.page.locator(".pending.hand").is_visible()
    desk.scan("Cardiology", "checked-out")
    assert desk.page.locator(".pending.none").is_visible()
    desk.scan(UNDO, "undone")
    assert server.room.where(chart).location.name == "File room A"


def test_scene_10_undo_by_the_button_of_its_row(server: Server, desk: Desk) -> None:
    first, second = charts(server.room, 2)
    desk.scan("Cardiology")
    desk.scan(first)
    desk.scan(second)
    desk.page.locator(".recent li", has_text="11-00-00").get_by_role("button").click()
    desk.wait_for("undone")
    assert server.room.where(first).location.name == "File room A"
    assert server.room.where(second).location.name == "Cardiology"
    assert desk.page.locator(".recent li", has_text="11-00-00").get_by_role("button").count() == 0


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
    assert "on file already" in page.locator("p.error").inner_text()
    assert page.input_value("[name=family_name]") == "Somebody"

    page.fill("[name=mrn]", "77-12-03")
    page.locator("[name=patient][value='']").check()
    page.click("text=Make the label")
    assert "77-12-03" in page.locator("h1").inner_text()
    code = page.locator("input[name=codes]").get_attribute("value")
    assert code
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
    assert desk.page.locator(".pending.to").is_visible()
    desk.scan(other, "checked-out")
    desk.type_in("44-10-27")
    desk.wait_for("look-up-opened")
    desk.page.click("text=More")
    desk.page.click("text=All about it")
    assert "unrecorded" in desk.page.locator("tbody").first.inner_text()


def test_scene_16_who_has_what_for_a_night_without_power(server: Server, desk: Desk) -> None:
    room = server.room
    out = room.chart()
    room.scan(out, "cardiology")
    late = room.chart("112233", family="Hopper")
    room.scan("Surgery")
    room.scan(late)
    desk.page.goto(f"{server.address}/lists/out?print=1")
    listed = desk.page.locator("main").inner_text()
    assert "4417" in listed
    assert "44-10-27" in listed
    assert "not yet" in listed
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
    assert "Eye clinic" in page.locator("table").inner_text()
    page.fill("[name=name]", "Eye clinic")
    page.click("button.main")
    assert page.locator("p.error").inner_text() == "The name is taken already."
    page.locator("tr", has_text="Eye clinic").get_by_text("Change").click()
    page.check("[name=stopped]")
    page.click("button.main")
    assert "yes" in page.locator("tr", has_text="Eye clinic").inner_text()
    for what in ("staff", "record-types", "stations"):
        page.goto(f"{server.address}/setup/{what}")
        page.fill("[name=name]", f"New {what}")
        page.click("button.main")
        assert f"New {what}" in page.locator("table").inner_text()
