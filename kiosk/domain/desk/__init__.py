"""The desk dialogue: what is pending, what was scanned, and so what happens."""

from kiosk.domain.desk.decide import decide
from kiosk.domain.desk.details import Detail
from kiosk.domain.desk.state import DeskRules, DeskState, aged
from kiosk.domain.desk.subjects import (
    Act,
    Badge,
    CommandCard,
    Decision,
    Desk,
    KnownChart,
    NewLabel,
    PlaceCard,
    PromptAct,
    Reason,
    Scan,
    Source,
    SpotCard,
    Subject,
    Unclear,
    UndoBatch,
    UndoCard,
)

__all__ = [
    "Act",
    "Badge",
    "CommandCard",
    "Decision",
    "Desk",
    "DeskRules",
    "DeskState",
    "Detail",
    "KnownChart",
    "NewLabel",
    "PlaceCard",
    "PromptAct",
    "Reason",
    "Scan",
    "Source",
    "SpotCard",
    "Subject",
    "Unclear",
    "UndoBatch",
    "UndoCard",
    "aged",
    "decide",
]
