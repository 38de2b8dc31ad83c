"""What cannot be printed, and what became of a print job, in words: facts in braces."""

from collections.abc import Mapping

from kiosk.domain.printers import Trouble
from kiosk.services.printing.queue import JobView
from kiosk.web.words.language import translated
from labels import DESIGNS, CannotPrint, Unprintable, Unsent

# Said of {what}: the text, design, stock or file at fault.
UNPRINTABLE: Mapping[Unprintable, str] = {
    Unprintable.DESIGN_UNKNOWN: "“{what}” is no label design; `chart-kiosk stocks` lists all.",
    Unprintable.STOCK_UNKNOWN: "“{what}” is no label stock; `chart-kiosk stocks` lists all.",
    Unprintable.OTHER_KIND: "“{what}” is made for a {made_for}, not for a {wanted}.",
    Unprintable.TOO_SMALL: "“{what}” is too small for “{design}”, which needs {width} x {height} "
    "mm.",
    Unprintable.NO_ROOM: "“{what}” has no room for all of “{design}”.",
    Unprintable.NO_ROOM_FOR_TEXT: "“{what}” has no room for “{text}”.",
    Unprintable.TOO_LOW: "“{what}” is too low for the bars of {code}.",
    Unprintable.TOO_NARROW: "“{what}” is too narrow for the bars of {code}.",
    Unprintable.TOO_SMALL_FOR_CODE: "“{what}” is too small for the code of {code}.",
    Unprintable.NO_ROLL: "“{what}” is no roll, and label printers print on rolls only.",
    Unprintable.NOT_ON_SHEET: "“{what}” is not on a sheet, which has {places}.",
    Unprintable.NUDGED_TOO_FAR: "“{what}” is further than {most} mm.",
    Unprintable.NOT_READ_BACK: "“{what}” would not be read back as itself.",
    Unprintable.NOT_IN_SYMBOLOGY: "“{what}” cannot be written as {symbology}.",
    Unprintable.SCRIPT: "“{what}” is in a script that labels cannot be printed in yet. Tick "
    "“without the name”, and write it by hand.",
    Unprintable.LETTER: "“{what}” holds {letter}, which the label font cannot draw. Tick “without "
    "the name”, and write it by hand.",
    Unprintable.NO_COLOUR: "“{what}” is no colour like #d7191c.",
    Unprintable.NOT_TEN_COLOURS: "“{what}” are not ten colours, of the digits 0 to 9.",
    Unprintable.NO_DESIGN_FILE: "“{what}” is no design file: {error}.",
    Unprintable.KEY_UNKNOWN: "“{what}” has “{key}”, which means nothing in a design.",
    Unprintable.PRINTS_NOTHING: "“{what}” must say what it prints: {known}.",
    Unprintable.NO_SIZE: "“{what}” must give its size, width and height in millimetres.",
    Unprintable.NO_SCALE: "“{what}” has sides other than 1 or 2, or a least or most that is none.",
    Unprintable.NO_CODE: "“{what}” has neither a [[barcode]] nor a [[square]]: it could not be "
    "scanned.",
    Unprintable.NOT_A_TABLE: "“{what}” has a “{key}” that is not written [[{key}]].",
    Unprintable.KEY_UNKNOWN_THERE: "“{what}” has “{key}”, which means nothing there.",
    Unprintable.VALUE_WRONG: "“{what}” has a “{key}” that is not what it must be.",
    Unprintable.BOX_INCOMPLETE: "“{what}” needs two of left, width, right, and two of top, height, "
    "bottom.",
    Unprintable.NO_SYMBOLOGY: "“{what}” has no symbology of {known}.",
    Unprintable.NO_ALIGNMENT: "“{what}” must be aligned {known}.",
    Unprintable.NO_BAND: "“{what}” must be the band “of” one of {known}.",
    Unprintable.NO_COUNT: "“{what}” must show 1 to 4 digits.",
    Unprintable.OPEN_BRACE: "“{what}” has a brace that is not closed.",
    Unprintable.FACT_UNKNOWN: "“{what}” says {given}; there are {known}.",
    Unprintable.NO_TABLE: "“{what}” is no CSV file in UTF-8: {error}.",
    Unprintable.NAME_TWICE: "“{what}” has the name “{name}” twice, or none.",
    Unprintable.COLUMN_MISSING: "“{what}” has no “{column}”.",
    Unprintable.NO_NUMBER: "“{what}” has something else where a number is needed.",
    Unprintable.PAGE_UNKNOWN: "“{what}” names the page “{page}”: A4, Letter and roll are known.",
    Unprintable.IMPOSSIBLE_SIZE: "“{what}” holds a size that no label has.",
    Unprintable.OVER_THE_EDGE: "“{what}” has labels that reach over the edge of their page.",
    Unprintable.OVERLAPPING: "“{what}” has labels that lie over one another.",
}
# What designs are made for.
KINDS = ("folder", "card", "slip")
NEAREST = "The nearest that will do is {nearest}."
NOT_PRINTABLE = "The label cannot be printed: {why}"
UNSENT: Mapping[Unsent, str] = {
    Unsent.QUEUE_SILENT: "The print queue does not answer.",
    Unsent.NO_QUEUES: "This machine has no print queues (CUPS).",
    Unsent.QUEUE_REFUSED: "The print queue refused it.",
    Unsent.QUEUE_SAID: "The print queue says: {said}.",
    Unsent.PRINTER_SILENT: "The printer does not answer: is it on?",
    Unsent.PRINTER_LATE: "The printer did not finish in time.",
    Unsent.PRINTER_HUNG_UP: "The printer hung up half-way.",
    Unsent.FOLDER_CLOSED: "The folder cannot be written: {error}.",
}
TROUBLES: Mapping[Trouble, str] = {
    Trouble.STOPPED: "The kiosk was stopped while it was sent.",
    Trouble.GONE: "What was to be printed is not there any more.",
    Trouble.UNKNOWN: "Something went wrong here.",
    Trouble.SAID: "{said}",
}
TEST_PRINT = "Test print"
LOOK = "Look whether it came out."
_TOLD: Mapping[str, str] = {
    **{code.value: words for code, words in UNPRINTABLE.items()},
    **{code.value: words for code, words in UNSENT.items()},
    **{code.value: words for code, words in TROUBLES.items()},
}


_TITLES = {*KINDS, *(design.title for design in DESIGNS)}


def unprintable_in_words(error: CannotPrint) -> str:
    """Return why something cannot be printed, and on what it can."""
    return _said(error.why.value, {**error.facts, "what": error.what})


def job_title(job: JobView) -> str:
    """Return what a print job is listed as."""
    return job.title or translated(TEST_PRINT)


def failure_in_words(job: JobView) -> str:
    """Return what a print job failed by, and whether somebody has to look; "" where it did not."""
    if not job.why:
        return ""
    said = _said(str(job.why["why"]), {"what": job_title(job), "text": "…", **job.why})
    return f"{said} {translated(LOOK)}" if job.why.get("look") else said


def _said(why: str, facts: Mapping[str, object]) -> str:
    facts = {name: _named(fact) for name, fact in facts.items()}
    said = translated(_TOLD[why]).format_map(facts)
    if "nearest" not in facts:
        return said
    return f"{said} {translated(NEAREST).format_map(facts)}"


def _named(fact: object) -> object:
    """Return a fact; the titles of our designs and the kinds of labels are said as others are."""
    return translated(fact) if isinstance(fact, str) and fact in _TITLES else fact
