"""Who may do what cannot be taken back by a scan."""

import re
from datetime import timedelta
from enum import StrEnum

from kiosk.domain.errors import EntryRefused
from kiosk.domain.why import Why

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PIN = 6


class Role(StrEnum):
    """Clerks scan; supervisors correct, approve and set up; administrators say who may."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"

    @property
    def supervises(self) -> bool:
        """Whether this role may do what cannot be taken back by a scan."""
        return self is not Role.CLERK


def clean_pin(text: str) -> str:
    """Return a PIN of six to twelve digits that is no mere run of one digit.

    Raises EntryRefused.
    """
    pin = text.strip()
    if not re.fullmatch(r"[0-9]{6,12}", pin):
        raise EntryRefused(field="pin", why=Why.PIN_DIGITS)
    if len(set(pin)) == 1 or pin in "01234567890123456789" or pin in "98765432109876543210":
        raise EntryRefused(field="pin", why=Why.PIN_EASY)
    return pin
