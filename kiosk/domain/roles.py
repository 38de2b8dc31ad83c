"""Who may do what cannot be taken back by a scan."""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from kiosk.domain.errors import EntryRefused
from kiosk.domain.why import Why

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PIN = 6


class Role(StrEnum):
    """Clerks scan; supervisors correct, approve and set up; administrators say who may.

    Each may do what those before it may.
    """

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class May(StrEnum):
    """What no scan can take back, or what not everybody should see."""

    SIGN_IN = "sign-in"
    SEE_NAMES = "see-names"
    CORRECT = "correct"
    APPROVE = "approve"
    IMPORT = "import"
    SET_UP = "set-up"
    OVERSEE = "oversee"
    PRINT_BADGES = "print-badges"
    CHANGE_ANY_PRINT_JOB = "change-any-print-job"
    SAY_WHO_MAY = "say-who-may"


_SUPERVISE = frozenset(
    {
        May.SIGN_IN,
        May.SEE_NAMES,
        May.CORRECT,
        May.APPROVE,
        May.IMPORT,
        May.SET_UP,
        May.OVERSEE,
        May.PRINT_BADGES,
        May.CHANGE_ANY_PRINT_JOB,
    }
)
# What is not named here, nobody may: neither a new role nor a new permission opens anything.
PERMISSIONS: Mapping[Role, frozenset[May]] = {
    Role.CLERK: frozenset(),
    Role.SUPERVISOR: _SUPERVISE,
    Role.ADMINISTRATOR: _SUPERVISE | {May.SAY_WHO_MAY},
}


def permits(role: str, what: May) -> bool:
    """Tell whether a role may do something; a role that nobody knows may do nothing."""
    known = {one.value: able for one, able in PERMISSIONS.items()}
    return what in known.get(role, ())


def least_role(what: May) -> Role:
    """Return the first role that may do something."""
    return next(role for role in Role if permits(role, what))


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
