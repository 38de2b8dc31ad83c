"""A scan as a kiosk sends it, and the time at which it counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.domain.codes import parse
from kiosk.domain.desk import Act, Source
from kiosk.domain.errors import EntryRefused, TimeNotUsable
from kiosk.domain.why import Why
from kiosk.services.access.sign_in import SignedIn
from kiosk.store.hot_path.facts import LastScan

CLOCK_OFF = timedelta(minutes=5)
OLDEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """A scan as a kiosk sends it.

    ``scan_id`` is the client's own, 128 random bits as hex. ``at`` and ``sent_at`` are by the
    kiosk's clock; ``undoes`` names the scan whose undo button was pressed, ``undoes_batch`` the
    batch; ``read`` is how hard the label was to read. A button's ``act`` on the chart whose code
    is the text comes with its ``note``, with ``happened_at`` where it was earlier, and with a
    chosen day ``until`` which a loan is extended. ``by`` is
    who was signed in by PIN in that browser. ``fresh`` is the code of a label just printed,
    where the scan is to show that this is the one, and that it reads. ``on_shelf`` if it belongs to
    the photo of a shelf.
    """

    scan_id: str
    station: str
    text: str
    source: Source
    station_seq: int | None = None
    at: datetime | None = None
    sent_at: datetime | None = None
    stored: bool = False
    undoes: str | None = None
    undoes_batch: int | None = None
    act: Act | None = None
    note: str = ""
    happened_at: datetime | None = None
    until: date | None = None
    by: SignedIn | None = None
    read: dict[str, Any] | None = None
    fresh: str = ""
    on_shelf: bool = False

    @property
    def same_text(self) -> str:
        """The text as it is compared and kept: without the scanner's identifier and spaces."""
        return parse(self.text).text

    @property
    def checks_label(self) -> bool:
        """Whether the label just printed is what was scanned."""
        return self.fresh != "" and self.same_text == self.fresh

    @property
    def identity(self) -> str:
        """What a repeat of this scan must agree with."""
        given = (self.act, self.note, self.undoes_batch, self.fresh, self.until)
        return "\n".join([self.same_text, *(str(one) for one in given if one)])


@dataclass(frozen=True, slots=True)
class ScanTime:
    """When a scan counts and when it came in; ``back`` if later ones had been taken by then."""

    at: datetime
    received: datetime
    browser_epoch: int
    back: bool


def checked_times(request: ScanRequest) -> None:
    """Raise TimeNotUsable for a naive time, or for a stored scan without its times."""
    times = {"at": request.at, "sent_at": request.sent_at, "happened_at": request.happened_at}
    for name, time in times.items():
        if time is not None and time.tzinfo is None:
            raise TimeNotUsable(field=name, why="naive")
        if request.stored and time is None and name != "happened_at":
            raise TimeNotUsable(field=name, why="missing")


def check_happened(request: ScanRequest, received: datetime) -> None:
    """Raise EntryRefused for something that is said to have happened in the future."""
    if request.happened_at and request.happened_at > received:
        raise EntryRefused(field="time", why=Why.IN_FUTURE)


def effective_time(request: ScanRequest, received: datetime, newest: LastScan | None) -> datetime:
    """Tell when a scan counts: now, or for a stored one when it was made, never later than now.

    Only differences of the kiosk's clock are used, so a wrong clock does no harm. The scans of one
    browser keep their order: a stored one never counts before the one that it followed, even if
    the server took long over that one, or the kiosk's clock was set back between them.
    """
    if not request.stored or request.at is None or request.sent_at is None:
        return received
    age = min(max(request.sent_at - request.at, timedelta()), OLDEST)
    at = received - age
    if newest and browser_epoch(request, newest) == newest.browser_epoch:
        return max(at, newest.at)
    return at


def browser_epoch(request: ScanRequest, newest: LastScan | None) -> int:
    """Count the browsers of a station: a lower ``station_seq`` than the last begins a new one."""
    if newest is None:
        return 1
    if request.station_seq is None or newest.station_seq is None:
        return newest.browser_epoch
    return newest.browser_epoch + (request.station_seq <= newest.station_seq)


def clock_off(request: ScanRequest, received: datetime) -> int:
    """Return by how many seconds the kiosk's clock is off, or 0 if that does not matter."""
    if request.sent_at is None:
        return 0
    off = request.sent_at - received
    return round(off.total_seconds()) if abs(off) > CLOCK_OFF else 0
