"""Numbers, charts and times as people here say them."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from kiosk.domain.days import day_of
from kiosk.domain.filing import Filing
from kiosk.domain.known_dates import ESTIMATED, SOME_DAY
from kiosk.domain.mrn import MrnFormat
from kiosk.services.charts.shelf_place import ShelfView
from kiosk.store.queries.views import ChartView, FoundBy, PatientView
from kiosk.web.words import dates
from kiosk.web.words.language import translated

NAMING: Mapping[str, str] = {
    "title": "{number} {volume}",
    "volume": "volume {volume}",
    "temporary": "temporary folder",
    "temporary-volume": "temporary folder {volume}",
    "just-now": "just now",
    "minutes-ago": "{count} min ago",
    "hours-ago": "{count} h ago",
    "own-shelf": "scan the card of its shelf",
    "in-section": "section {section}, {after}",
    "after": "after {number}",
    "first": "before all others",
    "named": "{name}, {born}",
    "born": "born {date}",
    "born-about": "born about {date}",
    "died": "died {date}",
    "died-about": "died about {date}",
    "died-some-day": "has died",
    "was": "{number} (was {former})",
    "was-until": "was {was} until {date}",
    "sounds": "sounds like it",
    "hours": "{count} h",
    "days": "{count} days",
}


def _known(when: str, said: str) -> str:
    date = when.rstrip(ESTIMATED)
    return _say(said if date == when else f"{said}-about", date=date)


class Naming:
    """Says numbers, charts and times with this record room's format and time zone."""

    def __init__(
        self, mrn: MrnFormat, zone: tzinfo, chased_after: timedelta = timedelta(hours=6)
    ) -> None:
        """Take the format of patients' numbers, people's time zone, and when unseen is late."""
        self._mrn = mrn
        self.chased_after = chased_after
        self.zone = zone

    def mrn(self, chart: ChartView) -> str:
        """Return a chart's number in groups."""
        return self._mrn.shown(chart.patient.mrn)

    def title(self, chart: ChartView) -> str:
        """Return what a chart is called aloud: ``44-10-27 volume 2``."""
        return _say("title", number=self.mrn(chart), volume=self.volume(chart))

    def volume_alone(self, chart: ChartView) -> str:
        """Return a chart's volume below a heading that says so: ``2``, or ``temporary folder``."""
        return self.volume(chart) if chart.temporary else str(chart.volume)

    def person(self, patient: PatientView) -> str:
        """Return a patient's name, with the birth date where it is known."""
        if not patient.born:
            return patient.name
        return _say("named", name=patient.name, born=self.birth(patient))

    def birth(self, patient: PatientView) -> str:
        """Say when a patient was born, as far as that is known."""
        return _known(patient.born, "born")

    def death(self, patient: PatientView) -> str:
        """Say that a patient has died, and when if that is known."""
        return _say("died-some-day") if patient.died == SOME_DAY else _known(patient.died, "died")

    def death_date(self, patient: PatientView) -> str:
        """Return a date of death as it is typed into a form."""
        return "yes" if patient.died == SOME_DAY else patient.died

    @property
    def example(self) -> str:
        """A number as it is written here."""
        return self._mrn.example

    def number_in(self, text: str) -> str:
        """Return the number that a text means, as it is written here; or ""."""
        meant = self._mrn.meant(text)
        return self.number(meant) if meant else ""

    def found_by(self, patient: PatientView) -> str:
        """Say how a patient was found, where today's name and number do not show it; or ""."""
        if patient.found_by is FoundBy.SOUND:
            return _say("sounds")
        if not patient.until or not patient.was:
            return ""
        is_number = patient.found_by is FoundBy.FORMER_NUMBER
        was = self.number(patient.was) if is_number else patient.was
        until = dates.in_words("long-ago", day_of(patient.until, self.zone))
        return _say("was-until", was=was, date=until)

    def folder(self, number: str, volume: int) -> str:
        """Return what the folder of a number is called."""
        return _say("title", number=number, volume=_say("volume", volume=volume))

    def brief(self, chart: ChartView) -> str:
        """Return a chart's number, with its volume where it is not the first: ``44-10-27``."""
        return self.mrn(chart) if chart.volume == 1 and not chart.temporary else self.title(chart)

    def volume(self, chart: ChartView) -> str:
        """Return which folder of a record it is: ``volume 2``, or ``temporary folder``."""
        if not chart.temporary:
            return _say("volume", volume=chart.volume)
        key = "temporary" if chart.volume == 1 else "temporary-volume"
        return _say(key, volume=chart.volume)

    def number(self, mrn: str) -> str:
        """Return a patient's number in groups."""
        return self._mrn.shown(mrn)

    def day(self, at: datetime) -> str:
        """Return a date in full."""
        return dates.in_words("whole-day", at.astimezone(self.zone))

    def clock(self, at: datetime) -> str:
        """Return a time of day."""
        return dates.in_words("clock", at.astimezone(self.zone))

    def moment(self, at: datetime, now: datetime) -> str:
        """Return a time as it is said today: the hour, the weekday, or the date."""
        local = at.astimezone(self.zone)
        days = (day_of(at, self.zone) - day_of(now, self.zone)).days
        if not days:
            return dates.in_words("clock", local)
        return dates.in_words("this-week" if abs(days) < 7 else "long-ago", local)

    def ago(self, at: datetime, now: datetime) -> str:
        """Return how long ago something was, in words."""
        minutes = int((now - at) / timedelta(minutes=1))
        if minutes < 1:
            return _say("just-now")
        if minutes < 120:
            return _say("minutes-ago", count=minutes)
        return _say("hours-ago", count=minutes // 60)

    def waiting(self, since: datetime, now: datetime) -> str:
        """Return how long something has waited: in hours, and from two days on in days."""
        hours = int((now - since) / timedelta(hours=1))
        return _say("hours", count=hours) if hours < 48 else _say("days", count=hours // 24)

    def numbers(self, chart: ChartView) -> str:
        """Return a chart's number, and the one that it had before a merge."""
        former = chart.patient.former_mrn
        if not former:
            return self.mrn(chart)
        return _say("was", number=self.mrn(chart), former=self.number(former))

    def shelved(self, shelf: ShelfView | None) -> str:
        """Return where a chart is put back: ``section 56, after 11-34-56``."""
        if shelf is None:
            return ""
        if shelf.filing is Filing.SHELF:
            return _say("own-shelf")
        after = _say("after", number=shelf.after) if shelf.after else _say("first")
        return _say("in-section", section=shelf.section, after=after) if shelf.section else after


def _say(key: str, **facts: object) -> str:
    return translated(NAMING[key]).format_map(facts)
