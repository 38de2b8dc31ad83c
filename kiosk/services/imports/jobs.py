"""Imports from the browser: each runs beside the kiosks, and tells how far it has come."""

import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.domain.actors import Actor
from kiosk.domain.errors import FileRefused, NothingThere
from kiosk.services.imports.csv_file import Problem
from kiosk.services.imports.import_file import Imported, import_file
from kiosk.settings import Settings
from kiosk.store.engine import Database, new_id

_log = logging.getLogger(__name__)
JOBS_KEPT = 20


@dataclass
class ImportJob:
    """One import; ``result`` or ``problems`` once it has ended, ``failed`` if the machine did."""

    id: int
    kind: str
    file: str
    done: int = 0
    rows: int = 0
    result: Imported | None = None
    problems: list[Problem] = field(default_factory=list)
    problems_in_all: int = 0
    failed: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it goes on no more."""
        return self.result is not None or bool(self.problems) or self.failed


class ImportJobs:
    """The imports of this process, one at a time."""

    def __init__(self) -> None:
        """Begin with none."""
        self._jobs: dict[int, ImportJob] = {}
        self._one_at_a_time = threading.Lock()

    def start(
        self,
        database: Database,
        settings: Settings,
        kind: str,
        file: str,
        content: bytes,
        now: datetime,
        actor: Actor,
    ) -> ImportJob:
        """Begin an import, and return while it runs."""
        job = ImportJob(new_id(), kind, Path(file).name)
        self._jobs[job.id] = job
        for old in sorted(self._jobs)[:-JOBS_KEPT]:
            del self._jobs[old]

        def run() -> None:
            with self._one_at_a_time:
                _run(job, database, settings, content, now, actor)

        threading.Thread(target=run, name=f"import-{job.id}").start()
        return job

    def find(self, job_id: int) -> ImportJob:
        """Return an import; raises NothingThere."""
        job = self._jobs.get(job_id)
        if job is None:
            raise NothingThere(what="import")
        return job


def _run(
    job: ImportJob,
    database: Database,
    settings: Settings,
    content: bytes,
    now: datetime,
    actor: Actor,
) -> None:
    def progress(done: int, rows: int) -> None:
        job.done, job.rows = done, rows

    try:
        job.result = import_file(database, settings, job.kind, content, now, actor, progress)
    except FileRefused as refusal:
        found: Any = refusal.facts
        job.problems, job.problems_in_all = found["problems"], found["count"]
    except Exception as error:
        # Whatever it was, the page must say that it is over; the text may hold a patient's name.
        _log.error("import: %s", type(error).__name__)
        job.failed = True
