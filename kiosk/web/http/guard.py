"""Closed by default: known host names only, no foreign pages, nothing cached, nothing embedded."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from kiosk.settings import LOOPBACK, Settings
from kiosk.web.words.answers import answer

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def install(app: Flask, settings: Settings) -> None:
    """Guard every request of an app."""
    names = {*LOOPBACK, "[::1]", settings.host, *settings.host_names}
    app.config["TRUSTED_HOSTS"] = sorted(names)
    app.before_request(_same_origin)
    app.after_request(_sealed)


def _same_origin() -> None:
    """Refuse what another site's page sends; programs send neither header and may."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign or site not in ("same-origin", "none"):
        abort(403, answer("other-site"))


def _sealed(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
