"""Designs: small files that say what stands where on a label, in millimetres.

``designs/`` beside this module holds those that come with the program; CONTRIBUTING.md says what
may stand in one. A copy under another name, in a folder of one's own, is a new design.
"""

import math
import string
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labels.errors import CannotPrint, Unprintable
from labels.label import KINDS
from labels.symbols import CODE_128, DATA_MATRIX, LINEAR, SQUARE

TEXT, BARCODE, SQUARES, DIGITS, BAND = "text", "barcode", "square", "digits", "band"
ALIGNMENTS = ("left", "centre", "right")
BANDS = ("year", "record type")
LONGEST = 1000.0  # mm
SIDES = ("left", "right", "top", "bottom", "width", "height")
_KEYS: dict[str, dict[str, type]] = {
    TEXT: {"says": str, "align": str, "bold": bool, "whole": bool},
    BARCODE: {"symbology": str},
    SQUARES: {"symbology": str},
    DIGITS: {"count": int},
    BAND: {"of": str, "says": str},
}
_USUAL = {"sides": 1, "least": 0.7, "most": 4.0}
_WHOLE_DESIGN = {"title", "prints", "size", *_USUAL, *_KEYS}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its distances from the design's edges, in millimetres; None: not given.

    Of ``left``, ``width`` and ``right`` two are given, and of ``top``, ``height`` and ``bottom``.
    """

    left: float | None
    right: float | None
    top: float | None
    bottom: float | None
    width: float | None
    height: float | None

    def within(self, width: float, height: float) -> tuple[float, float, float, float]:
        """Return left, top, width and height inside a label of this size."""
        left, wide = _span(self.left, self.width, self.right, width)
        top, high = _span(self.top, self.height, self.bottom, height)
        return left, top, wide, high


@dataclass(frozen=True, slots=True)
class Part:
    """One thing on a label: what kind it is, where, and what its kind needs to know."""

    kind: str
    box: Box
    says: str = ""
    align: str = "left"
    bold: bool = False
    whole: bool = False  # never cut short: rather no label
    symbology: str = ""
    count: int = 2  # digits of the number, from its end
    of: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """What stands where on a label of ``size``; on others it grows or shrinks as a whole.

    ``sides``: 2 prints it twice, once upside down, to be folded round a tab; ``size`` is one side.
    ``least`` and ``most`` are how far it shrinks and grows.
    """

    name: str
    title: str
    prints: str
    size: tuple[float, float]
    parts: tuple[Part, ...]
    sides: int = 1
    least: float = 0.7
    most: float = 4.0


def load_design(file: Path) -> Design:
    """Read a design's file. Raises CannotPrint, which says what is wrong with it and where."""
    try:
        given = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CannotPrint(file.name, Unprintable.NO_DESIGN_FILE, error=error) from None
    unknown = sorted(given.keys() - _WHOLE_DESIGN)
    if unknown:
        raise CannotPrint(file.name, Unprintable.KEY_UNKNOWN, key=unknown[0])
    kinds = {kind.prints: kind for kind in KINDS}
    prints = str(given.get("prints"))
    if prints not in kinds:
        raise CannotPrint(file.name, Unprintable.PRINTS_NOTHING, known=", ".join(kinds))
    size = _size(given.get("size"))
    if size is None:
        raise CannotPrint(file.name, Unprintable.NO_SIZE)
    sides, least, most = (given.get(key, usual) for key, usual in _USUAL.items())
    if sides not in (1, 2) or not (
        _is_number(least) and _is_number(most) and 0 < least <= 1 <= most
    ):
        raise CannotPrint(file.name, Unprintable.NO_SCALE)
    parts = tuple(_parts(file.name, given, kinds[prints].names))
    if not any(part.kind in (BARCODE, SQUARES) for part in parts):
        raise CannotPrint(file.name, Unprintable.NO_CODE)
    title = str(given.get("title", file.stem))
    return Design(file.stem, title, prints, size, parts, sides, float(least), float(most))


