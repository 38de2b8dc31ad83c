"""Labels graded as a verifier does: what we print is an A, what gets worse never gets better."""

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray
from PIL import Image

from kiosk import cli
from kiosk.reading import Trait, grade_labels
from kiosk.reading.code128.grading import GAMMA, letter
from labels import Design, FolderLabel, Paper, Stock, render_pdf
from labels.symbols import CODE_128
from tests.pictures import page_image, print_out
from tests.printed import alone, fitting, some_label, symbologies

Grey = NDArray[np.uint8]
LABEL = FolderLabel("C0012345670", "C 0012 3456 70", "44-10-27", 2, "Medical record", "Alder, Wren")
BARRED = [(design, stock) for design, stock in fitting() if CODE_128 in symbologies(design)]


@pytest.fixture(scope="module")
def printed() -> Grey:
    page = np.asarray(page_image(print_out([LABEL], "roll-75x50"), 203))
    return np.pad(page, 60, constant_values=255)


def blurred(picture: Grey, pixels: float) -> Grey:
    """Blur as a lens does: in light, not in grey levels."""
    light = cv2.GaussianBlur((picture / 255) ** GAMMA, (0, 0), pixels) if pixels else None
    return picture if light is None else (255 * light ** (1 / GAMMA)).astype(np.uint8)


def paler(picture: Grey, contrast: float) -> Grey:
    return (255 - (255 - picture.astype(float)) * contrast).astype(np.uint8)


def grade(picture: Grey) -> float:
    found = grade_labels(picture)
    assert [one.text for one in found] in ([], [LABEL.code])
    return found[0].grade if found else 0.0


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(
    ("design", "stock"),
    BARRED[::23],
    ids=[f"{design.name}-{stock.name}" for design, stock in BARRED[::23]],
)
def test_what_we_print_is_an_a(design: Design, stock: Stock, dpi: int) -> None:
    label, paper = some_label(design.prints, 4711), Paper(stock, dpi=dpi)
    seen = Paper(stock, dpi=2 * dpi)  # a scan with two pixels a dot
    page = np.asarray(page_image(render_pdf([(label, design)], paper), seen.dpi))
    picture = np.pad(alone(page, seen, 0), 40, constant_values=255)
    graded = {one.text: one.letter for one in grade_labels(picture)}
    assert graded == {label.code: "A"}


def test_more_blur_never_grades_better(printed: Grey) -> None:
    grades = [grade(blurred(printed, pixels)) for pixels in (0, 0.5, 1, 1.25, 1.5, 1.75, 2, 3, 5)]
    assert all(sharper >= softer for sharper, softer in itertools.pairwise(grades))
    assert letter(grades[0]) == "A"
    assert letter(grades[-1]) == "F"
    assert len({letter(one) for one in grades}) >= 3


def test_less_contrast_never_grades_better(printed: Grey) -> None:
    grades = [grade(paler(printed, contrast)) for contrast in (1, 0.7, 0.5, 0.4, 0.3, 0.2, 0.1)]
    assert all(darker >= paler for darker, paler in itertools.pairwise(grades))
    assert [letter(one) for one in grades] == ["A", "A", "A", "B", "C", "D", "D"]


def test_a_line_in_the_quiet_zone_is_what_is_wrong(printed: Grey) -> None:
    (before,) = grade_labels(printed)
    dark = np.flatnonzero(printed[printed.shape[0] // 2] < 128)
    marred = printed.copy()
    marred[:, dark.max() + 8 : dark.max() + 14] = 0
    (after,) = grade_labels(marred)
    assert before.letter == "A"
    assert after.grades[Trait.QUIET_ZONES] == 0
    assert after.letter == "F"
    assert all(
        grade > 2.5 for trait, grade in after.grades.items() if trait is not Trait.QUIET_ZONES
    )


def test_spots_in_the_spaces_are_defects(printed: Grey) -> None:
    dice = np.random.default_rng(3)
    spotted = printed.copy()
    for _ in range(1500):
        y, x = dice.integers(0, printed.shape[0] - 3), dice.integers(0, printed.shape[1] - 3)
        spotted[y : y + 3, x : x + 3] = 110
    (before,), (after,) = grade_labels(printed), grade_labels(spotted)
    assert after.values[Trait.DEFECTS] > before.values[Trait.DEFECTS]
    assert after.grade < before.grade


@pytest.mark.parametrize("turn", [0, 7, 45, 90, 180, 200])
def test_a_label_is_graded_however_it_lies(printed: Grey, turn: float) -> None:
    image = Image.fromarray(cv2.resize(printed, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
    laid = image.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert letter(grade(np.asarray(laid))) in "AB"


class TestCommand:
    def run(self, tmp_path: Path, picture: Grey) -> tuple[int, str]:
        file = tmp_path / "label.png"
        Image.fromarray(picture).save(file)
        done = CliRunner().invoke(cli.main, ["check-label", str(file)])
        return done.exit_code, done.output

    def test_a_good_label_needs_no_advice(self, tmp_path: Path, printed: Grey) -> None:
        code, said = self.run(tmp_path, printed)
        assert code == 0
        assert "C0012345670: A" in said
        assert "print" not in said

    def test_a_pale_one_is_to_be_printed_darker(self, tmp_path: Path, printed: Grey) -> None:
        code, said = self.run(tmp_path, paler(printed, 0.1))
        assert code == 1
        assert "C0012345670: D" in said
        assert "print darker" in said

    def test_no_label_and_no_picture_are_said(self, tmp_path: Path) -> None:
        code, said = self.run(tmp_path, np.full((200, 300), 255, np.uint8))
        assert (code, "No Code 128 label could be measured" in said) == (1, True)
        file = tmp_path / "text.png"
        file.write_text("no picture")
        done = CliRunner().invoke(cli.main, ["check-label", str(file)])
        assert done.exit_code == 1
        assert "Traceback" not in done.output
