"""Text -> the bars of a Code 128 symbol (ISO/IEC 15417), as few as will do, and back.

The patterns are python-barcode's, the choice of characters is ours: its release 0.16.1 drops a
leading "99" of digits, and makes some symbols one character longer than they need be.
"""

from barcode.charsets import code128 as tables

from labels.errors import CannotPrint, Unprintable

_SYMBOL = 11
_STOP = f"{tables.STOP}11"
_START_B, _START_C = tables.START_CODES["B"], tables.START_CODES["C"]
_TO_C, _TO_B = 99, 100
_VALUES = {pattern: value for value, pattern in enumerate(tables.CODES)}


def bars(text: str) -> str:
    """Return the modules of a symbol as ``1`` (bar) and ``0`` (space), without quiet zones.

    Raises CannotPrint for what sets B and C cannot say: nothing, or other than printable ASCII.
    """
    if not text or not all(" " <= letter <= "~" for letter in text):
        raise CannotPrint(text, Unprintable.NOT_IN_SYMBOLOGY, symbology="Code 128")
    values = _shortest(text)
    return "".join(tables.CODES[value] for value in (*values, _check_of(values))) + _STOP


def read_bars(pattern: str) -> str | None:
    """Decode a module pattern; None where it is no right Code 128 symbol in sets B and C."""
    body, stop = pattern[: -len(_STOP)], pattern[-len(_STOP) :]
    if stop != _STOP or len(body) % _SYMBOL:
        return None
    chunks = (body[at : at + _SYMBOL] for at in range(0, len(body), _SYMBOL))
    read = [_VALUES.get(chunk) for chunk in chunks]
    numbers = [value for value in read if value is not None]
    if len(numbers) != len(read) or len(numbers) < 3:
        return None
    *values, check = numbers
    return _text_of(values[0], values[1:]) if _check_of(values) == check else None


def _check_of(values: list[int]) -> int:
    return (values[0] + sum(place * value for place, value in enumerate(values[1:], 1))) % 103


def _shortest(text: str) -> list[int]:
    """Return the fewest characters that say a text, the start included."""
    count = len(text)
    in_b: list[list[int]] = [[] for _ in range(count + 2)]  # what says the rest of the text from
    in_c: list[list[int]] = [[] for _ in range(count + 2)]  # each place on, last character first
    for at in reversed(range(count)):
        by_letter = [*in_b[at + 1], ord(text[at]) - 32]
        in_b[at], in_c[at] = by_letter, [*by_letter, _TO_B]
        pair = text[at : at + 2]
        if len(pair) == 2 and pair.isdigit():
            by_pair = [*in_c[at + 2], int(pair)]
            in_b[at] = min(by_letter, [*by_pair, _TO_C], key=len)
            in_c[at] = min(by_pair, in_c[at], key=len)
    return min([*in_c[0], _START_C], [*in_b[0], _START_B], key=len)[::-1]


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
