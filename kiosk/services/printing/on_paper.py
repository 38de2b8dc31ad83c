"""What stands on paper beside names and numbers: by code, for whoever has the words."""

from enum import StrEnum


class OnPaper(StrEnum):
    """A piece of what labels, cards and slips say; the words are in kiosk/web/words/paper.py."""

    VOLUME = "volume"
    TEMPORARY = "temporary"
    OPERATOR = "operator"
    STAFF = "staff"
    REASON = "reason"
    DONE = "done"
    UNDO = "undo"
    SIGN_OFF = "sign-off"
    OUT = "out"
    PULL = "pull"
    HOLDER = "holder"
    HOLDER_WITH_PHONE = "holder-with-phone"
    SINCE = "since"
    TO_BLANK = "to-blank"
    SINCE_BLANK = "since-blank"
    FOR_BLANK = "for-blank"
    BLANK = "blank"
    PLACE = "place"
    PLACE_WITH_PHONE = "place-with-phone"
    RULER = "ruler"
