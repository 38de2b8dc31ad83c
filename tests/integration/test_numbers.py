"""Rooms that write their numbers in other ways: every part of the house agrees what a number is."""

from dataclasses import dataclass

import pytest

from kiosk.domain.desk import Source
from kiosk.domain.outcomes import Outcome
from kiosk.reading import ReadFilter, read_shelf
from kiosk.services.cameras.shelf_photo import SeenLabel, Wrong, find_shelf, sight_shelf
from kiosk.services.charts.find import find_charts
from kiosk.services.lists.read_list import Query, read_list
from kiosk.services.printing.batches import find_batch
from kiosk.services.printing.label_texts import label_texts
from kiosk.settings import load_settings
from labels import find_design, find_stock, lay_out
from labels.colours import DIGIT_COLOURS
from labels.marks import Block
from tests.integration.cameras.test_shelves import photo
from tests.room import CARDIOLOGY, DONE, RecordRoom, said


@dataclass(frozen=True)
class Numbers:
    """A pattern, and numbers of it as people read them, in the order of number and of the shelf."""

    pattern: str
    in_order: tuple[str, ...]
    on_shelf: tuple[str, ...]
    sections: tuple[str, ...]
    typed: tuple[str, ...]


ROOMS = (
    Numbers(
        "99-99-99",
        ("01-20-56", "12-10-56", "44-10-27"),
        ("44-10-27", "12-10-56", "01-20-56"),
        ("27", "56", "56"),
        ("441027", "121056", "12056"),
    ),
    Numbers(
        "9-99-99-99",
        ("0-44-10-27", "1-23-45-67", "2-23-45-67"),
        ("0-44-10-27", "1-23-45-67", "2-23-45-67"),
        ("27", "67", "67"),
        ("44-10-27", "1234567", "2234567"),
    ),
    Numbers(
        "9999-9999",
        ("0044-1027", "1234-5678", "2234-5678"),
        ("0044-1027", "1234-5678", "2234-5678"),
        ("1027", "5678", "5678"),
        ("441027", "12345678", "2234-5678"),
    ),
    Numbers(
        "999 999 9999",
        ("441 027 1237", "441 028 1237", "943 476 0919"),
        ("943 476 0919", "441 027 1237", "441 028 1237"),
        ("0919", "1237", "1237"),
        ("943-476-0919", "4410271237", "441.028.1237"),
    ),
    Numbers(
        "A999999",
        ("A000012", "A123456", "A123457"),
        ("A000012", "A123456", "A123457"),
        ("", "", ""),
        ("a00012", "A 123456", "A123457"),
    ),
    Numbers(
        "QECH-ARV-99999",
        ("QECH-ARV-00099", "QECH-ARV-12345", "QECH-ARV-12346"),
        ("QECH-ARV-00099", "QECH-ARV-12345", "QECH-ARV-12346"),
        ("", "", ""),
        ("qech-arv-99", "QECHARV12345", "QECH ARV 12346"),
    ),
    Numbers(
        "[999]9/9999",
        ("9/2025", "12/2024", "100/2024"),
        ("12/2024", "100/2024", "9/2025"),
        ("2024", "2024", "2025"),
        ("012/2024", "0100/2024", "9/2025"),
    ),
    Numbers(
        "@[999]9",
        ("A9", "A10", "A100"),
        ("A9", "A10", "A100"),
        ("", "", ""),
        ("a09", "a-10", "A 100"),
    ),
)


@pytest.fixture(params=ROOMS, ids=lambda one: one.pattern)
def numbers(request: pytest.FixtureRequest) -> Numbers:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def filled(room: RecordRoom, numbers: Numbers) -> list[str]:
    """Fill a room of this pattern, and return its charts' codes in the order of the shelf."""
    room.settings = load_settings(
        data=room.settings.data, timezone="UTC", mrn_pattern=numbers.pattern
    )
    made = {text: room.chart(text, family=f"Shelf {at}") for at, text in enumerate(numbers.typed)}
    return [made[text] for text in numbers.typed]


