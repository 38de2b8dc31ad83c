"""Who is asking, and whose names they see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from kiosk.domain.actors import Actor
from kiosk.domain.desk.state import Pending
from kiosk.domain.names import masked
from kiosk.domain.roles import May
from kiosk.services.access.desk_state import desk_state
from kiosk.services.access.sign_in import SignedIn
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.queries.set_up import station_at
from kiosk.store.queries.views import ChartView, FoundBy, PatientView, StationView

NOTE_HIDDEN = "…"
Say = Callable[..., str]  # a code and its facts -> words, in the language of who is asking


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking: the station whose operator may see names, or who is signed in.

    With neither, names stay masked; those of sensitive charts stay so until a reason is given.
    ``say`` words what paper says for them.
    """

    settings: Settings
    station_key: str
    now: datetime
    signed: SignedIn | None = None
    say: Say = field(kw_only=True)

    def actor(self, connection: Connection) -> Actor:
        """Return who acts here: who is signed in, or the operator of the viewer's station."""
        station = station_at(connection, self.station_key)
        operator = self._operator(connection, station)
        staff_id = self.signed.staff_id if self.signed else operator.id if operator else None
        return Actor(staff_id, station.id if station else None)

    def shows(self, connection: Connection, charts: Iterable[ChartView]) -> tuple[ChartView, ...]:
        """Return charts with their names as far as this viewer may see them."""
        return as_seen(charts, sees=self.sees_names(connection))

    def shows_patients(
        self, database: Database, patients: Iterable[PatientView]
    ) -> tuple[PatientView, ...]:
        """Return patients with their names as far as this viewer may see them."""
        with database.read() as reading:
            hidden = not self.sees_names(reading.connection)
        return tuple(masked_patient(one) if hidden else one for one in patients)

    def sees_names(self, connection: Connection) -> bool:
        """Tell whether somebody is signed in: by badge at the viewer's station, or by PIN."""
        if self.signed and self.signed.may(May.SEE_NAMES):
            return True
        station = station_at(connection, self.station_key)
        return self._operator(connection, station) is not None

    def _operator(self, connection: Connection, station: StationView | None) -> Pending | None:
        if station is None:
            return None
        return desk_state(connection, self.settings, station, self.now).operator


def as_seen(charts: Iterable[ChartView], *, sees: bool, opened: int = 0) -> tuple[ChartView, ...]:
    """Mask the names of charts unless who is asking ``sees`` names, and those of sensitive ones.

    ``opened`` is the sensitive chart for which a reason was given.
    """
    return tuple(
        chart if sees and (not chart.sensitive or chart.id == opened) else masked_chart(chart)
        for chart in charts
    )


def masked_chart(chart: ChartView) -> ChartView:
    """Hide all of a patient but the number and the initials; of a sensitive chart its notes."""
    hidden = NOTE_HIDDEN if chart.sheets and chart.sensitive else chart.sheets
    return replace(chart, patient=masked_patient(chart.patient), sheets=hidden)


def masked_patient(patient: PatientView) -> PatientView:
    """Hide all of a patient but the number and the initials."""
    hidden = masked(patient.family_name, patient.given_name)
    was = "" if patient.found_by is FoundBy.FORMER_NAME else patient.was
    return replace(patient, family_name=hidden, given_name="", born="", died="", was=was)
