"""Facts put into words: notices of scans, what lapsed, what somebody changed."""

from kiosk.domain.outcomes import Outcome, Tone
from kiosk.services.desk.answers import LapseView, ScanAnswer
from kiosk.services.desk.boards import RecentScan
from kiosk.store.queries.views import AuditView
from kiosk.web.words.entries import field_name
from kiosk.web.words.facts import FACTS
from kiosk.web.words.language import translated
from kiosk.web.words.messages import (
    CHANGES,
    DIRECTIONS,
    NO,
    NONE,
    SAID_BY_LEAD,
    SHORT_TO,
    WORDS,
    YES,
    Notice,
)
from kiosk.web.words.names import name_of
from kiosk.web.words.naming import Naming
from kiosk.web.words.scan_facts import ScanFacts
from kiosk.web.words.sentences import LAPSES


class Wording(Naming):
    """Puts what happened into words."""

    def notice(self, answer: ScanAnswer, outcome: Outcome | None = None) -> Notice:
        """Return the words for an answer's leading outcome, or for another one of its outcomes."""
        said = outcome or answer.outcome
        headline, advice = WORDS[said]
        facts = ScanFacts(FACTS, self, answer)
        told, what_next = (translated(one).format_map(facts) for one in (headline, advice))
        return Notice(said.tone, told, what_next.strip())

    def change(self, change: AuditView) -> str:
        """Return what somebody changed: what it was, and what it became."""
        said = translated(CHANGES.get(change.what, change.what))
        before, after = change.detail.get("before", {}), change.detail.get("after", {})
        named = [name for name in after if name in before and not name.endswith(("_folded", "_id"))]
        listed = [
            f"{field_name(name)} {_plainly(before[name])} → {_plainly(after[name])}"
            for name in named
        ]
        if reason := change.detail.get("reason"):
            listed.append(str(reason))
        return f"{said}: {', '.join(listed)}" if listed else said

    def actor(self, change: AuditView) -> str:
        """Return who changed something: a person, a station, or what did it by itself."""
        program = name_of(change.program) if change.program else "—"
        return change.staff or change.station or program

    def lapse(self, lapse: LapseView) -> Notice:
        """Return the words for something that has just run out."""
        words = LAPSES[lapse.what]
        headline, advice = (
            translated(said).format(name=lapse.name) for said in (words.has_ended, words.advice)
        )
        return Notice(Tone.ATTENTION, headline, advice)

    def also(self, answer: ScanAnswer) -> list[Notice]:
        """Return the words for what else holds, leaving out what the first notice says already."""
        said = SAID_BY_LEAD.get(answer.outcome, frozenset())
        return [self.notice(answer, outcome) for outcome in answer.also if outcome not in said]

    def way(self, answer: ScanAnswer) -> list[str]:
        """Return the places that a chart went through in this scan, the first one first."""
        moved = [one for one in answer.movements if one.effective and one.from_place]
        names = [one.from_place.name for one in moved[:1] if one.from_place]
        for movement in moved:
            if movement.to_place.name != names[-1]:
                names.append(movement.to_place.name)
        return names if len(names) > 1 else []

    def sound(self, answer: ScanAnswer) -> str:
        """Return the name of a scan's sound: tone, where the chart went, a label that reads."""
        outcomes = (answer.outcome, *answer.also)
        ways = [DIRECTIONS[outcome] for outcome in outcomes if outcome in DIRECTIONS]
        verified = ["verified"] if Outcome.LABEL_VERIFIED in outcomes else []
        return " ".join([answer.outcome.tone.value, *ways[:1], *verified])

    def short(self, one: RecentScan) -> str:
        """Return a line for the list of last scans."""
        # What was done; that there is something to do beside it, its sign says.
        outcomes = (one.outcome, *(Outcome(code) for code in one.scan.also))
        done = [outcome for outcome in outcomes if outcome.tone is Tone.OK]
        told = done[0] if one.outcome.tone is Tone.ATTENTION and done else one.outcome
        said = name_of(told)
        if one.movement and one.movement.effective and one.movement.batch_id:
            return translated(SHORT_TO).format(what=said, place=one.movement.to_place.name)
        if one.outcome is Outcome.UNDONE and one.movement and one.movement.from_place:
            return f"{said}: {one.movement.from_place.name}"
        if one.named:
            return f"{said}: {one.named}"
        return said


def _plainly(value: object) -> str:
    """Say a kept value in words."""
    if isinstance(value, bool):
        return translated(YES if value else NO)
    return str(value) if value else translated(NONE)
