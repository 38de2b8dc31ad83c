"""Reading pictures, with what is there."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from kiosk.domain.codes import Kind, make_code
from kiosk.reading import (
    Effort,
    Missing,
    PictureRefused,
    ReadFilter,
    Symbol,
    available_readers,
    read,
    read_file,
    read_patiently,
)
from kiosk.reading.symbols import SYMBOLOGIES, without_contradictions
from kiosk.settings import Symbology
from kiosk.web.words.answers import MISSING
from labels import Card
from tests.pictures import desk, page_image, print_out

ADA = make_code(Kind.CHART, 441027).text
LONG = 60_000.0  # milliseconds: no test depends on how fast its machine is
WITH_LESS = """
import sys
for name in sys.argv[2:]:
    sys.modules[name] = None  # as on a machine where it cannot be loaded
from kiosk.reading import available_readers, missing_readers, read_file
print(available_readers(), missing_readers())
print([symbol.text for symbol in read_file(sys.argv[1])])
"""


@pytest.fixture
def label() -> np.ndarray:
    card = Card("C0012345670", "C 0012 3456 70", "Test")
    return np.asarray(page_image(print_out([card], "roll-75x50"), dpi=203))


@pytest.mark.parametrize(
    ("less", "left", "missing"),
    [
        (["pyzbar"], "['zxing-cpp']", Missing.ZBAR),
        (["zxingcpp"], "['zbar']", Missing.ZXING),
        (["pyzbar", "zxingcpp"], "[]", Missing.BOTH),
    ],
)
def test_with_less_it_reads_with_what_it_has_and_says_so(
    less: list[str], left: str, missing: Missing, tmp_path: Path
) -> None:
    file = tmp_path / "label.png"
    Image.fromarray(desk(ADA, turn=45)).save(file)
    done = subprocess.run(
        [sys.executable, "-c", WITH_LESS, file, *less], capture_output=True, text=True, check=True
    )
    assert f"{left} {missing}\n" in done.stdout
    assert "apt-get" in MISSING[missing] or "pip" in MISSING[missing]
    assert f"['{ADA}']" in done.stdout


def test_both_readers_are_there_in_the_tests() -> None:
    assert available_readers() == ["zxing-cpp", "zbar"]


def test_a_label_upside_down_and_mirrored_in_brightness_noise(label: np.ndarray) -> None:
    turned = np.ascontiguousarray(np.rot90(label, 2))
    noisy = np.random.default_rng(3).normal(0, 25, label.shape) + label
    for picture in (turned, noisy.clip(0, 255).astype(np.uint8)):
        assert [symbol.text for symbol in read(picture, LONG)] == ["C0012345670"]


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.png"
    file.write_bytes(b"no picture")
    with pytest.raises(PictureRefused):
        read_file(file)


@pytest.mark.parametrize("turn", range(0, 360, 15))
def test_a_label_is_read_however_it_is_turned(turn: int) -> None:
    (found,) = read(desk(ADA, turn=turn), LONG)
    assert (found.text, found.symbology, found.accepted) == (ADA, "Code128", True)
    middle = np.mean(found.quad, axis=0)
    assert abs(middle[0] - 640) < 40
    assert abs(middle[1] - 360) < 60
    assert found.effort.quality > 0.5


def test_a_label_blurred_by_a_module_and_turned_is_matched() -> None:
    blurred = cv2.GaussianBlur(desk(ADA, turn=30), (0, 0), 2.2)
    (found,) = read(np.asarray(blurred, np.uint8), LONG)
    assert (found.text, found.reader, found.effort.rung) == (ADA, "matching", "matched")


def test_a_budget_of_nothing_climbs_the_first_rung_and_no_other() -> None:
    assert [one.text for one in read(desk(ADA), budget_ms=0)] == [ADA]
    blurred = np.asarray(cv2.GaussianBlur(desk(ADA), (0, 0), 1.6), np.uint8)
    assert read(blurred, budget_ms=0) == []
    assert [one.text for one in read(blurred, LONG)] == [ADA]


@pytest.mark.parametrize("texts", [(), ("A-1998-00123",)])
def test_what_is_not_ours_is_never_made_into_a_code_of_ours(texts: tuple[str, ...]) -> None:
    found = read_patiently(desk(*texts, turn=20))
    assert [one.text for one in found] == list(texts)
    assert not any(one.accepted for one in found)


@pytest.mark.parametrize("blur", [0.5, 1.5, 2.0, 2.5])
def test_a_code_of_another_system_in_the_shape_of_ours_is_never_made_into_ours(blur: float) -> None:
    dice = np.random.default_rng(int(blur * 10))
    for _ in range(12):
        foreign = f"C{int(dice.integers(10**10)):010}"
        view = cv2.GaussianBlur(desk(foreign, turn=float(dice.uniform(0, 180))), (0, 0), blur)
        noisy = (view + dice.normal(0, 5, view.shape)).clip(0, 255).astype(np.uint8)
        assert not any(one.accepted for one in read(noisy, LONG)), foreign


def symbology(kind: str, text: str) -> np.ndarray:
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    drawn = np.asarray(zxingcpp.write_barcode_to_image(made, scale=4), np.uint8)
    return np.pad(drawn, 60, constant_values=255)


def test_squares_are_read_and_other_symbologies_only_where_they_are_wanted() -> None:
    for kind in ("QRCode", "DataMatrix"):
        (found,) = read(symbology(kind, ADA), LONG)
        assert (found.text, found.symbology) == (ADA, kind)
    picture = symbology("EAN13", "4006381333931")
    assert read_patiently(picture) == []
    (found,) = read_patiently(picture, ReadFilter(("Code128", "EAN13")))
    assert found.text == "4006381333931"


def test_every_symbology_that_can_be_set_is_known_to_the_readers() -> None:
    names = get_args(Symbology)
    assert set(SYMBOLOGIES) <= set(names)
    assert read_patiently(desk(), ReadFilter(names)) == []


def test_code_39_counts_only_at_the_lengths_that_are_set() -> None:
    picture = symbology("Code39", "A1998")
    assert read(picture, LONG) == []
    assert [one.text for one in read_patiently(picture)] == ["A1998"]
    (found,) = read(picture, LONG, ReadFilter(code39_lengths=(5, 11)))
    assert found.text == "A1998"


def test_a_misread_letter_before_ten_digits_is_no_text() -> None:
    assert not ReadFilter().takes('"4450456403', "Code128")
    assert ReadFilter().takes("A4450456403", "Code128")


def symbol(text: str, reader: str, *, accepted: bool = False, at: int = 0) -> Symbol:
    quad = ((at, 0), (at + 50, 0), (at + 50, 20), (at, 20))
    return Symbol(text, "Code128", quad, reader, Effort("straightened"), accepted)


def test_two_texts_in_one_place_are_none() -> None:
    ours, other = (symbol(text, "zbar", accepted=True) for text in ("C0012345670", "C4429419530"))
    assert without_contradictions([symbol("a", "zxing-cpp"), symbol("b", "zbar")]) == []
    assert without_contradictions([ours, other]) == []


def test_a_text_of_ours_outweighs_a_foreign_one_in_its_place() -> None:
    ours = symbol("C0012345670", "zxing-cpp", accepted=True)
    for found in ([ours, symbol("x", "zbar")], [symbol("x", "zbar"), ours]):
        assert without_contradictions(found) == [ours]


def test_turned_neighbours_are_apart_though_their_boxes_touch() -> None:
    quad = ((0, 0), (100, 100), (90, 110), (-10, 10))
    below = tuple((x - 25, y + 25) for x, y in quad)
    one, other = (
        replace(symbol(text, "zbar"), quad=at) for text, at in (("a", quad), ("b", below))
    )
    assert without_contradictions([one, other]) == [one, other]


def test_two_places_are_two_symbols_and_two_readers_of_one_are_one() -> None:
    left, right = symbol("a", "zxing-cpp"), symbol("b", "zxing-cpp", at=100)
    both = replace(left, reader="zxing-cpp+zbar")
    assert without_contradictions([left, symbol("a", "zbar"), right]) == [both, right]
