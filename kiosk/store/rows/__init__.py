"""The tables, as typed models. Facts (scans, movements, audits) are only ever added."""

from kiosk.store.rows.base import Base
from kiosk.store.rows.charts import (
    ChartRow,
    ExtensionRow,
    GivenCodeRow,
    LabelRow,
    MergeRow,
    MissingReportRow,
    PatientRow,
    SearchTickRow,
    TiedCodeRow,
)
from kiosk.store.rows.facts import (
    FACTS,
    AuditRow,
    FactRow,
    HeadRow,
    MovementRow,
    ScanRow,
    ScanTextRow,
)
from kiosk.store.rows.places import (
    HolidayRow,
    LoanRow,
    LocationRow,
    ReasonRow,
    RecordTypeRow,
    SignInRow,
    StaffRow,
    StationBrowserRow,
    StationRow,
)
from kiosk.store.rows.printing import PrinterRow, PrintJobRow

__all__ = [
    "FACTS",
    "AuditRow",
    "Base",
    "ChartRow",
    "ExtensionRow",
    "FactRow",
    "GivenCodeRow",
    "HeadRow",
    "HolidayRow",
    "LabelRow",
    "LoanRow",
    "LocationRow",
    "MergeRow",
    "MissingReportRow",
    "MovementRow",
    "PatientRow",
    "PrintJobRow",
    "PrinterRow",
    "ReasonRow",
    "RecordTypeRow",
    "ScanRow",
    "ScanTextRow",
    "SearchTickRow",
    "SignInRow",
    "StaffRow",
    "StationBrowserRow",
    "StationRow",
    "TiedCodeRow",
]
