"""A label on its stock by a design: what is drawn where, in whole dots of the printer."""

from collections.abc import Iterable, Iterator

from labels.colours import INK, Colours, on
from labels.design import BAND, BARCODE, DIGITS, SQUARES, Design, Part
from labels.errors import CannotPrint, Unprintable
from labels.label import FolderLabel, Label
from labels.marks import Block, Face, Mark, Symbol, Text
from labels.stock import INCH, POINT, STOCKS, Stock
from labels.symbols import QUIET, modules_of
from labels.type import BOLD, PLAIN, fitted

LEAST_MODULE = 0.25  # mm; GS1 asks for 0.25 at least in health care, webcams for more
LEAST_SQUARE = 0.35  # mm: squares have no height to make up for their width
MOST_MODULE = 0.38  # mm in its design's own size: wider bars would be lower for their length
LEAST_BAR = 5.0  # mm
LEAST_BAR_SHARE = 0.15  # of the bars' length
ROUNDING = 1e-6  # dots
LINE = 1.12  # heights of a font that its box must hold
BASELINE = 0.86  # of the font's size below its box's upper edge
USUAL = Colours()
Rectangle = tuple[float, float, float, float]
Way = tuple[float, bool]  # how much larger than the design, and whether turned


def lay_out(
    label: Label, design: Design, stock: Stock, dpi: int = 0, colours: Colours = USUAL
) -> tuple[Face, ...]:
    """Place a label on its stock, turned by 90 degrees where it is larger so.

    ``dpi`` is the printer's; 0: the stock's own. Raises CannotPrint where the stock is too small
    for the design, or for the symbol with its quiet zones and at least 5 mm, or 15 % of its length,
    of bar height; the reason names a stock that would do.
    """
    try:
        return _placed(label, design, stock, dpi, colours)
    except CannotPrint as error:
        if error.what != stock.title:
            raise
        nearest = nearest_stock(label, design, stock, dpi)
        instead = {"nearest": nearest.title} if nearest else {}
        raise CannotPrint(stock.title, error.why, **error.facts, **instead) from None


def fits(label: Label, design: Design, stock: Stock, dpi: int = 0) -> bool:
    """Whether a label can be placed on a stock by a design, in a printer's dots.

    Raises CannotPrint for a label that could not be printed on any stock.
    """
    try:
        _placed(label, design, stock, dpi, USUAL)
    except CannotPrint as error:
        if error.what != stock.title:
            raise
        return False
    return True


def nearest_stock(
    label: Label, design: Design, stock: Stock, dpi: int = 0, stocks: Iterable[Stock] = STOCKS
) -> Stock | None:
    """Return the stock, on the same page or also on a roll, that is next in size and takes it."""
    width, height = stock.label
    alike = [one for one in stocks if one.page == stock.page or (stock.is_roll and one.is_roll)]
    by_size = sorted(alike, key=lambda one: abs(one.label[0] * one.label[1] - width * height))
    return next((one for one in by_size if fits(label, design, one, dpi)), None)


def _placed(
    label: Label, design: Design, stock: Stock, dpi: int, colours: Colours
) -> tuple[Face, ...]:
    if design.prints != label.prints:
        kinds = {"made_for": design.prints, "wanted": label.prints}
        raise CannotPrint(design.title, Unprintable.OTHER_KIND, **kinds)
    width, height = _needed(design)
    needs = {"width": f"{width:.0f}", "height": f"{height:.0f}"}
    refused = CannotPrint(stock.title, Unprintable.TOO_SMALL, design=design.title, **needs)
    for at, way in enumerate(_ways(design, stock)):
        try:
            return _Layout(label, design, stock, way, dpi or stock.dpi, colours).faces()
        except CannotPrint as error:
            refused = refused if at else error
    raise refused


def _needed(design: Design) -> tuple[float, float]:
    width, height = design.size
    return width * design.least, height * design.sides * design.least


def _ways(design: Design, stock: Stock) -> tuple[Way, ...]:
    """Return the ways in which a design goes on a stock, the largest first."""
    width, height = design.size[0], design.size[1] * design.sides
    ways = []
    for turned in (False, True):
        wide, high = stock.label[::-1] if turned else stock.label
        scale = min(wide / width, high / height, design.most)
        if scale >= design.least:
            ways.append((scale, turned))
    return tuple(sorted(ways, key=lambda way: (-way[0], way[1])))


