"""The barcode readers, each behind the same signature: grey picture -> symbols.

Either may be missing (zbar is a system library); what is there is used.
"""

from collections.abc import Callable
from dataclasses import dataclass

import zxingcpp

from kiosk.reading.pictures import Grey

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A barcode that was read: ``quad`` are its corners in pixels, ``reader`` who read it.

    ``accepted`` tells whether the caller's check knows the text as its own.
    """

    text: str
    symbology: str
    quad: tuple[Point, ...]
    reader: str
    accepted: bool = False


_ZXING_FORMATS = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39Std]
)
LEAST_SCAN_LINES = 2  # zbar's "quality": one agreeing scan line is noise


def read_with_zxing(picture: Grey) -> list[Symbol]:
    """Read Code 128 and Code 39 with zxing-cpp."""
    found = zxingcpp.read_barcodes(
        picture, formats=_ZXING_FORMATS, text_mode=zxingcpp.TextMode.Plain
    )
    symbols = []
    for one in found:
        where = one.position
        corners = (where.top_left, where.top_right, where.bottom_right, where.bottom_left)
        quad = tuple((corner.x, corner.y) for corner in corners)
        symbols.append(Symbol(one.text, one.format.name, quad, "zxing-cpp"))
    return [symbol for symbol in symbols if symbol.text]


def _load_zbar() -> Callable[[Grey], list[Symbol]] | None:
    try:
        from pyzbar import pyzbar
    except ImportError:
        return None

    wanted = [pyzbar.ZBarSymbol.CODE128, pyzbar.ZBarSymbol.CODE39]

    def read_with_zbar(picture: Grey) -> list[Symbol]:
        symbols = []
        for one in pyzbar.decode(picture, symbols=wanted):
            text = one.data.decode("utf-8", errors="replace")
            quad = tuple((point.x, point.y) for point in one.polygon)
            if text and one.quality >= LEAST_SCAN_LINES:
                symbols.append(Symbol(text, _SAME_NAME[one.type], quad, "zbar"))
        return symbols

    return read_with_zbar


_SAME_NAME = {"CODE128": "Code128", "CODE39": "Code39Std"}
read_with_zbar = _load_zbar()


def available_readers() -> list[str]:
    """Name the readers that work on this machine."""
    return ["zxing-cpp", "zbar"] if read_with_zbar else ["zxing-cpp"]


def missing_readers() -> str:
    """Say in a line what is missing and how to get it; empty where nothing is."""
    if read_with_zbar:
        return ""
    return (
        "The zbar library is missing; the camera reads with zxing-cpp alone. "
        "To add it: sudo apt-get install libzbar0"
    )
