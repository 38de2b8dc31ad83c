"""The print page in a real Chromium: scan, see the label, tap the sheet, print."""

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from kiosk.domain.desk import Source
from kiosk.domain.printers import Way
from kiosk.services.access.viewer import Viewer
from kiosk.services.imports.import_file import import_file
from kiosk.services.printing.print_labels import PrintJob
from kiosk.services.printing.queue import queue_labels
from kiosk.services.printing.worker import send_next
from kiosk.services.setup.entries import PrinterEntry
from kiosk.services.setup.save import save_entry
from kiosk.store.rows import ChartRow
from kiosk.web.words.paper import on_paper
from labels import render_pdf
from tests.browser.conftest import Desk, Server
from tests.printed import page_count
from tests.room import CARDIOLOGY, FILE_ROOM

NOT_IT = "not the label just printed"


@pytest.fixture
def at_labels(desk: Desk) -> Desk:
    desk.chart = desk.room.chart()  # type: ignore[attr-defined]
    desk.page.goto(f"{desk.address}/labels")
    return desk


def test_a_scanned_chart_is_seen_at_true_size_and_the_sheet_is_tapped(at_labels: Desk) -> None:
    desk, page = at_labels, at_labels.page
    desk.key_in(desk.chart)  # type: ignore[attr-defined]
    page.wait_for_selector("svg.label")
    page.select_option("[name=stock]", "avery-l7160")
    page.wait_for_selector("rect[data-place='21']")
    box = page.locator("svg.label").bounding_box()
    assert box
    assert box["width"] == pytest.approx(63.99 / 25.4 * 96, abs=3)
    page.click("rect[data-place='5']")
    page.wait_for_selector("rect[data-place='5'].first")
    expect(page.locator("[name=first]")).to_have_value("5")
    expect(page.locator("rect.used")).to_have_count(4)
    with page.context.expect_event("request", lambda one: one.method == "POST") as printed:
        page.click("text=Print it")  # in a window of its own
    assert "first=5" in (printed.value.post_data or "")


def test_what_does_not_fit_cannot_be_printed_until_something_that_does_is_chosen(
    at_labels: Desk,
) -> None:
    desk, page = at_labels, at_labels.page
    desk.key_in(desk.chart)  # type: ignore[attr-defined]
    page.wait_for_selector("svg.label")
    page.select_option("[name=stock]", "avery-l8658")
    page.select_option("[name=what]", "front")
    page.wait_for_selector(".preview .error")
    expect(page.locator("text=Print it")).to_be_disabled()
    page.select_option("[name=what]", "small")
    page.wait_for_selector("svg.label")
    expect(page.locator("text=Print it")).to_be_enabled()


def test_a_label_sent_to_a_printer_is_followed_until_it_came_out(
    at_labels: Desk, tmp_path: Path
) -> None:
    desk, page, room = at_labels, at_labels.page, at_labels.room
    entry = PrinterEntry("Folder", Way.FOLDER, str(tmp_path), stock="avery-l7160")
    printer_id = save_entry(room.database, entry, room.now)
    desk.key_in(desk.chart)  # type: ignore[attr-defined]
    page.wait_for_selector("svg.label")
    expect(page.locator("[data-for-pdf]")).to_be_hidden()
    page.click("text=Print it")
    page.wait_for_selector("text=waits")
    page.wait_for_selector("#check[data-ready]")
    send_next(room.database, room.settings, on_paper, printer_id, datetime.now(UTC))
    page.wait_for_selector("text=✓ put into the folder")
    assert len(list(tmp_path.glob("*.pdf"))) == 1


