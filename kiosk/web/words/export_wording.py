"""Words for files that other programs read."""

from datetime import datetime

from kiosk.store.queries.views import ChartView
from kiosk.web.words.wording import Wording

NON_BREAKING_HYPHEN = "\u2011"


class ExportWording(Wording):
    """Words for a CSV file: whole dates, and numbers that no spreadsheet takes for a date."""

    def moment(self, at: datetime, _now: datetime) -> str:
        """Return date and hour (ISO 8601, in the time that people here live by)."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def number(self, mrn: str) -> str:
        """Return a patient's number in groups, with hyphens that do not make it a date."""
        return super().number(mrn).replace("-", NON_BREAKING_HYPHEN)

    def mrn(self, chart: ChartView) -> str:
        """Return a chart's number in the same way."""
        return self.number(chart.patient.mrn)
