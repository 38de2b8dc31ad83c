"""How a file room shelves its charts, and where on the shelf one stands."""

from enum import StrEnum


class Filing(StrEnum):
    """How a file room files: by the last digits of the number, by the number, or by shelf card."""

    TERMINAL_DIGIT = "terminal-digit"
    NUMBER = "number"
    SHELF = "shelf"


class Wants(StrEnum):
    """Which volumes of a chart a borrower is to get, beside the one that is sent."""

    NONE = "none"
    LAST = "last"
    ALL = "all"
