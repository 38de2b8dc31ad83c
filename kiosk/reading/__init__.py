"""Pixels -> texts. Knows no meaning: what counts as a code of ours is handed in."""

from kiosk.reading.engines import Symbol, available_readers, missing_readers
from kiosk.reading.frames import read, read_file
from kiosk.reading.pictures import PictureRefused, load_picture

__all__ = [
    "PictureRefused",
    "Symbol",
    "available_readers",
    "load_picture",
    "missing_readers",
    "read",
    "read_file",
]
