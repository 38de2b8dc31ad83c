"""What is pending at a station now, by its own time-outs."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.domain.desk import DeskRules, DeskState, aged
from kiosk.domain.desk.codec import state_from_plain
from kiosk.settings import Settings
from kiosk.store.hot_path.facts import last_scan
from kiosk.store.queries.views import StationView


def desk_state(
    connection: Connection, settings: Settings, station: StationView, now: datetime
) -> DeskState:
    """Return what the station's newest scan left, without what has run out since."""
    newest = last_scan(connection, station.id)
    return state_now(newest.state, settings, station, now) if newest else DeskState()


def state_now(
    kept: dict[str, Any], settings: Settings, station: StationView, now: datetime
) -> DeskState:
    """Return what a scan left, as it is kept, without what has run out since."""
    return aged(state_from_plain(kept), now, rules_at(settings, station))


def rules_at(settings: Settings, station: StationView) -> DeskRules:
    """Return the time-outs of a station: its own, else those of the settings."""
    own = {
        "destination": station.destination_seconds,
        "in_hand": station.in_hand_seconds,
        "operator": station.operator_seconds,
    }
    given = {name: seconds for name, seconds in own.items() if seconds is not None}
    return replace(settings.desk_rules, **given)
