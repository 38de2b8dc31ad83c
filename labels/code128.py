"""Text -> the bars of a Code 128 symbol (ISO/IEC 15417), read back before anybody sees them.

python-barcode makes the pattern; release 0.16.1 drops a leading "99" of digits, so nothing it
makes is believed until it is decoded here.
"""

from barcode.charsets import code128 as tables
from barcode.codex import Code128

from labels.errors import CannotPrint

QUIET_MODULES = 10
_SYMBOL = 11
_STOP = "1100011101011"
_START_B, _START_C = 104, 105
_TO_C, _TO_B = 99, 100
_VALUES = {pattern: value for value, pattern in enumerate(tables.CODES)}


def bars(text: str) -> str:
    """Return the modules of a symbol as ``1`` (bar) and ``0`` (space), without quiet zones.

    Raises CannotPrint if the text is empty, or if the pattern would not read as this text.
    """
    if not text or not all(" " <= letter <= "~" for letter in text):
        raise CannotPrint(text, "cannot be written as Code 128")
    pattern: str = Code128(text).build()[0]
    if read_bars(pattern) != text:
        raise CannotPrint(text, "would not be read back as itself")
    return pattern


def read_bars(pattern: str) -> str | None:
    """Decode a module pattern; None where it is no right Code 128 symbol in sets B and C."""
    body, stop = pattern[: -len(_STOP)], pattern[-len(_STOP) :]
    if stop != _STOP or len(body) % _SYMBOL:
        return None
    chunks = (body[at : at + _SYMBOL] for at in range(0, len(body), _SYMBOL))
    values = [_VALUES.get(chunk) for chunk in chunks]
    numbers = [value for value in values if value is not None]
    if len(numbers) != len(values) or len(numbers) < 3:
        return None
    start, *data, check = numbers
    weighted = start + sum(place * value for place, value in enumerate(data, 1))
    if weighted % 103 != check:
        return None
    return _text_of(start, data)


def _text_of(start: int, data: list[int]) -> str | None:
    if start not in (_START_B, _START_C):
        return None
    in_set_c = start == _START_C
    text = ""
    for value in data:
        if in_set_c and value < 100:
            text += f"{value:02}"
        elif in_set_c and value == _TO_B:
            in_set_c = False
        elif not in_set_c and value < 95:
            text += chr(value + 32)
        elif not in_set_c and value == _TO_C:
            in_set_c = True
        else:
            return None
    return text
