"""How printers are reached, and how far a print job has come."""

from enum import StrEnum


class Way(StrEnum):
    """How a job gets to a printer."""

    QUEUE = "queue"
    PORT = "port"
    FOLDER = "folder"

    @property
    def label(self) -> str:
        """As it is said on screen."""
        return {
            Way.QUEUE: "print queue of this machine (CUPS)",
            Way.PORT: "printer's own port (host or host:port)",
            Way.FOLDER: "folder",
        }[self]


class Language(StrEnum):
    """What a printer understands."""

    PDF = "pdf"
    ZPL = "zpl"

    @property
    def label(self) -> str:
        """As it is said on screen."""
        return {Language.PDF: "PDF", Language.ZPL: "ZPL (Zebra and compatible)"}[self]


class Trouble(StrEnum):
    """What else a job failed by than its printer or its labels."""

    STOPPED = "stopped-while-sent"
    GONE = "not-there-any-more"
    UNKNOWN = "something-went-wrong"
    SAID = "said-by-an-older-release"


class JobState(StrEnum):
    """How far a job has come; a failed one may have come out in part, and waits for somebody."""

    WAITING = "waiting"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
