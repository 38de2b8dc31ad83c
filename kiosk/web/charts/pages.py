"""Where is it: search, one chart with its history, what a clerk does to it, and the trolley."""

import secrets
from datetime import date, datetime
from typing import Any

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.codes import Command
from kiosk.domain.desk import Act, Source
from kiosk.domain.errors import ChartError, EntryRefused
from kiosk.domain.why import Why
from kiosk.services.charts.find import find_charts, list_batch, tell_chart
from kiosk.services.charts.folders import prepare_temporary
from kiosk.services.desk.answers import ScanAnswer
from kiosk.services.desk.scan_request import ScanRequest
from kiosk.services.desk.take_scan import retell_scan, take_scan
from kiosk.web.desk.answer_json import chart_json, movement_json
from kiosk.web.http.errors import problem
from kiosk.web.http.room import (
    known_set_up,
    now,
    path_within,
    room,
    signed,
    station_key,
    viewer,
    wants_json,
)
from kiosk.web.words.answers import answer
from kiosk.web.words.language import translated
from kiosk.web.words.messages import TEMPORARY_MADE
from kiosk.web.words.refusals import in_words

pages = Blueprint("charts", __name__)


@pages.get("/charts")
def search_page() -> str:
    """Ask for a number or a name."""
    return render_template("charts/search.html", found=None, text="")


@pages.post("/charts/search")
def search() -> Response:
    """Find charts by number, name or code; a POST, so that no name stands in an address."""
    given = request.get_json() if request.is_json else request.form.to_dict()
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        said = answer("malformed-search", example='{"text": "..."}')
        return problem(400, "malformed-search", said)
    text = given["text"][:200]
    found = find_charts(room().database, viewer(), text)
    if wants_json():
        counted = {"patients": found.whose.count, "cut": found.whose.is_cut}
        return jsonify({"charts": [chart_json(chart) for chart in found.charts], **counted})
    return make_response(render_template("charts/search.html", found=found, text=text))


@pages.route("/charts/<code>", methods=["GET", "POST"])
def chart(code: str) -> Response:
    """Show one chart: where it is, who to call, and its whole history.

    A sensitive one shows no more than that until a reason is posted.
    """
    if wants_json():
        page = tell_chart(room().database, viewer(), code)
        listed = [movement_json(movement) for movement in page.movements]
        return jsonify({**chart_json(page.chart), "history": listed})
    try:
        return show_chart(code, reason=request.form.get("reason", ""))
    except EntryRefused as error:
        return show_chart(code, error)


def show_chart(code: str, error: ChartError | None = None, reason: str = "") -> Response:
    """Show a chart's page; after an ``error`` with what was typed into its form."""
    page = tell_chart(room().database, viewer(), code, reason=reason)
    known = known_set_up()
    rooms = [place for place in known.places.values() if place.place.is_file_room]
    is_one = page.chart.home.id in {place.id for place in rooms}
    homes = rooms if is_one else [page.chart.home, *rooms]
    shown = render_template(
        "charts/chart.html",
        page=page,
        chart=page.chart,
        said=said_here(page.chart.id),
        error=in_words(error) if error else "",
        typed=request.form if error else {},
        signed=signed(),
        rooms=homes,
        at_desk=station_key() in known.stations,
        record_types=known.record_types.values(),
    )
    return make_response(shown, 422 if error else 200)


def said_here(chart_id: int | None = None) -> ScanAnswer | None:
    """Return what the button came to that led to this page; of one chart, if that is given."""
    scan_id = request.args.get("said", "")
    said = retell_scan(room().database, room().settings, station_key(), scan_id, now())
    return said if said and chart_id in (None, said.scan.chart_id) else None


def press(text: str, **more: Any) -> str:
    """Take the scan that a button of a page stands for, at this browser's desk; return its id."""
    scan_id = secrets.token_hex(16)
    asked = ScanRequest(scan_id, station_key(), text, Source.BUTTON, by=signed(), **more)
    take_scan(room().database, room().settings, asked, now())
    return scan_id


@pages.post("/charts/<code>/acts")
def act(code: str) -> AnyResponse:
    """Do one of the prompt's acts to a chart, from its page or from a list."""
    form = request.form
    if form.get("act") not in list(Act):
        raise EntryRefused(field="act", why=Why.NO_CHOICE)
    try:
        scan_id = press(
            code,
            act=Act(form["act"]),
            note=form.get("note", ""),
            happened_at=_local(form.get("happened_at", "")),
            until=_day(form.get("until", "")),
        )
    except EntryRefused as error:
        return show_chart(code, error)
    if back := form.get("back"):
        there = path_within(back).rstrip("?")
        return redirect(f"{there}{'&' if '?' in there else '?'}said={scan_id}")
    return redirect(url_for("charts.chart", code=code, said=scan_id))


@pages.post("/charts/<code>/temporary")
def temporary(code: str) -> AnyResponse:
    """Report a chart missing, and make the label of a folder that stands in for it."""
    page = tell_chart(room().database, viewer(), code)
    if not page.chart.missing:
        press(code, act=Act.MISSING, note=translated(TEMPORARY_MADE))
    made = prepare_temporary(room().database, code, now(), viewer())
    return redirect(url_for("folders.label", code=made))


@pages.get("/batches/<int(max=9223372036854775807):batch_id>")
def batch(batch_id: int) -> str:
    """List what one batch sent, to go with the trolley."""
    return render_template(
        "lists/batch.html",
        batch=list_batch(room().database, viewer(), batch_id),
        batch_id=batch_id,
    )


@pages.post("/batches/<int(max=9223372036854775807):batch_id>/undo")
def undo_batch(batch_id: int) -> AnyResponse:
    """Take a whole batch back, as far as UNDO could; the desk says how many."""
    press(Command.UNDO.value, undoes_batch=batch_id)
    return redirect(url_for("kiosk.kiosk"))


def _day(text: str) -> date | None:
    """Read a day as a form gives it."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise EntryRefused(field="day", why=Why.NO_DATE, example="2026-12-25") from None


def _local(text: str) -> datetime | None:
    """Read a time as a form gives it, in the time that people here live by."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=room().settings.zone)
    except ValueError:
        raise EntryRefused(field="time", why=Why.NO_TIME) from None
