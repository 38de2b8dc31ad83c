"""Locations and staff from a file."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.actors import Actor
from kiosk.domain.errors import EntryRefused
from kiosk.domain.loans import PlaceKind
from kiosk.domain.names import folded
from kiosk.domain.why import Why
from kiosk.services.imports.csv_file import Line, Problem
from kiosk.services.setup.entries import PlaceEntry, StaffEntry
from kiosk.services.setup.save import add_entry
from kiosk.settings import Settings
from kiosk.store.engine import WriteTransaction
from kiosk.store.rows import LocationRow, StaffRow

YES = ("yes", "y", "1", "true", "x")
NO = ("", "no", "n", "0", "false")


def said_yes(line: Line, column: str) -> bool:
    """Read a yes or no; raises EntryRefused for anything else."""
    said = folded(line.get(column))
    if said not in YES + NO:
        raise EntryRefused(field=column, why=Why.NEITHER_YES_NOR_NO)
    return said in YES


class LocationImport:
    """Adds the locations whose name is not taken yet."""

    needed = ("name", "kind")
    chunk = 20  # each looks through all names for its twin
    columns = ("name", "kind", "department", "contact", "phone", "loan_days", "inside", "stopped")

    def __init__(self, _settings: Settings, now: datetime, actor: Actor) -> None:
        """Take the hour and who imports."""
        self._now = now
        self._actor = actor

    def check(
        self, session: Session, lines: list[Line], problems: list[Problem]
    ) -> list[tuple[PlaceEntry, str]]:
        """Return the new locations, spots last; what cannot be kept is added to the problems."""
        known = {folded(name) for name in session.scalars(select(LocationRow.name))}
        spots = select(LocationRow.name).where(LocationRow.inside_id.is_not(None))
        shelves = {folded(name) for name in session.scalars(spots)}
        shelves |= {folded(line.get("name")) for line in lines if line.get("inside")}
        coming = ({folded(line.get("name")) for line in lines} | known) - shelves
        fresh: dict[str, tuple[PlaceEntry, str]] = {}
        for line in lines:
            name = folded(line.get("name"))
            try:
                entry = self._entry(line)
                entry.values()
            except EntryRefused as error:
                problems.append(line.problem(error))
                continue
            inside = line.get("inside")
            if (entry.kind == PlaceKind.SPOT) != bool(inside):
                problems.append(Problem(line.row, "inside", Why.ONLY_INSIDE))
            elif inside and folded(inside) not in coming:
                problems.append(Problem(line.row, "inside", Why.NO_SUCH, {"given": inside}))
            elif name in fresh:
                problems.append(Problem(line.row, "name", Why.TWICE))
            elif name not in known:
                fresh[name] = (entry, inside)
        return sorted(fresh.values(), key=lambda one: bool(one[1]))

    def write(self, writing: WriteTransaction, fresh: Sequence[tuple[PlaceEntry, str]]) -> None:
        """Write some of the new locations."""
        for entry, inside in fresh:
            add_entry(writing, entry, self._now, self._actor, inside)

    def _entry(self, line: Line) -> PlaceEntry:
        kind = folded(line.get("kind")).replace(" ", "-")
        if kind in ("shelf", "counter", "shelf-or-counter"):
            kind = PlaceKind.SPOT.value
        return PlaceEntry(
            line.get("name"),
            kind,
            line.get("phone"),
            line.get("loan_days"),
            stopped=said_yes(line, "stopped"),
            department=line.get("department"),
            contact=line.get("contact"),
        )


class StaffImport:
    """Adds the staff whose name is not there yet; roles and PINs are given by hand only."""

    needed = ("name",)
    chunk = 20
    columns = ("name", "operator")

    def __init__(self, _settings: Settings, now: datetime, actor: Actor) -> None:
        """Take the hour and who imports."""
        self._now = now
        self._actor = actor

    def check(
        self, session: Session, lines: list[Line], problems: list[Problem]
    ) -> list[StaffEntry]:
        """Return the new staff; what cannot be kept is added to the problems."""
        known = {folded(name) for name in session.scalars(select(StaffRow.name))}
        fresh: dict[str, StaffEntry] = {}
        for line in lines:
            name = folded(line.get("name"))
            try:
                entry = StaffEntry(line.get("name"), said_yes(line, "operator"))
                entry.values()
            except EntryRefused as error:
                problems.append(line.problem(error))
                continue
            if name in fresh:
                problems.append(Problem(line.row, "name", Why.TWICE))
            elif name not in known:
                fresh[name] = entry
        return list(fresh.values())

    def write(self, writing: WriteTransaction, fresh: Sequence[StaffEntry]) -> None:
        """Write some of the new staff."""
        for entry in fresh:
            add_entry(writing, entry, self._now, self._actor)
