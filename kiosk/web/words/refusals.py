"""Every refusal in the clerk's words, by its code: whole sentences, with facts in braces."""

from collections.abc import Mapping

from kiosk.domain.errors import ChartError, DatabaseRefused, EntryRefused
from kiosk.domain.why import Unusable, Why
from kiosk.web.words.printing import NOT_PRINTABLE, unprintable_in_words
from labels import CannotPrint

# Malformed requests: HTTP status, and words with the error's own facts.
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "unknown-station": (404, "There is no station “{station}”. Choose your desk again."),
    "scan-id-reused": (409, "This scan was taken before, with another text. Please scan again."),
    "other-room": (409, "This server keeps another record room. The scan waits for its own."),
    "time-not-usable": (400, "The scan's time “{field}” is {why}; it needs its offset from UTC."),
    "nothing-there": (404, "There is no such {what}."),
    "patient-exists": (409, "This patient seems to be on file already."),
    "volume-exists": (409, "The patient has this volume already. Choose the next one."),
    "sensitive-reason-needed": (409, "This chart is sensitive: a reason is needed."),
    "not-permitted": (403, "Only a signed-in {role} may do this."),
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
ENTRY_STATUS, DATABASE_STATUS = 422, 503
# What a field is called; any other by its own name.
FIELDS: Mapping[str, str] = {
    "birth_date": "birth date",
    "destination_seconds": "destination's time-out",
    "dots_per_inch": "dots per inch",
    "family_name": "family name",
    "given_name": "given name",
    "in_hand_seconds": "time-out in hand",
    "label_stock": "label stock",
    "list_to_print": "list to print",
    "mrn": "MRN",
    "nudge_down": "shift down",
    "nudge_right": "shift to the right",
    "number_of_days": "number of days",
    "number_of_loan_days": "number of loan days",
    "operator_seconds": "operator's time-out",
    "pin": "PIN",
    "print_job": "print job",
    "record_type": "record type",
    "run_of_numbers": "run of numbers",
    "second_number": "second number",
    "shelf_or_counter": "shelf or counter",
}
WHY: Mapping[Why, str] = {
    Why.NEEDED: "The {field} is needed.",
    Why.TOO_LONG: "The {field} is longer than {most} characters.",
    Why.UNPRINTABLE: "The {field} holds characters that cannot be printed.",
    Why.OUR_CODE: "The {field} is one of our own codes.",
    Why.NOT_BETWEEN: "The {field} is not a whole number from {least} to {most}.",
    Why.NO_DATE: "The {field} is not a date like {example}.",
    Why.NO_TIME: "The {field} is none.",
    Why.IN_FUTURE: "The {field} is in the future.",
    Why.TOO_EARLY: "The {field} is before {year}.",
    Why.NO_CHOICE: "The {field} is none of those to choose from.",
    Why.NO_SUCH: "The {field} “{given}” is not set up here.",
    Why.A_SHELF: "The {field} “{given}” is a shelf or counter: name the place that it is in.",
    Why.TAKEN: "The {field} is taken already.",
    Why.NO_NUMBER: "The {field} is no number.",
    Why.NOBODYS_ZERO: "The {field} is zero, which is nobody's number.",
    Why.DECIMAL: "The {field} is a decimal number, as a spreadsheet writes one.",
    Why.SHORT_FORM: "The {field} is a spreadsheet's short form of a long number.",
    Why.A_DATE: "The {field} is a date.",
    Why.OTHER_CHARACTERS: "The {field} may hold only digits and letters, and separators only as in "
    "{example}.",
    Why.TOO_MANY_DIGITS: "The {field} has {count} digits, not {length}.",
    Why.PIN_DIGITS: "The {field} must be 6 to 12 digits.",
    Why.PIN_EASY: "The {field} is too easy to guess.",
    Why.PIN_NEEDED: "The {field} is needed for this role.",
    Why.LAST_ADMINISTRATOR: "The {field} is the last administrator's, and has to stay.",
    Why.HOLDS_NUMBER: "The {field} holds a patient's number, which a wrist-band carries too.",
    Why.TIED: "The {field} is tied to another chart already.",
    Why.NOT_KNOWN: "The {field} is not known.",
    Why.NOT_ON_FILE: "The {field} is not on file.",
    Why.NOBODYS: "The {field} {given} is no patient's.",
    Why.ANOTHER_PATIENTS: "The {field} is another patient's.",
    Why.ANOTHER_CHARTS: "The {field} is another chart's already.",
    Why.SAME_PATIENT: "The {field} is the same patient already.",
    Why.MERGED_JUST_NOW: "The {field} was merged just now; look again.",
    Why.TWO_PATIENTS: "The {field} on file is chosen, and a new one is filled in as well: choose "
    "“A new patient”, or clear those fields.",
    Why.NO_SHELF_HERE: "The {field} is of no shelf in {place}: scan the card of the shelf in the "
    "photo.",
    Why.TWICE: "The {field} is there twice.",
    Why.TWICE_FOR_TWO: "The {field} is there twice, for two people.",
    Why.TWICE_VOLUME: "The {field} of this patient is there twice.",
    Why.IN_ANOTHER_ROW: "The {field} is in row {row} too.",
    Why.ANOTHER_NAME: "The {field} is on file for somebody of another name.",
    Why.ANOTHER_THAN_ON_FILE: "The {field} is another one than on file.",
    Why.NEITHER_YES_NOR_NO: "The {field} is neither yes nor no.",
    Why.ONLY_INSIDE: "The {field} is for shelves and counters, and needed there.",
    Why.SEVERAL_ROOMS: "The {field} is needed: there are several file rooms.",
    Why.NOT_UTF8: "The {field} is not UTF-8 text; save it as “CSV UTF-8”.",
    Why.NOT_TEXT: "The {field} holds data, not text.",
    Why.UNREADABLE: "The {field} is unreadable: {error}.",
    Why.COLUMN_NEEDED: "The column “{column}” is needed.",
    Why.COLUMN_UNKNOWN: "The column “{column}” is not known here. These are: {known}.",
    Why.TOO_MANY_ROWS: "The {field} has more than {most} rows.",
    Why.TOO_MANY_CELLS: "The {field} has more cells than the heading.",
    Why.NOT_OF_LIST: "The {field} is none of this list.",
    Why.LIST_SIZE: "The {field} must hold 1 to {most} labels.",
    Why.ENDS_EARLY: "The {field} ends before it begins.",
    Why.TOO_MANY_CHARTS: "The {field} holds {count} charts; at most {most} are printed at once.",
    Why.NO_CHARTS: "The {field} holds no chart.",
    Why.JOB_IS_PAST_THAT: "The {field} is past that already.",
    Why.NO_COLOUR: "The {field} is none like #0050b5.",
    Why.NO_QUEUE: "The {field} is no name of a print queue.",
    Why.NO_FOLDER: "The {field} is not the whole path of a folder.",
    Why.NO_HOST: "The {field} is no host, or host:port.",
    Why.NO_LENGTH: "The {field} is no length in millimetres like -1.5, at most {most}.",
    Why.IN_USE: "The {field} is in use or in the history, and has to stay.",
    Why.WAS_SCANNED: "The {field} was scanned, and has to stay for the history.",
    Why.PLACE_NEEDED: "The {field} needs the place that it is in.",
    Why.STAYS_THERE: "The {field} stays where it is; add another one instead.",
}
UNUSABLE: Mapping[Unusable, str] = {
    Unusable.DATABASE_MISSING: "{database} is missing or empty, though its key is in {key}. Put "
    "the database back from its backup. Only for a new record room, move that key away first.",
    Unusable.KEY_MISSING: "There is no {name} in {folder}, but the history in {database} is signed "
    "with one. Put the key back from its copy.",
    Unusable.NO_DATABASE: "There is no database in {folder}.",
    Unusable.NO_KEY: "There is no {name} in {folder}.",
    Unusable.OTHER_RELEASE: "This database is of another release; start the kiosk first.",
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


def in_words(error: ChartError | CannotPrint) -> str:
    """Return a refusal in the clerk's words."""
    if isinstance(error, CannotPrint):
        return NOT_PRINTABLE.format(why=unprintable_in_words(error))
    if isinstance(error, EntryRefused):
        return why_in_words(error.field, error.why, error.facts)
    if isinstance(error, DatabaseRefused):
        return UNUSABLE[error.why].format_map(error.facts)
    return PROBLEMS[error.code][1].format_map(error.facts)


def why_in_words(field: str, why: Why, facts: Mapping[str, object]) -> str:
    """Return what is wrong with a field, or with a column of a file."""
    named = FIELDS.get(field, field.replace("_", " "))
    return WHY[why].format_map({**facts, "field": named})


def status_of(error: ChartError) -> int:
    """Return the HTTP status that a refusal is answered with."""
    if isinstance(error, EntryRefused):
        return ENTRY_STATUS
    return DATABASE_STATUS if isinstance(error, DatabaseRefused) else PROBLEMS[error.code][0]
