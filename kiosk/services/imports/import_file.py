"""Importing lists: every row is checked before the first one is written, some at a time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.exc import IntegrityError

from kiosk.domain.actors import NOBODY, Actor
from kiosk.domain.errors import FileRefused
from kiosk.services.imports.charts import ChartImport
from kiosk.services.imports.csv_file import Problem, read_csv
from kiosk.services.imports.holidays import HolidayImport, read_days
from kiosk.services.imports.patients import PatientImport
from kiosk.services.imports.setup import LocationImport, StaffImport
from kiosk.services.records.audit import audit
from kiosk.settings import Settings
from kiosk.store.engine import Database

BREATH = 0.005  # seconds between two chunks, in which the scans of the kiosks get their turn
PROBLEMS_SHOWN = 200
Progress = Callable[[int, int], None]
KINDS: dict[str, type[Any]] = {
    "patients": PatientImport,
    "charts": ChartImport,
    "locations": LocationImport,
    "staff": StaffImport,
    "holidays": HolidayImport,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to: how many rows were added, and how many were there already."""

    added: int
    known: int


def import_file(
    database: Database,
    settings: Settings,
    kind: str,
    content: bytes,
    now: datetime,
    actor: Actor = NOBODY,
    progress: Progress = lambda _done, _all: None,
) -> Imported:
    """Import a file of ``kind``: a key of KINDS; what is there already is left as it is.

    A CSV file, of holidays a calendar (.ics) too.

    Raises FileRefused, facts ``problems`` (the first 200) and ``count`` (of all), before anything
    is written. If the machine stops half-way, the same file run again completes it.
    """
    importer = KINDS[kind](settings, now, actor)
    read = partial(read_days, zone=settings.zone) if kind == "holidays" else read_csv
    lines = read(content, importer.needed, importer.columns)
    problems: list[Problem] = []
    with database.read() as reading:
        fresh = importer.check(reading.session, lines, problems)
    if problems:
        ordered = sorted(problems, key=lambda one: one.row)
        raise FileRefused(problems=ordered[:PROBLEMS_SHOWN], count=len(ordered))
    with database.write() as writing:
        audit(writing, now, "import-began", kind, {"rows": len(lines)}, actor)
    _write(database, importer, fresh, progress)
    added, known = len(fresh), len(lines) - len(fresh)
    with database.write() as writing:
        detail = {"kind": kind, "added": added, "known": known}
        audit(writing, now, "imported", kind, detail, actor)
    return Imported(added, known)


def _write(database: Database, importer: Any, fresh: Sequence[Any], progress: Progress) -> None:
    for start in range(0, len(fresh), importer.chunk):
        some = fresh[start : start + importer.chunk]
        try:
            _write_some(database, importer, some)
        except IntegrityError:
            # Another desk has just added one of them; now it is seen to be there.
            _write_some(database, importer, some)
        progress(min(start + importer.chunk, len(fresh)), len(fresh))
        time.sleep(BREATH)


def _write_some(database: Database, importer: Any, some: Sequence[Any]) -> None:
    with database.write() as writing:
        importer.write(writing, some)