def _parts(file: str, given: dict[str, Any], names: tuple[str, ...]) -> Iterator[Part]:
    for kind in _KEYS:
        some = given.get(kind, [])
        if not isinstance(some, list) or not all(isinstance(one, dict) for one in some):
            raise CannotPrint(file, Unprintable.NOT_A_TABLE, key=kind)
        for place, one in enumerate(some, 1):
            yield _part(f"{file}, {kind} {place}", kind, one, names)


def load_designs(folder: Path) -> tuple[Design, ...]:
    """Read all designs of a folder, in the order of their names; raises CannotPrint."""
    return tuple(load_design(file) for file in sorted(folder.glob("*.toml")))


def _span(near: float | None, size: float | None, far: float | None, whole: float) -> Any:
    if size is None:
        return near, whole - (near or 0) - (far or 0)
    return (near, size) if near is not None else (whole - (far or 0) - size, size)


def _part(where: str, kind: str, given: dict[str, Any], names: tuple[str, ...]) -> Part:
    keys = _KEYS[kind]
    for key, value in given.items():
        wanted: Any = keys.get(key, (int, float) if key in SIDES else None)
        if wanted is None:
            raise CannotPrint(where, Unprintable.KEY_UNKNOWN_THERE, key=key)
        if not isinstance(value, wanted) or (key in SIDES and not _is_number(value)):
            raise CannotPrint(where, Unprintable.VALUE_WRONG, key=key)
    box = Box(**{side: given.get(side) for side in SIDES})
    for three in ((box.left, box.width, box.right), (box.top, box.height, box.bottom)):
        if sum(one is not None for one in three) != 2:
            raise CannotPrint(where, Unprintable.BOX_INCOMPLETE)
    usual = {BARCODE: CODE_128, SQUARES: DATA_MATRIX}
    more = {key: value for key, value in given.items() if key not in SIDES}
    part = Part(kind, box, **{"symbology": usual.get(kind, ""), **more})
    _check(where, part, names)
    return part


def _check(where: str, part: Part, names: tuple[str, ...]) -> None:
    allowed = {BARCODE: LINEAR, SQUARES: SQUARE}.get(part.kind, ("",))
    if part.symbology not in allowed:
        raise CannotPrint(where, Unprintable.NO_SYMBOLOGY, known=", ".join(allowed))
    if part.align not in ALIGNMENTS:
        raise CannotPrint(where, Unprintable.NO_ALIGNMENT, known=", ".join(ALIGNMENTS))
    if part.kind == BAND and part.of not in BANDS:
        raise CannotPrint(where, Unprintable.NO_BAND, known=", ".join(BANDS))
    if part.kind == DIGITS and part.count not in (1, 2, 3, 4):
        raise CannotPrint(where, Unprintable.NO_COUNT)
    try:
        said = [one for one in string.Formatter().parse(part.says) if one[1] is not None]
    except ValueError:
        raise CannotPrint(where, Unprintable.OPEN_BRACE) from None
    unknown = [f"{name}" for _, name, how, as_ in said if name not in names or how or as_]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in names)
        raise CannotPrint(where, Unprintable.FACT_UNKNOWN, given=f"{{{unknown[0]}}}", known=known)


def _size(given: Any) -> tuple[float, float] | None:
    if not isinstance(given, list) or len(given) != 2:
        return None
    if not all(_is_number(one) and one > 0 for one in given):
        return None
    return given[0], given[1]


def _is_number(given: Any) -> bool:
    """Whether it is a length or a factor that can be meant."""
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    return is_number and math.isfinite(given) and abs(given) <= LONGEST


DESIGNS = load_designs(Path(__file__).parent / "designs")


def find_design(name: str, designs: Iterable[Design] = DESIGNS) -> Design:
    """Return a design by its name; raises CannotPrint for one that is not known."""
    for design in designs:
        if design.name == name:
            return design
    raise CannotPrint(name, Unprintable.DESIGN_UNKNOWN)
