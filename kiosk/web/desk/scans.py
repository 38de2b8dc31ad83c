"""POST /scans and what a kiosk asks beside it: stations, board, health."""

import re
from datetime import date, datetime
from typing import Any, Literal

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.domain.codes import Kind, shape
from kiosk.domain.desk import Act, Source
from kiosk.domain.errors import OtherRoom
from kiosk.reading import available_readers
from kiosk.services.desk.boards import newest_seq, show_board
from kiosk.services.desk.browsers import note_browser
from kiosk.services.desk.scan_request import ScanRequest
from kiosk.services.desk.take_scan import take_scan, tell_scan
from kiosk.services.printing.queue import count_not_printed
from kiosk.services.setup.listed import first_station, list_stations
from kiosk.web.desk.answer_json import answer_json, batch_json, desk_json, station_json
from kiosk.web.http.errors import problem
from kiosk.web.http.room import now, room, signed, station_key, wants_json
from kiosk.web.words.answers import answer

pages = Blueprint("scans", __name__)
MOST_BYTES = 64 * 1024
SCAN_HEADER = "X-Kiosk-Scan"
OTHER_BROWSER_HEADER = "X-Kiosk-Other-Browser"
NOT_PRINTED_HEADER = "X-Kiosk-Not-Printed"
ROOM_HEADER = "X-Kiosk-Room"
GENERATION_HEADER = "X-Kiosk-Generation"


class ScanBody(BaseModel):
    """The body of POST /scans, as JSON or as a form."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    room: str = Field("", max_length=64)
    scan_id: str = Field(pattern=r"^[0-9A-Za-z-]{16,64}$")
    station: str = Field(pattern=r"^[^\x00]{1,100}$")
    text: str
    source: Source = Source.SCANNER
    station_seq: int | None = Field(None, ge=0, lt=2**53)
    at: datetime | None = None
    sent_at: datetime | None = None
    stored: bool = False
    undoes: str | None = Field(None, pattern=r"^[0-9A-Za-z-]{1,64}$")
    undoes_batch: int | None = Field(None, ge=1, lt=2**63)
    act: Act | None = None
    note: str = ""
    happened_at: datetime | None = None
    until: date | None = None
    read: dict[str, int | float | str] | None = None
    fresh: str = Field("", pattern=f"^({shape(Kind.CHART)})?$")


@pages.post("/scans")
def scan() -> Response:
    """Take a scan; answer JSON, or the board's fragment for the kiosk."""
    request.max_content_length = MOST_BYTES
    given: Any = request.get_json() if request.is_json else request.form.to_dict()
    try:
        body = ScanBody.model_validate(given)
    except ValidationError as error:
        return problem(400, "malformed-scan", _in_words(error))
    if body.room not in ("", room().room_id):
        raise OtherRoom(room=body.room)
    values = _keepable(body.model_dump(exclude={"room"}))
    asked = ScanRequest(**values, by=signed())
    database, settings = room().database, room().settings
    taken = take_scan(database, settings, asked, now())
    if wants_json():
        told = tell_scan(database, settings, taken, now())
        response = jsonify(answer_json(told, room().wording))
    else:
        board = show_board(database, settings, body.station, now(), taken)
        response = make_response(render_template("desk/_board.html", board=board))
    # A kiosk lets go of a scan only when this header names it: a proxy's page never does.
    response.headers[SCAN_HEADER] = body.scan_id
    return response


@pages.get("/stations")
def stations() -> Response:
    """List the stations of this record room."""
    return jsonify([station_json(station) for station in list_stations(room().database)])


@pages.get("/board")
def board() -> Response:
    """Show a station's desk, or 204 where nothing is newer than ``after``."""
    key = request.args.get("station") or station_key() or first_station(room().database)
    after = request.args.get("after", -1, type=int)
    if newest_seq(room().database, key) <= after:
        return _said_beside(Response(status=204), key)
    shown = show_board(room().database, room().settings, key, now())
    if not wants_json():
        return _said_beside(make_response(render_template("desk/_board.html", board=shown)), key)
    notice = shown.notice and answer_json(shown.notice, room().wording)
    return jsonify(
        {
            "station": station_json(shown.station),
            "seq": shown.seq,
            "now": shown.now.isoformat(),
            "desk": desk_json(shown.desk),
            "batch": batch_json(shown.desk),
            "last": notice,
            "scans": [
                {
                    "scan_id": one.scan.scan_id,
                    "outcome": one.outcome.value,
                    "at": one.scan.at.isoformat(),
                    "chart": one.chart and one.chart.code,
                    "undoable": one.undoable,
                }
                for one in shown.recent
            ],
        }
    )


def _said_beside(response: Response, key: str) -> Response:
    """Say in headers what is no scan: another browser here, labels that did not come out."""
    not_printed = count_not_printed(room().database, key)
    if not_printed:
        response.headers[NOT_PRINTED_HEADER] = str(not_printed)
    browser = request.args.get("browser", "")
    if re.fullmatch(r"[0-9a-f]{32}", browser) and note_browser(
        room().database, key, browser, now()
    ):
        response.headers[OTHER_BROWSER_HEADER] = "1"
    return response


@pages.after_request
def _name_room(response: Response) -> Response:
    """Say whose answer it is, also where this room has no such station."""
    response.headers[ROOM_HEADER] = room().room_id
    response.headers[GENERATION_HEADER] = str(room().generation)
    return response


@pages.get("/healthy")
def healthy() -> Response:
    """Answer while the database does, and name the readers at work."""
    state: Literal["ok"] = "ok"
    count = len(list_stations(room().database))
    return jsonify({"status": state, "stations": count, "readers": available_readers()})


def _keepable(value: Any) -> Any:
    """Replace what no database can keep: half of a surrogate pair."""
    if isinstance(value, str) and not isinstance(value, Source | Act):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_keepable(key): _keepable(inner) for key, inner in value.items()}
    return value


def _in_words(error: ValidationError) -> str:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    return answer("malformed-scan", field=field, said=first["msg"])
