"""Each fact that the sentences about a scan name: how it is worked out."""

from collections.abc import Mapping

from kiosk.domain.codes import Looks, looks_like
from kiosk.domain.outcomes import Outcome
from kiosk.web.words.language import translated
from kiosk.web.words.scan_facts import Fact, ScanFacts
from kiosk.web.words.sentences import LAPSES, LOOKS, PIECES


def _next(of: ScanFacts) -> str:
    held, chart = of.answer.desk.in_hand, of.answer.chart
    if held and chart and held.id != chart.id:
        return of.say("next-other-in-hand")
    if held:
        return of.say("next-in-hand")
    return of.say("next-sending" if of.answer.desk.destination else "next")


def _held(of: ScanFacts) -> str | None:
    held = of.answer.desk.in_hand
    return of.names.title(held) if held else None


def _shelve(of: ScanFacts) -> str:
    shelf = of.names.shelved(of.answer.shelf)
    return f"{_capital(shelf)}." if shelf else of.say("file-it")


def _to(of: ScanFacts) -> str | None:
    return of.answer.movements[-1].to_place.name if of.answer.movements else None


def _taken_from(of: ScanFacts) -> str | None:
    moved = of.answer.movements[-1].from_place if of.answer.movements else None
    return moved.name if moved else None


def _was_at(of: ScanFacts) -> str | None:
    return of.place(of.detail.was_at.place) if of.detail.was_at else None


def _was_since(of: ScanFacts) -> str | None:
    return of.say("since") if of.detail.was_at else None


def _moment(of: ScanFacts) -> str | None:
    was = of.detail.was_at
    return of.names.moment(was.since, of.answer.now) if was else None


def _sent_ago(of: ScanFacts) -> str | None:
    sent_at = of.detail.sent_at
    return of.names.ago(sent_at, of.answer.scan.at) if sent_at else None


def _person(of: ScanFacts) -> str | None:
    return of.answer.people.get(of.detail.staff or 0)


def _went(of: ScanFacts) -> str | None:
    return of.brief(of.detail.went.chart) if of.detail.went else None


def _would_take_back(of: ScanFacts) -> str | None:
    sent = of.detail.would_take_back
    return of.brief(sent.chart) if sent else None


def _went_to(of: ScanFacts) -> str | None:
    sent = of.detail.went or of.detail.would_take_back
    return of.place(sent.place) if sent else None


def _not_sent_advice(of: ScanFacts) -> str:
    if of.detail.place is None:  # the card that named them sends nowhere
        return of.say(f"lying-{of.one_or_some()}-to-send")
    when = "now" if of.answer.desk.destination else "again"
    return of.say(f"lying-{of.one_or_some()}-{when}")


def _lying(of: ScanFacts) -> str:
    listed, not_sent = of.lying(), of.detail.not_sent
    left = not_sent.count - len(listed) if not_sent else 0
    more = [_piece("more", count=left)] if left > 0 else []
    return _in_a_row([*(of.names.brief(chart) for chart in listed), *more])


def _undone(of: ScanFacts) -> str:
    batch = of.detail.batch_undone
    if batch is None:
        return of.say("undone")
    return of.say("undone-batch-but" if batch.kept else "undone-batch")


def _undo_advice(of: ScanFacts) -> str:
    batch = of.detail.batch_undone
    return of.say("no-send-of-batch" if batch and batch.kept else "no-send")


def _volumes(of: ScanFacts) -> str | None:
    named = [_piece("volume", volume=one.volume) for one in of.other_volumes()]
    return _in_a_row(named) if named else None


def _volumes_where(of: ScanFacts) -> str:
    return _piece("comma").join(
        _piece("volume-at", volume=one.volume, place=one.location.name)
        for one in of.other_volumes()
    )


def _other_volumes(of: ScanFacts) -> str:
    wanted = Outcome.SET_INCOMPLETE in (of.answer.outcome, *of.answer.also)
    return of.say("other-volumes") if of.other_volumes() and not wanted else ""


def _registered_advice(of: ScanFacts) -> str:
    chart, held = of.answer.chart, of.answer.desk.in_hand
    return of.say("registered-in-hand" if chart and held and held.id == chart.id else "registered")


def _lapsed(of: ScanFacts) -> str | None:
    ended = of.detail.lapsed
    if not ended:
        return None
    return translated(LAPSES[ended[-1].what].had_ended).format(name=_ended(of))


def _lapse_advice(of: ScanFacts) -> str | None:
    ended = of.detail.lapsed
    if not ended:
        return None
    return translated(LAPSES[ended[-1].what].advice).format(name=_ended(of))


