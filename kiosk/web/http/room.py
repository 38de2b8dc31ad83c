"""What every request needs: the database, the settings, the words, the station, the hour."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from flask import current_app, g, request
from werkzeug.wrappers import Response

from kiosk.reading import Watches
from kiosk.services.access.sign_in import SignedIn, signed_in
from kiosk.services.access.viewer import Viewer
from kiosk.services.cameras.server_camera import ServerCamera
from kiosk.services.imports.jobs import ImportJobs
from kiosk.services.printing.progress import Progress
from kiosk.services.setup.listed import read_set_up
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.queries.set_up import SetUp
from kiosk.web.words.paper import on_paper
from kiosk.web.words.wording import Wording

STATION_COOKIE = "station"
SIGN_IN_COOKIE = "sign-in"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class AppContext:
    """The record room that this process serves."""

    database: Database
    settings: Settings
    wording: Wording
    watches: Watches
    room_id: str
    generation: int
    camera: ServerCamera | None = None
    imports: ImportJobs = field(default_factory=ImportJobs)
    pdfs_in_progress: dict[str, Progress] = field(
        default_factory=dict
    )  # PDFs, by the token of their form


def room() -> AppContext:
    """Return the room of the request at hand."""
    return cast("AppContext", current_app.extensions["kiosk"])


def now() -> datetime:
    """Return the time of this request, the same at every asking."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    return cast("datetime", g.now)


def known_set_up() -> SetUp:
    """Return what is set up, as it was when this request first asked."""
    if "set_up" not in g:
        g.set_up = read_set_up(room().database)
    return cast("SetUp", g.set_up)


def station_key() -> str:
    """Return the key of the station that this browser is, or ""."""
    return request.cookies.get(STATION_COOKIE, "")


def remember(response: Response, name: str, value: str) -> None:
    """Let this browser remember something for a year."""
    response.set_cookie(name, value, max_age=A_YEAR, httponly=True, samesite="Strict")


def viewer() -> Viewer:
    """Return who is asking; names show as far as this station's operator may see them."""
    key = station_key() or request.values.get("station", "")
    return Viewer(room().settings, key, now(), signed(), say=on_paper)


def signed() -> SignedIn | None:
    """Return the supervisor who is signed in in this browser, if any."""
    if "signed" not in g:
        token = request.cookies.get(SIGN_IN_COOKIE, "")
        renews = request.endpoint not in ("scans.scan", "scans.board")
        g.signed = signed_in(room().database, room().settings, token, now(), renews=renews)
    return cast("SignedIn | None", g.signed)


def begin_session(response: Response, token: str) -> Response:
    """Let this browser be signed in, until it is closed, idles or is signed off."""
    response.set_cookie(
        SIGN_IN_COOKIE, token, httponly=True, samesite="Strict", secure=request.is_secure
    )
    return response


def path_within(path: str) -> str:
    """Return a path of this kiosk to go on to; anything else becomes the desk."""
    is_path = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_path else "/"


def given_id(name: str) -> int | None:
    """Return an id that a form or address names; None where it is none that could exist."""
    given = request.values.get(name, type=int)
    return given if given is not None and 0 <= given < 2**63 else None


def wants_json() -> bool:
    """Tell whether a program asks, rather than a browser."""
    best = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return best != "text/html"
