"""The demo's own labels and cards, for whoever has no folder at hand."""

from flask import Blueprint, abort, render_template
from markupsafe import Markup

from kiosk.domain.codes import Code
from kiosk.services.setup.demo import demo_cards
from kiosk.web.http.room import room
from labels import symbol_svg

pages = Blueprint("demo", __name__)


@pages.get("/demo")
def cards() -> str:
    """Show what to scan, on screen; the page also prints it as PDF."""
    if not room().settings.demo:
        abort(404)
    shown = [
        # The drawing is ours and holds nothing but a code of ours.
        (card, Code(card.code).grouped, Markup(symbol_svg(card.code)))  # noqa: S704
        for card in demo_cards(room().database, room().settings)
    ]
    return render_template("setup/demo.html", cards=shown)