def test_what_did_not_come_out_is_seen_at_the_desk_without_a_scan(desk: Desk) -> None:
    room = desk.room
    entry = PrinterEntry("Folder", Way.FOLDER, "/nowhere", stock="avery-l7160")
    printer_id = save_entry(room.database, entry, room.now)
    viewer = Viewer(room.settings, FILE_ROOM, datetime.now(UTC), say=on_paper)
    queue_labels(room.database, viewer, PrintJob([room.chart()], ""), printer_id)
    desk.page.reload()
    expect(desk.page.locator("#not-printed")).to_be_hidden()
    send_next(room.database, room.settings, on_paper, printer_id, datetime.now(UTC))
    desk.page.wait_for_selector("#not-printed:visible")
    expect(desk.page.locator("#not-printed")).to_contain_text("1 not printed, nothing assigned")


def many(desk: Desk) -> None:
    for number in range(120):
        room, mrn = desk.room, f"77{number:04}"
        room.scan(room.label(mrn, f"Family{number}"), after=1)
    desk.page.goto(f"{desk.address}/labels")
    desk.page.fill("[name=from]", "770000")
    desk.page.fill("[name=to]", "779999")
    desk.page.click("text=Count them")


def unverified(desk: Desk) -> int:
    with desk.room.database.read() as reading:
        asked = select(func.count()).where(ChartRow.label_read_id.is_(None))
        return reading.session.scalar(asked) or 0


def test_a_long_pdf_says_how_far_it_is_and_is_offered_when_it_is_there(desk: Desk) -> None:
    many(desk)
    page = desk.page
    page.click("text=Print these 120 labels")
    with page.expect_download() as saved:
        page.click(".making a:has-text('Save the PDF of 120 labels')")
    assert page_count(saved.value.path().read_bytes()) == 7  # of 18 labels each
    assert unverified(desk) == 120


def test_as_many_labels_as_can_be_printed_at_once_are_printed_from_their_page(desk: Desk) -> None:
    room, page = desk.room, desk.page
    rows = "".join(f"{number},Family{number},File room A\n" for number in range(200000, 205000))
    content = f"mrn,family_name,home\n{rows}".encode()
    import_file(room.database, room.settings, "charts", content, room.now)
    page.goto(f"{desk.address}/labels")
    page.fill("[name=from]", "200000")
    page.fill("[name=to]", "204999")
    page.click("text=Count them")
    page.wait_for_selector("text=Print these 5000 labels")
    page.select_option("[name=stock]", "avery-5160")
    page.click("text=Print these 5000 labels")
    with page.expect_download(timeout=120_000) as saved:
        page.click(".making a:has-text('Save the PDF of 5000 labels')", timeout=120_000)
    assert page_count(saved.value.path().read_bytes()) == 167  # of 30 labels each


def test_the_whole_list_of_labels_not_verified_is_printed_from_its_page(desk: Desk) -> None:
    room, page = desk.room, desk.page
    rows = "".join(f"{number},Family{number},File room A\n" for number in range(200000, 201200))
    content = f"mrn,family_name,home\n{rows}".encode()
    import_file(room.database, room.settings, "charts", content, room.now)
    page.goto(f"{desk.address}/lists/unverified?print=1")
    page.select_option("[name=stock]", "avery-5160")
    page.click("text=Print these 1200 labels")
    with page.expect_download(timeout=120_000) as saved:
        page.click(".making a:has-text('Save the PDF of 1200 labels')", timeout=120_000)
    assert page_count(saved.value.path().read_bytes()) == 40


def test_a_long_pdf_that_is_stopped_assigns_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(desk)
    page, never = desk.page, threading.Event()
    drawn = render_pdf

    def slowly(wanted: Iterable[Any], *more: Any) -> bytes:
        return drawn((one for one in wanted if not never.wait(0.5)), *more)

    monkeypatch.setattr("kiosk.services.printing.print_labels.render_pdf", slowly)
    page.click("text=Print these 120 labels")
    page.wait_for_selector(".making progress[value]")
    expect(page.locator(".making span")).to_contain_text("%")
    page.click(".making button")
    page.wait_for_selector(".making:has-text('Stopped. Nothing was printed')")
    assert unverified(desk) == 0


