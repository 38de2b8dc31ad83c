"""What a label says, before anybody has decided what stands where."""

from dataclasses import dataclass, field
from typing import ClassVar

MOST_LINES = 4  # of a slip


@dataclass(frozen=True, slots=True)
class FolderLabel:
    """The label of a chart's folder; ``code`` is what the bars say, ``grouped`` how it is read.

    ``said_volume`` is the volume in words; empty: its number alone.
    """

    prints: ClassVar[str] = "folder"
    names: ClassVar[tuple[str, ...]] = (
        "mrn",
        "volume",
        "record type",
        "name",
        "code",
        "year",
        "said volume",
    )

    code: str
    grouped: str
    mrn: str
    volume: int
    record_type: str
    name: str = ""
    year: str = ""
    type_colour: str = ""
    said_volume: str = ""

    @property
    def says(self) -> dict[str, str]:
        """Its texts, by the names that designs use."""
        return {
            "mrn": self.mrn,
            "volume": str(self.volume),
            "record type": self.record_type,
            "name": self.name,
            "code": self.grouped,
            "year": self.year,
            "said volume": self.said_volume or str(self.volume),
        }


@dataclass(frozen=True, slots=True)
class Card:
    """The card of a place, a person, a reason or a command."""

    prints: ClassVar[str] = "card"
    names: ClassVar[tuple[str, ...]] = ("title", "subtitle", "code")

    code: str
    grouped: str
    title: str
    subtitle: str = ""

    @property
    def says(self) -> dict[str, str]:
        """Its texts, by the names that designs use."""
        return {"title": self.title, "subtitle": self.subtitle, "code": self.grouped}


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip of paper about a chart: the outguide on the shelf, or what is to be pulled.

    ``lines`` are said below one another, at most four of them.
    """

    prints: ClassVar[str] = "slip"
    names: ClassVar[tuple[str, ...]] = (
        "title",
        "mrn",
        "volume",
        "said volume",
        "code",
        "line 1",
        "line 2",
        "line 3",
        "line 4",
    )

    code: str
    grouped: str
    title: str
    mrn: str
    volume: int
    lines: tuple[str, ...] = field(default=())
    said_volume: str = ""

    @property
    def says(self) -> dict[str, str]:
        """Its texts, by the names that designs use."""
        lines = dict.fromkeys(self.names[-MOST_LINES:], "")
        lines |= {f"line {place}": line for place, line in enumerate(self.lines, 1)}
        return {
            "title": self.title,
            "mrn": self.mrn,
            "volume": str(self.volume),
            "said volume": self.said_volume or str(self.volume),
            "code": self.grouped,
            **lines,
        }


Label = FolderLabel | Card | Slip
KINDS: tuple[type[Label], ...] = (FolderLabel, Card, Slip)
