"""The keystroke reader: every scanner's habits, and people who type."""

import random

import pytest
from playwright.sync_api import Page, expect

from kiosk.domain.codes import Kind, make_code
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
    expect(desk.page.locator("#typed")).to_have_value("")


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
    expect(page.locator("#typed")).to_have_value("love")


def test_slow_typing_is_one_text_and_waits_for_enter(server: Server, desk: Desk) -> None:
    server.room.chart()
    strokes(desk.page, "LOVELACE", delay=220)
    expect(desk.page.locator("#typed")).to_have_value("LOVELACE")
    assert desk.outcome == ""
    desk.page.keyboard.press("Enter")
    desk.wait_for("look-up-opened")
    assert "44-10-27" in desk.said


def test_typing_goes_to_the_prompt_wherever_the_focus_is(desk: Desk) -> None:
    desk.page.evaluate("document.activeElement.blur()")
    strokes(desk.page, "ada", delay=20)
    expect(desk.page.locator("#typed")).to_have_value("ada")


def test_tab_moves_on_unless_it_ends_a_code(desk: Desk) -> None:
    desk.page.focus("#typed")
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator("#typed")).not_to_be_focused()


def test_a_code_with_wrong_check_digits_waits_for_enter_and_is_unclear(desk: Desk) -> None:
    strokes(desk.page, "C0012345671")
    desk.page.wait_for_timeout(300)
    expect(desk.page.locator("#typed")).to_have_value("C0012345671")
    desk.page.keyboard.press("Enter")
    desk.wait_for("check-digits-wrong")


BEHIND = [
    "F8",
    "ArrowDown",
    "CapsLock",
    "Shift",
    "Control+j",
    "Control+m",
    "Control+c",
    "Backspace",
]


@pytest.mark.parametrize("key", BEHIND)
def test_a_key_right_behind_a_code_does_not_lose_it(server: Server, desk: Desk, key: str) -> None:
    strokes(desk.page, server.room.codes["Cardiology"])
    desk.page.keyboard.press(key)
    desk.wait_for("destination-set")
    strokes(desk.page, DONE)
    desk.page.keyboard.press(key)
    desk.wait_for("nothing-went")
    expect(desk.page.locator("#typed")).to_have_value("")


SCANNED_WITH_LINE_FEED = """(text) => {
  const more = { bubbles: true, cancelable: true };
  const send = (init) => !document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { ...init, ...more }));
  for (const key of text) send({ key, code: /[0-9]/.test(key) ? `Digit${key}` : `Key${key}` });
  return [{ key: "Enter" }, { key: "j", code: "KeyJ", ctrlKey: true }].map(send);
}"""
COMPOSED = """(code) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key: "Process", code, bubbles: true, cancelable: true }))"""


def test_a_line_feed_as_suffix_opens_nothing(server: Server, desk: Desk) -> None:
    pages = desk.page.context.pages
    strokes(desk.page, server.room.codes["Cardiology"])
    for suffix in ("Control+m", "Control+j"):
        desk.page.keyboard.press(suffix)
    desk.wait_for("destination-set")
    prevented = desk.page.evaluate(SCANNED_WITH_LINE_FEED, DONE)
    assert prevented == [True, True]
    assert desk.page.context.pages == pages


def test_an_input_method_that_is_on_hides_no_code(server: Server, desk: Desk) -> None:
    for letter in server.room.codes["Cardiology"]:
        code = f"Digit{letter}" if letter.isdigit() else f"Key{letter}"
        desk.page.evaluate(COMPOSED, code)
    desk.wait_for("destination-set")


def test_a_code_with_more_behind_it_is_said(desk: Desk) -> None:
    strokes(desk.page, DONE + "7", delay=60)
    desk.wait_for("not-one-of-our-codes")
    expect(desk.page.locator("#typed")).to_have_value("")


PLAYED = """async (days) => {
  const { Strokes, SILENCE_MS } = await import("/static/shared/strokes.js");
  return days.map((strokes) => {
    const automaton = new Strokes();
    const heard = [];
    let due = Infinity;
    const act = ({ taken, unsure }) => {
      if (unsure) heard.push(`? ${unsure.typed}`);
      if (taken) heard.push(taken.code);
    };
    for (const stroke of strokes) {
      if (stroke.at >= due) act(automaton.silence(due));
      if (stroke.at >= due) due = Infinity;
      const told = automaton.press({ ctrl: false, meta: false, field: null, ...stroke });
      act(told);
      if (told.waits) due = stroke.at + SILENCE_MS;
    }
    if (due < Infinity) act(automaton.silence(due));
    return heard;
  });
}"""
SUFFIXES = ["", "Enter", "Tab", "F8", "ArrowDown", "Shift", "CR LF"]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_typed_around_it_a_code_is_taken_once_or_said(desk: Desk, seed: int) -> None:
    drawn = random.Random(seed)
    days, meant = zip(*(a_day_at_the_keys(drawn) for _ in range(500)), strict=True)
    for strokes, codes, heard in zip(
        days, meant, desk.page.evaluate(PLAYED, list(days)), strict=True
    ):
        taken = [one for one in heard if not one.startswith("?")]
        said = "".join(one for one in heard if one.startswith("?"))
        missed = list(codes)
        for one in taken:
            assert one in missed, (one, strokes)  # none that was not scanned, none twice
            missed.remove(one)
        assert [one for one in missed if one not in said] == [], (heard, strokes)


Stroke = dict[str, object]


def a_day_at_the_keys(drawn: random.Random) -> tuple[list[Stroke], list[str]]:
    """Scans of any pace and suffix, with people's keys before and behind them."""
    at, strokes, codes = 0.0, [], []
    for _ in range(drawn.randint(1, 4)):
        at += drawn.choice([1, 20, 200, 400])
        for _ in range(drawn.choice([0, 0, 1, 3])):
            strokes.append(pressed(drawn.choice([*"love7x ", "Shift", "F8", "Backspace"]), at))
            at += drawn.uniform(90, 400)
        code = make_code(drawn.choice(list(Kind)), drawn.randrange(10**8)).text
        pace = drawn.choice([1, 5, 20, 35])
        for letter in code:
            strokes.append(pressed(letter, at))
            at += pace
        suffix = drawn.choice(SUFFIXES)
        if suffix == "CR LF":
            strokes += [pressed("m", at, ctrl=True), pressed("j", at + pace, ctrl=True)]
        elif suffix:
            strokes.append(pressed(suffix, at))
        else:
            at += drawn.choice([0, 160])
        codes.append(code)
        at += pace
        if drawn.random() < 0.3:  # a stray key of a person
            at += drawn.uniform(50, 200)
            strokes.append(pressed(drawn.choice([*"e5", "Shift", "F8", "Tab"]), at))
            at += 60
    return strokes, codes


def pressed(key: str, at: float, *, ctrl: bool = False) -> Stroke:
    code = f"Digit{key}" if key.isdigit() else f"Key{key.upper()}" if len(key) == 1 else key
    return {"key": key, "code": code, "at": at, "ctrl": ctrl}
