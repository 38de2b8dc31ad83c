"""What ``check`` found wrong, in words: facts in braces."""

from collections.abc import Mapping

from kiosk.domain.faults import Broken, Fault
from kiosk.web.words.language import translated

BROKEN: Mapping[Broken, str] = {
    Broken.FILE: "the file is damaged: {line}",
    Broken.TRIGGER: "the trigger {name} is missing",
    Broken.FACTS_MISSING: "facts {first} to {last} are missing",
    Broken.FACT_CHANGED: "fact {seq} ({table}) was changed",
    Broken.NEWEST_FACT: "the newest fact should be number {seq}, but it is {found}",
    Broken.DANGLING: "a row of {table} points at a row of {other} that is not there",
    Broken.POINTS_ELSEWHERE: "chart {code} does not point at its newest movement",
    Broken.LISTED_ELSEWHERE: "chart {code} is listed elsewhere than where its newest movement put "
    "it",
    Broken.SEEN_BUT_MISSING: "chart {code} was seen after it was reported missing",
    Broken.PERSONAL_CHANGED: "what fact {seq} tells of a person was changed",
    Broken.PERSONAL_OF_NOTHING: "row {row} tells of a person, but belongs to no fact",
    Broken.LEFT_ANOTHER: "fact {seq}: chart {code} left another place than it was at",
    Broken.FOLLOWS_ANOTHER: "fact {seq}: chart {code} follows another movement",
    Broken.ENDED_LOAN: "fact {seq}: chart {code} goes on with a loan that has ended",
    Broken.CHANGED_LOAN: "fact {seq}: chart {code} changed its loan",
    Broken.STAY_ANEW: "fact {seq}: chart {code} began its stay anew",
    Broken.STAY_AT_ANOTHER_TIME: "fact {seq}: chart {code} began its stay at another time",
    Broken.NOT_PUT_BACK: "fact {seq}: chart {code} was not put back where it was",
    Broken.NOT_SINCE_THEN: "fact {seq}: chart {code} is not there again since then",
    Broken.LOAN_NOT_BACK: "fact {seq}: chart {code} did not get its loan back",
    Broken.GOES_BACK_TO_ANOTHER: "fact {seq}: chart {code} goes back to another movement",
}


def fault_in_words(fault: Fault) -> str:
    """Return a line that says what is wrong."""
    return translated(BROKEN[fault.kind]).format_map(fault.facts)
