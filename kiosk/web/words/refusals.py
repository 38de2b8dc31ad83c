"""Every refusal in the clerk's words, by its code: whole sentences, with facts in braces."""

from collections.abc import Mapping

from kiosk.domain.errors import (
    ChartError,
    DatabaseRefused,
    EntryRefused,
    NothingThere,
    NotPermitted,
)
from kiosk.domain.why import Unusable
from kiosk.reading import PictureRefused
from kiosk.web.words.answers import PICTURES
from kiosk.web.words.entries import why_in_words
from kiosk.web.words.language import translated
from kiosk.web.words.printing import NOT_PRINTABLE, unprintable_in_words
from labels import CannotPrint

# Malformed requests: HTTP status, and words with the error's own facts.
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "unknown-station": (404, "There is no station “{station}”. Choose your desk again."),
    "scan-id-reused": (409, "This scan was taken before, with another text. Please scan again."),
    "other-room": (409, "This server keeps another record room. The scan waits for its own."),
    "time-not-usable": (400, "The scan's time “{field}” is {why}; it needs its offset from UTC."),
    "patient-exists": (409, "This patient seems to be on file already."),
    "volume-exists": (409, "The patient has this volume already. Choose the next one."),
    "sensitive-reason-needed": (409, "This chart is sensitive: a reason is needed."),
    "pin-wrong": (
        403,
        "Name and PIN do not fit. After {tries} wrong PINs this name is locked for a while.",
    ),
    "pin-locked": (403, "Too many wrong PINs. Try again in {minutes} min."),
    "borrower-stopped": (409, "This place may not be sent charts at present."),
    "file-refused": (422, "The file cannot be imported. Nothing was changed."),
    "database-in-use": (503, "Another chart-kiosk is running on this database."),
    "print-stopped": (409, "Stopped. Nothing was printed, and nothing was assigned."),
    "reader-busy": (503, "The server reads other pictures at the moment. Please try again."),
}
# What is not there, by its own name: a sentence each, for other languages inflect it.
NOT_THERE: Mapping[str, str] = {
    what: f"There is no such {what.replace('_', ' ')}."
    for what in (
        *("batch", "chart", "code", "folder", "found chart", "import", "list", "location"),
        *("merge", "page", "patient", "pdf", "printer", "print job", "report", "temporary folder"),
        *("holiday", "loan", "reason", "record_type", "staff", "station"),
    )
}
# Who may do what was asked for.
ONLY: Mapping[str, str] = {
    "supervisor": "Only a signed-in supervisor may do this.",
    "administrator": "Only a signed-in administrator may do this.",
    "operator-or-supervisor": "Only a signed-in operator or supervisor may do this.",
}
STATUS: Mapping[type[ChartError], int] = {
    EntryRefused: 422,
    DatabaseRefused: 503,
    NothingThere: 404,
    NotPermitted: 403,
}
UNUSABLE: Mapping[Unusable, str] = {
    Unusable.DATABASE_MISSING: "{database} is missing or empty, though its key is in {key}. Put "
    "the database back from its backup. Only for a new record room, move that key away first.",
    Unusable.KEY_MISSING: "There is no {name} in {folder}, but the history in {database} is signed "
    "with one. Put the key back from its copy.",
    Unusable.NO_DATABASE: "There is no database in {folder}.",
    Unusable.NO_KEY: "There is no {name} in {folder}.",
    Unusable.OTHER_RELEASE: "This database is of another release; start the kiosk first.",
    Unusable.OTHER_NUMBERS: "KIOSK_MRN_PATTERN is {pattern}. Numbers on file that do not fit it: "
    "{count}, such as {example}. Change the pattern, or add a second one: {pattern} or @9999.",
    Unusable.NUMBERS_TWICE: "KIOSK_MRN_PATTERN is {pattern}. By it, {count} numbers on file would "
    "be another patient's, such as {example}.",
    Unusable.OTHER_FILING: "KIOSK_MRN_PATTERN is {pattern}, but the room's numbers are kept by "
    "another one{former}. Numbers to write anew: {count}; charts to file anew: {charts}. Type "
    "chart-kiosk renumber, or put the former pattern back.",
    Unusable.NEWER_RELEASE: "This database is of a newer release of Chart Kiosk.",
    Unusable.WRONG_KEY: "The newest fact does not fit the key in {key}. Either that key belongs to "
    "another database, and its own must be put back, or the newest part of the history is missing "
    "or was changed.",
    Unusable.OWN_TOOLS: "KIOSK_DATABASE is restored with its own server's tools.",
    Unusable.NO_ROOM: "There is no record room in {folder}.",
    Unusable.KEY_FIRST: "Put {name} back into {folder} first.",
    Unusable.UNREADABLE: "{file} cannot be put back: {error}.",
    Unusable.NOT_OURS: "{file} is no database of Chart Kiosk that can be read.",
    Unusable.DAMAGED_BY: "{file} is damaged: {error}.",
    Unusable.NOT_WHOLE: "{file} is not whole.",
    Unusable.DAMAGED: "{file} is damaged.",
    Unusable.OTHER_ROOM: "{file} belongs to another room: {name} does not fit.",
}


def in_words(error: ChartError | CannotPrint | PictureRefused) -> str:
    """Return a refusal in the clerk's words."""
    match error:
        case CannotPrint():
            return translated(NOT_PRINTABLE).format(why=unprintable_in_words(error))
        case PictureRefused():
            return translated(PICTURES[error.why]).format_map(error.facts)
        case EntryRefused():
            return why_in_words(error.field, error.why, error.facts)
        case DatabaseRefused():
            return translated(UNUSABLE[error.why]).format_map(error.facts)
        case NothingThere():
            return translated(NOT_THERE[str(error.facts["what"])])
        case NotPermitted():
            return translated(ONLY[str(error.facts["role"])])
    return translated(PROBLEMS[error.code][1]).format_map(error.facts)


def status_of(error: ChartError) -> int:
    """Return the HTTP status that a refusal is answered with."""
    return STATUS.get(type(error)) or PROBLEMS[error.code][0]
