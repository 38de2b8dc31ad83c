"""The demo's own labels and cards, for whoever has no folder at hand."""

from flask import Blueprint, abort, render_template
from markupsafe import Markup

from kiosk.domain.codes import Code, Command, Kind
from kiosk.services.setup.demo import DemoCard, demo_cards
from kiosk.web.http.room import room
from kiosk.web.words.language import translated
from kiosk.web.words.names import name_of
from kiosk.web.words.paper import CARDS
from labels import symbol_svg

pages = Blueprint("demo", __name__)


@pages.get("/demo")
def cards() -> str:
    """Show what to scan, on screen; the page also prints it as PDF."""
    if not room().settings.demo:
        abort(404)
    shown = [
        # The drawing is ours and holds nothing but a code of ours.
        (card, *_told(card), Code(card.code).grouped, Markup(symbol_svg(card.code)))  # noqa: S704
        for card in demo_cards(room().database, room().settings)
    ]
    return render_template("setup/demo.html", cards=shown)


def _told(card: DemoCard) -> tuple[str, str]:
    """Return what a card of the demo is called, and what it is; of a chart, where."""
    kind = Code(card.code).kind
    if kind is Kind.CHART:
        return room().wording.folder(card.name, card.volume), card.place
    name = name_of(Command(card.code)) if kind is Kind.COMMAND else card.name
    return name, translated(CARDS[kind])
