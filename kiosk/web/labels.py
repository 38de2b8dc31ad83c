"""Printing: labels and cards from codes, and the page to choose them."""

from flask import Blueprint, Response, make_response, render_template, request

from kiosk.domain.codes import Command
from kiosk.services.listing import list_places, list_reasons, list_staff, list_stations
from kiosk.services.printing import PrintJob, print_labels
from kiosk.web.room import remember, room, station_key, viewer
from labels import STOCKS

pages = Blueprint("labels", __name__)
STOCK_COOKIE = "stock"


@pages.get("/labels")
def choose() -> str:
    """Choose cards and badges to print."""
    return render_template(
        "labels/choose.html",
        places=list_places(room().database),
        staff=list_staff(room().database),
        commands=list(Command),
        reasons=list_reasons(room().database),
    )


@pages.post("/labels")
def make() -> Response:
    """Return the PDF of the codes that were chosen; nothing is assigned if that fails."""
    form = request.form
    job = PrintJob(
        form.getlist("code"),
        form.get("stock", ""),
        max(form.get("first", 1, type=int) - 1, 0),
        "hide_names" in form,
    )
    made = make_response(print_labels(room().database, viewer(), job))
    made.mimetype = "application/pdf"
    made.headers["Content-Disposition"] = "inline; filename=labels.pdf"
    remember(made, STOCK_COOKIE, job.stock)
    return made


def stock_choices() -> dict[str, object]:
    """Give every page with a print form the stocks, and the one to offer first.

    That is what this station's printer holds, else the one used last in this browser.
    """
    held = [one.stock for one in list_stations(room().database) if one.key == station_key()]
    last = request.cookies.get(STOCK_COOKIE, STOCKS[0].name)
    return {"stocks": STOCKS, "last_stock": "".join(held) or last}
