"""The languages of printers: how each draws labels, and what else differs from one to another."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from labels.colours import Colours
from labels.design import Design
from labels.label import Label
from labels.pdf import Paper, render_pdf
from labels.ruler import ruled_pdf, ruled_zpl
from labels.zpl import render_zpl

Draw = Callable[[Iterable[tuple[Label, Design]], Paper, Colours], bytes]


@dataclass(frozen=True, slots=True)
class PrinterLanguage:
    """What a printer understands; its ``key`` ends the names of files.

    ``draw`` and ``ruled`` make labels and the test print, and raise CannotPrint. ``rolls_only`` if
    it knows no sheets, ``one_by_one`` if its labels go a few at a time, ``raw`` if a print queue
    must not touch it, ``patterned`` if it has no colours but patterns of black dots.
    """

    key: str
    draw: Draw
    ruled: Callable[[Paper, str], bytes]
    rolls_only: bool = False
    one_by_one: bool = False
    raw: bool = False
    patterned: bool = False


LANGUAGES: Mapping[str, PrinterLanguage] = {
    one.key: one
    for one in (
        PrinterLanguage("pdf", render_pdf, ruled_pdf),
        PrinterLanguage(
            "zpl",
            render_zpl,
            ruled_zpl,
            rolls_only=True,
            one_by_one=True,
            raw=True,
            patterned=True,
        ),
    )
}
