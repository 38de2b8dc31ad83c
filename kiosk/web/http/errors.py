"""One error shape: problem details (RFC 9457) for programs, words for people."""

import logging
import traceback
from pathlib import Path
from typing import Any

from flask import (
    Flask,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.errors import ChartError, NotPermitted
from kiosk.reading import PictureRefused
from kiosk.web.http.room import signed, wants_json
from kiosk.web.words.answers import ANSWERS, answer
from kiosk.web.words.refusals import in_words, status_of
from labels import CannotPrint

_log = logging.getLogger(__name__)
PROBLEM_HEADER = "X-Kiosk-Problem"


def install(app: Flask) -> None:
    """Answer every error of an app in one shape."""
    app.register_error_handler(ChartError, _refused)
    app.register_error_handler(CannotPrint, _unprintable)
    app.register_error_handler(PictureRefused, _no_picture)
    app.register_error_handler(OperationalError, _database_down)
    app.register_error_handler(RecursionError, _too_deep)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """Return an error as problem details, or as a page or notice for people."""
    if wants_json():
        body = {"type": "about:blank", "title": code, "status": status, "code": code}
        response = jsonify({**body, "detail": detail, **more})
        response.content_type = "application/problem+json"
    else:
        in_kiosk = request.path in ("/scans", "/board")
        template = "desk/_problem.html" if in_kiosk else "problem.html"
        response = make_response(render_template(template, detail=detail, status=status))
    response.status_code = status
    response.headers[PROBLEM_HEADER] = code
    return response


def _refused(error: ChartError) -> AnyResponse:
    if isinstance(error, NotPermitted) and not wants_json() and signed() is None:
        # What was typed into a form is lost here, so forms are shown to nobody else before.
        there = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("signing.ask", next=there))
    return problem(status_of(error), error.code, in_words(error))


def _unprintable(error: CannotPrint) -> Response:
    return problem(422, "label-not-printable", in_words(error))


def _no_picture(error: PictureRefused) -> Response:
    return problem(422, "picture-refused", in_words(error))


def _database_down(error: OperationalError) -> Response:
    _log.error("database: %s", type(error.orig).__name__)
    response = problem(503, "try-again", answer("try-again"))
    response.headers["Retry-After"] = "1"
    return response


def _too_deep(_: RecursionError) -> Response:
    return problem(400, "http-400", answer("http-400"))


def _unknown_host(_: SecurityError) -> Response:
    # No page can be drawn here: addresses are built from the host name that was refused.
    return Response(answer("unknown-host"), 400, content_type="text/plain; charset=utf-8")


def _http(error: HTTPException) -> Response:
    code = f"http-{error.code or 500}"
    said = answer(code) if code in ANSWERS else error.description or error.name
    return problem(error.code or 500, code, said)


def _unexpected(error: Exception) -> Response:
    # Only the kind of error and our own lines: its text may hold a patient's name.
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f"{Path(one.filename).name}:{one.lineno}" for one in frames if "kiosk" in one.filename]
    _log.error("unexpected %s at %s", type(error).__name__, " > ".join(ours[-4:]))
    return problem(500, "unexpected", answer("unexpected"))
