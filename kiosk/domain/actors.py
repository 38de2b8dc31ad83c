"""Who acts: what every fact keeps of it."""

from dataclasses import dataclass
from enum import StrEnum


class Program(StrEnum):
    """What acts by itself, at nobody's desk."""

    COMMAND_LINE = "command-line"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, the station they are at, or a program; of nobody's doing all are empty."""

    staff_id: int | None = None
    station_id: int | None = None
    program: Program | None = None

    @property
    def ids(self) -> dict[str, int | None]:
        """Person and station, as the columns of a row that keeps them."""
        return {"staff_id": self.staff_id, "station_id": self.station_id}


NOBODY = Actor()
