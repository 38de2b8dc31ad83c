"""chart-kiosk check, import, restore, renumber and admin: all that works on the database alone."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli_labels import settings_in_words
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.domain.mrn import MrnFormat
    from kiosk.services.records.renumber import Renumbering
    from kiosk.store.engine import Database


@click.command()
def check() -> None:
    """Check that the history is whole and that every chart is where it says; exit 1 if not."""
    from kiosk.domain.errors import DatabaseRefused
    from kiosk.services.records.check import count_facts, find_faults
    from kiosk.store.open_database import open_existing
    from kiosk.web.words.faults import fault_in_words
    from kiosk.web.words.refusals import in_words

    settings = settings_in_words()
    try:
        database = open_existing(settings)
    except DatabaseRefused as error:
        raise click.ClickException(in_words(error)) from None
    faults = find_faults(database)
    for fault in faults:
        click.echo(fault_in_words(fault))
    charts, facts, erased = count_facts(database)
    database.close()
    click.echo(f"{database.engine.url}: {charts} charts, {facts} facts.")
    if erased:
        click.echo(f"Erased: what {erased} of them told of a person.")
    click.echo(f"{len(faults)} faults." if faults else "All is well.")
    sys.exit(1 if faults else 0)


@click.command("import")
@click.argument("kind", type=click.Choice(["patients", "charts", "locations", "staff", "holidays"]))
@click.argument("file", type=click.Path(path_type=Path))
def import_(kind: str, file: Path) -> None:
    """Import a CSV file, or a calendar of holidays: all of it or, if a row is wrong, nothing."""
    from kiosk.domain.actors import Actor, Program
    from kiosk.domain.errors import FileRefused
    from kiosk.services.imports.import_file import import_file
    from kiosk.web.words.entries import why_in_words

    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}.") from None
    settings, by = settings_in_words(), Actor(program=Program.COMMAND_LINE)
    with alone(settings) as database, click.progressbar(length=1, label=str(file)) as bar:

        def progress(done: int, rows: int) -> None:
            bar.length = rows
            bar.update(done - bar.pos)

        try:
            came = import_file(database, settings, kind, content, datetime.now(UTC), by, progress)
        except FileRefused as refusal:
            problems: Any = refusal.facts["problems"]
            lines = [
                f"row {one.row}, {one.column}: {why_in_words(one.column, one.why, one.facts)}"
                for one in problems
            ]
            left = int(str(refusal.facts["count"])) - len(problems)
            lines += [f"and {left} more"] if left else []
            raise click.ClickException("\n".join(["Nothing was imported.", *lines])) from None
    click.echo(f"{came.added} {kind} added, {came.known} were here already.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Put a copy of the database back, with the kiosk stopped; what it replaces is kept."""
    from kiosk.domain.errors import DatabaseRefused
    from kiosk.store.restore import restore
    from kiosk.web.words.refusals import in_words

    settings = settings_in_words()
    click.confirm(f"Put {file} in the place of the database in {settings.data}?", abort=True)
    with only_writer(settings):
        try:
            generation, kept = restore(settings, file)
        except DatabaseRefused as error:
            raise click.ClickException(f"{in_words(error)} Nothing was changed.") from None
    click.echo(f"Put back; this is generation {generation} of the room.")
    if kept:
        click.echo(f"What was there is kept in {kept}.")


@click.command()
def renumber() -> None:
    """Keep and file all numbers by KIOSK_MRN_PATTERN, with the kiosk stopped."""
    from kiosk.domain.errors import DatabaseRefused
    from kiosk.services.records.renumber import preview
    from kiosk.services.records.renumber import renumber as write
    from kiosk.store.migrate import copy_aside
    from kiosk.store.open_database import database_file, open_database
    from kiosk.web.words.refusals import in_words

    settings = settings_in_words()
    mrn = settings.mrn_format
    with only_writer(settings), closing(open_database(settings)) as database:
        try:
            change = preview(database, mrn)
        except DatabaseRefused as error:
            raise click.ClickException(f"{in_words(error)} Nothing was changed.") from None
        _tell(change, mrn)
        if settings.database:
            click.echo("Make a copy with the database server's own tools first.")
        click.confirm("Write them, all or none?", abort=True)
        if not settings.database:
            kept = copy_aside(database_file(settings), "before-renumber")
            click.echo(f"How it was is kept in {kept}.")
        write(database, mrn, change, datetime.now(UTC))
    click.echo("Written. Numbers as they were printed so far go on finding the patient.")


def _tell(change: "Renumbering", mrn: "MrnFormat") -> None:
    """Say what a pattern will change, with some examples."""
    click.echo(f"KIOSK_MRN_PATTERN was {change.former or 'not kept yet'}, and is {mrn.pattern}.")
    click.echo(f"Numbers to write anew: {len(change.numbers)}")
    for was, number in change.examples:
        click.echo(f"    {was} becomes {mrn.shown(number)}")
    click.echo(f"Charts to file anew: {len(change.charts)}")


@click.command()
@click.argument("name")
@click.password_option("--pin", prompt="PIN (6 to 12 digits)", help="6 to 12 digits")
def admin(name: str, pin: str) -> None:
    """Make somebody an administrator, or give them a new PIN."""
    from kiosk.domain.errors import EntryRefused
    from kiosk.services.setup.begin import make_administrator
    from kiosk.web.words.refusals import in_words

    with alone(settings_in_words()) as database:
        try:
            make_administrator(database, name, pin, datetime.now(UTC))
        except EntryRefused as error:
            raise click.ClickException(in_words(error)) from None
    click.echo(f"{name} is an administrator.")


@contextmanager
def alone(settings: Settings) -> Iterator["Database"]:
    """Open the database as the only process that writes to it, and say in words why not."""
    from kiosk.services.records.renumber import require_format
    from kiosk.store.open_database import open_database

    with only_writer(settings):
        database = open_database(settings)
        try:
            require_format(database, settings.mrn_format, datetime.now(UTC))
            yield database
        finally:
            database.close()


@contextmanager
def only_writer(settings: Settings) -> Iterator[None]:
    """Be the only process that writes in the data folder, and say in words what goes wrong."""
    from sqlalchemy.exc import OperationalError

    from kiosk.domain.errors import DatabaseInUse, DatabaseRefused
    from kiosk.store.lock import sole_writer
    from kiosk.web.words.refusals import in_words

    try:
        with sole_writer(settings.data):
            yield
    except DatabaseInUse:
        raise click.ClickException(
            f"Another chart-kiosk is running on {settings.data}. "
            "Stop it first, or use its own page under Menu, Supervisor."
        ) from None
    except DatabaseRefused as error:
        raise click.ClickException(in_words(error)) from None
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {error.orig}") from None
    except OSError as error:
        raise click.ClickException(f"{settings.data}: {error.strerror}.") from None


COMMANDS = (check, import_, restore, renumber, admin)
