"""Labels: what is printed reads back, and what cannot be printed is refused."""

import io

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.codes import Kind, make_code
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.reading import read, read_patiently
from kiosk.reading.engines import zbar
from kiosk.services.finding import Viewer
from kiosk.services.printing import PrintJob, print_labels
from labels import STOCKS, CannotPrint, Card, FolderLabel, Stock, find_stock, render_pdf
from labels.code128 import QUIET_MODULES, bars, read_bars
from labels.design import lay_out
from labels.stock import POINT
from labels.type import drawable
from tests.pictures import page_image
from tests.room import FILE_ROOM, RecordRoom

LABEL = FolderLabel("C0012345670", "C 0012 3456 70", "44-10-27", 2, "Medical record", "Alder, Wren")


class TestSymbols:
    @given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
    def test_a_text_is_printed_as_itself_or_refused(self, text: str) -> None:
        try:
            pattern = bars(text)
        except CannotPrint:
            return
        modules = [10 * "0" + pattern + 10 * "0"]
        drawn = np.array([[255 * (one == "0") for one in modules[0]]] * 40, dtype=np.uint8)
        drawn = np.kron(drawn, np.ones((1, 3), dtype=np.uint8))
        found = zxingcpp.read_barcodes(
            drawn, formats=zxingcpp.BarcodeFormat.Code128, text_mode=zxingcpp.TextMode.Plain
        )
        assert [one.text for one in found] == [text]

    @pytest.mark.parametrize("text", ["995560", "9900000099", "99"])
    def test_the_librarys_lost_99_never_reaches_paper(self, text: str) -> None:
        with pytest.raises(CannotPrint):
            bars(text)

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


class TestOnPaper:
    @pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
    @pytest.mark.parametrize("dpi", [203, 300, 600])
    def test_every_label_of_a_page_is_read_by_both_readers(self, stock: Stock, dpi: int) -> None:
        codes = [make_code(Kind.CHART, 99_000_000 + at * 7919).text for at in range(stock.per_page)]
        pdf = render_pdf([Card(code, code, "44-10-27") for code in codes], stock)
        page = np.asarray(page_image(pdf, dpi))
        formats = zxingcpp.BarcodeFormat.Code128
        by_zxing = [one.text for one in zxingcpp.read_barcodes(page, formats=formats)]
        assert sorted(by_zxing) == sorted(codes)
        assert zbar
        assert {one.text for one in zbar(page, ("Code128",), False)} == set(codes)

    @pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
    def test_bars_are_whole_dots_with_quiet_zones_inside_the_label(self, stock: Stock) -> None:
        symbol, texts = lay_out(LABEL, stock)
        width, height = (length / POINT for length in stock.label)
        assert symbol.module * POINT >= 0.25
        assert symbol.module * POINT / stock.dot == pytest.approx(stock.module_dots)
        assert symbol.height * POINT >= 5
        assert symbol.x >= QUIET_MODULES * symbol.module - 0.01
        assert symbol.x + (len(symbol.modules) + QUIET_MODULES) * symbol.module <= width + 0.01
        assert all(0 <= text.y <= height for text in texts)

    @pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.name)
    def test_the_page_has_the_exact_size(self, stock: Stock) -> None:
        document = pypdfium2.PdfDocument(render_pdf([LABEL], stock))
        size = [length * POINT for length in document[0].get_size()]
        document.close()
        assert size == pytest.approx(stock.page, abs=0.01)

    def test_the_number_volume_and_name_can_be_read_by_people(self) -> None:
        document = pypdfium2.PdfDocument(render_pdf([LABEL], find_stock("avery-5160")))
        text = document[0].get_textpage().get_text_range()
        document.close()
        for said in ("44-10-27", "Vol 2", "Alder, Wren", "Medical record", "C 0012 3456 70"):
            assert said in text

    def test_a_used_sheet_begins_at_its_first_free_label(self) -> None:
        stock = find_stock("avery-l7160")
        page = page_image(render_pdf([LABEL], stock, skip=20))
        (symbol,) = read(np.asarray(page))
        assert symbol.quad[0][0] > page.width * 2 / 3
        assert symbol.quad[0][1] > page.height * 5 / 6

    def test_more_labels_than_a_sheet_holds_go_on_the_next(self) -> None:
        document = pypdfium2.PdfDocument(render_pdf([LABEL] * 31, find_stock("avery-5160")))
        assert len(document) == 2
        document.close()

    def test_a_label_that_does_not_fit_its_stock_is_refused(self) -> None:
        narrow = Stock("narrow", "", page=(40, 30), label=(40, 30))
        low = Stock("low", "", page=(70, 14), label=(70, 14))
        for stock in (narrow, low):
            with pytest.raises(CannotPrint):
                render_pdf([LABEL], stock)

    @pytest.mark.parametrize("skip", [-1, 30])
    def test_a_place_that_is_not_on_the_sheet_is_refused(self, skip: int) -> None:
        with pytest.raises(CannotPrint):
            render_pdf([LABEL], find_stock("avery-5160"), skip)


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
            pdf = render_pdf([label], find_stock("avery-5160"))
        except CannotPrint:
            return
        (symbol,) = read(np.asarray(page_image(pdf)))
        assert symbol.text == "C0012345670"

    def test_a_long_name_is_cut_and_the_code_still_reads(self) -> None:
        label = FolderLabel("C0012345670", "C 0012 3456 70", "44-10-27", 1, "Record", "x" * 200)
        pdf = render_pdf([label], find_stock("avery-5160"))
        (symbol,) = read(np.asarray(page_image(pdf)))
        assert symbol.accepted


