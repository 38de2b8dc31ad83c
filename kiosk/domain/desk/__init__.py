"""The desk dialogue: what is pending, what was scanned, and so what happens."""

from kiosk.domain.desk.decide import decide
from kiosk.domain.desk.state import DeskRules, DeskState, aged
from kiosk.domain.desk.subjects import (
    Badge,
    CommandCard,
    Decision,
    Desk,
    KnownChart,
    NewLabel,
    PlaceCard,
    Scan,
    Source,
    Subject,
    Unclear,
    UndoCard,
)

__all__ = [
    "Badge",
    "CommandCard",
    "Decision",
    "Desk",
    "DeskRules",
    "DeskState",
    "KnownChart",
    "NewLabel",
    "PlaceCard",
    "Scan",
    "Source",
    "Subject",
    "Unclear",
    "UndoCard",
    "aged",
    "decide",
]
