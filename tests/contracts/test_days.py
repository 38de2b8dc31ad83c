"""Today is the room's day: a time becomes a day in one place only, which asks for the zone."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ALLOWED = {"kiosk/domain/days.py"}
ASKING = {"date", "today", "utcnow", "toordinal", "isocalendar"}


def days_told(source: str) -> list[int]:
    """Return the lines on which a time is turned into a day, or today is asked of the machine."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ASKING
        and not node.args
    ]


def test_no_day_is_told_but_in_the_rooms_zone() -> None:
    told = {
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("kiosk", "labels")
        for path in (ROOT / folder).rglob("*.py")
        if str(path.relative_to(ROOT)) not in ALLOWED
        for line in days_told(path.read_text())
    }
    assert told == set()


def test_a_planted_one_is_found() -> None:
    planted = "born <= now.date()\nx = date.today()\ny = at.astimezone(z).date()"
    assert sorted(days_told(planted)) == [1, 2, 3]
    assert days_told("day_of(now, zone)\ndate(2026, 1, 1)") == []