def test_a_number_is_found_and_shown_however_it_is_typed(
    room: RecordRoom, numbers: Numbers, filled: list[str]
) -> None:
    mrn = room.settings.mrn_format
    for code, typed, shown in zip(filled, numbers.typed, numbers.on_shelf, strict=True):
        assert mrn.shown(room.where(code).patient.mrn) == shown
        assert label_texts(room.database, room.viewer(), code).mrn == shown  # type: ignore[union-attr]
        for text in (typed, shown):
            answer = room.scan(text, source=Source.TYPED)
            assert Outcome.LOOK_UP_OPENED in said(answer)
            assert [one.code for one in answer.look_up.charts] == [code]
            found = find_charts(room.database, room.viewer(), text)
            assert found.only
            assert found.only.code == code


def test_the_same_numbers_from_a_file_double_nobody(
    room: RecordRoom, numbers: Numbers, filled: list[str]
) -> None:
    for texts in (numbers.typed, numbers.on_shelf):
        rows = [f"{text},Shelf {at}" for at, text in enumerate(texts)]
        came = room.take_file("patients", "\n".join(["mrn,family_name", *rows]))
        assert (came.added, came.known) == (0, len(filled))


def test_labels_bear_the_colours_of_the_numbers_end(
    room: RecordRoom, numbers: Numbers, filled: list[str]
) -> None:
    label = label_texts(room.database, room.viewer(), filled[0])
    (face,) = lay_out(label, find_design("front"), find_stock("avery-l7160"))
    blocks = [one for one in face.marks if isinstance(one, Block) and one.digit]
    ends = "".join(filter(str.isdecimal, numbers.on_shelf[0]))[-2:].rjust(len(blocks))
    assert [one.digit for one in blocks] == list(ends)
    assert [one.colour for one in blocks] == [DIGIT_COLOURS[int(digit)] for digit in ends]


def test_lists_and_runs_are_in_the_order_of_number_and_shelf(
    room: RecordRoom, numbers: Numbers, filled: list[str]
) -> None:
    by_number = [filled[numbers.on_shelf.index(one)] for one in numbers.in_order]
    first, *_, last = numbers.in_order
    viewer = room.viewer()
    run = find_batch(room.database, viewer, first, last, terminal=False)
    assert run == by_number
    assert find_batch(room.database, viewer, first, last, terminal=True) == filled
    assert find_batch(room.database, viewer, first, first, terminal=True) == by_number[:1]
    room.scan("Cardiology")
    for code in reversed(filled):
        room.scan(code)
    room.scan(DONE)
    listed = read_list(room.database, viewer, Query("out", order="terminal")).rows
    assert [one.chart.code for one in listed] == filled


def test_a_chart_that_comes_home_is_told_its_section_and_neighbour(
    room: RecordRoom, numbers: Numbers, filled: list[str]
) -> None:
    for code in filled:
        room.scan("Cardiology")
        room.scan(code)
        room.scan(DONE)
        room.scan(code, CARDIOLOGY, after=3600)
    for at, code in enumerate(filled):
        shelf = room.scan(code, after=3600).shelf
        assert shelf
        assert shelf.section == numbers.sections[at]
        assert shelf.after == (numbers.on_shelf[at - 1] if at else "")


def test_a_photo_of_the_shelf_tells_what_stands_in_another_order(
    room: RecordRoom, numbers: Numbers, filled: list[str]
) -> None:
    del numbers
    assert _seen(room, filled) == [Wrong.NOTHING] * 3
    assert sorted(_seen(room, [filled[1], filled[2], filled[0]])) == [
        Wrong.NOTHING,
        Wrong.NOTHING,
        Wrong.MISFILED,
    ]


def _seen(room: RecordRoom, codes: list[str]) -> list[Wrong]:
    room.wait(60)
    symbols = read_shelf(photo(*codes), ReadFilter())
    shelf = find_shelf(room.database, room.viewer(), "")
    labels: tuple[SeenLabel, ...] = sight_shelf(
        room.database, room.viewer(), shelf, symbols, room.now
    ).labels
    return [label.wrong for label in labels]