def _ended(of: ScanFacts) -> str:
    """Name what ended last before the scan."""
    ended = of.detail.lapsed[-1]
    if ended.what == "destination":
        return of.place(ended.id) or ""
    if ended.what == "operator":
        return of.answer.people.get(ended.id, "")
    chart = of.answer.charts.get(ended.id)
    return of.names.title(chart) if chart else ""


def _found(of: ScanFacts) -> str:
    count = len(of.answer.look_up.charts)
    if not count:
        return of.say("no-folder" if of.answer.look_up.whose.count else "none-found")
    return of.say("one-found" if count == 1 else "some-found")


def _look_up_advice(of: ScanFacts) -> str:
    if of.answer.look_up.charts:
        return of["choose"] if of.answer.desk.operator else of.say("badge-for-names")
    if of.answer.look_up.whose.count:
        return of.say("no-folder-advice")
    is_number = looks_like(of.answer.scan.text) is Looks.NUMBER
    return of.say("none-found-number-advice" if is_number else "none-found-advice")


def _choose(of: ScanFacts) -> str:
    return of.say("one-found-advice" if len(of.answer.look_up.charts) == 1 else "some-found-advice")


FACTS: Mapping[str, Fact] = {
    "here": lambda of: of.answer.station.desk.name,
    "next": _next,
    "held": _held,
    "named": lambda of: of.names.title(of.answer.chart) if of.answer.chart else None,
    "home": lambda of: of.answer.chart.home.name if of.answer.chart else None,
    "place_now": lambda of: of.answer.chart.location.name if of.answer.chart else None,
    "sheets": lambda of: of.answer.chart.sheets if of.answer.chart else None,
    "shelve": _shelve,
    "to": _to,
    "wanting": _to,
    "taken_from": _taken_from,
    "place": lambda of: of.place(of.detail.place),
    "refused_place": lambda of: of.place(of.detail.refused_place),
    "spot": lambda of: of.place(of.detail.spot),
    "now_at": lambda of: of.place(of.detail.now_at),
    "back_at": lambda of: of.place(of.detail.back_at),
    "nothing_to": lambda of: of.place(of.detail.nothing_to),
    "was_at": _was_at,
    "was_since": _was_since,
    "moment": _moment,
    "sent_ago": _sent_ago,
    "due": lambda of: of.names.day(of.detail.due_at) if of.detail.due_at else None,
    "reason": lambda of: of.detail.reason or None,
    "person": _person,
    "operator": lambda of: _person(of) or of.answer.desk.operator or None,
    "put_down": lambda of: of.brief(of.detail.put_down),
    "went": _went,
    "would_take_back": _would_take_back,
    "went_to": _went_to,
    "pending_ended": lambda of: of.say("ended" if of.detail.place else "put-down"),
    "put_down_said": lambda of: of["not_sent_said"] if of.lying() else of.say("put-down"),
    "put_down_advice": lambda of: (
        of["not_sent_advice"] if of.lying() else of.say("put-down-advice")
    ),
    "not_sent_said": lambda of: of.say(f"lying-{of.one_or_some()}") if of.lying() else None,
    "not_sent_advice": _not_sent_advice,
    "lying": _lying,
    "undone": _undone,
    "taken_back": lambda of: str(of.batch_undone.taken_back),
    "kept": lambda of: str(of.batch_undone.kept),
    "remaining": lambda of: "" if of.detail.remaining is None else of.say("remaining"),
    "left": lambda of: str(of.detail.remaining),
    "undo_advice": _undo_advice,
    "volumes": _volumes,
    "volumes_at": lambda of: _capital(_volumes_where(of)) if of.other_volumes() else None,
    "volumes_where": _volumes_where,
    "other_volumes": _other_volumes,
    "registered_advice": _registered_advice,
    "lapsed": _lapsed,
    "lapse_advice": _lapse_advice,
    "text": lambda of: of.answer.scan.text,
    "looks": lambda of: translated(LOOKS[looks_like(of.answer.scan.text)]),
    "count": lambda of: str(len(of.answer.look_up.charts)),
    "found": _found,
    "look_up_advice": _look_up_advice,
    "choose": _choose,
}


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _in_a_row(names: list[str]) -> str:
    """Put names in a row: ``44-10-27, 11-22-33 and 2 more``."""
    *first, last = names
    return _piece("and", first=_piece("comma").join(first), last=last) if first else last


def _piece(key: str, **facts: object) -> str:
    return translated(PIECES[key]).format_map(facts)
