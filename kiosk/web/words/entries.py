"""What is wrong with an entry: a field of a form, or a column of a file."""

from collections.abc import Mapping
from datetime import date

from kiosk.domain.why import Why
from kiosk.web.words.dates import in_words
from kiosk.web.words.language import translated

# What a field of a form, or a column of a file, is called.
_AS_THEY_ARE = (
    "act address called card chart colour contact day days department design desk entry file "
    "filing heading home inside kind label language loan_days location name note number operator "
    "page patient phone place reason retired role row sensitive since station stock stopped text "
    "time volume wants way working"
)
FIELDS: Mapping[str, str] = {
    **{name: name.replace("_", " ") for name in _AS_THEY_ARE.split()},
    "birth_date": "birth date",
    "died": "date of death",
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
    Why.NOT_AS_HERE: "The {field} is not written as the numbers are here, like {example}.",
    Why.CHECK_DIGITS: "The {field} has a wrong digit: its check digits do not fit.",
    Why.TOO_MANY_DIGITS: "The {field} has {count} digits, not {length}.",
    Why.PIN_DIGITS: "The {field} must be 6 to 12 digits.",
    Why.PIN_EASY: "The {field} is too easy to guess.",
    Why.PIN_NEEDED: "The {field} is needed for this role.",
    Why.LAST_ADMINISTRATOR: "The {field} is the last administrator's, and has to stay.",
    Why.HOLDS_NUMBER: "The {field} holds a patient's number, which a wrist-band carries too.",
    Why.TIED: "The {field} is tied to another chart already.",
    Why.REPEATS: "The {field} {date} repeats, and not once a year: enter its days one by one.",
    Why.NOT_LATER: "Nothing was changed: it may stay until {date} already. A later {field} can be "
    "chosen on the chart's page.",
    Why.TOO_LATE: "The {field} is more than {years} years ahead.",
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


def why_in_words(field: str, why: Why, facts: Mapping[str, object]) -> str:
    """Return what is wrong with a field, or with a column of a file; days stand in words."""
    told = {
        name: in_words("whole-day", fact) if isinstance(fact, date) else fact
        for name, fact in facts.items()
    }
    return translated(WHY[why]).format_map({**told, "field": field_name(field)})


def field_name(field: str) -> str:
    """Return what a field of a form, or a column of a file, is called."""
    return translated(FIELDS.get(field, field))
