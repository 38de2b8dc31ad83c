"""Codes: made, read, misread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.codes import (
    Code,
    Command,
    ForeignText,
    Kind,
    Looks,
    WrongCheckDigits,
    is_our_code,
    looks_like,
    make_code,
    parse,
)
from labels.code128 import bars

codes = st.builds(make_code, st.sampled_from(Kind), st.integers(0, 99_999_999))


@given(codes)
def test_a_code_reads_as_itself_however_it_is_written(code: Code) -> None:
    for written in (
        code.text,
        code.grouped,
        code.grouped.lower(),
        f"]C0{code.text}",
        f" {code.text}\r\n",
    ):
        assert parse(written) == code


@given(codes, st.integers(1, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(code: Code, place: int, off: int) -> None:
    wrong = str((int(code.text[place]) + off) % 10)
    text = code.text[:place] + wrong + code.text[place + 1 :]
    assert parse(text) == WrongCheckDigits(text)


@given(codes, st.integers(1, 9))
def test_two_neighbours_swapped_are_always_noticed(code: Code, place: int) -> None:
    letters = list(code.text)
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    text = "".join(letters)
    assert text == code.text or parse(text) == WrongCheckDigits(text)


@given(codes, st.sampled_from("CLSK"))
def test_another_letter_is_always_noticed(code: Code, letter: str) -> None:
    text = letter + code.text[1:]
    assert text == code.text or not is_our_code(text)


@given(codes)
def test_a_code_takes_112_modules_of_code_128(code: Code) -> None:
    assert len(bars(code.text)) == 112


@given(st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    assert isinstance(parse(text), Code | WrongCheckDigits | ForeignText)
    assert looks_like(text)


@pytest.mark.parametrize(
    "text", ["C00123456700", "C001234567", "X0012345670", "C٠٠12345670", "441027", ""]
)
def test_what_is_none_of_ours_is_foreign(text: str) -> None:
    assert isinstance(parse(text), ForeignText)


def test_the_command_cards_never_change() -> None:
    assert {command.name: command.value for command in Command} == {
        "DONE": "K0000000185",
        "UNDO": "K0000000282",
        "SIGN_OFF": "K0000000379",
    }


@pytest.mark.parametrize("number", [-1, 100_000_000])
def test_a_number_that_does_not_fit_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        make_code(Kind.CHART, number)


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("", Looks.NOTHING),
        ("\x1d01", Looks.DATA),
        ("https://example.org", Looks.WEB_ADDRESS),
        ("4006381333931", Looks.PRODUCT_NUMBER),
        ("44-10-27", Looks.NUMBER),
        ("AB-12", Looks.FOREIGN_CODE),
        ("Łukasz", Looks.WORD),
    ],
)
def test_what_a_foreign_text_looks_like(text: str, looks: Looks) -> None:
    assert looks_like(text) is looks
