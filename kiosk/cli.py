"""chart-kiosk: serve, demo, check, import, admin, and the commands for labels and pictures."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask import Flask

from kiosk.cli_labels import COMMANDS, settings_in_words
from kiosk.settings import Settings, data_folder

if TYPE_CHECKING:
    from kiosk.services.cameras.server_camera import ServerCamera
    from kiosk.store.engine import Database

THREADS = 8


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chart-kiosk")
def main() -> None:
    """Chart Kiosk: where every paper chart is, kept true by scanning."""


@main.command()
def serve() -> None:
    """Serve the kiosk on the database in the data folder."""
    _serve(settings_in_words())


@main.command()
def demo() -> None:
    """Serve a demo record room with fictional patients, in a database of its own."""
    _serve(settings_in_words(data=data_folder() / "demo", database="", demo=True))


@main.command()
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


@main.command("import")
@click.argument("kind", type=click.Choice(["patients", "charts", "locations", "staff"]))
@click.argument("file", type=click.Path(path_type=Path))
def import_(kind: str, file: Path) -> None:
    """Import a CSV file: all of its rows or, if one is wrong, none; exit 1 then."""
    from kiosk.domain.actors import Actor, Program
    from kiosk.domain.errors import FileRefused
    from kiosk.services.imports.import_file import import_file
    from kiosk.web.words.entries import why_in_words

    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}.") from None
    settings, by = settings_in_words(), Actor(program=Program.COMMAND_LINE)
    with _alone(settings) as database, click.progressbar(length=1, label=str(file)) as bar:

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


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Put a copy of the database back, with the kiosk stopped; what it replaces is kept."""
    from kiosk.domain.errors import DatabaseRefused
    from kiosk.store.restore import restore
    from kiosk.web.words.refusals import in_words

    settings = settings_in_words()
    click.confirm(f"Put {file} in the place of the database in {settings.data}?", abort=True)
    with _only_writer(settings):
        try:
            generation, kept = restore(settings, file)
        except DatabaseRefused as error:
            raise click.ClickException(f"{in_words(error)} Nothing was changed.") from None
    click.echo(f"Put back; this is generation {generation} of the room.")
    if kept:
        click.echo(f"What was there is kept in {kept}.")


@main.command()
@click.argument("name")
@click.password_option("--pin", prompt="PIN (6 to 12 digits)", help="6 to 12 digits")
def admin(name: str, pin: str) -> None:
    """Make somebody an administrator, or give them a new PIN."""
    from kiosk.domain.errors import EntryRefused
    from kiosk.services.setup.begin import make_administrator
    from kiosk.web.words.refusals import in_words

    with _alone(settings_in_words()) as database:
        try:
            make_administrator(database, name, pin, datetime.now(UTC))
        except EntryRefused as error:
            raise click.ClickException(in_words(error)) from None
    click.echo(f"{name} is an administrator.")


@contextmanager
def _alone(settings: Settings) -> Iterator["Database"]:
    """Open the database as the only process that writes to it, and say in words why not."""
    from kiosk.store.open_database import open_database

    with _only_writer(settings):
        database = open_database(settings)
        try:
            yield database
        finally:
            database.close()


@contextmanager
def _only_writer(settings: Settings) -> Iterator[None]:
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


def _serve(settings: Settings) -> None:
    try:
        from kiosk.app import create_app
    except ImportError as error:  # OpenCV without its system libraries
        raise click.ClickException(
            f"{error}. Please type: sudo apt-get install libgl1 libglib2.0-0"
        ) from None
    from kiosk.reading import available_readers, missing_readers
    from kiosk.services.printing.print_labels import catalogue
    from kiosk.services.printing.worker import PrintWorker
    from kiosk.services.setup.demo import fill_demo
    from kiosk.web.words.answers import MISSING
    from kiosk.web.words.paper import on_paper
    from kiosk.web.words.printing import unprintable_in_words
    from labels import CannotPrint

    try:
        catalogue(settings)
    except CannotPrint as error:
        said = f"{settings.data / 'labels'}: {unprintable_in_words(error)}"
        raise click.ClickException(said) from None
    with _alone(settings) as database:
        if settings.demo:
            fill_demo(database, settings, datetime.now(UTC))
        camera = _server_camera(settings, database)
        server = _listen(settings, create_app(settings, database, camera))
        _greet(settings, available_readers(), MISSING[missing_readers()])
        working: list[PrintWorker | ServerCamera] = [PrintWorker(database, settings, on_paper)]
        working += [camera] if camera else []
        for one in working:
            one.start()
        try:
            server.run()
        finally:
            for one in working:
                one.stop()


def _server_camera(settings: Settings, database: "Database") -> "ServerCamera | None":
    """Prepare the camera that the server reads, if it is to read one."""
    from kiosk.app import wanted
    from kiosk.services.cameras.server_camera import ServerCamera
    from kiosk.services.setup.listed import list_stations

    if not settings.camera:
        return None
    keys = [station.key for station in list_stations(database)]
    if settings.camera_station and settings.camera_station not in keys:
        raise click.ClickException(
            f"KIOSK_CAMERA_STATION: there is no station “{settings.camera_station}”; "
            f"there are: {', '.join(keys) or 'none yet'}."
        )
    return ServerCamera(database, settings, wanted(settings))


def _listen(settings: Settings, app: Flask) -> Any:
    from waitress.server import create_server

    try:
        return create_server(
            app, host=settings.host, port=settings.port, threads=THREADS, ident=None
        )
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
            "Set KIOSK_PORT to another port."
        ) from None


def _greet(settings: Settings, readers: list[str], missing: str) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    click.echo(f"Chart Kiosk: open {address}")
    if settings.demo:
        click.echo(f"This is a demo with fictional patients. What to scan: {address}/demo")
    click.echo(f"Cameras are read with: {', '.join([*readers, 'our own matching'])}")
    if settings.camera:
        click.echo(f"The server reads the camera {settings.camera}.")
    if settings.trust_lan:
        click.echo(
            "KIOSK_TRUST_LAN is set: everybody on this network can scan and read, unencrypted. "
            "There is no TLS yet."
        )
    if missing:
        click.echo(missing)
    click.echo("Stop with Ctrl-C.")


for command in COMMANDS:
    main.add_command(command)
