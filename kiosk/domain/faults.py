"""What ``check`` can find wrong in a record: a stable code with facts, no prose."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Broken(StrEnum):
    """The kinds of damage that are looked for."""

    FILE = "file-damaged"
    TRIGGER = "trigger-missing"
    FACTS_MISSING = "facts-missing"
    FACT_CHANGED = "fact-changed"
    NEWEST_FACT = "newest-fact-another"
    DANGLING = "row-dangling"
    POINTS_ELSEWHERE = "chart-points-elsewhere"
    LISTED_ELSEWHERE = "chart-listed-elsewhere"
    SEEN_BUT_MISSING = "chart-seen-but-missing"
    PERSONAL_CHANGED = "personal-changed"
    PERSONAL_OF_NOTHING = "personal-of-nothing"

    LEFT_ANOTHER = "left-another-place"
    FOLLOWS_ANOTHER = "follows-another-movement"
    ENDED_LOAN = "goes-on-with-ended-loan"
    CHANGED_LOAN = "changed-its-loan"
    STAY_ANEW = "began-stay-anew"
    STAY_AT_ANOTHER_TIME = "began-stay-at-another-time"
    NOT_PUT_BACK = "not-put-back"
    NOT_SINCE_THEN = "not-there-since-then"
    LOAN_NOT_BACK = "loan-not-back"
    GOES_BACK_TO_ANOTHER = "goes-back-to-another-movement"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with the facts for its words."""

    kind: Broken
    facts: dict[str, Any] = field(default_factory=dict)
