"""Labels on paper: what is printed reads back, and what cannot be printed is refused."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.reading import read, read_patiently
from labels import (
    DESIGNS,
    STOCKS,
    CannotPrint,
    Card,
    Design,
    FolderLabel,
    Paper,
    Stock,
    Unprintable,
    find_design,
    find_stock,
    fits,
    label_svg,
    lay_out,
    load_catalogue,
    load_design,
    read_stocks,
    render_pdf,
)
from labels.layout import LEAST_MODULE, nearest_stock
from labels.marks import Block, Symbol, Text
from labels.stock import COLUMNS, INCH, POINT
from labels.symbols import CODE_128, QUIET
from labels.type import drawable
from tests.pictures import page_image, print_out
from tests.printed import alone, fitting, page_count, read_by_zxing, some_label, text_of, unread

LABEL = FolderLabel(
    "C0012345670",
    "C 0012 3456 70",
    "44-10-27",
    2,
    "Medical record",
    "Alder, Wren",
    "26",
    said_volume="Vol 2",
)
SPREAD = random.Random(11).sample(
    [(design, stock, dpi) for design, stock in fitting() for dpi in (203, 300, 600)], 36
)
STOCK = "name,brand,part,use,page,width,height,columns,rows,left,top,across,down,dpi,also\n"


CARD = 'prints = "card"\nsize = [80, 50]\n'
BOX = "left = 1\nright = 1\ntop = 1\nheight = 4\n"


class TestOnPaper:
    @pytest.mark.parametrize(
        ("design", "stock", "dpi"),
        SPREAD,
        ids=[f"{design.name}-{stock.name}-{dpi}" for design, stock, dpi in SPREAD],
    )
    def test_every_label_of_a_page_is_read_by_both_readers(
        self, design: Design, stock: Stock, dpi: int
    ) -> None:
        assert unread(design, stock, dpi) == set()

    def test_symbols_are_whole_dots_with_quiet_zones_inside_the_label(self) -> None:
        for design, stock in fitting():
            for dpi in (203, 300, 600):
                for face in lay_out(some_label(design.prints, 7), design, stock, dpi):
                    self.check_face(face.marks, stock, face.turn, dpi)

    def check_face(self, marks: tuple[object, ...], stock: Stock, turn: int, dpi: int) -> None:
        upright = stock.label if turn in (0, 180) else stock.label[::-1]
        width, height = (round(side * dpi / INCH) for side in upright)
        for mark in marks:
            if isinstance(mark, Symbol):
                quiet = QUIET[mark.symbology] * mark.module
                assert all(isinstance(one, int) for one in (mark.x, mark.y, mark.module))
                assert mark.module >= LEAST_MODULE * 0.99 * dpi / INCH
                assert mark.x >= quiet
                assert mark.x + len(mark.rows[0]) * mark.module + quiet <= width
                assert mark.y + len(mark.rows) * mark.height <= height
                if len(mark.rows) == 1:
                    assert mark.height >= 5 * dpi / INCH - 1
                    assert mark.height >= 0.149 * len(mark.rows[0]) * mark.module
                self.check_room(mark, marks)
            elif isinstance(mark, Text):
                assert mark.x >= 0
                assert mark.x + mark.width <= width + 1
                assert 0 <= mark.y <= height

    def check_room(self, symbol: Symbol, marks: tuple[object, ...]) -> None:
        """Nothing may stand in a symbol or in the quiet zones beside it."""
        quiet = QUIET[symbol.symbology] * symbol.module
        left, right = symbol.x - quiet, symbol.x + len(symbol.rows[0]) * symbol.module + quiet
        top, bottom = symbol.y, symbol.y + len(symbol.rows) * symbol.height
        for mark in marks:
            if isinstance(mark, Block):
                box = mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
            elif isinstance(mark, Text):
                box = mark.x, mark.y - 0.75 * mark.size, mark.x + mark.width, mark.y
            else:
                continue
            apart = box[2] <= left + 1 or box[0] >= right - 1 or box[3] <= top + 1
            assert apart or box[1] >= bottom - 1, mark

    @pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
    def test_the_page_has_the_exact_size(self, stock: Stock) -> None:
        label = some_label("folder", 1)
        folders = [one for one in DESIGNS if one.prints == label.prints]
        design = next(one for one in folders if fits(label, one, stock))
        document = pypdfium2.PdfDocument(render_pdf([(label, design)], Paper(stock)))
        size = [length * POINT for length in document[0].get_size()]
        document.close()
        assert size == pytest.approx(stock.page, abs=0.01)

    def test_people_can_read_number_volume_name_digits_and_year(self) -> None:
        said = text_of(print_out([LABEL], "avery-l7160", "front"))
        for text in ("44-10-27", "Vol 2", "Alder, Wren", "Medical record", "C 0012 3456 70", "26"):
            assert text in said

    def test_each_digit_is_printed_on_its_colour(self) -> None:
        (face,) = lay_out(LABEL, find_design("front"), find_stock("avery-l7160"))
        blocks = [(one.digit, one.colour) for one in face.marks if isinstance(one, Block)]
        assert blocks == [("2", "#0050b5"), ("7", "#5a3418"), ("", "#ffe135")]
        digits = [one.text for one in face.marks if isinstance(one, Text)]
        assert {"2", "7"} <= set(digits)

    def test_a_record_type_has_its_own_colour_if_one_is_set(self) -> None:
        label = replace(LABEL, type_colour="#123456")
        for name in ("front", "spine"):
            (face,) = lay_out(label, find_design(name), find_stock("roll-102x51"))
            assert "#123456" in [one.colour for one in face.marks if isinstance(one, Block)]

    def test_a_wrapped_label_says_the_same_on_both_sides_once_upside_down(self) -> None:
        back, front = lay_out(LABEL, find_design("wrap"), find_stock("avery-l7160"))
        assert back.marks == front.marks
        assert (back.turn, front.turn) == (180, 0)
        page = np.asarray(page_image(print_out([LABEL], "avery-l7160", "wrap")))
        label = alone(page, Paper(find_stock("avery-l7160")), 0)
        for side in np.array_split(label, 2):
            assert read_by_zxing(side, CODE_128) == {LABEL.code}

    def test_a_design_is_turned_where_it_is_larger_so(self) -> None:
        (face,) = lay_out(LABEL, find_design("front"), find_stock("dymo-99010"))
        assert face.turn == 90

    def test_a_card_grows_into_a_sign(self) -> None:
        card = Card("L0012345679", "L 0012 3456 79", "Cardiology")
        sizes = []
        for stock in ("cards-a4", "sign-a4"):
            (face,) = lay_out(card, find_design("card"), find_stock(stock))
            sizes.append(max(one.size for one in face.marks if isinstance(one, Text)))
        assert sizes[1] > 3 * sizes[0]

    def test_a_used_sheet_begins_at_its_first_free_label(self) -> None:
        paper = Paper(find_stock("avery-l7160"), skip=20)
        page = page_image(render_pdf([(LABEL, find_design("front"))], paper))
        (symbol,) = read_patiently(np.asarray(page))
        assert symbol.quad[0][0] > page.width * 2 / 3
        assert symbol.quad[0][1] > page.height * 5 / 6

    def test_a_nudge_shifts_everything_by_millimetres(self) -> None:
        places = []
        for nudge in ((0.0, 0.0), (3.0, -2.0)):
            paper = Paper(find_stock("avery-l7160"), skip=4, nudge=nudge)
            page = np.asarray(page_image(render_pdf([(LABEL, find_design("front"))], paper), 254))
            dark = np.argwhere(page < 128)
            places.append(dark.min(0))
        assert (places[1] - places[0]).tolist() == pytest.approx([-20, 30], abs=1)

    def test_more_labels_than_a_sheet_holds_go_on_the_next(self) -> None:
        assert page_count(print_out([LABEL] * 31, "avery-5160")) == 2
        assert find_stock("avery-5160").pages(31) == 2
        assert find_stock("avery-5160").pages(30, skip=1) == 2

    @pytest.mark.parametrize("skip", [-1, 30])
    def test_a_place_that_is_not_on_the_sheet_is_refused(self, skip: int) -> None:
        with pytest.raises(CannotPrint):
            Paper(find_stock("avery-5160"), skip)

    def test_a_nudge_off_the_sheet_is_refused(self) -> None:
        with pytest.raises(CannotPrint):
            Paper(find_stock("avery-5160"), nudge=(0, 21))

    def test_what_is_seen_on_screen_is_what_is_printed(self) -> None:
        drawn = label_svg(LABEL, find_design("front"), find_stock("avery-l7160"))
        assert 'width="63.99mm" height="38.1mm"' in drawn
        assert "Alder, Wren" in drawn
        assert "<script>" not in label_svg(
            FolderLabel("C0012345670", "C 0", "1", 1, "x", "<script>"),
            find_design("front"),
            find_stock("avery-l7160"),
        )


class TestRefusals:
    def test_a_design_too_large_for_its_stock_names_the_nearest_that_does(self) -> None:
        with pytest.raises(CannotPrint) as refused:
            lay_out(LABEL, find_design("front"), find_stock("avery-l8658"))
        assert refused.value.why is Unprintable.TOO_SMALL
        assert (refused.value.facts["width"], refused.value.facts["height"]) == ("41", "25")
        nearest = nearest_stock(LABEL, find_design("front"), find_stock("avery-l8658"))
        assert nearest
        assert refused.value.facts["nearest"] == nearest.title
        assert nearest.page == find_stock("avery-l8658").page
        assert fits(LABEL, find_design("front"), nearest)

    @pytest.mark.parametrize(
        ("box", "why"),
        [
            ("width = 32\nheight = 10", Unprintable.TOO_NARROW),
            ("width = 50\nheight = 4.8", Unprintable.TOO_LOW),
        ],
    )
    def test_bars_that_would_be_too_fine_or_too_low_are_refused(
        self, tmp_path: Path, box: str, why: Unprintable
    ) -> None:
        file = tmp_path / "mine.toml"
        file.write_text(CARD + f"[[barcode]]\nleft = 1\ntop = 1\n{box}\n")
        stock = Stock("odd", "An odd one", page=(80, 50), label=(80, 50))
        with pytest.raises(CannotPrint) as refused:
            lay_out(some_label("card", 1), load_design(file), stock)
        assert refused.value.why is why

    def test_a_number_that_would_be_cut_short_is_refused(self) -> None:
        label = FolderLabel("C0012345670", "C 0", "9" * 60, 1, "Medical record")
        with pytest.raises(CannotPrint, match=Unprintable.NO_ROOM_FOR_TEXT):
            lay_out(label, find_design("front"), find_stock("avery-l7160"))

    def test_unknown_names_are_refused(self) -> None:
        with pytest.raises(CannotPrint):
            find_stock("papyrus")
        with pytest.raises(CannotPrint):
            find_design("papyrus")


class TestNames:
    @pytest.mark.parametrize(
        "name", ["Łukasz Żółć", "Ægir Þórr", "Ωμέγα", "Иван", "Nguyễn", "O'Neill"]
    )
    def test_names_that_the_font_can_draw_are_drawn(self, name: str) -> None:
        assert drawable(name) == name

    @pytest.mark.parametrize("name", ["王小明", "محمد", "שלום", "देव", "x\x00", "a\u0316"])
    def test_names_that_would_be_mangled_are_refused(self, name: str) -> None:
        with pytest.raises(CannotPrint):
            drawable(name)

    @settings(max_examples=30)
    @given(st.text(max_size=60))
    def test_any_name_prints_or_is_refused(self, name: str) -> None:
        label = FolderLabel("C0012345670", "C 0012 3456 70", "44-10-27", 1, "Medical record", name)
        try:
            pdf = print_out([label], "avery-5160")
        except CannotPrint:
            return
        (symbol,) = read(np.asarray(page_image(pdf)))
        assert symbol.text == "C0012345670"

    def test_a_long_name_is_cut_and_the_code_still_reads(self) -> None:
        label = FolderLabel("C0012345670", "C 0012 3456 70", "44-10-27", 1, "Record", "x" * 200)
        (symbol,) = read(np.asarray(page_image(print_out([label], "avery-5160"))))
        assert symbol.accepted


class TestOwnFiles:
    def test_a_design_and_a_stock_of_ones_own_are_printed(self, tmp_path: Path) -> None:
        (tmp_path / "mine.toml").write_text(
            'prints = "folder"\nsize = [60, 30]\n'
            '[[text]]\nsays = "{mrn} / {volume}"\nleft = 2\nright = 2\ntop = 1\nheight = 6\n'
            "[[barcode]]\nleft = 0\nright = 0\ntop = 9\nbottom = 2\n"
        )
        row = "mine,Mine,one,own,A4,60,30,3,9,10,10,62,31,300,\n"
        (tmp_path / "stocks.csv").write_text(STOCK + row)
        known = load_catalogue(tmp_path)
        design, stock = known.design("mine"), known.stock("mine")
        assert unread(design, stock, 300) == set()
        assert known.stock("avery-5160") in STOCKS
        assert known.design("front") in DESIGNS

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("prints = ", Unprintable.NO_DESIGN_FILE),
            ('prints = "poster"\nsize = [1, 1]', Unprintable.PRINTS_NOTHING),
            ('prints = "card"', Unprintable.NO_SIZE),
            ('prints = "card"\nsize = [10, -1]', Unprintable.NO_SIZE),
            (CARD + 'colour = "red"', Unprintable.KEY_UNKNOWN),
            (CARD + "sides = 3", Unprintable.NO_SCALE),
            (CARD + '[[text]]\nsays = "x"\nleft = 1', Unprintable.BOX_INCOMPLETE),
            (CARD + '[[text]]\nsays = "{mrn}"\n' + BOX, Unprintable.FACT_UNKNOWN),
            (CARD + '[[text]]\nsays = "{title"\n' + BOX, Unprintable.OPEN_BRACE),
            (CARD + "[[text]]\nsays = 5\n" + BOX, Unprintable.VALUE_WRONG),
            (CARD + '[[text]]\nsays = "x"\nalign = "up"\n' + BOX, Unprintable.NO_ALIGNMENT),
            (CARD + '[[text]]\nsays = "x"\nfont = "x"\n' + BOX, Unprintable.KEY_UNKNOWN_THERE),
            (CARD + '[[barcode]]\nsymbology = "QRCode"\n' + BOX, Unprintable.NO_SYMBOLOGY),
            (CARD + "[[digits]]\ncount = 9\n" + BOX, Unprintable.NO_COUNT),
            (CARD + '[[band]]\nof = "month"\n' + BOX, Unprintable.NO_BAND),
        ],
    )
    def test_a_design_that_is_wrong_is_refused_with_the_reason(
        self, tmp_path: Path, text: str, why: Unprintable
    ) -> None:
        file = tmp_path / "mine.toml"
        file.write_text(text)
        with pytest.raises(CannotPrint) as refused:
            load_design(file)
        assert refused.value.what.startswith("mine.toml")
        assert refused.value.why is why

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            ("x,X,1,own,A4,60,30,3,9,10,10,62\n", Unprintable.COLUMN_MISSING),
            ("x,X,1,own,A4,wide,30,3,9,10,10,62,31,300,\n", Unprintable.NO_NUMBER),
            ("x,X,1,own,A5,60,30,3,9,10,10,62,31,300,\n", Unprintable.PAGE_UNKNOWN),
            ("x,X,1,own,A4,60,0,3,9,10,10,62,31,300,\n", Unprintable.IMPOSSIBLE_SIZE),
            ("x,X,1,own,A4,60,30,4,9,10,10,62,31,300,\n", Unprintable.OVER_THE_EDGE),
            ("x,X,1,own,A4,60,30,3,9,10,10,50,31,300,\n", Unprintable.OVERLAPPING),
        ],
    )
    def test_a_stock_that_cannot_be_is_refused_with_its_line(
        self, tmp_path: Path, row: str, why: Unprintable
    ) -> None:
        file = tmp_path / "stocks.csv"
        file.write_text(STOCK + row)
        with pytest.raises(CannotPrint) as refused:
            read_stocks(file)
        assert refused.value.what == "stocks.csv, line 2"
        assert refused.value.why is why

    def test_there_are_at_least_forty_stocks_that_people_buy(self) -> None:
        bought = [stock for stock in STOCKS if not stock.cut_lines]
        assert len(bought) >= 40
        assert len({stock.name for stock in STOCKS}) == len(STOCKS)
        assert ",".join(COLUMNS) + "\n" == STOCK
