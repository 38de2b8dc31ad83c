"""Barcode labels and cards: plain values -> symbols -> PDF. Knows nothing of the kiosk."""

from labels.catalogue import Catalogue, load_catalogue
from labels.colours import Colours
from labels.design import DESIGNS, Design, find_design, load_design
from labels.errors import OF_A_TEXT, CannotPrint, Unprintable
from labels.label import Card, FolderLabel, Label, Slip
from labels.languages import LANGUAGES
from labels.layout import fits, lay_out
from labels.pdf import Paper, render_pdf
from labels.stock import STOCKS, Stock, find_stock, read_stocks
from labels.svg import label_svg, symbol_svg
from labels.ways_out import WAYS, Job, NotPrinted, Unsent, send

__all__ = [
    "DESIGNS",
    "LANGUAGES",
    "OF_A_TEXT",
    "STOCKS",
    "WAYS",
    "CannotPrint",
    "Card",
    "Catalogue",
    "Colours",
    "Design",
    "FolderLabel",
    "Job",
    "Label",
    "NotPrinted",
    "Paper",
    "Slip",
    "Stock",
    "Unprintable",
    "Unsent",
    "find_design",
    "find_stock",
    "fits",
    "label_svg",
    "lay_out",
    "load_catalogue",
    "load_design",
    "read_stocks",
    "render_pdf",
    "send",
    "symbol_svg",
]
