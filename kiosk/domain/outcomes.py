"""The closed list of what a scan can come to, and the tone of each.

The order is the order of precedence: of several that hold, the first one leads.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Self


class Tone(StrEnum):
    """The five classes; each has a colour, a word, a sign and a sound of its own."""

    STOP = "stop"
    ATTENTION = "attention"
    OK = "ok"
    AGAIN = "again"
    UNCLEAR = "unclear"


class Outcome(StrEnum):
    """A stable code for each way a scan can end, and its tone."""

    tone: Tone

    def __new__(cls, code: str, tone: Tone | None = None) -> Self:
        """Make the code the member's value; every member has its tone beside it."""
        assert tone is not None
        made = str.__new__(cls, code)
        made._value_, made.tone = code, tone
        return made

    BORROWER_STOPPED = "borrower-stopped", Tone.STOP
    BADGE_IS_NO_OPERATOR = "badge-is-no-operator", Tone.STOP
    NOT_PERMITTED = "not-permitted", Tone.STOP
    CHART_RETIRED = "chart-retired", Tone.STOP
    REASON_NEEDED = "sensitive-reason-needed", Tone.STOP
    NOTHING_TO_FILE = "nothing-to-file-here", Tone.STOP
    UNDO_REFUSED = "undo-refused", Tone.STOP
    WRONG_LABEL = "not-the-label-just-printed", Tone.STOP

    PUT_DOWN_NOT_SENT = "put-down-and-not-sent", Tone.ATTENTION
    ARRIVED_NOT_SENT = "arrived-and-not-sent", Tone.ATTENTION
    LAPSED = "something-lapsed", Tone.ATTENTION
    NOTHING_WENT = "nothing-went", Tone.ATTENTION
    WENT_ELSEWHERE = "went-elsewhere", Tone.ATTENTION
    PENDING_ENDED = "pending-ended", Tone.ATTENTION
    NOBODY_SAID_IT_LEFT = "nobody-had-said-that-it-left", Tone.ATTENTION
    WAS_ELSEWHERE_SENT_ON = "was-elsewhere-and-is-sent-on", Tone.ATTENTION
    WAS_ON_ITS_WAY_SENT_ON = "was-on-its-way-here-and-is-sent-on", Tone.ATTENTION
    JUST_SENT_OUT = "just-sent-out-from-here", Tone.ATTENTION
    HOME_IS_ANOTHER_ROOM = "home-is-another-room", Tone.ATTENTION
    SHEETS_WAIT = "loose-sheets-wait", Tone.ATTENTION
    WAS_MISSING = "was-missing-and-is-found", Tone.ATTENTION
    TEMPORARY_EXISTS = "temporary-folder-exists", Tone.ATTENTION
    SET_INCOMPLETE = "volume-set-incomplete", Tone.ATTENTION
    WEAK_LABEL = "weak-label-reprint", Tone.ATTENTION

    CHECKED_OUT = "checked-out", Tone.OK
    TRANSFERRED = "transferred", Tone.OK
    SENT_BACK = "sent-back", Tone.OK
    MOVED = "moved", Tone.OK
    CHECKED_IN = "checked-in", Tone.OK
    RECEIVED = "received", Tone.OK
    IN_HAND = "in-hand", Tone.OK
    FILED = "filed", Tone.OK
    UNDONE = "undone", Tone.OK
    DESTINATION_SET = "destination-set", Tone.OK
    DESTINATION_ENDED = "destination-ended", Tone.OK
    PUT_DOWN = "put-down", Tone.OK
    OPERATOR_SIGNED_IN = "operator-signed-in", Tone.OK
    SIGNED_OFF = "signed-off", Tone.OK
    FOLDER_REGISTERED = "folder-registered", Tone.OK
    LABEL_VERIFIED = "label-verified", Tone.OK
    REASON_TAKEN = "reason-taken", Tone.OK
    REPORTED_MISSING = "reported-missing", Tone.OK
    SHEETS_NOTED = "sheets-noted", Tone.OK
    SHEETS_CLEARED = "sheets-cleared", Tone.OK
    LOAN_EXTENDED = "loan-extended", Tone.OK
    LABEL_TIED = "label-tied", Tone.OK

    UNDO_ASKS = "undo-asks", Tone.AGAIN
    HERE_NOT_IN_HAND = "here-and-not-in-hand", Tone.AGAIN
    STILL_IN_HAND = "still-in-hand", Tone.AGAIN
    ALREADY_SENT = "already-sent-there", Tone.AGAIN
    SAME_LABEL_TWICE = "same-label-read-twice", Tone.AGAIN
    PLACE_JUST_SENT_TO = "place-of-the-chart-just-sent", Tone.AGAIN
    NOTHING_PENDING = "nothing-was-pending", Tone.AGAIN
    NOTHING_TO_UNDO = "nothing-to-undo", Tone.AGAIN

    LOOK_UP_OPENED = "look-up-opened", Tone.UNCLEAR
    NOT_OUR_CODE = "not-one-of-our-codes", Tone.UNCLEAR
    CHECK_DIGITS_WRONG = "check-digits-wrong", Tone.UNCLEAR
    NOTHING_KNOWN = "nothing-known-under-this-code", Tone.UNCLEAR
    TWO_LABELS = "two-labels-in-view", Tone.UNCLEAR
    KEPT_NOT_MOVED = "kept-in-history-but-not-moved", Tone.UNCLEAR


_RANK = {outcome: rank for rank, outcome in enumerate(Outcome)}
_RANK[Outcome.LABEL_VERIFIED] = len(_RANK)  # leads only where it is all there is to say


def in_order(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Put outcomes in order of precedence, each once: the first leads, the others are *also*."""
    return tuple(sorted(set(outcomes), key=_RANK.__getitem__))
