"""chart-kiosk: serve and demo, and the commands of the rooms beside."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
from flask import Flask

from kiosk import cli_labels, cli_room
from kiosk.cli_labels import settings_in_words
from kiosk.cli_room import alone
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
    with alone(settings) as database:
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


for command in (*cli_room.COMMANDS, *cli_labels.COMMANDS):
    main.add_command(command)
