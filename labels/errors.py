"""What cannot be put on paper: a code and facts, no sentence; whoever uses this words it."""

from enum import StrEnum


class Unprintable(StrEnum):
    """Why something cannot be printed, or a table or a design of labels not be used."""

    DESIGN_UNKNOWN = "design-unknown"
    STOCK_UNKNOWN = "stock-unknown"
    OTHER_KIND = "design-of-another-kind"
    TOO_SMALL = "stock-too-small"
    NO_ROOM = "no-room-for-the-design"
    NO_ROOM_FOR_TEXT = "no-room-for-a-text"
    TOO_LOW = "too-low-for-the-bars"
    TOO_NARROW = "too-narrow-for-the-bars"
    TOO_SMALL_FOR_CODE = "too-small-for-the-code"
    NO_ROLL = "no-roll"
    NOT_ON_SHEET = "not-on-a-sheet"
    NUDGED_TOO_FAR = "nudged-too-far"
    NOT_READ_BACK = "not-read-back"
    NOT_IN_SYMBOLOGY = "not-in-this-symbology"
    SCRIPT = "script-not-printed-yet"
    LETTER = "letter-not-in-the-font"
    NO_COLOUR = "no-colour"
    NOT_TEN_COLOURS = "not-ten-colours"

    NO_DESIGN_FILE = "no-design-file"
    KEY_UNKNOWN = "key-unknown"
    PRINTS_NOTHING = "prints-nothing-known"
    NO_SIZE = "no-size"
    NO_SCALE = "no-sides-or-scale"
    NO_CODE = "no-code"
    NOT_A_TABLE = "not-written-as-a-table"
    KEY_UNKNOWN_THERE = "key-unknown-there"
    VALUE_WRONG = "value-wrong"
    BOX_INCOMPLETE = "box-incomplete"
    NO_SYMBOLOGY = "no-symbology"
    NO_ALIGNMENT = "no-alignment"
    NO_BAND = "no-band"
    NO_COUNT = "no-count-of-digits"
    OPEN_BRACE = "open-brace"
    FACT_UNKNOWN = "fact-unknown"

    NO_TABLE = "no-table"
    NAME_TWICE = "name-twice"
    COLUMN_MISSING = "column-missing"
    NO_NUMBER = "no-number"
    PAGE_UNKNOWN = "page-unknown"
    IMPOSSIBLE_SIZE = "impossible-size"
    OVER_THE_EDGE = "over-the-edge"
    OVERLAPPING = "overlapping"


OF_A_TEXT = frozenset(
    {
        Unprintable.NOT_READ_BACK,
        Unprintable.NOT_IN_SYMBOLOGY,
        Unprintable.SCRIPT,
        Unprintable.LETTER,
    }
)  # what is at fault is a text that was to be printed, not a stock or a design


class CannotPrint(Exception):
    """Something would come out mangled, unreadable or not at all; nothing was made.

    ``what`` is the text, design or stock at fault, ``why`` a stable code, ``facts`` fill its words.
    """

    def __init__(self, what: str, why: Unprintable, **facts: object) -> None:
        """Keep them for whoever words the message."""
        super().__init__(f"{what!r}: {why}")
        self.what = what
        self.why = why
        self.facts = facts
