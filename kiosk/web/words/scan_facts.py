"""What the sentences about a scan name: each fact by the word in braces that stands for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.codes import looks_like
from kiosk.domain.outcomes import Outcome
from kiosk.services.desk.answers import ScanAnswer
from kiosk.web.words.messages import LAPSE_ADVICE, LAPSE_NAMES
from kiosk.web.words.naming import Naming

MORE_DIGITS = "Type the number, or three or more digits of its beginning."


class Facts(dict[str, str]):
    """Facts by name; one that a scan does not tell is said in general words."""

    def __missing__(self, key: str) -> str:
        """Say it in general words."""
        return "it" if key in ("named", "put_down", "went") else "another place"


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """The facts of one scan's answer."""

    names: Naming
    answer: ScanAnswer

    def all(self) -> Facts:
        """Return all that this scan's sentences may name."""
        answer, detail = self.answer, self.answer.scan.detail
        facts = Facts(here=answer.station.desk.name, next=self._next())
        for key, value in detail.items():
            if key in ("put_down", "went", "would_take_back") and value in answer.charts:
                facts[key] = self.names.brief(answer.charts[int(str(value))])
            elif isinstance(value, int) and value in answer.places:
                facts[key] = answer.places[value].name
        facts |= self._chart_facts()
        facts |= self._lapse_facts()
        facts |= self._look_up_facts()
        facts["person"] = answer.people.get(int(str(detail.get("staff", 0))), "This person")
        facts["operator"] = answer.desk.operator
        facts["registered_advice"] = (
            f"It is in hand. {facts['next']}"
            if answer.chart and answer.desk.in_hand and answer.desk.in_hand.id == answer.chart.id
            else "It stays here. To send it too, scan it again in a few seconds."
        )
        facts |= self._not_sent_facts(facts)
        facts |= self._undo_facts(facts)
        facts |= self._volume_facts()
        return facts

    def _not_sent_facts(self, facts: Facts) -> dict[str, str]:
        """Say which charts are not sent: put down by this scan, or left lying by this card."""
        ended = f"Sending to {facts['place']} has ended"
        not_sent = f"{facts['put_down']} was put down, not sent"
        said = {
            "pending_ended": ended if "place" in facts else not_sent,
            "put_down_said": not_sent,
            "put_down_advice": f"To send several, scan the place first. {facts['next']}",
        }
        charts = self.answer.charts
        listed = [charts[one] for one in self._listed("not_sent") if one in charts]
        if not listed:
            return said
        count = int(str(self.answer.scan.detail.get("not_sent_count", len(listed))))
        more = [f"{count - len(listed)} more"] if count > len(listed) else []
        row = _in_a_row([*(self.names.brief(chart) for chart in listed), *more])
        if self.answer.desk.destination:
            scan_it = f"If it goes to {facts['place']}: scan it now."
            scan_them = f"Scan now what goes to {facts['place']}."
        else:
            scan_it = f"If it goes to {facts['place']} too: scan it, then its card again."
            scan_them = f"To send more to {facts['place']}: scan its card, then the charts."
        lying = f"{row} {'is' if count == 1 else 'are'} not sent"
        advice = scan_it if count == 1 else scan_them
        said |= {"put_down_said": lying, "put_down_advice": advice}
        return said | {"not_sent_said": lying, "not_sent_advice": advice}

    def _undo_facts(self, facts: Facts) -> dict[str, str]:
        detail = self.answer.scan.detail
        left = detail.get("remaining")
        said = {
            "undone": f"Taken back from {facts['taken_from']}: {facts['named']} is at "
            f"{facts['back_at']} again",
            "remaining": f"{left} left in this batch. " if left is not None else "",
            "undo_advice": "There is no send of this desk to take back.",
        }
        if "kept" in detail:
            kept = detail["kept"]
            moved = f"{kept} had moved since" if kept else "none had moved since"
            said["undone"] = f"{detail.get('taken_back', 0)} taken back, {moved}"
            said["undo_advice"] = f"Of this batch {moved}, or it was sent too long ago."
        return said

    def _volume_facts(self) -> dict[str, str]:
        """Say which other volumes there are, and where."""
        answer = self.answer
        others = [answer.charts[one] for one in self._listed("volumes") if one in answer.charts]
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

    def _chart_facts(self) -> dict[str, str]:
        facts = {}
        answer, chart, detail = self.answer, self.answer.chart, self.answer.scan.detail
        if chart:
            facts["named"] = self.names.title(chart)
            facts["home"] = chart.home.name
            facts["place_now"] = chart.location.name
        if answer.movements:
            facts["to"] = answer.movements[-1].to_place.name
            moved_from = answer.movements[-1].from_place
            facts["taken_from"] = moved_from.name if moved_from else ""
        shelf = self.names.shelved(answer.shelf)
        facts["shelve"] = f"{shelf[0].upper()}{shelf[1:]}." if shelf else "File it."
        facts["sheets"] = chart.sheets if chart else ""
        facts["reason"] = str(detail.get("reason", ""))
        if isinstance(due := detail.get("due_at"), str):
            facts["due"] = self.names.day(datetime.fromisoformat(due))
        if isinstance(sent := detail.get("sent_at"), str):
            facts["sent_ago"] = self.names.ago(datetime.fromisoformat(sent), answer.scan.at)
        since = detail.get("was_since")
        facts["was_since"] = (
            f"since {self.names.moment(datetime.fromisoformat(since), answer.now)}"
            if isinstance(since, str)
            else ""
        )
        return facts

    def _lapse_facts(self) -> dict[str, str]:
        lapsed = self._listed("lapsed")
        if not lapsed:
            return {}
        what, answer = lapsed[-1]["what"], self.answer
        named = {
            "destination": {key: place.name for key, place in answer.places.items()},
            "in_hand": {key: self.names.title(chart) for key, chart in answer.charts.items()},
            "reason": {key: self.names.title(chart) for key, chart in answer.charts.items()},
            "operator": answer.people,
        }
        name = named[what].get(lapsed[-1]["id"], "")
        return {
            "lapsed": LAPSE_NAMES[what].format(name=name),
            "lapse_advice": LAPSE_ADVICE[what].format(name=name),
        }

    def _look_up_facts(self) -> dict[str, str]:
        answer, text = self.answer, self.answer.scan.text
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

    def _next(self) -> str:
        held = self.answer.desk.in_hand
        if held and self.answer.chart and held.id != self.answer.chart.id:
            return f"{self.names.title(held)} is in hand: scan the place that it goes to."
        if held:
            return "Scan the place that it goes to."
        return "Next chart, or DONE." if self.answer.desk.destination else "Scan the next chart."

    def _listed(self, key: str) -> list[Any]:
        found = self.answer.scan.detail.get(key, [])
        return found if isinstance(found, list) else [found]


def _in_a_row(names: list[str]) -> str:
    """Put names in a row: ``44-10-27, 11-22-33 and 2 more``."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
