"""Facts put into words: numbers in groups, times as they are said, notices of scans."""

from datetime import datetime, timedelta, tzinfo

from kiosk.domain.codes import looks_like
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.outcomes import Outcome, Tone
from kiosk.services.answers import LapseView, ScanAnswer
from kiosk.services.boards import RecentScan
from kiosk.store.views import ChartView
from kiosk.web.messages import DIRECTIONS, LAPSE_ADVICE, LAPSE_NAMES, SAID_BY_LEAD, WORDS, Notice


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "it" if key in ("named", "put_down", "not_sent") else "another place"


class Wording:
    """Puts facts into words, with this record room's numbers, times and time zone."""

    def __init__(self, mrn: MrnFormat, zone: tzinfo) -> None:
        """Take the format of patients' numbers and the time zone people live in."""
        self._mrn = mrn
        self._zone = zone

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
        return f"{self.mrn(chart)} volume {chart.volume}"

    def number(self, mrn: str) -> str:
        """Return a patient's number in groups."""
        return self._mrn.shown(mrn)

    def day(self, at: datetime) -> str:
        """Return a date in full."""
        local = at.astimezone(self._zone)
        return f"{local:%A} {local.day} {local:%B %Y}"

    def clock(self, at: datetime) -> str:
        """Return a time of day."""
        return f"{at.astimezone(self._zone):%H:%M}"

    def moment(self, at: datetime, now: datetime) -> str:
        """Return a time as it is said today: the hour, the weekday, or the date."""
        local, today = at.astimezone(self._zone), now.astimezone(self._zone).date()
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
        """Return the name of a scan's sound: its tone, and the direction that a chart took."""
        outcomes = (answer.outcome, *answer.also)
        ways = [DIRECTIONS[outcome] for outcome in outcomes if outcome in DIRECTIONS]
        return " ".join([answer.outcome.tone.value, *ways[:1]])

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
            if answer.desk.in_hand
            else "It stays here. To send it too, scan it again in a few seconds."
        )
        left = detail.get("remaining")
        facts["remaining"] = f"{left} left in this batch. " if left is not None else ""
        facts["undo_advice"] = "There is no send of this desk to take back."
        if "would_take_back" in facts:
            facts["undo_advice"] = f"UNDO again takes back {facts['would_take_back']}."
        return facts

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
            number = "Type all of the number." if looks == "a number" else "Try another spelling."
            return {
                "found": f"No chart found under “{text}”",
                "look_up_advice": f"It looks like {looks}. {number}",
            }
        found = "1 chart" if count == 1 else f"{count} charts"
        return {"found": f"{found} under “{text}”", "look_up_advice": "Choose the right one."}

    def _next(self, answer: ScanAnswer) -> str:
        if answer.desk.in_hand:
            return "Scan the place that it goes to."
        return "Next chart, or DONE." if answer.desk.destination else "Scan the next chart."
