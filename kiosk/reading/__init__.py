"""Pixels -> texts. Knows no meaning: what counts as a code of ours is handed in."""

from kiosk.reading.camera.capture import Capture
from kiosk.reading.camera.moved import MOVED_RULE, Stillness
from kiosk.reading.camera.watch import Pending, View, Watch
from kiosk.reading.camera.watches import Watches
from kiosk.reading.code128.grading import LabelGrade, Trait, grade_labels, letter
from kiosk.reading.engines import Missing, available_readers, missing_readers
from kiosk.reading.ladder import read, read_file, read_patiently
from kiosk.reading.pictures import Grey, PictureRefused, Unreadable, load_picture
from kiosk.reading.shelf import read_shelf
from kiosk.reading.symbols import Effort, ReadFilter, Symbol

__all__ = [
    "MOVED_RULE",
    "Capture",
    "Effort",
    "Grey",
    "LabelGrade",
    "Missing",
    "Pending",
    "PictureRefused",
    "ReadFilter",
    "Stillness",
    "Symbol",
    "Trait",
    "Unreadable",
    "View",
    "Watch",
    "Watches",
    "available_readers",
    "grade_labels",
    "letter",
    "load_picture",
    "missing_readers",
    "read",
    "read_file",
    "read_patiently",
    "read_shelf",
]
