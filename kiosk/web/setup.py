"""Set-up pages: locations, staff, record types and stations, each a list with one plain form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.errors import ChartError
from kiosk.domain.loans import PlaceKind
from kiosk.services.listing import list_places, list_record_types, list_staff, list_stations
from kiosk.services.setup import (
    Entry,
    PlaceEntry,
    RecordTypeEntry,
    StaffEntry,
    StationEntry,
    save_entry,
)
from kiosk.web.errors import in_words
from kiosk.web.room import given_id, now, room, viewer

pages = Blueprint("setup", __name__)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: ``kind`` is text, number, check, kind or place."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One set-up page: its fields, how its rows are listed and how an entry is read."""

    title: str
    one: str
    fields: tuple[Field, ...]
    rows: Callable[[], list[Any]]
    entry: Callable[[Any], Entry]
    prints: bool = False


PAGES = {
    "locations": Page(
        "Locations",
        "location",
        (
            Field("name", "Name"),
            Field("kind", "Kind", "kind"),
            Field("phone", "Phone"),
            Field("loan_days", "Loan days", "number", "empty: as usual for its kind"),
            Field("stopped", "Stopped: may not be sent charts", "check"),
        ),
        lambda: list_places(room().database),
        lambda form: PlaceEntry(
            form.get("name", ""),
            form.get("kind", ""),
            form.get("phone", ""),
            form.get("loan_days", ""),
            "stopped" in form,
        ),
        prints=True,
    ),
    "staff": Page(
        "Staff",
        "person",
        (Field("name", "Name"), Field("operator", "Operator: may sign in at a desk", "check")),
        lambda: list_staff(room().database),
        lambda form: StaffEntry(form.get("name", ""), "operator" in form),
        prints=True,
    ),
    "record-types": Page(
        "Record types",
        "record type",
        (
            Field("name", "Name"),
            Field("loan_days", "Loan days", "number", "empty: as usual for the borrower"),
        ),
        lambda: list_record_types(room().database),
        lambda form: RecordTypeEntry(form.get("name", ""), form.get("loan_days", "")),
    ),
    "stations": Page(
        "Stations",
        "station",
        (Field("name", "Name"), Field("place", "Its desk is at", "place")),
        lambda: list_stations(room().database),
        lambda form: StationEntry(form.get("name", ""), form.get("place", "")),
    ),
}


@pages.get("/setup/<any(locations, staff, 'record-types', stations):what>")
def show(what: str) -> Response:
    """List what is set up, with a form for one more, or for the one to change."""
    return _page(what, "")


@pages.post("/setup/<any(locations, staff, 'record-types', stations):what>")
def save(what: str) -> AnyResponse:
    """Add one, or change the one whose ``id`` came along."""
    row_id = given_id("id")
    try:
        save_entry(room().database, PAGES[what].entry(request.form), now(), row_id, viewer())
    except ChartError as error:
        return _page(what, in_words(error))
    return redirect(url_for("setup.show", what=what))


def _page(what: str, error: str) -> Response:
    page = PAGES[what]
    rows = page.rows()
    wanted = given_id("id")
    row = next((row for row in rows if row.id == wanted), None)
    response = make_response(
        render_template(
            "setup/list.html",
            what=what,
            page=page,
            rows=rows,
            row=row,
            typed=_typed(page, row),
            error=error,
            kinds=list(PlaceKind),
            places=list_places(room().database),
        )
    )
    response.status_code = 422 if error else 200
    return response


def _typed(page: Page, row: Any) -> dict[str, Any]:
    """Return what the form shows: what was typed, else what the row holds."""
    if request.method == "POST":
        return request.form.to_dict()
    if row is None:
        return {}
    held = {field.name: getattr(row, field.name, None) for field in page.fields}
    if "place" in held:
        held["place"] = row.desk.code
    return {name: value for name, value in held.items() if value is not None and value is not False}
