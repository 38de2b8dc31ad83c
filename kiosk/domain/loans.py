"""How long a borrower may keep a chart."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum


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

    @property
    def label(self) -> str:
        """As it is said on screen."""
        return self.value.replace("-", " ")


@dataclass(frozen=True, slots=True)
class LoanDays:
    """A loan's length: so many days, or working days (Monday to Friday)."""

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


def loan_of(kind: PlaceKind, place_days: int | None, type_days: int | None) -> LoanDays | None:
    """Choose the loan: the place's own days, else the record type's, else the kind's default.

    None where charts stay as long as they like (file rooms, off-site stores).
    """
    default = DEFAULT_LOANS.get(kind)
    if default is None:
        return None
    days = place_days if place_days is not None else type_days
    return default if days is None else LoanDays(days)


def due_at(loan: LoanDays, begins: datetime, zone: tzinfo, day_ends: time) -> datetime:
    """Tell when a loan beginning at ``begins`` (aware) is due: the end of its last day, in UTC."""
    day = begins.astimezone(zone).date()
    left = loan.days
    while left:
        day += timedelta(days=1)
        if not loan.working or day.weekday() < 5:
            left -= 1
    return datetime.combine(day, day_ends, zone).astimezone(UTC)
