"""Barcode labels and cards: plain values -> symbols -> PDF. Knows nothing of the kiosk."""

from labels.design import Card, FolderLabel, Label
from labels.errors import CannotPrint
from labels.pdf import render_pdf
from labels.stock import STOCKS, Stock, find_stock
from labels.svg import symbol_svg

__all__ = [
    "STOCKS",
    "CannotPrint",
    "Card",
    "FolderLabel",
    "Label",
    "Stock",
    "find_stock",
    "render_pdf",
    "symbol_svg",
]
