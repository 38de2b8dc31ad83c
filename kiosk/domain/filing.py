"""How a file room shelves its charts, and where on the shelf one stands."""

from enum import StrEnum


class Filing(StrEnum):
    """How a file room files: by the last digits of the number, by the number, or by shelf card."""

    TERMINAL_DIGIT = "terminal-digit"
    NUMBER = "number"
    SHELF = "shelf"

    @property
    def label(self) -> str:
        """As it is said on screen."""
        return {
            Filing.TERMINAL_DIGIT: "by terminal digit",
            Filing.NUMBER: "by number",
            Filing.SHELF: "freely, by shelf card",
        }[self]


class Wants(StrEnum):
    """Which volumes of a chart a borrower is to get, beside the one that is sent."""

    NONE = "none"
    LAST = "last"
    ALL = "all"

    @property
    def label(self) -> str:
        """As it is said on screen."""
        return {
            Wants.NONE: "only what is asked for",
            Wants.LAST: "always the newest volume",
            Wants.ALL: "all volumes",
        }[self]
