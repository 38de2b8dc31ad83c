"""POST /frames: one picture in, the symbols in it out; of a camera also what is scanned now."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from kiosk.reading import View, load_picture, read
from kiosk.services.watching import how_read
from kiosk.web.room import room

pages = Blueprint("frames", __name__)
MOST_BYTES = 16 * 1024 * 1024


@pages.post("/frames")
def frames() -> Response:
    """Read the barcodes of a picture (JPEG, PNG ...), sent as the body or as a form's file.

    ``watch`` names the camera whose next frame this is, ``begins`` says that it was just turned on:
    then the answer also tells which texts are scans now.
    """
    request.max_content_length = MOST_BYTES
    picture = load_picture(uploaded())
    height, width = picture.shape
    size = {"width": width, "height": height}
    watches, camera = room().watches, request.args.get("watch", "")
    if not camera:
        found = read(picture, wanted=watches.wanted)
        return jsonify({"symbols": [asdict(symbol) for symbol in found], **size})
    view = watches.see(camera, picture, begins="begins" in request.args)
    return jsonify({**view_json(view), **size})


def uploaded() -> bytes:
    """Return the picture of a request: its only file, under whatever name, or its body."""
    upload = next(iter(request.files.values()), None)
    return upload.read() if upload else request.get_data()


def view_json(view: View) -> dict[str, Any]:
    """Return what a camera's page needs to know of one frame."""
    return {
        "symbols": [asdict(symbol) for symbol in view.symbols],
        "taken": [{"text": symbol.text, "read": how_read(symbol)} for symbol in view.taken],
        "crowded": list(view.crowded),
        "pending": view.pending.value,
    }