def test_the_fresh_label_is_checked_where_it_was_printed(at_labels: Desk) -> None:
    desk, page, room = at_labels, at_labels.page, at_labels.room
    chart, other = desk.chart, room.chart("112233", family="Hopper")  # type: ignore[attr-defined]
    desk.key_in(chart)
    page.wait_for_selector("#check[data-ready]")
    desk.key_in(other)
    page.wait_for_selector(
        "#check .tone-stop:has-text('not the label just printed'):has-text('11-22-33')"
    )
    desk.key_in(chart)
    page.wait_for_selector("#check .tone-ok:has-text('reads well')")
    page.focus("[name=first]")
    with page.expect_response("**/scans"):
        desk.key_in(chart)
    page.wait_for_selector("#check .tone-ok:has-text('reads well')")
    expect(page.locator("[name=first]")).to_have_value("1")
    expect(page.locator("#toast")).to_have_count(0)
    assert room.where(chart).label_verified


@pytest.mark.parametrize("text", ["C0012345671", "4006381333931", "ABC-12345"])
def test_what_is_no_code_of_ours_is_said_and_presses_no_button(at_labels: Desk, text: str) -> None:
    desk, page = at_labels, at_labels.page
    desk.key_in(desk.chart)  # type: ignore[attr-defined]
    page.wait_for_selector("#check[data-ready]")
    page.focus("text=Print it")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    desk.key_in(text)
    said = "Misread" if text.startswith("C0") else NOT_IT
    page.wait_for_selector(f"#check .checked:has-text('{said}')")
    assert f"{desk.address}/labels" not in asked
    page.goto(f"{desk.address}/lists/unverified")
    page.keyboard.press("Tab")
    desk.key_in(text)
    page.wait_for_selector(f"#toast:has-text('{text}')")
    assert page.url.endswith("/lists/unverified")


def test_a_worn_label_is_printed_anew_from_the_desk(desk: Desk) -> None:
    room, page = desk.room, desk.page
    chart = room.chart(at=CARDIOLOGY)
    hard = {"symbology": "Code128", "quality": 0.3}
    for _ in range(3):
        room.scan(chart, CARDIOLOGY, after=30, source=Source.CAMERA, read=hard)
    desk.scan(chart, "weak-label-reprint")
    assert "hard to read" in desk.said
    page.click("text=Print a new label")
    page.wait_for_selector("svg.label")
    page.goto(f"{desk.address}/lists/weak")
    page.wait_for_selector("td.mrn:has-text('44-10-27')")


def test_a_new_folder_exists_once_its_fresh_label_was_scanned_beside_it(desk: Desk) -> None:
    page, room = desk.page, desk.room
    label = room.label("556677", "Hopper")
    page.goto(f"{desk.address}/folders/{label}")
    page.wait_for_selector("#check[data-ready]")
    desk.key_in(label)
    page.wait_for_selector("#check .tone-ok:has-text('New folder registered')")
    assert room.where(label).location.name == "File room A"


def test_a_check_that_the_server_misses_is_kept(at_labels: Desk) -> None:
    desk, page, room = at_labels, at_labels.page, at_labels.room
    desk.key_in(desk.chart)  # type: ignore[attr-defined]
    page.wait_for_selector("#check[data-ready]")
    page.route("**/scans", lambda route: route.abort())
    desk.key_in(desk.chart)  # type: ignore[attr-defined]
    page.wait_for_selector("#check:has-text('Not checked yet')")
    page.unroute("**/scans")
    page.wait_for_selector("#check .tone-ok:has-text('reads well')")
    assert room.where(desk.chart).label_verified  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 800), (800, 1280)])
def test_nothing_is_cut_off_on_any_screen(
    server: Server, open_desk: Callable[..., Desk], size: tuple[int, int]
) -> None:
    desk = open_desk(server, FILE_ROOM, *size)
    desk.page.goto(f"{desk.address}/labels/{desk.room.chart()}")
    desk.page.wait_for_selector("svg.label")
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
