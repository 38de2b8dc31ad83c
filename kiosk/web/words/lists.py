"""What each list is called, and what it says where there is nothing in it."""

from collections.abc import Mapping

from kiosk.web.words.language import translated

LISTS: Mapping[str, tuple[str, str]] = {
    "out": ("Who has what", "Every chart is in its file room."),
    "overdue": ("Overdue", "Nothing is overdue."),
    "on-its-way": ("On its way", "Everything that was sent has been seen where it went."),
    "missing": ("Missing", "Nothing is reported missing."),
    "found": ("Found again", "Nothing waits to be approved."),
    "sheets": ("Loose sheets", "No loose sheets wait."),
    "unverified": ("Labels not verified", "Every label has been read."),
    "weak": ("Labels to reprint", "No chart at home has a label that cameras find hard to read."),
    "patient": ("One patient's charts", "This patient has no chart."),
    "today": ("Today's movements", "Nothing was moved today."),
    "unrecorded": ("Moves that nobody recorded", "In the last 30 days every move was recorded."),
    "history": ("One chart's history", "Nothing yet."),
}


def list_title(key: str) -> str:
    """Return what a list is called."""
    return translated(LISTS[key][0])


def list_empty(key: str) -> str:
    """Return what is said where nothing is in a list."""
    return translated(LISTS[key][1])
