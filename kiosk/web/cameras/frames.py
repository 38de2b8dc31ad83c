"""POST /frames: one picture in, the symbols in it out; of a camera also what is scanned now."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from kiosk.reading import View, load_picture, read
from kiosk.services.cameras.server_camera import how_read
from kiosk.web.http.room import room

pages = Blueprint("frames", __name__)
MOST_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 20_000_000  # a camera's frame; a photo of a shelf has its own way in
PATIENCE = 5.0  # seconds that a program waits for its turn; a camera tries again


@pages.post("/frames")
def frames() -> Response:
    """Read the barcodes of a picture (JPEG, PNG ...), sent as the body or as a form's file.

    ``watch`` names the camera whose next frame this is; then the answer also tells which texts are
    scans now. ``resumes`` says that it is not the first one: should its memory be lost meanwhile,
    what is in view was taken before. ``got`` is the ``number`` of the newest answer that arrived:
    what is to be scanned by one that was lost is said again.
    """
    request.max_content_length = MOST_BYTES
    watches, camera = room().watches, request.args.get("watch", "")
    with watches.slot(0 if camera else PATIENCE):
        picture = load_picture(uploaded(), MOST_PIXELS)
        height, width = picture.shape
        size = {"width": width, "height": height}
        if not camera:
            found = read(picture, wanted=watches.wanted)
            return jsonify({"symbols": [asdict(symbol) for symbol in found], **size})
        got = request.args.get("got", type=int)
        resumes = "resumes" in request.args
        number, view = watches.see(camera, picture, resumes=resumes, got=got)
    return jsonify({"number": number, **view_json(view), **size})


def uploaded() -> bytes:
    """Return the picture of a request: its only file, under whatever name, or its body."""
    body = request.get_data()  # first, for a program may call a picture a form
    upload = next(iter(request.files.values()), None)
    return upload.read() if upload else body


def view_json(view: View) -> dict[str, Any]:
    """Return what a camera's page needs to know of one frame."""
    return {
        "symbols": [asdict(symbol) for symbol in view.symbols],
        "taken": [{"text": symbol.text, "read": how_read(symbol)} for symbol in view.taken],
        "crowded": list(view.crowded),
        "pending": view.pending.value,
    }
