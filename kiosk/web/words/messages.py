"""Every outcome and every refusal in the clerk's words: what happened, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.outcomes import Outcome, Tone
from kiosk.web.words.language import translated

TONE_WORDS = {
    Tone.STOP: "Stop",
    Tone.ATTENTION: "Done, with something to do",
    Tone.OK: "Done",
    Tone.AGAIN: "Nothing changed",
    Tone.UNCLEAR: "Nothing moved",
}
TONE_SIGNS = {
    Tone.STOP: "✕",
    Tone.ATTENTION: "!",
    Tone.OK: "✓",
    Tone.AGAIN: "=",
    Tone.UNCLEAR: "?",
}

# One sentence, and one thing to do next. Names in braces are facts: kiosk.web.words.facts.
# Every sentence is whole, so that another language may order it as it likes.
WORDS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.BORROWER_STOPPED: (
        "{refused_place} may not be sent charts",
        "Ask your supervisor. The chart stays at {here}.",
    ),
    Outcome.BADGE_IS_NO_OPERATOR: (
        "{person} is not an operator",
        "To send charts to {person}, scan their borrower card.",
    ),
    Outcome.NOT_PERMITTED: (
        "Only a signed-in supervisor may do this",
        "Nothing was changed. Sign in under Menu.",
    ),
    Outcome.CHART_RETIRED: (
        "This chart is retired",
        "Put it aside for your supervisor, who can re-activate it. It is recorded at {here}.",
    ),
    Outcome.REASON_NEEDED: (
        "Sensitive: why does it go to {refused_place}?",
        "Scan a reason card, or type the reason below. The chart stays at {here} until then.",
    ),
    Outcome.NOTHING_TO_FILE: (
        "Nothing to file on {spot}",
        "Scan the chart first, and its shelf right after it.",
    ),
    Outcome.UNDO_REFUSED: (
        "Not undone: {named} has moved since",
        "It is at {now_at} now. Scan the folder if you have it.",
    ),
    Outcome.WRONG_LABEL: (
        "This is not the label just printed",
        "Stick on the fresh one only. If it is not there, print it again.",
    ),
    Outcome.NOBODY_SAID_IT_LEFT: (
        "Nobody had said that it left {was_at}",
        "It is recorded here now. {next}",
    ),
    Outcome.WAS_ELSEWHERE_SENT_ON: (
        "Sent on to {to}",
        "It was with {was_at} {was_since}. If it came back for filing: UNDO, DONE.",
    ),
    Outcome.WAS_ON_ITS_WAY_SENT_ON: (
        "Arrived here, and sent on to {to}",
        "If it should stay here: UNDO.",
    ),
    Outcome.JUST_SENT_OUT: (
        "It was sent to {was_at} {sent_ago}",
        "If it is on the trolley: UNDO.",
    ),
    Outcome.HOME_IS_ANOTHER_ROOM: (
        "Its home is {home}",
        "Put it with the charts for {home}.",
    ),
    Outcome.SHEETS_WAIT: (
        "Loose sheets wait for this chart",
        "{sheets}. Put them in, then clear the note.",
    ),
    Outcome.WAS_MISSING: (
        "It was missing, and is found",
        "It is recorded at {here} now. {next}",
    ),
    Outcome.TEMPORARY_EXISTS: (
        "There is a temporary folder for this chart",
        "Bring both together; a supervisor joins them.",
    ),
    Outcome.SET_INCOMPLETE: (
        "{wanting} wants {volumes} too",
        "{volumes_at}. {next}",
    ),
    Outcome.PUT_DOWN_NOT_SENT: ("{put_down_said}", "{put_down_advice}"),
    Outcome.ARRIVED_NOT_SENT: ("{not_sent_said}", "{not_sent_advice}"),
    Outcome.NOTHING_WENT: (
        "Nothing went to {nothing_to}",
        "If a chart should go there: scan the card of {nothing_to}, then the chart.",
    ),
    Outcome.WENT_ELSEWHERE: (
        "{went} went to {went_to}",
        "To change it: UNDO. Else scan the charts that go to {place}.",
    ),
    Outcome.PENDING_ENDED: (
        "{pending_ended}",
        "If it was yours: scan it again. {next}",
    ),
    Outcome.LAPSED: (
        "{lapsed}",
        "{lapse_advice}",
    ),
    Outcome.WEAK_LABEL: (
        "Its label has become hard to read",
        "Print a new one now, or later from the list of labels to reprint. {shelve}",
    ),
    Outcome.CHECKED_OUT: ("Checked out to {to}", "{other_volumes} {next}"),
    Outcome.TRANSFERRED: ("Transferred to {to}", "{other_volumes} {next}"),
    Outcome.SENT_BACK: ("Sent back to {to}", "{next}"),
    Outcome.MOVED: ("Moved to {to}", "{next}"),
    Outcome.CHECKED_IN: ("Checked in at {here}", "{shelve} {next}"),
    Outcome.RECEIVED: ("Received at {here}", "{next}"),
    Outcome.IN_HAND: ("In hand", "Scan the place that it goes to."),
    Outcome.FILED: ("Filed on {spot}", "{next}"),
    Outcome.DESTINATION_SET: ("Every chart goes to {place}", "Scan the charts, then DONE."),
    Outcome.DESTINATION_ENDED: ("Sending to {place} has ended", "{next}"),
    Outcome.PUT_DOWN: ("{put_down} put down; it stays here", "{next}"),
    Outcome.OPERATOR_SIGNED_IN: ("Hello, {operator}", "{next}"),
    Outcome.SIGNED_OFF: ("Signed off", "Scan your badge to begin again."),
    Outcome.UNDONE: ("{undone}", "{remaining} {next}"),
    Outcome.FOLDER_REGISTERED: ("New folder registered at {here}", "{registered_advice}"),
    Outcome.LABEL_VERIFIED: ("Its label reads well", "{next}"),
    Outcome.REASON_TAKEN: ("Reason noted: {reason}", "{next}"),
    Outcome.REPORTED_MISSING: (
        "{named} is reported missing",
        "It should be at {now_at}. Any scan of it ends the search.",
    ),
    Outcome.SHEETS_NOTED: ("Loose sheets noted: {sheets}", "Every scan of the chart will say so."),
    Outcome.SHEETS_CLEARED: ("No loose sheets wait any more", "{next}"),
    Outcome.LOAN_EXTENDED: ("{now_at} may keep it until {due}", "{next}"),
    Outcome.LABEL_TIED: ("This label means {named} from now on", "Scan it like any other."),
    Outcome.UNDO_ASKS: (
        "Take back {would_take_back} from {went_to}?",
        "UNDO once more takes it back. Nothing was changed yet.",
    ),
    Outcome.HERE_NOT_IN_HAND: (
        "It is here already, and not in hand",
        "To send it, scan it again in a few seconds.",
    ),
    Outcome.STILL_IN_HAND: ("Still in hand", "Scan the place that it goes to."),
    Outcome.ALREADY_SENT: ("Already sent to {place_now}", "{next}"),
    Outcome.SAME_LABEL_TWICE: ("The same label, read twice", "{next}"),
    Outcome.PLACE_JUST_SENT_TO: (
        "The chart was just sent there",
        "Only that one went. Scan the next chart, then the card of its place.",
    ),
    Outcome.NOTHING_PENDING: ("Nothing was pending", "{next}"),
    Outcome.NOTHING_TO_UNDO: ("Nothing was taken back", "{undo_advice}"),
    Outcome.LOOK_UP_OPENED: ("{found}", "{look_up_advice}"),
    Outcome.NOT_OUR_CODE: (
        "Not one of our codes: it looks like {looks}",
        "Scan the label with the chart's number.",
    ),
    Outcome.CHECK_DIGITS_WRONG: (
        "Misread: the check digits are wrong",
        "Scan it again, or type the patient's number.",
    ),
    Outcome.TWO_LABELS: (
        "Two labels in view, neither was taken",
        "Hold up one folder at a time.",
    ),
    Outcome.NOTHING_KNOWN: (
        "Nothing is known under this code",
        "Type the patient's number to find the chart.",
    ),
    Outcome.KEPT_NOT_MOVED: (
        "Kept in the history, but not moved",
        "It was scanned or moved later than this. Scan it again if you have it.",
    ),
}


def tone_words(tone: Tone) -> str:
    """Return what a tone means."""
    return translated(TONE_WORDS[tone])


@dataclass(frozen=True, slots=True)
class Notice:
    """What a scan says on screen."""

    tone: Tone
    headline: str
    advice: str

    @property
    def sentence(self) -> str:
        """The headline as a sentence among others."""
        return self.headline if self.headline.endswith("?") else f"{self.headline}."


# Out, in and in hand sound different, so that a wrong state is heard.
DIRECTIONS: Mapping[Outcome, str] = {
    Outcome.CHECKED_OUT: "out",
    Outcome.TRANSFERRED: "out",
    Outcome.SENT_BACK: "out",
    Outcome.MOVED: "out",
    Outcome.CHECKED_IN: "in",
    Outcome.RECEIVED: "in",
    Outcome.FOLDER_REGISTERED: "in",
    Outcome.FILED: "in",
    Outcome.IN_HAND: "hand",
    Outcome.STILL_IN_HAND: "hand",
}

# What a leading outcome says already; the rest of *also* is shown below it.
_SENT = frozenset({Outcome.CHECKED_OUT, Outcome.TRANSFERRED, Outcome.SENT_BACK, Outcome.MOVED})
SAID_BY_LEAD: Mapping[Outcome, frozenset[Outcome]] = {
    Outcome.WAS_ELSEWHERE_SENT_ON: _SENT,
    Outcome.WAS_ON_ITS_WAY_SENT_ON: _SENT,
    Outcome.NOTHING_WENT: frozenset({Outcome.DESTINATION_ENDED}),
    Outcome.PENDING_ENDED: frozenset({Outcome.DESTINATION_ENDED, Outcome.PUT_DOWN}),
}

SHORT_TO = "{what} to {place}"
TEMPORARY_MADE = "A temporary folder was made"  # why its chart is reported missing
YES, NO, NONE = "yes", "no", "none"

# What somebody changed, as the chart's page says it.
CHANGES: Mapping[str, str] = {
    "chart-corrected": "Chart corrected",
    "chart-retired": "Retired",
    "chart-reactivated": "Re-activated",
    "patient-added": "Patient added",
    "numbers-kept": "The pattern of numbers was kept",
    "patient-corrected": "Patient corrected",
    "sensitive-opened": "Opened",
    "temporary-joined": "A temporary folder was joined",
    "reported-missing": "Reported missing",
    "sheets-noted": "Loose sheets noted",
    "sheets-cleared": "Loose sheets put in",
    "loan-extended": "Loan extended",
    "folder-prepared": "Folder prepared",
    "found-approved": "Found again, approved",
    "imported": "Imported",
    "label-printed": "Label printed",
    "merge-taken-back": "Merge taken back",
    "patients-merged": "Patients merged",
    "temporary-prepared": "Temporary folder prepared",
    "label-tied": "A label was tied",
}
