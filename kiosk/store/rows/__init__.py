"""The tables, as typed models. Facts (scans, movements, audits) are only ever added."""

from kiosk.store.rows.base import Base
from kiosk.store.rows.charts import (
    ChartRow,
    ExtensionRow,
    GivenCodeRow,
    LabelRow,
    MissingReportRow,
    SearchTickRow,
    TiedCodeRow,
)
from kiosk.store.rows.facts import (
    FACTS,
    AuditRow,
    FactRow,
    HeadRow,
    MovementRow,
    PersonalRow,
    ScanRow,
)
from kiosk.store.rows.patients import (
    FormerNameRow,
    MergeRow,
    NameWordRow,
    NumberRow,
    PatientRow,
)
from kiosk.store.rows.places import (
    SET_UP,
    HolidayRow,
    LoanRow,
    LocationRow,
    ReasonRow,
    RecordTypeRow,
    SetUpRow,
    SignInRow,
    StaffRow,
    StationBrowserRow,
    StationRow,
)
from kiosk.store.rows.printing import PrinterRow, PrintJobRow

__all__ = [
    "FACTS",
    "SET_UP",
    "AuditRow",
    "Base",
    "ChartRow",
    "ExtensionRow",
    "FactRow",
    "FormerNameRow",
    "GivenCodeRow",
    "HeadRow",
    "HolidayRow",
    "LabelRow",
    "LoanRow",
    "LocationRow",
    "MergeRow",
    "MissingReportRow",
    "MovementRow",
    "NameWordRow",
    "NumberRow",
    "PatientRow",
    "PersonalRow",
    "PrintJobRow",
    "PrinterRow",
    "ReasonRow",
    "RecordTypeRow",
    "ScanRow",
    "SearchTickRow",
    "SetUpRow",
    "SignInRow",
    "StaffRow",
    "StationBrowserRow",
    "StationRow",
    "TiedCodeRow",
]
