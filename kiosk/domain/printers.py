"""How printers are reached, and how far a print job has come."""

from enum import StrEnum


class Way(StrEnum):
    """How a job gets to a printer."""

    QUEUE = "queue"
    PORT = "port"
    FOLDER = "folder"


class Language(StrEnum):
    """What a printer understands."""

    PDF = "pdf"
    ZPL = "zpl"


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
