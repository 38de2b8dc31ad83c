"""Rooms with other numbers, walked through: from a new folder to a photo of its shelf."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk, Server
from tests.integration.cameras.test_shelves import jpeg, photo
from tests.room import CARDIOLOGY, DONE

ROOMS = {
    "A999999": [("a 0012", "A000012", ""), ("A123456", "A123456", ""), ("a223456", "A223456", "")],
    "999 999 9999": [
        ("9434760919", "943 476 0919", "Section 0919"),
        ("441-027-1237", "441 027 1237", "Section 1237"),
        ("441.028.1237", "441 028 1237", "Section 1237"),
    ],
}


@pytest.fixture(params=ROOMS)
def pattern(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(make_server: Callable[..., Server], pattern: str) -> Server:
    return make_server(mrn_pattern=pattern)


def new_folder(desk: Desk, typed: str, shown: str) -> str:
    """Make a folder on its page, scan its label at the desk, and return its code."""
    page = desk.page
    page.goto(f"{desk.address}/folders/new")
    page.fill("[name=mrn]", typed)
    page.fill("[name=family_name]", f"Shelf {shown}")
    page.click("button.main")
    expect(page.locator("h1")).to_contain_text(shown)
    code = page.url.rsplit("/", 1)[1]
    page.click("main >> text=To the desk")
    desk.scan(code, "folder-registered")
    assert shown in desk.said
    desk.scan(DONE)
    return code


def test_a_room_is_walked_from_the_new_folder_to_the_photo_of_its_shelf(
    server: Server, open_desk: Callable[..., Desk], pattern: str, tmp_path: Path
) -> None:
    desk, clinic = open_desk(server), open_desk(server, CARDIOLOGY)
    numbers = ROOMS[pattern]
    codes = [new_folder(desk, typed, shown) for typed, shown, _ in numbers]

    typed, shown, _ = numbers[0]
    desk.page.goto(desk.address)
    for text in (typed, shown, f"MRN {shown}", shown[-4:]):
        desk.type_in(text)
        expect(desk.page.locator(".notice")).to_contain_text(f"“{text}”")
        expect(desk.page.locator(".look-up li")).to_have_count(1)
        expect(desk.page.locator(".look-up li")).to_contain_text(shown)

    desk.scan("Cardiology")
    for code in codes:
        desk.scan(code, "checked-out")
    for code in codes:
        clinic.scan(code)
    desk.scan(DONE)
    before = ""
    for code, (_, shown, section) in zip(codes, numbers, strict=True):
        desk.scan(code, "checked-in")
        assert section in desk.said
        assert ("section" in desk.said.casefold()) is bool(section)
        assert before.casefold() in desk.said.casefold()
        before = f"after {shown}"

    wrong = tmp_path / "shelf.jpg"
    wrong.write_bytes(jpeg(photo(codes[1], codes[2], codes[0])))
    desk.page.goto(f"{desk.address}/shelf")
    desk.page.set_input_files("[name=photo]", wrong)
    desk.page.click("main button >> nth=0")
    expect(desk.page.locator("tbody tr")).to_have_count(1)
    expect(desk.page.locator("tbody tr")).to_contain_text(numbers[0][1])