class TestPrintJobs:
    def viewer(self, room: RecordRoom) -> Viewer:
        return Viewer(room.settings, FILE_ROOM, room.now)

    def text(self, pdf: bytes) -> str:
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
        said = str(document[0].get_textpage().get_text_range())
        document.close()
        return said

    def test_names_are_printed_only_while_an_operator_is_signed_in(self, room: RecordRoom) -> None:
        job = PrintJob([room.chart()], "avery-5160")
        assert "Lovelace" not in self.text(print_labels(room.database, self.viewer(room), job))
        room.scan("Ines")
        assert "Lovelace" in self.text(print_labels(room.database, self.viewer(room), job))

    def test_a_reprinted_label_is_not_verified_until_it_is_read(self, room: RecordRoom) -> None:
        chart = room.chart()
        assert room.where(chart).label_verified
        print_labels(room.database, self.viewer(room), PrintJob([chart], "avery-5160"))
        assert not room.where(chart).label_verified
        room.scan(chart)
        assert room.where(chart).label_verified

    @pytest.mark.parametrize("broken", ["stock", "code", "name", "nothing"])
    def test_if_printing_fails_nothing_was_assigned(self, room: RecordRoom, broken: str) -> None:
        chart = room.chart()
        room.scan("Ines")
        stock = "papyrus" if broken == "stock" else "avery-5160"
        codes = {
            "code": [chart, "C0012345670"],
            "name": [chart, room.label("998877", "王")],
            "nothing": [],
        }.get(broken, [chart])
        with pytest.raises((CannotPrint, EntryRefused, NothingThere)):
            print_labels(room.database, self.viewer(room), PrintJob(codes, stock))
        assert room.where(chart).label_verified

    def test_a_desk_set_of_cards_is_all_on_paper(self, room: RecordRoom) -> None:
        codes = ["K0000000185", "K0000000282", room.codes["Cardiology"], room.codes["Ines"]]
        pdf = print_labels(
            room.database, room.viewer(signed=room.sana), PrintJob(codes, "cards-a4")
        )
        symbols = read_patiently(np.asarray(page_image(pdf)))
        assert {symbol.text for symbol in symbols} == set(codes)
        for said in ("DONE", "UNDO", "Cardiology", "tel. 4417", "Ines", "Operator"):
            assert said in self.text(pdf)
