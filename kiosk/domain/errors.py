"""Refusals and malformed requests: a stable code and facts each, no prose."""

from kiosk.domain.why import Unusable, Why


class ChartError(Exception):
    """Something the record room does not do; ``code`` is stable, ``facts`` fill its words."""

    code = "chart-error"

    def __init__(self, **facts: object) -> None:
        """Keep the facts that the words for this refusal will need."""
        super().__init__(self.code)
        self.facts = facts


class BorrowerStopped(ChartError):
    """This place may not be sent charts at present."""

    code = "borrower-stopped"


class ReasonNeeded(ChartError):
    """A sensitive chart is opened or sent only with a reason."""

    code = "sensitive-reason-needed"


class NotPermitted(ChartError):
    """Only a signed-in supervisor may do this; fact: ``role``, who may."""

    code = "not-permitted"


class PinWrong(ChartError):
    """The name and the PIN do not fit; fact: ``tries``, after how many it is locked."""

    code = "pin-wrong"


class PinLocked(ChartError):
    """Too many wrong PINs; fact: ``minutes`` until the next try."""

    code = "pin-locked"


class UnknownStation(ChartError):
    """No station has this key."""

    code = "unknown-station"


class ScanIdReused(ChartError):
    """A known scan id came with another text."""

    code = "scan-id-reused"


class OtherRoom(ChartError):
    """A scan that was made for another record room than this database keeps."""

    code = "other-room"


class TimeNotUsable(ChartError):
    """A stored scan whose time is missing, or any time without its offset from UTC."""

    code = "time-not-usable"


class NothingThere(ChartError):
    """What was asked for does not exist."""

    code = "nothing-there"


class PrintStopped(ChartError):
    """Somebody stopped what was being printed."""

    code = "print-stopped"


class EntryRefused(ChartError):
    """A field holds something that cannot be kept; facts: ``field``, ``why``, and those of why."""

    code = "entry-refused"

    def __init__(self, field: str, why: Why, **facts: object) -> None:
        """Keep the field's name in code, and what is wrong with it."""
        super().__init__(field=field, why=why, **facts)
        self.field = field
        self.why = why


class PatientExists(ChartError):
    """The same MRN, or the same name and birth date, is on file; facts: ``patients``."""

    code = "patient-exists"


class VolumeExists(ChartError):
    """The patient has this volume of this record type already; facts: ``code``."""

    code = "volume-exists"


class FileRefused(ChartError):
    """A file cannot be imported; facts: the first ``problems``, and the ``count`` of all."""

    code = "file-refused"


class DatabaseRefused(ChartError):
    """This database cannot be used as it is; facts: ``why``, and those of why."""

    code = "database-refused"

    def __init__(self, why: Unusable, **facts: object) -> None:
        """Keep what is wrong with it."""
        super().__init__(why=why, **facts)
        self.why = why


class DatabaseInUse(ChartError):
    """Another chart-kiosk process writes to this database."""

    code = "database-in-use"


class ReaderBusy(ChartError):
    """As many pictures are being read as this machine can."""

    code = "reader-busy"
