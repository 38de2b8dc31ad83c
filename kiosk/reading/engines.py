"""The barcode readers, each behind the same signature: grey picture -> texts and where they are.

zbar is a system library and zxing-cpp a wheel; either may be missing, what is there is used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.reading.pictures import Grey
from kiosk.reading.symbols import CODE_39, Point

LEAST_SCAN_LINES = 2  # zbar's "quality": one agreeing scan line is noise
ZXING, ZBAR = "zxing-cpp", "zbar"


@dataclass(frozen=True, slots=True)
class RawReading:
    """What a reader makes of a picture: a text, its symbology, its corners in pixels."""

    text: str
    symbology: str
    quad: tuple[Point, ...]
    reader: str


Reader = Callable[[Grey, tuple[str, ...], bool], list[RawReading]]


def _load_zxing() -> Reader | None:
    try:
        import zxingcpp
    except ImportError:
        return None

    # Plain "Code39" rewrites some texts as Code 32 or PZN.
    names = {CODE_39: "Code39Std"}
    back = {ours: theirs for theirs, ours in names.items()}

    def read_with_zxing(
        picture: Grey, symbologies: tuple[str, ...], thorough: bool
    ) -> list[RawReading]:
        kinds = [getattr(zxingcpp.BarcodeFormat, names.get(one, one)) for one in symbologies]
        if not kinds:  # to zxing-cpp no format means all of them
            return []
        symbols = zxingcpp.read_barcodes(
            picture,
            formats=zxingcpp.BarcodeFormats(kinds),
            text_mode=zxingcpp.TextMode.Plain,
            try_rotate=thorough,
            try_downscale=thorough,
            try_invert=thorough,
        )
        return [
            RawReading(one.text, back.get(one.format.name, one.format.name), _corners(one), ZXING)
            for one in symbols
        ]

    return read_with_zxing


def _corners(symbol: Any) -> tuple[Point, ...]:
    where = symbol.position
    corners = (where.top_left, where.top_right, where.bottom_right, where.bottom_left)
    return tuple((corner.x, corner.y) for corner in corners)


def _load_zbar() -> Reader | None:
    try:
        from pyzbar import pyzbar
    except ImportError:
        return None

    # QR is left out: old libraries overflow on it. So are DataBar and PDF417, which flood stderr.
    kinds = {
        "Code128": pyzbar.ZBarSymbol.CODE128,
        "Code39": pyzbar.ZBarSymbol.CODE39,
        "Codabar": pyzbar.ZBarSymbol.CODABAR,
        "ITF": pyzbar.ZBarSymbol.I25,
        "EAN13": pyzbar.ZBarSymbol.EAN13,
        "EAN8": pyzbar.ZBarSymbol.EAN8,
        "UPCA": pyzbar.ZBarSymbol.UPCA,
        "Code93": pyzbar.ZBarSymbol.CODE93,
    }
    names = {kind.name: name for name, kind in kinds.items()}

    def read_with_zbar(picture: Grey, symbologies: tuple[str, ...], _: bool) -> list[RawReading]:
        wanted = [kinds[name] for name in symbologies if name in kinds]
        if not wanted:
            return []
        return [
            RawReading(
                one.data.decode("utf-8", errors="replace"),
                names[one.type],
                tuple((point.x, point.y) for point in one.polygon),
                ZBAR,
            )
            for one in pyzbar.decode(picture, symbols=wanted)
            if one.quality >= LEAST_SCAN_LINES and one.polygon
        ]

    return read_with_zbar


zxing = _load_zxing()
zbar = _load_zbar()


def available_readers() -> list[str]:
    """Name the readers that work on this machine."""
    return [name for name, reader in ((ZXING, zxing), (ZBAR, zbar)) if reader]


class Missing(StrEnum):
    """Which libraries that read barcodes do not work here; nothing missing is false."""

    NOTHING = ""
    ZBAR = "zbar"
    ZXING = "zxing-cpp"
    BOTH = "both"


def missing_readers() -> Missing:
    """Return which libraries that read barcodes do not work here."""
    if zxing and zbar:
        return Missing.NOTHING
    if not zxing and not zbar:
        return Missing.BOTH
    return Missing.ZBAR if zxing else Missing.ZXING
