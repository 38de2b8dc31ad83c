"""The closed list of what a scan can come to, and the tone of each.

The order is the order of precedence: of several that hold, the first one leads.
"""

from collections.abc import Iterable
from enum import StrEnum


class Tone(StrEnum):
    """The five classes; each has a colour, a word, a sign and a sound of its own."""

    STOP = "stop"
    ATTENTION = "attention"
    OK = "ok"
    AGAIN = "again"
    UNCLEAR = "unclear"


class Outcome(StrEnum):
    """A stable code for each way a scan can end."""

    BORROWER_STOPPED = "borrower-stopped"
    BADGE_IS_NO_OPERATOR = "badge-is-no-operator"
    NOT_PERMITTED = "not-permitted"
    CHART_RETIRED = "chart-retired"
    REASON_NEEDED = "sensitive-reason-needed"
    NOTHING_TO_FILE = "nothing-to-file-here"
    UNDO_REFUSED = "undo-refused"
    WRONG_LABEL = "not-the-label-just-printed"

    PUT_DOWN_NOT_SENT = "put-down-and-not-sent"
    ARRIVED_NOT_SENT = "arrived-and-not-sent"
    LAPSED = "something-lapsed"
    NOTHING_WENT = "nothing-went"
    WENT_ELSEWHERE = "went-elsewhere"
    PENDING_ENDED = "pending-ended"
    NOBODY_SAID_IT_LEFT = "nobody-had-said-that-it-left"
    WAS_ELSEWHERE_SENT_ON = "was-elsewhere-and-is-sent-on"
    WAS_ON_ITS_WAY_SENT_ON = "was-on-its-way-here-and-is-sent-on"
    JUST_SENT_OUT = "just-sent-out-from-here"
    HOME_IS_ANOTHER_ROOM = "home-is-another-room"
    SHEETS_WAIT = "loose-sheets-wait"
    WAS_MISSING = "was-missing-and-is-found"
    TEMPORARY_EXISTS = "temporary-folder-exists"
    SET_INCOMPLETE = "volume-set-incomplete"
    WEAK_LABEL = "weak-label-reprint"

    CHECKED_OUT = "checked-out"
    TRANSFERRED = "transferred"
    SENT_BACK = "sent-back"
    MOVED = "moved"
    CHECKED_IN = "checked-in"
    RECEIVED = "received"
    IN_HAND = "in-hand"
    FILED = "filed"
    UNDONE = "undone"
    DESTINATION_SET = "destination-set"
    DESTINATION_ENDED = "destination-ended"
    PUT_DOWN = "put-down"
    OPERATOR_SIGNED_IN = "operator-signed-in"
    SIGNED_OFF = "signed-off"
    FOLDER_REGISTERED = "folder-registered"
    LABEL_VERIFIED = "label-verified"
    REASON_TAKEN = "reason-taken"
    REPORTED_MISSING = "reported-missing"
    SHEETS_NOTED = "sheets-noted"
    SHEETS_CLEARED = "sheets-cleared"
    LOAN_EXTENDED = "loan-extended"
    LABEL_TIED = "label-tied"

    UNDO_ASKS = "undo-asks"
    HERE_NOT_IN_HAND = "here-and-not-in-hand"
    STILL_IN_HAND = "still-in-hand"
    ALREADY_SENT = "already-sent-there"
    SAME_LABEL_TWICE = "same-label-read-twice"
    PLACE_JUST_SENT_TO = "place-of-the-chart-just-sent"
    NOTHING_PENDING = "nothing-was-pending"
    NOTHING_TO_UNDO = "nothing-to-undo"

    LOOK_UP_OPENED = "look-up-opened"
    NOT_OUR_CODE = "not-one-of-our-codes"
    CHECK_DIGITS_WRONG = "check-digits-wrong"
    NOTHING_KNOWN = "nothing-known-under-this-code"
    TWO_LABELS = "two-labels-in-view"
    KEPT_NOT_MOVED = "kept-in-history-but-not-moved"

    @property
    def tone(self) -> Tone:
        """The class that this outcome belongs to."""
        return _TONES[self]


_FIRST_OF_TONE = {
    Outcome.BORROWER_STOPPED: Tone.STOP,
    Outcome.PUT_DOWN_NOT_SENT: Tone.ATTENTION,
    Outcome.CHECKED_OUT: Tone.OK,
    Outcome.UNDO_ASKS: Tone.AGAIN,
    Outcome.LOOK_UP_OPENED: Tone.UNCLEAR,
}


def _tones() -> dict[Outcome, Tone]:
    tones: dict[Outcome, Tone] = {}
    tone = Tone.STOP
    for outcome in Outcome:
        tone = _FIRST_OF_TONE.get(outcome, tone)
        tones[outcome] = tone
    return tones


_TONES = _tones()
_RANK = {outcome: rank for rank, outcome in enumerate(Outcome)}
_RANK[Outcome.LABEL_VERIFIED] = len(_RANK)  # leads only where it is all there is to say


def in_order(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Put outcomes in order of precedence, each once: the first leads, the others are *also*."""
    return tuple(sorted(set(outcomes), key=_RANK.__getitem__))
