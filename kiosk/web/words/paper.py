"""What labels, cards and slips say beside names and numbers: facts in braces."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from kiosk.domain.codes import Kind
from kiosk.services.printing.on_paper import OnPaper
from kiosk.web.words import dates
from kiosk.web.words.language import translated
from kiosk.web.words.names import name_of

_DOTS = "." * 40  # to be filled in by hand
PAPER: Mapping[OnPaper, str] = {
    OnPaper.VOLUME: "Vol {volume}",
    OnPaper.TEMPORARY: "TEMPORARY {record_type}",
    OnPaper.OPERATOR: "Operator",
    OnPaper.STAFF: "Staff",
    OnPaper.REASON: "Reason for a sensitive chart",
    OnPaper.DONE: "ends the destination, puts down",
    OnPaper.UNDO: "takes back the last send",
    OnPaper.SIGN_OFF: "ends your work at this desk",
    OnPaper.OUT: "OUT",
    OnPaper.PULL: "PULL",
    OnPaper.HOLDER: "{place}",
    OnPaper.HOLDER_WITH_PHONE: "{place}, tel. {phone}",
    OnPaper.SINCE: "since {at}",
    OnPaper.TO_BLANK: "to {dots}",
    OnPaper.SINCE_BLANK: "since {dots}",
    OnPaper.FOR_BLANK: "for {dots}",
    OnPaper.BLANK: "{dots}",
    OnPaper.PLACE: "{kind}",
    OnPaper.PLACE_WITH_PHONE: "{kind} · tel. {phone}",
    OnPaper.RULER: "10 mm each. Shorter? Print at 100 %, without “fit to page”.",
}
# What the cards of the demo are.
CARDS: Mapping[Kind, str] = {
    Kind.STAFF: "badge",
    Kind.LOCATION: "location card",
    Kind.REASON: "reason card",
    Kind.COMMAND: "command card",
}
# What can be printed of a folder beside its designs, by the names of print jobs.
WHATS: Mapping[str, str] = {
    "": "Folder label",
    "outguide": "Outguide",
    "pull-slip": "Pull slip",
    "set": "Set: folder, two forms, outguide",
}


def on_paper(said: StrEnum, **facts: object) -> str:
    """Return what paper says; times are written out, and kinds are named."""
    if not isinstance(said, OnPaper):
        return name_of(said)
    told = {name: _told(fact) for name, fact in facts.items()}
    return translated(PAPER[said]).format_map({**told, "dots": _DOTS})


def _told(fact: object) -> object:
    if isinstance(fact, datetime):
        return dates.in_words("on-paper", fact)
    return name_of(fact).capitalize() if isinstance(fact, StrEnum) else fact
