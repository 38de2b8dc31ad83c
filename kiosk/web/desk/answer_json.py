"""A scan's answer as JSON for programs."""

from datetime import datetime
from typing import Any

from kiosk.services.desk.answers import DeskView, ScanAnswer
from kiosk.store.queries.views import ChartView, MovementView, PlaceView, StationView
from kiosk.web.words.wording import Wording


def answer_json(answer: ScanAnswer, wording: Wording) -> dict[str, Any]:
    """Return an answer's JSON; what does not apply is null or left out."""
    notice = wording.notice(answer)
    said: dict[str, Any] = {
        "scan_id": answer.scan.scan_id,
        "outcome": answer.outcome.value,
        "also": [outcome.value for outcome in answer.also],
        "tone": notice.tone.value,
        "headline": notice.headline,
        "advice": notice.advice,
        "seq": answer.scan.seq,
        "at": _time(answer.scan.at),
        "replayed": answer.replayed,
        "desk": desk_json(answer.desk),
        "batch": batch_json(answer.desk),
        "now": _time(answer.now),
        "clock_off_seconds": answer.clock_off,
        "movements": [movement_json(movement) for movement in answer.movements],
    }
    if answer.chart:
        said["chart"] = chart_json(answer.chart)
    if answer.shelf:
        said["shelf"] = wording.shelved(answer.shelf)
    if answer.outcome.value == "look-up-opened":
        said["charts"] = [chart_json(chart) for chart in answer.look_up.charts]
    return said


def desk_json(desk: DeskView) -> dict[str, Any]:
    """Return what is pending at a desk; each thing with its own ``ends_at``."""
    lapse = max(desk.lapses, key=lambda one: one.at, default=None)
    return {
        "destination": desk.destination
        and {
            **place_json(desk.destination),
            "phone": desk.destination.phone,
            "due_at": _time(desk.destination_due_at),
            "ends_at": _time(desk.destination_ends_at),
        },
        "in_hand": desk.in_hand
        and {**chart_json(desk.in_hand), "ends_at": _time(desk.in_hand_ends_at)},
        "operator": {"name": desk.operator, "ends_at": _time(desk.operator_ends_at)}
        if desk.operator
        else None,
        "reason": desk.reason_chart
        and desk.reason_place
        and {
            "chart": chart_json(desk.reason_chart),
            "place": place_json(desk.reason_place),
            "ends_at": _time(desk.reason_ends_at),
        },
        "lapsed": lapse
        and {
            "what": lapse.what.replace("_", "-"),
            "name": lapse.name,
            "at": _time(lapse.at),
            "ends_at": _time(lapse.ends_at),
        },
    }


def batch_json(desk: DeskView) -> dict[str, Any] | None:
    """Return the open batch: where it goes, and how many charts so far."""
    if desk.batch_place is None:
        return None
    return {
        "place": place_json(desk.batch_place),
        "count": desk.batch_count,
        "list": f"/batches/{desk.batch_id}" if desk.batch_id else None,
    }


def chart_json(chart: ChartView) -> dict[str, Any]:
    """Return a chart and where it is; the name is masked unless an operator is signed in."""
    return {
        "code": chart.code,
        "mrn": chart.patient.mrn,
        "name": chart.patient.name,
        "type": chart.record_type,
        "volume": chart.volume,
        "home": place_json(chart.home),
        "location": {**place_json(chart.location), "phone": chart.location.phone},
        "seen": chart.seen,
        "since": _time(chart.since),
        "due_at": _time(chart.due_at),
        "label_verified": chart.label_verified,
        "temporary": chart.temporary,
        "sensitive": chart.sensitive,
        "retired": chart.retired,
        "missing": chart.missing,
        "loose_sheets": chart.sheets,
    }


def movement_json(movement: MovementView) -> dict[str, Any]:
    """Return a movement."""
    return {
        "seq": movement.seq,
        "kind": movement.kind.value,
        "from": movement.from_place and place_json(movement.from_place),
        "to": place_json(movement.to_place),
        "at": _time(movement.at),
        "recorded_at": _time(movement.recorded_at),
        "by_hand": movement.by_hand,
        "effective": movement.effective,
        "undone": movement.undone,
        "staff": movement.staff or None,
        "station": movement.station or None,
    }


def place_json(place: PlaceView) -> dict[str, Any]:
    """Return a place."""
    return {"code": place.code, "name": place.name, "kind": place.kind.value}


def station_json(station: StationView) -> dict[str, Any]:
    """Return a station and its desk."""
    return {"id": station.key, "name": station.name, "desk": place_json(station.desk)}


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
