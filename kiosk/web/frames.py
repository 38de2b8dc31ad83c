"""POST /frames: one picture in, the symbols in it out. Stateless."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from kiosk.domain.codes import is_our_code
from kiosk.reading import load_picture, read

pages = Blueprint("frames", __name__)
MOST_BYTES = 16 * 1024 * 1024


@pages.post("/frames")
def frames() -> Response:
    """Read the barcodes of a picture (JPEG, PNG ...), sent as the body or as a form's file."""
    request.max_content_length = MOST_BYTES
    upload = next(iter(request.files.values()), None)
    data = upload.read() if upload else request.get_data()
    picture = load_picture(data)
    symbols = [asdict(symbol) for symbol in read(picture, is_our_code)]
    height, width = picture.shape
    return jsonify({"symbols": symbols, "width": width, "height": height})
