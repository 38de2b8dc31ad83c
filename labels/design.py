"""What stands where on a label or card. Lengths in points, from the label's upper left corner."""

from dataclasses import dataclass

from labels.code128 import QUIET_MODULES, bars
from labels.errors import CannotPrint
from labels.stock import POINT, Stock
from labels.type import BOLD, PLAIN, fitted

MARGIN = 2.0 / POINT
LEAST_BAR = 5.0
LEAST_BAR_SHARE = 0.15
CODE_POINTS = 8.0


@dataclass(frozen=True, slots=True)
class FolderLabel:
    """The label of a chart's folder; ``code`` is what the bars say, ``grouped`` how it is read."""

    code: str
    grouped: str
    mrn: str
    volume: int
    record_type: str
    name: str = ""

    @property
    def top(self) -> tuple[str, str]:
        """The largest line, left and right."""
        return self.mrn, f"Vol {self.volume}"

    @property
    def under(self) -> str:
        """The line below it."""
        return " · ".join(part for part in (self.name, self.record_type) if part)


@dataclass(frozen=True, slots=True)
class Card:
    """The card of a place, a person or a command."""

    code: str
    grouped: str
    title: str
    subtitle: str = ""

    @property
    def top(self) -> tuple[str, str]:
        """The largest line."""
        return self.title, ""

    @property
    def under(self) -> str:
        """The line below it."""
        return self.subtitle


Label = FolderLabel | Card


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: left (or right) end of its baseline, font, size in points."""

    x: float
    y: float
    text: str
    font: str
    points: float
    ends_at_x: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A symbol: its modules, upper left corner without the quiet zone, module width, height."""

    x: float
    y: float
    modules: str
    module: float
    height: float


def lay_out(label: Label, stock: Stock) -> tuple[Bars, list[Text]]:
    """Place a label's symbol and texts on its stock.

    Raises CannotPrint if the symbol does not fit with its quiet zones (10 modules a side) and at
    least 5 mm, or 15 % of its length, of bar height.
    """
    width, height = (length / POINT for length in stock.label)
    modules = bars(label.code)
    module = stock.module / POINT
    whole = (len(modules) + 2 * QUIET_MODULES) * module
    if whole > width:
        raise CannotPrint(stock.name, f"is too narrow for the barcode of {label.code}")
    scale = min(height / 72, 1.6)
    big, small = 17.0 * scale, 8.0 * min(scale, 1.4)
    texts = _texts(label, width, big, small)
    top = MARGIN + big + (small * 1.35 if label.under else 0) + 3
    bottom = height - MARGIN - CODE_POINTS - 2
    least = max(LEAST_BAR / POINT, LEAST_BAR_SHARE * len(modules) * module)
    if bottom - top < least:
        raise CannotPrint(stock.name, f"is too low for the barcode of {label.code}")
    left = (width - whole) / 2 + QUIET_MODULES * module
    symbol = Bars(left, top, modules, module, bottom - top)
    texts.append(Text(left, height - MARGIN, label.grouped, PLAIN, CODE_POINTS))
    return symbol, texts


def _texts(label: Label, width: float, big: float, small: float) -> list[Text]:
    room = width - 2 * MARGIN
    title, aside = label.top
    texts = []
    if aside:
        said, points = fitted(aside, BOLD, big * 0.8, room * 0.35)
        texts.append(Text(width - MARGIN, MARGIN + big * 0.85, said, BOLD, points, ends_at_x=True))
        room *= 0.62
    said, points = fitted(title, BOLD, big, room)
    texts.append(Text(MARGIN, MARGIN + big * 0.85, said, BOLD, points))
    if label.under:
        said, points = fitted(label.under, PLAIN, small, width - 2 * MARGIN)
        texts.append(Text(MARGIN, MARGIN + big + small, said, PLAIN, points))
    return texts
