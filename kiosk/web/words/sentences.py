"""Sentences of which one is chosen by what holds, and the pieces of lists within them.

Names in braces are facts: kiosk.web.words.facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.codes import Looks


@dataclass(frozen=True, slots=True)
class LapseWords:
    """What is said of something that ran out: just now, or before a scan, and what to do."""

    has_ended: str
    had_ended: str
    advice: str


LAPSES: Mapping[str, LapseWords] = {
    "destination": LapseWords(
        "Sending to {name} has ended",
        "Sending to {name} had ended before this scan",
        "If more goes to {name}, scan its card again.",
    ),
    "in_hand": LapseWords(
        "The time to send {name} has ended",
        "The time to send {name} had ended before this scan",
        "It is not sent. To send it, scan it again.",
    ),
    "reason": LapseWords(
        "The time to say why {name} is sent has ended",
        "The time to say why {name} is sent had ended before this scan",
        "It is not sent. Scan it again.",
    ),
    "operator": LapseWords(
        "The sign-in of {name} has ended",
        "The sign-in of {name} had ended before this scan",
        "Scan your badge again.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "next-in-hand": "Scan the place that it goes to.",
    "next-other-in-hand": "{held} is in hand: scan the place that it goes to.",
    "next-sending": "Next chart, or DONE.",
    "next": "Scan the next chart.",
    "ended": "Sending to {place} has ended",
    "put-down": "{put_down} was put down, not sent",
    "put-down-advice": "To send several, scan the place first. {next}",
    "lying-one": "{lying} is not sent",
    "lying-some": "{lying} are not sent",
    "lying-one-now": "If it goes to {place}: scan it now.",
    "lying-some-now": "Scan now what goes to {place}.",
    "lying-one-again": "If it goes to {place} too: scan it, then its card again.",
    "lying-some-again": "To send more to {place}: scan its card, then the charts.",
    "lying-one-to-send": "To send it: scan it, then the card of its place.",
    "lying-some-to-send": "To send them: scan the card of their place, then the charts.",
    "undone": "Taken back from {taken_from}: {named} is at {back_at} again",
    "undone-batch": "{taken_back} taken back, none had moved since",
    "undone-batch-but": "{taken_back} taken back, {kept} had moved since",
    "remaining": "{left} left in this batch.",
    "no-send": "There is no send of this desk to take back.",
    "no-send-of-batch": "Of this batch {kept} had moved since, or it was sent too long ago.",
    "other-volumes": "There is also {volumes_where}.",
    "registered-in-hand": "It is in hand. {next}",
    "registered": "It stays here. To send it too, scan it again in a few seconds.",
    "file-it": "File it.",
    "since": "since {moment}",
    "no-folder": "“{text}” is on file, but has no folder yet",
    "no-folder-advice": "If its label is printed: stick it on and scan it.",
    "none-found": "No chart found under “{text}”",
    "none-found-advice": "It looks like {looks}. Try another spelling.",
    "none-found-number-advice": "It looks like {looks}. Type the number, or three or more digits "
    "of its beginning.",
    "one-found": "1 chart under “{text}”",
    "some-found": "{count} charts under “{text}”",
    "one-found-advice": "If it is this one, say what it does.",
    "some-found-advice": "Choose the right one.",
    "badge-for-names": "{choose} Scan your badge to see names.",
    "untold-chart": "it",
    "untold-place": "another place",
    "untold-person": "This person",
    "untold": "…",
}
PIECES: Mapping[str, str] = {
    "comma": ", ",
    "and": "{first} and {last}",
    "more": "{count} more",
    "volume": "volume {volume}",
    "volume-at": "volume {volume} at {place}",
}
LOOKS: Mapping[Looks, str] = {
    Looks.NOTHING: "nothing",
    Looks.DATA: "data, not text",
    Looks.WEB_ADDRESS: "a web address",
    Looks.PRODUCT_NUMBER: "a product number",
    Looks.NUMBER: "a number",
    Looks.FOREIGN_CODE: "a code of another system",
    Looks.WORD: "a word",
}
