"""All stocks and designs at hand: those that come with the program, and a customer's own."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from labels.design import DESIGNS, Design, find_design, load_designs
from labels.label import Label
from labels.layout import fits
from labels.stock import STOCKS, Stock, find_stock, read_stocks

OWN_STOCKS = "stocks.csv"
USUAL = {
    "folder": ("front", "spine", "form", "small"),
    "card": ("card",),
    "slip": ("slip",),
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What labels can be printed on, and how."""

    stocks: tuple[Stock, ...] = STOCKS
    designs: tuple[Design, ...] = DESIGNS

    def stock(self, name: str) -> Stock:
        """Return a stock by its name; raises CannotPrint."""
        return find_stock(name, self.stocks)

    def design(self, name: str) -> Design:
        """Return a design by its name; raises CannotPrint."""
        return find_design(name, self.designs)

    def usual(self, label: Label, stock: Stock, dpi: int = 0) -> Design:
        """Return the design that says most on this stock, even if none fits."""
        usual = [self.design(name) for name in USUAL[label.prints]]
        return next((one for one in usual if fits(label, one, stock, dpi)), usual[0])


@lru_cache
def load_catalogue(folder: Path) -> Catalogue:
    """Add a folder's own ``stocks.csv`` and ``*.toml`` to what there is; same names replace.

    Read once, at the first asking. Raises CannotPrint, which says what is wrong with which file.
    """
    own_stocks = read_stocks(folder / OWN_STOCKS) if (folder / OWN_STOCKS).exists() else ()
    stocks = {one.name: one for one in (*own_stocks, *STOCKS)}
    stocks |= {one.name: one for one in own_stocks}
    designs = {one.name: one for one in (*DESIGNS, *load_designs(folder))}
    return Catalogue(tuple(stocks.values()), tuple(designs.values()))
