"""The keystroke reader: every scanner's habits, and people who type."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Desk, Server
from tests.room import DONE, UNDO


def strokes(page: Page, text: str, delay: float = 2) -> None:
    page.keyboard.type(text, delay=delay)


@pytest.mark.parametrize("suffix", ["Enter", "Tab", None])
@pytest.mark.parametrize("prefix", ["", "]C0"])
def test_with_any_suffix_or_none_and_an_aim_identifier(
    desk: Desk, suffix: str | None, prefix: str
) -> None:
    strokes(desk.page, prefix + DONE)
    if suffix:
        desk.page.keyboard.press(suffix)
    desk.wait_for("nothing-was-pending")
    assert desk.page.input_value("#typed") == ""


def test_two_scans_back_to_back_without_a_suffix_are_two(server: Server, desk: Desk) -> None:
    strokes(desk.page, server.room.codes["Cardiology"] + UNDO)
    desk.wait_for("destination-ended")


def test_a_scanner_that_types_slowly(desk: Desk) -> None:
    strokes(desk.page, DONE, delay=80)
    desk.page.keyboard.press("Enter")
    desk.wait_for("nothing-was-pending")


def test_on_a_french_keyboard_the_codes_are_read_by_their_keys(desk: Desk) -> None:
    # AZERTY: the digit keys give & é " ' ( - è _ ç à unless Shift is held.
    azerty = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))
    for letter in DONE:
        code = f"Digit{letter}" if letter.isdigit() else f"Key{letter}"
        key = azerty.get(letter, letter)
        desk.page.evaluate(
            """([key, code]) => document.activeElement.dispatchEvent(
               new KeyboardEvent("keydown", {key, code, bubbles: true, cancelable: true}))""",
            [key, code],
        )
    desk.page.keyboard.press("Enter")
    desk.wait_for("nothing-was-pending")


def test_a_code_acts_in_any_field_and_is_taken_out_of_it(desk: Desk) -> None:
    page = desk.page
    page.fill("#typed", "love")
    page.focus("#typed")
    page.keyboard.press("End")
    page.wait_for_timeout(200)
    strokes(page, DONE)
    page.keyboard.press("Enter")
    desk.wait_for("nothing-was-pending")
    assert page.input_value("#typed") == "love"


def test_slow_typing_is_one_text_and_waits_for_enter(server: Server, desk: Desk) -> None:
    server.room.chart()
    strokes(desk.page, "LOVELACE", delay=220)
    assert desk.page.input_value("#typed") == "LOVELACE"
    assert desk.outcome == ""
    desk.page.keyboard.press("Enter")
    desk.wait_for("look-up-opened")
    assert "44-10-27" in desk.said


def test_typing_goes_to_the_prompt_wherever_the_focus_is(desk: Desk) -> None:
    desk.page.evaluate("document.activeElement.blur()")
    strokes(desk.page, "ada", delay=20)
    assert desk.page.input_value("#typed") == "ada"


def test_tab_moves_on_unless_it_ends_a_code(desk: Desk) -> None:
    desk.page.focus("#typed")
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate("document.activeElement.id") != "typed"


def test_a_code_with_wrong_check_digits_waits_for_enter_and_is_unclear(desk: Desk) -> None:
    strokes(desk.page, "C0012345671")
    desk.page.wait_for_timeout(300)
    assert desk.page.input_value("#typed") == "C0012345671"
    desk.page.keyboard.press("Enter")
    desk.wait_for("check-digits-wrong")
