"""Reading CSV files as spreadsheets write them: a table of named columns, or the reason why not."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.domain.errors import EntryRefused, FileRefused
from kiosk.domain.names import folded
from kiosk.domain.why import Why

MOST_ROWS = 2_000_000
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file; ``row`` counts its lines from 1, the heading being 1."""

    row: int
    column: str
    why: Why
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its number, and its cells by column."""

    row: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """Return a cell without white space at its ends; "" where there is none."""
        return self.cells.get(column, "").strip()

    def problem(self, error: EntryRefused) -> Problem:
        """Return what is wrong in this row, in the column that the refusal names."""
        return self.problem_in(error.field, error)

    def problem_in(self, column: str, error: EntryRefused) -> Problem:
        """Return what is wrong in a column of this row."""
        return Problem(self.row, column, error.why, error.facts)


def read_csv(content: bytes, needed: tuple[str, ...], known: tuple[str, ...]) -> list[Line]:
    """Read a CSV file (RFC 4180, or with semicolons or tabs) in UTF-8 with a heading.

    Raises FileRefused, fact ``problems``, for anything that cannot be read as such.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(1, "file", Why.NOT_UTF8) from None
    if "\x00" in text:
        raise _refused(1, "file", Why.NOT_TEXT)
    heading = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [folded(name).replace(" ", "_") for name in next(rows, [])]
        _check_heading(columns, needed, known)
        return list(_lines(rows, columns))
    except csv.Error as error:
        raise _refused(rows.line_num, "row", Why.UNREADABLE, error=error) from None


def _check_heading(columns: list[str], needed: tuple[str, ...], known: tuple[str, ...]) -> None:
    for name in needed:
        if name not in columns:
            raise _refused(1, name, Why.COLUMN_NEEDED, column=name)
    for name in columns:
        if name not in known:
            facts = {"column": name, "known": ", ".join(known)}
            raise _refused(1, name or "heading", Why.COLUMN_UNKNOWN, **facts)
        if columns.count(name) > 1:
            raise _refused(1, name, Why.TWICE)


def _lines(rows: Iterator[list[str]], columns: list[str]) -> Iterator[Line]:
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if number > MOST_ROWS:
            raise _refused(number, "file", Why.TOO_MANY_ROWS, most=MOST_ROWS)
        if len(cells) > len(columns):
            raise _refused(number, "row", Why.TOO_MANY_CELLS)
        yield Line(number, dict(zip(columns, cells, strict=False)))


def _refused(row: int, column: str, why: Why, /, **facts: object) -> FileRefused:
    return FileRefused(problems=[Problem(row, column, why, facts)], count=1)
