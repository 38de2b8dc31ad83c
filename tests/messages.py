"""Every message that people read, and a language in which none of them is English."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from gettext import NullTranslations
from pathlib import Path

from jinja2 import Environment

from kiosk.web import words
from kiosk.web.lists.columns import COLUMNS, NO_SCANNER, NOT_YET
from kiosk.web.setup.tables import ANY_DESK, AS_LAST_TIME, EVERYTHING, PAGES
from labels import DESIGNS

ROOT = Path(__file__).parents[1]
_PLACES = re.compile(r"(<code>.*?</code>|<[^>]*>|{[^}]*}|%\(\w+\)s|&\w+;)")
_OTHERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абцдефгхийклмнопярстувшжызАБЦДЕФГХИЙКЛМНОПЯРСТУВШЖЫЗ",
)


def every_message() -> set[str]:
    """All messages: of the words' tables, of the pages' tables, of designs and of templates."""
    said = {one for table in _tables() for one in _texts(table)}
    said |= {NO_SCANNER, NOT_YET, ANY_DESK, AS_LAST_TIME, EVERYTHING}
    said |= {column.title for column in COLUMNS.values()} | {one.title for one in DESIGNS}
    for page in PAGES.values():
        said |= {page.title, page.adding, page.changing, page.hint}
        for field in page.fields:
            said |= {field.label, field.hint, field.heading}
    return (said | set(_of_templates())) - {""}


def _tables() -> Iterator[object]:
    """The constants of the modules of words."""
    for module in pkgutil.iter_modules(words.__path__):
        found = vars(importlib.import_module(f"{words.__name__}.{module.name}"))
        yield from (value for name, value in found.items() if name.isupper())


def _texts(table: object) -> Iterator[str]:
    """The texts in a table, however deep."""
    if isinstance(table, str):
        yield str(table)
    elif isinstance(table, Mapping):
        yield from (text for value in table.values() for text in _texts(value))
    elif isinstance(table, tuple | list):
        yield from (text for value in table for text in _texts(value))
    elif hasattr(table, "__slots__"):
        yield from (text for name in table.__slots__ for text in _texts(getattr(table, name, "")))


def _of_templates() -> Iterator[str]:
    environment = Environment(extensions=["jinja2.ext.i18n"])
    environment.policies["ext.i18n.trimmed"] = True
    for file in (ROOT / "templates").rglob("*.html"):
        for _, _, said in environment.extract_translations(file.read_text()):  # type: ignore[attr-defined]
            yield from (said,) if isinstance(said, str) else (one for one in said if one)


class Foreign(NullTranslations):
    """A language in which every letter of every message is another; raises for what is none."""

    def __init__(self) -> None:
        """Know all messages."""
        super().__init__()
        self._known = {message: foreign(message) for message in every_message()}

    def gettext(self, message: str) -> str:
        """Return a message in other letters; raises KeyError for what is none."""
        return self._known[message]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the message of a count in other letters."""
        return self._known[msgid1 if n == 1 else msgid2]


def foreign(message: str) -> str:
    """Write a message in letters of another script, which labels can print too.

    What stands in braces, tags and code stays.
    """
    parts = _PLACES.split(message)
    return "".join(part if at % 2 else part.translate(_OTHERS) for at, part in enumerate(parts))
