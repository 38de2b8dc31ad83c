"""How long a borrower may keep a chart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.domain.calendar import Calendar


class PlaceKind(StrEnum):
    """What kind of place can hold a chart."""

    FILE_ROOM = "file-room"
    CLINIC = "clinic"
    WARD = "ward"
    OFFICE = "office"
    PERSON = "person"
    OFF_SITE = "off-site"
    INSTITUTION = "institution"
    PATIENT = "patient"
    SPOT = "spot"


@dataclass(frozen=True, slots=True)
class LoanDays:
    """A loan's length: so many days, or working days."""

    days: int
    working: bool = False


DEFAULT_LOANS = {
    PlaceKind.CLINIC: LoanDays(1, working=True),
    PlaceKind.WARD: LoanDays(7),
    PlaceKind.OFFICE: LoanDays(3, working=True),
    PlaceKind.PERSON: LoanDays(3, working=True),
    PlaceKind.INSTITUTION: LoanDays(14),
    PlaceKind.PATIENT: LoanDays(7),
}


@dataclass(frozen=True, slots=True)
class LoanRules:
    """How long loans last here: by kind where not as usual, on the room's own days."""

    calendar: Calendar
    by_kind: Mapping[PlaceKind, LoanDays] = field(default_factory=dict)

    def loan(
        self, kind: PlaceKind, place_days: int | None, type_days: int | None
    ) -> LoanDays | None:
        """Choose the loan: the place's own days, else the record type's, else the kind's.

        None where charts stay as long as they like (file rooms, off-site stores).
        """
        usual = self.by_kind.get(kind, DEFAULT_LOANS.get(kind))
        if usual is None:
            return None
        days = place_days if place_days is not None else type_days
        return usual if days is None else LoanDays(days)

    def due(
        self,
        begins: datetime,
        kind: PlaceKind,
        place_days: int | None,
        type_days: int | None = None,
    ) -> datetime | None:
        """Tell when a chart is due (UTC) that a place gets at ``begins`` (aware); None if never."""
        loan = self.loan(kind, place_days, type_days)
        return self.due_at(loan, begins) if loan else None

    def due_at(self, loan: LoanDays, begins: datetime) -> datetime:
        """Tell when a loan beginning at ``begins`` (aware) is due: the end of its last day, in UTC.

        A last day on which nobody works becomes the next one on which somebody does. A loan of no
        days ends with the day on which it begins, or with the next working one once that has ended.
        """
        here, today = self.calendar, self.calendar.today(begins)
        if loan.days == 0:
            ends = here.ends(today)
            return ends if begins < ends else here.ends(here.working_days_after(today, 1))
        if loan.working:
            return here.ends(here.working_days_after(today, loan.days))
        return here.ends(here.working_from(today + timedelta(days=loan.days)))
