"""Set-up pages: each a list with one plain form, for signed-in supervisors."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.errors import ChartError, NothingThere
from kiosk.domain.roles import May
from kiosk.services.access.sign_in import require
from kiosk.services.setup.save import delete_entry, save_entry
from kiosk.web.http.room import given_id, now, room, signed
from kiosk.web.setup.tables import PAGES, Page
from kiosk.web.words.refusals import in_words

pages = Blueprint("setup", __name__)


@pages.get("/setup/<what>")
def show(what: str) -> Response:
    """List what is set up, with a form for one more, or for the one to change."""
    return _page(what, "")


@pages.post("/setup/<what>")
def save(what: str) -> AnyResponse:
    """Add one, or change the one whose ``id`` came along."""
    page, by, row_id = _known(what), require(signed(), May.SET_UP), given_id("id")
    try:
        save_entry(room().database, page.entry(request.form), now(), row_id, by)
    except ChartError as error:
        return _page(what, in_words(error))
    return redirect(url_for("setup.show", what=what))


@pages.post("/setup/<what>/delete")
def delete(what: str) -> AnyResponse:
    """Take one out again that nothing points at."""
    page, by = _known(what), require(signed(), May.SET_UP)
    try:
        delete_entry(room().database, page.entry_type, given_id("id") or 0, now(), by)
    except ChartError as error:
        return _page(what, in_words(error))
    return redirect(url_for("setup.show", what=what))


def _known(what: str) -> Page:
    page = PAGES.get(what)
    if page is None:
        raise NothingThere(what="page")
    return page


def _page(what: str, error: str) -> Response:
    page = _known(what)
    require(signed(), May.SET_UP)
    rows = page.rows(room().database)
    wanted = given_id("id")
    row = next((row for row in rows if row.id == wanted), None)
    choices = {field.name: field.choices(room().database) for field in page.fields if field.choices}
    response = make_response(
        render_template(
            "setup/list.html",
            what=what,
            page=page,
            tabs=PAGES,
            rows=rows,
            row=row,
            typed=_typed(page, row),
            error=error,
            choices=choices,
        )
    )
    response.status_code = 422 if error else 200
    return response


def _typed(page: Page, row: Any) -> dict[str, Any]:
    """Return what the form shows: what was typed, else what the row holds, else the defaults."""
    if request.method == "POST" and not request.path.endswith("/delete"):
        return request.form.to_dict()
    if row is None:
        return {field.name: field.default for field in page.fields}
    return {field.name: field.held(row) for field in page.fields}
