"""GET /camera: what the server's own camera shows, with the outline of what was read."""

from flask import Blueprint, Response, abort, request

from kiosk.services.desk.boards import newest_seq
from kiosk.web.http.errors import problem
from kiosk.web.http.room import room, station_key
from kiosk.web.words.answers import answer

pages = Blueprint("cameras", __name__)
SEQ_HEADER = "X-Kiosk-Seq"


def server_camera_at(key: str) -> str:
    """Return what the server's own camera at a station is called, "" where none stands there."""
    camera = room().camera
    return camera.source if camera and camera.station == key else ""


@pages.get("/camera")
def picture() -> Response:
    """Return the newest frame as JPEG; a header says how new the newest scan of its desk is.

    404 where no camera stands at the station that asks, 503 while the camera is lost.
    """
    key = request.args.get("station") or station_key()
    camera = room().camera
    if camera is None or not server_camera_at(key):
        abort(404)
    frame = camera.picture()
    if frame is None:
        return problem(503, "camera-lost", answer("camera-lost"))
    response = Response(frame, content_type="image/jpeg")
    response.headers[SEQ_HEADER] = str(newest_seq(room().database, key))
    return response
