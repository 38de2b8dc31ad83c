"""Facts put into words: numbers in groups, times as they are said, notices of scans."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from kiosk.domain.codes import looks_like
from kiosk.domain.filing import Filing
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.outcomes import Outcome, Tone
from kiosk.services.answers import LapseView, ScanAnswer
from kiosk.services.boards import RecentScan
from kiosk.services.shelving import ShelfView
from kiosk.store.views import AuditView, ChartView
from kiosk.web.messages import (
    CHANGES,
    DIRECTIONS,
    LAPSE_ADVICE,
    LAPSE_NAMES,
    SAID_BY_LEAD,
    WORDS,
    Notice,
)

MORE_DIGITS = "Type the number, or three or more digits of its beginning."


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "it" if key in ("named", "put_down", "not_sent") else "another place"


class Wording:
    """Puts facts into words, with this record room's numbers, times and time zone."""

    def __init__(
        self, mrn: MrnFormat, zone: tzinfo, chased_after: timedelta = timedelta(hours=6)
    ) -> None:
        """Take the format of patients' numbers, people's time zone, and when unseen is late."""
        self._mrn = mrn
        self.chased_after = chased_after
        self.zone = zone

    def notice(self, answer: ScanAnswer, outcome: Outcome | None = None) -> Notice:
        """Return the words for an answer's leading outcome, or for another one of its outcomes."""
        said = outcome or answer.outcome
        headline, advice = WORDS[said]
        facts = self._facts(answer)
        return Notice(said.tone, headline.format_map(facts), advice.format_map(facts).strip())

    def mrn(self, chart: ChartView) -> str:
        """Return a chart's number in groups."""
        return self._mrn.shown(chart.patient.mrn)

    def title(self, chart: ChartView) -> str:
        """Return what a chart is called aloud: ``44-10-27 volume 2``."""
        return f"{self.mrn(chart)} {self.volume(chart)}"

    def volume(self, chart: ChartView) -> str:
        """Return which folder of a record it is: ``volume 2``, or ``temporary folder``."""
        if chart.temporary:
            return "temporary folder" if chart.volume == 1 else f"temporary folder {chart.volume}"
        return f"volume {chart.volume}"

    def number(self, mrn: str) -> str:
        """Return a patient's number in groups."""
        return self._mrn.shown(mrn)

    def day(self, at: datetime) -> str:
        """Return a date in full."""
        local = at.astimezone(self.zone)
        return f"{local:%A} {local.day} {local:%B %Y}"

    def clock(self, at: datetime) -> str:
        """Return a time of day."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def moment(self, at: datetime, now: datetime) -> str:
        """Return a time as it is said today: the hour, the weekday, or the date."""
        local, today = at.astimezone(self.zone), now.astimezone(self.zone).date()
        if local.date() == today:
            return f"{local:%H:%M}"
        if abs((local.date() - today).days) < 7:
            return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
        return f"{local.day} {local:%b %Y}"

    def ago(self, at: datetime, now: datetime) -> str:
        """Return how long ago something was, in words."""
        minutes = int((now - at) / timedelta(minutes=1))
        if minutes < 1:
            return "just now"
        return f"{minutes} min ago" if minutes < 120 else f"{minutes // 60} h ago"

    def change(self, change: AuditView) -> str:
        """Return what somebody changed: what it was, and what it became."""
        said = CHANGES.get(change.what, change.what.replace("-", " "))
        before, after = change.detail.get("before", {}), change.detail.get("after", {})
        named = [name for name in after if name in before and not name.endswith(("_folded", "_id"))]
        listed = [
            f"{name.replace('_', ' ')} {_plainly(before[name])} → {_plainly(after[name])}"
            for name in named
        ]
        if reason := change.detail.get("reason"):
            listed.append(str(reason))
        return f"{said}: {', '.join(listed)}" if listed else said

    def lapse(self, lapse: LapseView) -> Notice:
        """Return the words for something that has just run out."""
        headline = f"{LAPSE_NAMES[lapse.what].format(name=lapse.name)} has ended"
        return Notice(Tone.ATTENTION, headline, LAPSE_ADVICE[lapse.what].format(name=lapse.name))

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
        said = one.outcome.value.replace("-", " ").capitalize()
        if one.movement and one.movement.effective and one.movement.batch_id:
            return f"{said} to {one.movement.to_place.name}"
        if one.outcome is Outcome.UNDONE and one.movement and one.movement.from_place:
            return f"{said}: {one.movement.from_place.name}"
        if one.named:
            return f"{said}: {one.named}"
        return said

    def _facts(self, answer: ScanAnswer) -> _Facts:
        facts = _Facts(here=answer.station.desk.name, next=self._next(answer))
        detail = answer.scan.detail
        for key, value in detail.items():
            if key in ("put_down", "not_sent", "would_take_back") and value in answer.charts:
                facts[key] = self.title(answer.charts[int(str(value))])
            elif isinstance(value, int) and value in answer.places:
                facts[key] = answer.places[value].name
        facts |= self._chart_facts(answer)
        facts |= self._lapse_facts(answer)
        facts |= self._look_up_facts(answer)
        facts["person"] = answer.people.get(int(str(detail.get("staff", 0))), "This person")
        facts["operator"] = answer.desk.operator
        facts["registered_advice"] = (
            f"It is in hand. {facts['next']}"
            if answer.chart and answer.desk.in_hand and answer.desk.in_hand.id == answer.chart.id
            else "It stays here. To send it too, scan it again in a few seconds."
        )
        facts["put_down_advice"] = f"To send several, scan the place first. {facts['next']}"
        if "not_sent" in facts:
            facts.setdefault("put_down", facts["not_sent"])
            facts["put_down_advice"] = f"If it goes to {facts['place']}: scan it now."
        facts |= self._undo_facts(detail, facts)
        facts |= self._volume_facts(answer)
        return facts

    def _undo_facts(self, detail: Mapping[str, object], facts: _Facts) -> dict[str, str]:
        left = detail.get("remaining")
        said = {
            "undone": f"Taken back from {facts['taken_from']}: {facts['named']} is at "
            f"{facts['back_at']} again",
            "remaining": f"{left} left in this batch. " if left is not None else "",
            "undo_advice": "There is no send of this desk to take back.",
        }
        if "would_take_back" in facts:
            said["undo_advice"] = f"UNDO again takes back {facts['would_take_back']}."
        if "kept" in detail:
            kept = detail["kept"]
            moved = f"{kept} had moved since" if kept else "none had moved since"
            said["undone"] = f"{detail.get('taken_back', 0)} taken back, {moved}"
            said["undo_advice"] = f"Of this batch {moved}, or it was sent too long ago."
        return said

    def _volume_facts(self, answer: ScanAnswer) -> dict[str, str]:
        """Say which other volumes there are, and where."""
        listed = answer.scan.detail.get("volumes")
        ids = listed if isinstance(listed, list) else []
        others = [answer.charts[one] for one in ids if one in answer.charts]
        if not others:
            return {"other_volumes": ""}
        where = ", ".join(f"volume {one.volume} at {one.location.name}" for one in others)
        names = " and ".join(f"volume {one.volume}" for one in others)
        to = answer.movements[-1].to_place.name if answer.movements else ""
        wanted = Outcome.SET_INCOMPLETE in (answer.outcome, *answer.also)
        return {
            "wanting": to,
            "volumes": names,
            "volumes_at": where[0].upper() + where[1:],
            "other_volumes": "" if wanted else f"There is also {where}. ",
        }

    def shelved(self, shelf: ShelfView | None) -> str:
        """Return where a chart is put back: ``section 56, after 11-34-56``."""
        if shelf is None:
            return ""
        if shelf.filing is Filing.SHELF:
            return "scan the card of its shelf"
        parts = [f"section {shelf.section}"] if shelf.section else []
        parts.append(f"after {shelf.after}" if shelf.after else "before all others")
        return ", ".join(parts)

    def _chart_facts(self, answer: ScanAnswer) -> dict[str, str]:
        facts = {}
        chart = answer.chart
        if chart:
            facts["named"] = self.title(chart)
            facts["home"] = chart.home.name
            facts["place_now"] = chart.location.name
        if answer.movements:
            facts["to"] = answer.movements[-1].to_place.name
            moved_from = answer.movements[-1].from_place
            facts["taken_from"] = moved_from.name if moved_from else ""
        detail = answer.scan.detail
        shelf = self.shelved(answer.shelf)
        facts["shelve"] = f"{shelf[0].upper()}{shelf[1:]}." if shelf else "File it."
        facts["sheets"] = chart.sheets if chart else ""
        facts["reason"] = str(detail.get("reason", ""))
        if isinstance(due := detail.get("due_at"), str):
            facts["due"] = self.day(datetime.fromisoformat(due))
        if isinstance(sent := detail.get("sent_at"), str):
            facts["sent_ago"] = self.ago(datetime.fromisoformat(sent), answer.scan.at)
        since = detail.get("was_since")
        facts["was_since"] = (
            f"since {self.moment(datetime.fromisoformat(since), answer.now)}"
            if isinstance(since, str)
            else ""
        )
        return facts

    def _lapse_facts(self, answer: ScanAnswer) -> dict[str, str]:
        lapsed = answer.scan.detail.get("lapsed")
        if not isinstance(lapsed, list) or not lapsed:
            return {}
        one = lapsed[-1]
        what, named = (
            one["what"],
            {
                "destination": {key: place.name for key, place in answer.places.items()},
                "in_hand": {key: self.title(chart) for key, chart in answer.charts.items()},
                "reason": {key: self.title(chart) for key, chart in answer.charts.items()},
                "operator": answer.people,
            },
        )
        name = named[what].get(one["id"], "")
        return {
            "lapsed": LAPSE_NAMES[what].format(name=name),
            "lapse_advice": LAPSE_ADVICE[what].format(name=name),
        }

    def _look_up_facts(self, answer: ScanAnswer) -> dict[str, str]:
        text = answer.scan.text
        if answer.outcome is not Outcome.LOOK_UP_OPENED:
            return {"looks": looks_like(text)}
        count = len(answer.look_up)
        if not count and answer.patients_found:
            return {
                "found": f"“{text}” is on file, but has no folder yet",
                "look_up_advice": "If its label is printed: stick it on and scan it.",
            }
        if not count:
            looks = looks_like(text)
            number = MORE_DIGITS if looks == "a number" else "Try another spelling."
            return {
                "found": f"No chart found under “{text}”",
                "look_up_advice": f"It looks like {looks}. {number}",
            }
        choose = "Choose the right one." if count > 1 else "If it is this one, say what it does."
        if not answer.desk.operator:
            choose = f"{choose} Scan your badge to see names."
        found = "1 chart" if count == 1 else f"{count} charts"
        return {"found": f"{found} under “{text}”", "look_up_advice": choose}

    def _next(self, answer: ScanAnswer) -> str:
        held = answer.desk.in_hand
        if held and answer.chart and held.id != answer.chart.id:
            return f"{self.title(held)} is in hand: scan the place that it goes to."
        if held:
            return "Scan the place that it goes to."
        return "Next chart, or DONE." if answer.desk.destination else "Scan the next chart."


def _plainly(value: object) -> str:
    """Say a kept value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "none")
