"""The lists: one page for all of them, on screen, paper and as CSV; the supervisor's start."""

import csv
import io
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context

from kiosk.domain.roles import May
from kiosk.services.access.sign_in import require
from kiosk.services.lists.kinds import LISTS, OF_ROOM
from kiosk.services.lists.read_list import ListRow, Query, count_lists, read_all, read_list
from kiosk.services.setup.listed import list_places, list_record_types
from kiosk.web.charts.pages import said_here
from kiosk.web.http.room import given_id, now, room, signed, viewer
from kiosk.web.lists.columns import COLUMNS
from kiosk.web.words.export_wording import ExportWording

pages = Blueprint("lists", __name__)
PRINTED_AT_MOST = 2000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pages.get("/lists/<key>")
def show(key: str) -> str:
    """Show one page of a list; all of it, as far as paper reasonably goes, for the printer."""
    size = PRINTED_AT_MOST if "print" in request.args else None
    asked = _query(key)
    page = read_list(room().database, viewer(), asked, **({"size": size} if size else {}))
    return render_template(
        "lists/list.html",
        page=page,
        columns=[COLUMNS[name] for name in page.kind.columns],
        tabs=OF_ROOM,
        places=[place for place in list_places(room().database) if not place.inside_id],
        record_types=list_record_types(room().database),
        printing=size is not None,
        said=said_here(),
    )


@pages.get("/lists/<key>.csv")
def export(key: str) -> Response:
    """Return a whole list as CSV (RFC 4180), safe to open in a spreadsheet."""
    asked, seen_by = _query(key), viewer()
    read_list(room().database, seen_by, asked, size=1)  # says now, not half-way, what is wrong
    kind = LISTS[key]
    rows = read_all(room().database, seen_by, asked)
    lines = stream_with_context(_lines(kind.columns, rows))
    headers = {"Content-Disposition": f"attachment; filename={key}.csv"}
    return Response(lines, content_type="text/csv; charset=utf-8", headers=headers)


@pages.get("/supervisor")
def start() -> str:
    """Show the supervisor what wants doing."""
    require(signed(), May.OVERSEE)
    return render_template(
        "lists/start.html",
        counts=count_lists(room().database, room().settings, now()),
        lists=OF_ROOM,
    )


def _query(key: str) -> Query:
    args = request.args
    return Query(
        key,
        args.get("order", ""),
        args.get("place", ""),
        given_id("type"),
        args.get("of", ""),
        args.get("after", ""),
    )


def _lines(names: tuple[str, ...], rows: Iterator[ListRow]) -> Iterator[str]:
    columns = [COLUMNS[name] for name in names if COLUMNS[name].exported]
    words = ExportWording(room().settings.mrn_format, room().settings.zone)
    yield "\ufeff" + _line([column.heading for column in columns])
    for row in rows:
        yield _line([safe_cell(column.text(row, words, now())) for column in columns])


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