class _Layout:
    """One label being laid out."""

    def __init__(
        self, label: Label, design: Design, stock: Stock, way: Way, dpi: int, colours: Colours
    ) -> None:
        self.label, self.design, self.stock, self.colours = label, design, stock, colours
        self.scale, self.turned = way
        self.says = label.says
        self.millimetre = dpi / INCH  # dots
        self.whole = tuple(round(side * self.millimetre) for side in stock.label)
        width, height = self.whole[::-1] if self.turned else self.whole
        self.size = (width, height // design.sides)

    def faces(self) -> tuple[Face, ...]:
        marks = tuple(mark for part in self.design.parts for mark in self._drawn(part))
        width, height = self.size
        places = [((0, 0), 0)]
        if self.design.sides == 2:
            places = [((width, height), 180), ((0, height), 0)]
        return tuple(self._placed(marks, *place) for place in places)

    def _refused(self, why: Unprintable, **facts: object) -> CannotPrint:
        return CannotPrint(self.stock.title, why, **facts)

    def _placed(self, marks: tuple[Mark, ...], at: tuple[int, int], turn: int) -> Face:
        if not self.turned:
            return Face(marks, self.size, at, turn)
        return Face(marks, self.size, (self.whole[0] - at[1], at[0]), (turn + 90) % 360)

    def _drawn(self, part: Part) -> Iterable[Mark]:
        width, height = (side / self.millimetre / self.scale for side in self.size)
        box = part.box.within(width, height)
        x, y, wide, high = (side * self.scale * self.millimetre for side in box)
        ends = max(box[0] + box[2] - width, box[1] + box[3] - height, -box[0], -box[1])
        if wide <= 0 or high <= 0 or ends > ROUNDING:
            raise self._refused(Unprintable.NO_ROOM, design=self.design.title)
        if part.kind == BARCODE:
            return [self._bars(part, (x, y, wide, high))]
        if part.kind == SQUARES:
            return [self._squares(part, (x, y, wide, high))]
        if part.kind == DIGITS:
            return self._digits(part, (x, y, wide, high))
        if part.kind == BAND:
            return self._band(part, (x, y, wide, high))
        return self._text(part.says, (x, y, wide, high), part)

    def _bars(self, part: Part, box: Rectangle) -> Symbol:
        rows = modules_of(self.label.code, part.symbology)
        quiet = QUIET[part.symbology]
        x, y, wide, high = box
        across = len(rows[0]) + 2 * quiet
        high = int(high)
        by_height = high / LEAST_BAR_SHARE / len(rows[0])
        most = self.millimetre * MOST_MODULE * max(self.scale, 1)
        module = int(min(wide / across, by_height, most) + ROUNDING)
        least = self.millimetre * LEAST_MODULE * 0.99
        if high < LEAST_BAR * self.millimetre or by_height < least:
            raise self._refused(Unprintable.TOO_LOW, code=self.label.code)
        if module < least:
            raise self._refused(Unprintable.TOO_NARROW, code=self.label.code)
        left = round(x + (wide - across * module) / 2) + quiet * module
        return Symbol(left, round(y), rows, module, high, part.symbology, self.label.code)

    def _squares(self, part: Part, box: Rectangle) -> Symbol:
        rows = modules_of(self.label.code, part.symbology)
        quiet = QUIET[part.symbology]
        x, y, wide, high = box
        across = len(rows) + 2 * quiet
        module = int(min(wide, high) / across)
        if module < self.millimetre * LEAST_SQUARE:
            raise self._refused(Unprintable.TOO_SMALL_FOR_CODE, code=self.label.code)
        side = len(rows) * module
        left, top = round(x + (wide - side) / 2), round(y + (high - side) / 2)
        return Symbol(left, top, rows, module, module, part.symbology, self.label.code)

    def _digits(self, part: Part, box: Rectangle) -> Iterator[Mark]:
        if not isinstance(self.label, FolderLabel):
            return
        digits = "".join(filter(str.isdecimal, self.label.mrn))[-part.count :]
        x, y, wide, high = box
        down = high > 1.3 * wide
        step = (high if down else wide) / part.count
        for place, digit in enumerate(digits):
            at = (x, y + place * step, wide, step) if down else (x + place * step, y, step, high)
            yield from self._coloured(digit, at, self.colours.digits[int(digit)], digit)

    def _band(self, part: Part, box: Rectangle) -> Iterable[Mark]:
        if not isinstance(self.label, FolderLabel):
            return []
        if part.of == "year":
            year = self.label.year
            colour = self.colours.digits[int(year[-1])] if year[-1:].isdecimal() else ""
        else:
            colour = self.label.type_colour
        return self._coloured(part.says, box, colour, "") if colour else []

    def _coloured(self, says: str, box: Rectangle, colour: str, digit: str) -> Iterator[Mark]:
        x, y, wide, high = box
        yield Block(x, y, wide, high, colour, digit)
        size = min(high * 0.9, wide * 1.4) if digit else high * 0.9
        middle = (x + 0.04 * wide, y + (high - size) / 2, wide * 0.92, size)
        yield from self._text(says, middle, None, on(colour))

    def _text(
        self, says: str, box: Rectangle, part: Part | None, colour: str = INK
    ) -> Iterator[Text]:
        text = says.format_map(self.says).strip()
        if not text:
            return
        x, y, wide, high = box
        point = POINT * self.millimetre
        font = BOLD if part is None or part.bold else PLAIN
        shown, size, width = fitted(text, font, high / LINE / point, wide / point)
        if shown != text and (part is None or part.whole):
            raise self._refused(Unprintable.NO_ROOM_FOR_TEXT, text=text)
        align = part.align if part else "centre"
        left = x + {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * (wide - width * point)
        size *= point
        baseline = y + (high - size * LINE) / 2 + BASELINE * size
        yield Text(left, baseline, shown, font, size, width * point, colour)
