"""Signing in with a name or a badge and a PIN, and out again."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.errors import NotPermitted, PinLocked, PinWrong
from kiosk.services.access.sign_in import sign_in, sign_out
from kiosk.web.http.room import SIGN_IN_COOKIE, begin_session, now, path_within, room, station_key
from kiosk.web.words.refusals import in_words

pages = Blueprint("signing", __name__)


@pages.get("/sign-in")
def ask() -> Response:
    """Ask for a name or a badge, and the PIN."""
    return _page("")


@pages.post("/sign-in")
def begin() -> AnyResponse:
    """Sign in, and go on to where that was needed."""
    form = request.form
    try:
        token = sign_in(
            room().database, form.get("who", ""), form.get("pin", ""), station_key(), now()
        )
    except (NotPermitted, PinWrong, PinLocked) as error:
        return _page(in_words(error))
    return begin_session(redirect(path_within(form.get("next", ""))), token)


@pages.post("/sign-out")
def end() -> AnyResponse:
    """Sign out."""
    sign_out(room().database, request.cookies.get(SIGN_IN_COOKIE, ""))
    response = redirect(url_for("kiosk.kiosk"))
    response.delete_cookie(SIGN_IN_COOKIE)
    return response


def _page(error: str) -> Response:
    page = render_template(
        "access/sign_in.html", error=error, next=path_within(request.values.get("next", ""))
    )
    return make_response(page, 403 if error else 200)
