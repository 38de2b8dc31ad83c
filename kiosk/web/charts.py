"""Where is it: search, one chart with its history, and the lists that are printed."""

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from kiosk.services.finding import find_charts, list_batch, list_who_has_what, tell_history
from kiosk.web.answers import chart_json, movement_json
from kiosk.web.errors import problem
from kiosk.web.room import now, room, viewer, wants_json

pages = Blueprint("charts", __name__)


@pages.get("/charts")
def search_page() -> str:
    """Ask for a number or a name."""
    return render_template("charts/search.html", charts=None, text="")


@pages.post("/charts/search")
def search() -> Response:
    """Find charts by number, name or code; a POST, so that no name stands in an address."""
    given = request.get_json() if request.is_json else request.form.to_dict()
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        return problem(400, "malformed-search", 'The search needs a text: {"text": "..."}.')
    text = given["text"][:200]
    charts = find_charts(room().database, viewer(), text)
    if wants_json():
        return jsonify({"charts": [chart_json(chart) for chart in charts]})
    return make_response(render_template("charts/search.html", charts=charts, text=text))


@pages.get("/charts/<code>")
def chart(code: str) -> Response:
    """Show one chart: where it is, who to call, and its whole history."""
    found, movements = tell_history(room().database, viewer(), code)
    if wants_json():
        listed = [movement_json(movement) for movement in movements]
        return jsonify({**chart_json(found), "history": listed})
    return make_response(
        render_template("charts/chart.html", chart=found, movements=movements, now=now())
    )


@pages.get("/lists/out")
def who_has_what() -> str:
    """List who has what, to print for a night without power."""
    holdings = list_who_has_what(room().database, viewer())
    return render_template("lists/out.html", holdings=holdings, now=now())


@pages.get("/batches/<int(max=9223372036854775807):batch_id>")
def batch(batch_id: int) -> str:
    """List what one batch sent, to go with the trolley."""
    return render_template(
        "lists/batch.html", batch=list_batch(room().database, viewer(), batch_id), now=now()
    )
