"""The kiosk page, and which desk this browser is."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.codes import Command
from kiosk.domain.errors import ChartError, EntryRefused
from kiosk.domain.loans import PlaceKind
from kiosk.domain.roles import Role
from kiosk.domain.why import Why
from kiosk.reading import missing_readers
from kiosk.services.access.sign_in import has_administrator, move_sign_in, sign_in
from kiosk.services.desk.boards import show_board
from kiosk.services.printing.queue import count_not_printed
from kiosk.services.setup.begin import make_administrator, set_up_first
from kiosk.services.setup.entries import PlaceEntry, StaffEntry
from kiosk.services.setup.listed import list_places, list_stations
from kiosk.web.cameras.server_camera import server_camera_at
from kiosk.web.http.room import (
    SIGN_IN_COOKIE,
    STATION_COOKIE,
    begin_session,
    now,
    path_within,
    remember,
    room,
    station_key,
)
from kiosk.web.words.answers import MISSING
from kiosk.web.words.language import translated
from kiosk.web.words.refusals import in_words

pages = Blueprint("kiosk", __name__)


@pages.get("/")
def kiosk() -> AnyResponse:
    """Show the desk; on the first day the first room, in a new browser the choice of a desk."""
    stations = list_stations(room().database)
    if not stations or not has_administrator(room().database):
        return redirect(url_for("kiosk.first"))
    known = [station.key for station in stations]
    key = station_key()
    if key not in known:
        # Guessing a desk would write false places; only a demo or a single desk needs no question.
        if len(known) > 1 and not room().settings.demo:
            return redirect(url_for("kiosk.desks"))
        key = known[0]
    board = show_board(room().database, room().settings, key, now())
    page = render_template(
        "desk/page.html",
        not_printed=count_not_printed(room().database, key),
        board=board,
        undo=Command.UNDO.value,
        missing=translated(MISSING[missing_readers()]),
        server_camera=server_camera_at(key),
        begin=len(list_places(room().database)) < 2,
    )
    return _as_station(make_response(page), key)


@pages.get("/desks")
def desks() -> str:
    """Ask which desk this browser is."""
    there = path_within(request.args.get("next", ""))
    return render_template("desk/desks.html", stations=list_stations(room().database), next=there)


@pages.post("/desks")
def choose_desk() -> AnyResponse:
    """Remember which desk this browser is; who is signed in here goes along."""
    key = request.form.get("station", "")
    move_sign_in(room().database, request.cookies.get(SIGN_IN_COOKIE, ""), key)
    return _as_station(redirect(path_within(request.form.get("next", ""))), key)


@pages.get("/first")
def first() -> AnyResponse:
    """Ask for the first room, its kind and its desk, and for the first administrator."""
    if has_administrator(room().database):
        return redirect(url_for("kiosk.kiosk"))
    return _first_page("")


@pages.post("/first")
def set_up() -> AnyResponse:
    """Set up the first room, its desk and its administrator, and begin."""
    form, database = request.form, room().database
    if has_administrator(database):
        return redirect(url_for("kiosk.kiosk"))
    name, pin = form.get("administrator", ""), form.get("pin", "")
    try:
        stations = list_stations(database)
        if stations:
            make_administrator(database, name, pin, now())
            return _signed_in(redirect(url_for("kiosk.kiosk")), name, pin, station_key())
        if not pin.strip():
            raise EntryRefused(field="pin", why=Why.NEEDED)
        entry = PlaceEntry(form.get("name", ""), form.get("kind", ""), form.get("phone", ""))
        person = StaffEntry(name, operator=True, role=Role.ADMINISTRATOR, pin=pin)
        key = set_up_first(database, entry, form.get("desk", ""), now(), person)
    except ChartError as error:
        return _first_page(in_words(error))
    return _signed_in(_as_station(redirect(url_for("kiosk.kiosk")), key), name, pin, key)


def _signed_in(response: AnyResponse, name: str, pin: str, key: str) -> AnyResponse:
    """Let the new administrator go on without typing the same again."""
    return begin_session(response, sign_in(room().database, name, pin, key, now()))


def _first_page(error: str) -> Response:
    page = render_template(
        "desk/first.html",
        kinds=[kind for kind in PlaceKind if kind is not PlaceKind.SPOT],
        error=error,
        has_stations=bool(list_stations(room().database)),
    )
    return make_response(page, 422 if error else 200)


def _as_station(response: AnyResponse | Response, key: str) -> AnyResponse:
    remember(response, STATION_COOKIE, key)
    return response
