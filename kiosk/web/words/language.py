"""The language that people read: English, until the catalogue of another one is given.

Every message is whole, and is looked up as it stands in English: in the words' tables with facts in
braces, in templates within ``{% trans %}`` or ``_()``. The catalogue is one of gettext's.
"""

from gettext import NullTranslations


class _Spoken:
    """The catalogue that this process speaks from."""

    catalogue = NullTranslations()


def speak(catalogue: NullTranslations) -> None:
    """Say everything from here on as a catalogue has it."""
    _Spoken.catalogue = catalogue


def translated(message: str) -> str:
    """Return a message in the language that is spoken; "" stays empty."""
    return _Spoken.catalogue.gettext(message) if message else ""


def counted(one: str, several: str, count: int) -> str:
    """Return the message for a count, in the language that is spoken."""
    return _Spoken.catalogue.ngettext(one, several, count)
