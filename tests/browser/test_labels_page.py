"""The print page in a real Chromium: scan, see the label, tap the sheet, print."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Desk, Server
from tests.room import FILE_ROOM


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
    assert page.input_value("[name=first]") == "5"
    assert page.locator("rect.used").count() == 4
    with page.context.expect_event("request", lambda one: one.method == "POST") as printed:
        page.click("text=Print it")  # in a window of its own
    assert "first=5" in (printed.value.post_data or "")


def test_what_does_not_fit_cannot_be_printed_until_something_that_does_is_chosen(
    at_labels: Desk,
) -> None:
    desk, page = at_labels, at_labels.page
    desk.key_in(desk.chart)  # type: ignore[attr-defined]
    page.select_option("[name=stock]", "avery-l8658")
    page.select_option("[name=what]", "front")
    page.wait_for_selector(".preview .error")
    assert page.locator("text=Print it").is_disabled()
    page.select_option("[name=what]", "small")
    page.wait_for_selector("svg.label")
    assert page.locator("text=Print it").is_enabled()


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 800), (800, 1280)])
def test_nothing_is_cut_off_on_any_screen(
    server: Server, open_desk: Callable[..., Desk], size: tuple[int, int]
) -> None:
    desk = open_desk(server, FILE_ROOM, *size)
    desk.page.goto(f"{desk.address}/labels/{desk.room.chart()}")
    desk.page.wait_for_selector("svg.label")
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
