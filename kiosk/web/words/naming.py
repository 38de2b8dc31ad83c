"""Numbers, charts and times as people here say them."""

from datetime import datetime, timedelta, tzinfo

from kiosk.domain.days import day_of
from kiosk.domain.filing import Filing
from kiosk.domain.mrn import MrnFormat
from kiosk.services.charts.shelf_place import ShelfView
from kiosk.store.queries.views import ChartView


class Naming:
    """Says numbers, charts and times with this record room's format and time zone."""

    def __init__(
        self, mrn: MrnFormat, zone: tzinfo, chased_after: timedelta = timedelta(hours=6)
    ) -> None:
        """Take the format of patients' numbers, people's time zone, and when unseen is late."""
        self._mrn = mrn
        self.chased_after = chased_after
        self.zone = zone

    def mrn(self, chart: ChartView) -> str:
        """Return a chart's number in groups."""
        return self._mrn.shown(chart.patient.mrn)

    def title(self, chart: ChartView) -> str:
        """Return what a chart is called aloud: ``44-10-27 volume 2``."""
        return f"{self.mrn(chart)} {self.volume(chart)}"

    def brief(self, chart: ChartView) -> str:
        """Return a chart's number, with its volume where it is not the first: ``44-10-27``."""
        return self.mrn(chart) if chart.volume == 1 and not chart.temporary else self.title(chart)

    def volume(self, chart: ChartView) -> str:
        """Return which folder of a record it is: ``volume 2``, or ``temporary folder``."""
        if chart.temporary:
            return "temporary folder" if chart.volume == 1 else f"temporary folder {chart.volume}"
        return f"volume {chart.volume}"

    def number(self, mrn: str) -> str:
        """Return a patient's number in groups."""
        return self._mrn.shown(mrn)

    def day(self, at: datetime) -> str:
        """Return a date in full."""
        local = at.astimezone(self.zone)
        return f"{local:%A} {local.day} {local:%B %Y}"

    def clock(self, at: datetime) -> str:
        """Return a time of day."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def moment(self, at: datetime, now: datetime) -> str:
        """Return a time as it is said today: the hour, the weekday, or the date."""
        local = at.astimezone(self.zone)
        days = (day_of(at, self.zone) - day_of(now, self.zone)).days
        if not days:
            return f"{local:%H:%M}"
        if abs(days) < 7:
            return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
        return f"{local.day} {local:%b %Y}"

    def ago(self, at: datetime, now: datetime) -> str:
        """Return how long ago something was, in words."""
        minutes = int((now - at) / timedelta(minutes=1))
        if minutes < 1:
            return "just now"
        return f"{minutes} min ago" if minutes < 120 else f"{minutes // 60} h ago"

    def shelved(self, shelf: ShelfView | None) -> str:
        """Return where a chart is put back: ``section 56, after 11-34-56``."""
        if shelf is None:
            return ""
        if shelf.filing is Filing.SHELF:
            return "scan the card of its shelf"
        parts = [f"section {shelf.section}"] if shelf.section else []
        parts.append(f"after {shelf.after}" if shelf.after else "before all others")
        return ", ".join(parts)
