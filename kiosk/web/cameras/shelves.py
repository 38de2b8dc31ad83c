"""Read a shelf: one photo in, every chart in it seen there, and what stands wrong outlined."""

import base64
from datetime import UTC, datetime
from typing import Any

import cv2
from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.errors import EntryRefused
from kiosk.reading import Grey, PictureRefused, load_picture, read_shelf
from kiosk.services.cameras.shelf_photo import SeenLabel, SeenShelf, find_shelf, sight_shelf
from kiosk.web.cameras.frames import uploaded
from kiosk.web.desk.answer_json import chart_json
from kiosk.web.http.room import room, station_key, viewer, wants_json
from kiosk.web.words.answers import STANDS_WRONG
from kiosk.web.words.language import translated
from kiosk.web.words.refusals import in_words

pages = Blueprint("shelves", __name__)
MOST_BYTES = 64 * 1024 * 1024
SHOWN_WIDTH = 1600
PATIENCE = 10.0  # seconds: somebody waits for this one picture


@pages.get("/shelf")
def ask() -> AnyResponse | str:
    """Ask for the shelf's card and a photo, in a browser that knows which desk it is."""
    if not station_key():
        return redirect(url_for("kiosk.desks", next=url_for("shelves.ask")))
    return render_template("cameras/shelf.html", seen=None, shelf="", error="")


@pages.post("/shelf")
def look() -> Response:
    """Take a photo of a shelf (up to 50 megapixels): JSON for programs, a page for people.

    ``shelf`` is the code on the shelf's card; without it the charts are seen at the desk.
    """
    request.max_content_length = MOST_BYTES
    shelf = request.values.get("shelf", "")
    if wants_json():
        seen, picture = _look(shelf)
        return jsonify(shelf_json(seen, picture))
    try:
        seen, picture = _look(shelf)
    except (EntryRefused, PictureRefused) as error:
        said = in_words(error)
        page = render_template("cameras/shelf.html", seen=None, shelf=shelf, error=said)
        return make_response(page, 422)
    height, width = picture.shape
    page = render_template(
        "cameras/shelf.html",
        seen=seen,
        shelf="",  # the next photo is of another shelf, and needs that one's card
        error="",
        put_right=put_right,
        photo=_small(picture),
        width=width,
        height=height,
    )
    return make_response(page)


def put_right(label: SeenLabel) -> str:
    """Return what to do with a chart that stands wrong."""
    home = label.chart.home.name if label.chart else ""
    place = room().wording.shelved(label.should)
    return translated(STANDS_WRONG[label.wrong]).format(place=place, home=home)


def _look(card: str) -> tuple[SeenShelf, Grey]:
    asked = viewer()
    shelf = find_shelf(room().database, asked, card)
    with room().watches.slot(PATIENCE):
        picture = load_picture(uploaded())
        symbols = read_shelf(picture, room().watches.wanted)
    seen = sight_shelf(room().database, asked, shelf, symbols, datetime.now(UTC))
    return seen, picture


def shelf_json(seen: SeenShelf, picture: Grey) -> dict[str, Any]:
    """Return what a photo showed, for programs."""
    height, width = picture.shape
    labels = [_label_json(label) for label in seen.labels]
    return {"place": seen.place.full_name, "labels": labels, "width": width, "height": height}


def _label_json(label: SeenLabel) -> dict[str, Any]:
    return {
        "code": label.code,
        "quad": label.quad,
        "outcome": label.outcome and label.outcome.value,
        "chart": label.chart and chart_json(label.chart),
        "wrong": label.wrong.value,
        "section": label.should.section if label.should else "",
        "after": label.should.after if label.should else "",
    }


def _small(picture: Grey) -> str:
    """Return the photo small enough for a page, as the address of an image in itself."""
    scale = min(SHOWN_WIDTH / picture.shape[1], 1)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes()
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
