"""What is drawn on a label, in printer dots from its face's upper left corner, downwards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A filled rectangle in a colour; ``digit`` is what it stands for, where it is one."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    digit: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: the left end of its baseline, font, size and width in dots."""

    x: float
    y: float
    text: str
    font: str
    size: float
    width: float
    colour: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol: its rows of modules, the corner without the quiet zone, module width, bar height.

    All whole dots. For squares ``height`` is that of one row.
    """

    x: int
    y: int
    rows: tuple[str, ...]
    module: int
    height: int
    symbology: str
    text: str

    def runs(self) -> list[tuple[int, int, int, int]]:
        """Return its dark rectangles: x, y, width, height."""
        found = []
        for row, modules in enumerate(self.rows):
            at = 0
            for run in modules.replace("01", "0 1").replace("10", "1 0").split():
                if run[0] == "1":
                    x, y = self.x + at * self.module, self.y + row * self.height
                    found.append((x, y, len(run) * self.module, self.height))
                at += len(run)
        return found


Mark = Block | Text | Symbol


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a label: its marks, its width and height, and how it lies on the label.

    Its upper left corner comes to ``at``, and it is turned clockwise about that by ``turn`` degrees
    (0, 90, 180 or 270).
    """

    marks: tuple[Mark, ...]
    size: tuple[int, int]
    at: tuple[int, int]
    turn: int
