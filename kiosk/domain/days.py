"""Which day it is: the record room's own, wherever the sun stands on Greenwich."""

from datetime import date, datetime, tzinfo


def day_of(at: datetime, zone: tzinfo) -> date:
    """Return the day on which people in ``zone`` live at a moment (aware; ValueError if naive)."""
    if at.tzinfo is None:
        raise ValueError("naive time")
    return at.astimezone(zone).date()
