"""Every size a kiosk has: nothing scrolls, nothing overlaps, every tone can be read."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk, Server

CONTRAST = """() => {
  const luminance = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const numbers = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const notice = document.querySelector(".notice");
  const back = luminance(numbers(getComputedStyle(notice).backgroundColor));
  return [".tone strong", "h2", ".who"].flatMap((name) => [...notice.querySelectorAll(name)])
    .map((element) => luminance(numbers(getComputedStyle(element).color)))
    .map((ink) => (Math.max(ink, back) + 0.05) / (Math.min(ink, back) + 0.05));
}"""


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 800), (1024, 768), (800, 1280)])
def test_the_desk_needs_no_scrolling(
    server: Server, open_desk: Callable[..., Desk], width: int, height: int
) -> None:
    chart = server.room.chart(at="surgery")
    desk = open_desk(server, width=width, height=height)
    desk.scan("Ines")
    desk.scan("Cardiology")
    desk.scan(chart, "was-elsewhere-and-is-sent-on")
    page = desk.page
    overflow = "el => el.scrollHeight - el.clientHeight"
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".notice").evaluate(overflow) <= 0
    for part in ("#typed", ".next", ".pending.to", "#camera", ".recent li", "#saved"):
        box = page.locator(part).first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= height
        assert box["x"] + box["width"] <= width


CAN_BE_SCROLLED_TO = """(element) => {
  element.scrollIntoView({ inline: "end" });
  for (let around = element; around; around = around.parentElement) {
    const hides = ["hidden", "clip"].includes(getComputedStyle(around).overflowX);
    if (hides && around.scrollWidth > around.clientWidth) return false;
  }
  return element.getBoundingClientRect().right <= innerWidth + 1;
}"""


def test_on_a_phone_every_page_is_as_wide_as_the_screen_and_its_tables_scroll(
    server: Server, open_desk: Callable[..., Desk]
) -> None:
    chart = server.room.chart(at="surgery")
    desk = open_desk(server, width=390, height=844)
    desk.scan("Ines")
    page = desk.page
    for path in (f"/labels/{chart}", "/charts", "/lists/out", f"/charts/{chart}", "/labels"):
        page.goto(f"{server.address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        for button in page.locator("main button.main:visible").all():
            box = button.bounding_box()
            assert box and box["x"] + box["width"] <= 390, path
        for heading in page.locator("main table th:last-child:visible").all():
            assert heading.evaluate(CAN_BE_SCROLLED_TO), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tone_has_contrast_aa(
    server: Server, open_desk: Callable[..., Desk], scheme: str
) -> None:
    desk = open_desk(server)
    desk.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    chart = server.room.chart(at="surgery")
    seen, backs = set(), set()
    for scan in ("Closed clinic", "Cardiology", chart, "nobody at all", chart, "Ines"):
        desk.scan(scan)
        seen.add(desk.sound.split()[0] if desk.sound else "")
        assert min(desk.page.evaluate(CONTRAST)) >= 4.5
        backs.add(
            desk.page.locator(".notice").evaluate("el => getComputedStyle(el).backgroundColor")
        )
    assert {"stop", "ok", "attention", "unclear"} <= seen
    assert len(backs) == len(seen)


def test_a_screen_reader_hears_each_notice(desk: Desk) -> None:
    slot = desk.page.locator("[data-slot=notice]")
    expect(slot).to_have_attribute("aria-live", "assertive")
    expect(desk.page.locator("label[for=typed]")).to_have_count(1)
    expect(desk.page.get_by_role("button", name=re.compile(r"^\s*$"))).to_have_count(0)
