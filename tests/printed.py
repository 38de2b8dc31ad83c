"""What our printer code makes, read back by two independent readers."""

import shutil
import subprocess
import tempfile

import cv2
import numpy as np
import pypdfium2
import zxingcpp
from numpy.typing import NDArray
from pyzbar import pyzbar

from kiosk.domain.codes import Kind, make_code
from labels import (
    Card,
    Catalogue,
    Design,
    FolderLabel,
    Label,
    Paper,
    Slip,
    Stock,
    fits,
    render_pdf,
)
from labels.design import BARCODE, SQUARES
from labels.stock import INCH
from labels.symbols import CODE_39, DATA_MATRIX, QR
from tests.pictures import page_image
from tests.skipping import missing

MOST = 60  # labels on a page; zxing-cpp stops at 255
OF_ZXING = {
    "Code128": zxingcpp.BarcodeFormat.Code128,
    CODE_39: zxingcpp.BarcodeFormat.Code39Std,
    QR: zxingcpp.BarcodeFormat.QRCode,
    DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix,
}


def some_label(prints: str, number: int) -> Label:
    """Make a plainly fictional label of a kind; every number has texts of its own."""
    code = make_code(Kind.CHART if prints != "card" else Kind.LOCATION, number)
    mrn = f"{number % 100:02}-{number // 100 % 100:02}-{number * 7 % 100:02}"
    if prints == "card":
        return Card(code.text, code.grouped, f"Clinic {number}", "Clinic · tel. 4417")
    if prints == "slip":
        lines = ("Cardiology, tel. 4417", "since Tue 24 Nov 2026, 14:05", "Ines", "Medical record")
        volume = number % 9 + 1
        return Slip(code.text, code.grouped, "OUT", mrn, volume, lines, f"Vol {volume}")
    who = ("Alder, Wren", "Łukasz Żółć", "Ωμέγα, Ιώ", "Иван")[number % 4]
    volume, year = number % 9 + 1, f"{number % 100:02}"
    said = (mrn, volume, "Medical record", who, year, "", f"Vol {volume}")
    return FolderLabel(code.text, code.grouped, *said)


def symbologies(design: Design) -> list[str]:
    """Return the symbologies that stand on a label of this design."""
    return [part.symbology for part in design.parts if part.kind in (BARCODE, SQUARES)]


def read_by_zxing(picture: NDArray[np.uint8], symbology: str) -> set[str]:
    """Return the texts that zxing-cpp finds."""
    formats = zxingcpp.BarcodeFormats([OF_ZXING[symbology]])
    return {one.text for one in zxingcpp.read_barcodes(picture, formats=formats)}


def read_by_zbar(picture: NDArray[np.uint8], symbology: str) -> set[str]:
    """Return the texts that zbar finds."""
    found = pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol[symbology.upper()]])
    return {one.data.decode() for one in found}


def alone(picture: NDArray[np.uint8], paper: Paper, place: int) -> NDArray[np.uint8]:
    """Cut one label out of the picture of its page."""
    dots = (paper.dpi or paper.stock.dpi) / INCH
    width, height = (round(side * dots) for side in paper.stock.label)
    left, top = (round(side * dots) for side in paper.stock.corner(place))
    return np.ascontiguousarray(picture[top : top + height, left : left + width])


def unread(design: Design, stock: Stock, dpi: int) -> set[str]:
    """Print a page of labels at a printer's resolution; return what is not read back by both."""
    labels = [some_label(design.prints, 7919 * at) for at in range(min(stock.per_page, MOST))]
    paper = Paper(stock, dpi=dpi)
    pdf = render_pdf([(label, design) for label in labels], paper)
    page = np.asarray(page_image(pdf, dpi))
    printed = {label.code for label in labels}
    missed: set[str] = set()
    for symbology in symbologies(design):
        missed |= printed - read_by_zxing(page, symbology)
        if symbology == QR:
            missed |= printed - _squares_read(page, paper, len(labels))
        elif symbology == DATA_MATRIX:
            missed |= printed - _read_by_libdmtx(page, paper, len(labels))
        else:
            missed |= printed - read_by_zbar(page, symbology)
    return missed


def _squares_read(page: NDArray[np.uint8], paper: Paper, count: int) -> set[str]:
    """Return the QR codes that zbar reads, label by label and smoothed, or it misses some."""
    found: set[str] = set()
    for place in range(count):
        label = alone(page, paper, place)
        found |= read_by_zbar(np.asarray(cv2.GaussianBlur(label, (3, 3), 0), np.uint8), QR)
    return found


def _read_by_libdmtx(page: NDArray[np.uint8], paper: Paper, count: int) -> set[str]:
    """Return the texts of Data Matrix symbols that libdmtx reads, label by label."""
    if not shutil.which("dmtxread"):
        missing("dmtxread is not installed")
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/{place}.png" for place in range(count)]
        for place, file in enumerate(files):
            cv2.imwrite(file, alone(page, paper, place))
        command = ["dmtxread", "--newline", "--stop-after=1", "--milliseconds=5000", *files]
        read = subprocess.run(command, capture_output=True, text=True, check=False)
        return set(read.stdout.split())


def fitting() -> list[tuple[Design, Stock]]:
    """Return every design with every stock that takes it."""
    known = Catalogue()
    return [
        (design, stock)
        for design in known.designs
        for stock in known.stocks
        if fits(some_label(design.prints, 0), design, stock)
    ]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    said = str(document[0].get_textpage().get_text_range())
    document.close()
    return said


def page_count(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    document.close()
    return count
