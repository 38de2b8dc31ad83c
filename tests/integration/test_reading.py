"""Reading pictures, with what is there."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kiosk.domain.codes import is_our_code
from kiosk.reading import PictureRefused, available_readers, read, read_file
from kiosk.reading.engines import Symbol
from kiosk.reading.frames import without_contradictions
from labels import Card, find_stock, render_pdf
from tests.pictures import page_image

WITHOUT_ZBAR = """
import sys
sys.modules["pyzbar"] = None  # as on a machine where the zbar library cannot be found
from kiosk.domain.codes import is_our_code
from kiosk.reading import available_readers, missing_readers, read_file
print(available_readers(), missing_readers())
print([symbol.text for symbol in read_file(sys.argv[1], is_our_code)])
"""


@pytest.fixture
def label() -> np.ndarray:
    card = Card("C0012345670", "C 0012 3456 70", "Test")
    return np.asarray(page_image(render_pdf([card], find_stock("roll-75x50")), dpi=203))


def test_without_zbar_it_reads_with_what_it_has_and_says_so(
    label: np.ndarray, tmp_path: Path
) -> None:
    from PIL import Image

    file = tmp_path / "label.png"
    Image.fromarray(label).save(file)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_ZBAR, file], capture_output=True, text=True, check=True
    )
    assert "['zxing-cpp']" in done.stdout
    assert "apt-get install libzbar0" in done.stdout
    assert "['C0012345670']" in done.stdout


def test_both_readers_are_there_in_the_tests() -> None:
    assert available_readers() == ["zxing-cpp", "zbar"]


def test_a_label_upside_down_and_mirrored_in_brightness_noise(label: np.ndarray) -> None:
    turned = np.ascontiguousarray(np.rot90(label, 2))
    noisy = np.random.default_rng(3).normal(0, 25, label.shape) + label
    for picture in (turned, noisy.clip(0, 255).astype(np.uint8)):
        assert [symbol.text for symbol in read(picture, is_our_code)] == ["C0012345670"]


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.png"
    file.write_bytes(b"no picture")
    with pytest.raises(PictureRefused):
        read_file(file)


def symbol(text: str, reader: str, *, accepted: bool = False, at: int = 0) -> Symbol:
    quad = ((at, 0), (at + 50, 0), (at + 50, 20), (at, 20))
    return Symbol(text, "Code128", quad, reader, accepted)


def test_two_texts_in_one_place_are_none() -> None:
    ours, other = (symbol(text, "zbar", accepted=True) for text in ("C0012345670", "C4429419530"))
    assert without_contradictions([symbol("a", "zxing-cpp"), symbol("b", "zbar")]) == []
    assert without_contradictions([ours, other]) == []


def test_a_text_of_ours_outweighs_a_foreign_one_in_its_place() -> None:
    ours = symbol("C0012345670", "zxing-cpp", accepted=True)
    for found in ([ours, symbol("x", "zbar")], [symbol("x", "zbar"), ours]):
        assert without_contradictions(found) == [ours]


def test_two_places_are_two_symbols_and_two_readers_of_one_are_one() -> None:
    left, right = symbol("a", "zxing-cpp"), symbol("b", "zxing-cpp", at=100)
    assert without_contradictions([left, symbol("a", "zbar"), right]) == [left, right]
