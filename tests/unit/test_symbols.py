"""Symbols: as short as they can be, and read back by readers that are not ours."""

import heapq
import random

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from pyzbar import pyzbar

from kiosk.domain.codes import Kind, make_code
from labels import CannotPrint
from labels.code128 import bars, read_bars
from labels.symbols import CODE_39, DATA_MATRIX, QR, modules_of, picture_of
from tests.printed import read_by_zxing


def fewest_characters(text: str) -> int:
    """Find the fewest Code 128 characters between start and check by trying all ways (Dijkstra)."""
    heap = [(0, 0, "B"), (0, 0, "C")]
    seen = set()
    while heap:
        count, at, code_set = heapq.heappop(heap)
        if at == len(text):
            return count
        if (at, code_set) in seen:
            continue
        seen.add((at, code_set))
        heapq.heappush(heap, (count + 1, at, "C" if code_set == "B" else "B"))
        if code_set == "B":
            heapq.heappush(heap, (count + 1, at + 1, "B"))
        elif text[at : at + 2].isdigit() and len(text) - at > 1:
            heapq.heappush(heap, (count + 1, at + 2, "C"))
    raise AssertionError(text)


def check_bars(text: str) -> None:
    pattern = bars(text)
    assert len(pattern) == 11 * (fewest_characters(text) + 2) + 13
    picture = picture_of((pattern,) * 20, 10)
    # Made smaller, as it also tries, half a module may be lost, and it tells of a second text.
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128])
    by_zxing = zxingcpp.read_barcodes(picture, formats=formats, try_downscale=False)
    assert [one.text for one in by_zxing] == [text]
    by_zbar = pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.CODE128])
    assert [one.data.decode() for one in by_zbar] == [text]


class TestCode128:
    @given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
    def test_any_text_is_as_short_as_can_be_and_reads_as_itself(self, text: str) -> None:
        pattern = bars(text)
        assert read_bars(pattern) == text
        assert len(pattern) == 11 * (fewest_characters(text) + 2) + 13
        found = zxingcpp.read_barcodes(
            picture_of((pattern,) * 20, 10),
            formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128]),
            text_mode=zxingcpp.TextMode.Plain,
            try_downscale=False,  # made smaller, some of these are misread by it too
        )
        assert [one.text for one in found] == [text]

    @pytest.mark.parametrize("text", ["995560", "9900000099", "99", "C9912345678", "0", "12345"])
    def test_the_librarys_lost_99_is_printed_whole(self, text: str) -> None:
        check_bars(text)

    def test_codes_of_ours_are_read_by_both_readers(self) -> None:
        dice = random.Random(5)
        for _ in range(300):
            check_bars(make_code(dice.choice(list(Kind)), dice.randrange(10**8)).text)

    @pytest.mark.slow
    def test_twenty_thousand_codes_are_as_short_as_can_be_and_read_by_both_readers(self) -> None:
        dice = random.Random(6)
        for at in range(20_000):
            number = dice.randrange(10**8) if at % 4 else 99_000_000 + dice.randrange(10**6)
            check_bars(make_code(dice.choice(list(Kind)), number).text)

    @pytest.mark.parametrize("text", ["", "Łukasz", "a\nb", "\x00"])
    def test_what_code_128_cannot_say_is_refused(self, text: str) -> None:
        with pytest.raises(CannotPrint):
            bars(text)

    @pytest.mark.parametrize(
        "damage", [lambda p: p[:-1], lambda p: p[1:], lambda p: "1" + p[1:-11] + p]
    )
    def test_a_damaged_pattern_reads_as_nothing(self, damage: object) -> None:
        pattern = damage(bars("C0012345670"))  # type: ignore[operator]
        assert read_bars(pattern) is None


class TestOthers:
    @pytest.mark.parametrize("symbology", [CODE_39, QR, DATA_MATRIX])
    def test_codes_of_ours_are_read(self, symbology: str) -> None:
        dice = random.Random(7)
        for _ in range(50):
            text = make_code(Kind.CHART, dice.randrange(10**8)).text
            rows = modules_of(text, symbology)
            picture = picture_of(rows if len(rows) > 1 else rows * 40, 10)
            assert read_by_zxing(picture, symbology) == {text}

    def test_code_39_and_qr_are_read_by_zbar_too(self) -> None:
        for symbology, name in ((CODE_39, "CODE39"), (QR, "QRCODE")):
            rows = modules_of("C0012345670", symbology)
            picture = picture_of(rows if len(rows) > 1 else rows * 40, 10)
            found = pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol[name]])
            assert [one.data.decode() for one in found] == ["C0012345670"]

    @pytest.mark.parametrize("text", ["", "lower", "Ł"])
    def test_what_code_39_cannot_say_is_refused(self, text: str) -> None:
        with pytest.raises(CannotPrint):
            modules_of(text, CODE_39)

    @pytest.mark.parametrize("symbology", [QR, DATA_MATRIX])
    def test_a_text_too_long_for_a_square_is_refused(self, symbology: str) -> None:
        with pytest.raises(CannotPrint):
            modules_of("x" * 9000, symbology)

    def test_a_picture_keeps_its_modules(self) -> None:
        picture = picture_of(("101", "010"), 1, 2)
        assert picture.shape == (8, 10)
        assert np.array_equal(picture[2:4, 2:8:2], [[0, 255, 0]] * 2)
