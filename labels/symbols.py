"""Text -> a symbol of any kind that labels carry, read back before anybody sees it."""

from functools import lru_cache

import numpy as np
import zxingcpp
from barcode.charsets import code39 as table
from numpy.typing import NDArray

from labels import code128
from labels.errors import CannotPrint, Unprintable

CODE_128, CODE_39 = "Code128", "Code39"
QR, DATA_MATRIX = "QRCode", "DataMatrix"
LINEAR, SQUARE = (CODE_128, CODE_39), (QR, DATA_MATRIX)
QUIET = {CODE_128: 10, CODE_39: 10, QR: 4, DATA_MATRIX: 1}  # modules, by each one's standard
_FORMATS = {QR: zxingcpp.BarcodeFormat.QRCode, DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix}
_WIDTH_39 = len(table.EDGE)  # every character's, with wide elements of three modules
_READ_39 = {pattern: letter for letter, (_, pattern) in table.MAP.items()}
Rows = tuple[str, ...]


@lru_cache(maxsize=8192)
def modules_of(text: str, symbology: str) -> Rows:
    """Return a symbol's modules row by row, ``1`` dark, without quiet zones; bars are one row.

    Code 128 follows ISO/IEC 15417, Code 39 ISO/IEC 16388 with wide elements of three modules and no
    check character, QR Code ISO/IEC 18004, Data Matrix ISO/IEC 16022 (ECC 200). Raises CannotPrint
    for a text that cannot be said so, or that would not be read back as itself.
    """
    rows = _draw(text, symbology)
    if _read(rows, symbology) != text:
        raise CannotPrint(text, Unprintable.NOT_READ_BACK)
    return rows


def _draw(text: str, symbology: str) -> Rows:
    if symbology == CODE_128:
        return (code128.bars(text),)
    if symbology == CODE_39:
        return (_bars_39(text),)
    try:
        made = zxingcpp.create_barcode(text, _FORMATS[symbology])
    except ValueError:
        raise CannotPrint(text, Unprintable.NOT_IN_SYMBOLOGY, symbology=symbology) from None
    dark = np.asarray(made.to_image(scale=1, add_quiet_zones=False)) == 0
    return tuple("".join("01"[int(one)] for one in row) for row in dark)


def _read(rows: Rows, symbology: str) -> str | None:
    if symbology == CODE_128:
        return code128.read_bars(rows[0])
    if symbology == CODE_39:
        return _read_39(rows[0])
    picture = picture_of(rows, QUIET[symbology] + 2)
    formats = zxingcpp.BarcodeFormats([_FORMATS[symbology]])
    found = zxingcpp.read_barcodes(picture, formats=formats)
    return found[0].text if len(found) == 1 else None


def picture_of(rows: Rows, quiet: int, module: int = 4) -> NDArray[np.uint8]:
    """Draw a symbol in grey, ``module`` pixels a module, with its quiet zone around it."""
    dark = np.array([[one == "1" for one in row] for row in rows])
    light = np.pad(np.where(dark, 0, 255).astype(np.uint8), quiet, constant_values=255)
    return np.kron(light, np.ones((module, module), np.uint8))


def _bars_39(text: str) -> str:
    if not text or not set(text) <= table.MAP.keys():
        raise CannotPrint(text, Unprintable.NOT_IN_SYMBOLOGY, symbology="Code 39")
    return "0".join((table.EDGE, *(table.MAP[letter][1] for letter in text), table.EDGE))


def _read_39(pattern: str) -> str | None:
    characters = [pattern[at : at + _WIDTH_39] for at in range(0, len(pattern), _WIDTH_39 + 1)]
    gaps = set(pattern[_WIDTH_39 :: _WIDTH_39 + 1])
    inner = [_READ_39.get(one) for one in characters[1:-1]]
    framed = characters[0] == characters[-1] == table.EDGE and gaps <= {"0"}
    said = [one for one in inner if one is not None]
    return "".join(said) if framed and len(said) == len(inner) else None
