"""What a chart's row begins with, however the chart came to be known."""

from typing import Any

from kiosk.settings import Settings


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
