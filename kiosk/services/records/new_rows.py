"""What the rows of a patient and of a chart begin with, however they came to be known."""

from datetime import datetime
from typing import Any

from kiosk.domain.custody import MovementKind
from kiosk.domain.names import letters_of
from kiosk.settings import Settings


def new_patient_row(
    patient_id: int,
    mrn: str,
    family_name: str,
    given_name: str,
    birth_date: str | None,
    died: str = "",
) -> dict[str, Any]:
    """Return the row of a patient who is merged with nobody; dates are as they are kept."""
    return {
        "id": patient_id,
        "person_id": patient_id,
        "mrn": mrn,
        "family_name": family_name,
        "given_name": given_name,
        "family_letters": letters_of(family_name),
        "given_letters": letters_of(given_name),
        "birth_date": birth_date or None,
        "died": died,
    }


def new_chart_row(
    chart_id: int, mrn: str, settings: Settings, values: dict[str, Any]
) -> dict[str, Any]:
    """Return a chart's row with what a new one begins with; ``values`` win."""
    key = (mrn, values["record_type_id"], values["volume"])
    return {
        "id": chart_id,
        "number_key": settings.mrn_format.number_key(*key),
        "terminal_key": settings.mrn_format.terminal_key(*key),
        "sent": False,
        "lent": False,
        "temporary": False,
        "sensitive": False,
        "retired": False,
        "sheets": "",
        "label_wear": 0,
        **values,
    }


def first_movement(
    chart: dict[str, Any], to_id: int, recorded_at: datetime, values: dict[str, Any]
) -> dict[str, Any]:
    """Return the movement that a chart's row begins with; ``to_id`` may be a spot in its place."""
    return {
        "id": chart["last_movement_id"],
        "chart_id": chart["id"],
        "kind": MovementKind.CREATED.value,
        "effective": True,
        "to_id": to_id,
        "at": chart["since"],
        "recorded_at": recorded_at,
        "since": chart["since"],
        "due_at": chart.get("due_at"),
        **values,
    }
