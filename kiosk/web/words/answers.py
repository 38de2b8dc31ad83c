"""What is answered to requests that are no refusals of the room, and to pictures."""

from collections.abc import Mapping

from kiosk.reading import Missing, Unreadable
from kiosk.services.cameras.shelf_photo import Wrong
from kiosk.web.words.language import translated

# Answers that are no refusals of the room: by the code of their problem details.
ANSWERS: Mapping[str, str] = {
    "try-again": "The database does not answer. Nothing was changed. Please try again.",
    "unexpected": "Something went wrong here. Nothing was changed.",
    "unknown-host": "This kiosk does not answer to that name. Add it to KIOSK_HOST_NAMES.",
    "other-site": "This request came from another site's page.",
    "camera-lost": "No picture comes from the server's camera.",
    "malformed-search": "The search needs a text: {example}.",
    "malformed-scan": "The scan cannot be understood: {field}: {said}.",
    "http-400": "The request cannot be understood.",
    "http-404": "There is no such page.",
    "http-405": "This cannot be done here.",
    "http-413": "That is too large.",
    "http-415": "That kind of data is not understood here.",
}
# What to do with a chart that a photo of a shelf shows where it should not stand.
STANDS_WRONG: Mapping[Wrong, str] = {
    Wrong.NOTHING: "",
    Wrong.MISFILED: "Put it in {place}",
    Wrong.OTHER_ROOM: "It lives in {home}: send it there",
    Wrong.RETIRED: "It is retired: take it out",
    Wrong.UNKNOWN: "Nothing is known under this code: find out whose it is",
}
# What reads barcodes worse than it could here, and how to mend that.
MISSING: Mapping[Missing, str] = {
    Missing.NOTHING: "",
    Missing.ZBAR: "The zbar library is missing; the camera reads with zxing-cpp alone. To add it: "
    "sudo apt-get install libzbar0",
    Missing.ZXING: "zxing-cpp is missing; the camera reads with zbar alone. To add it: "
    "pip install zxing-cpp",
    Missing.BOTH: "Neither zbar nor zxing-cpp works here: the camera reads only this kiosk's own "
    "labels, slowly. To add them: sudo apt-get install libzbar0; pip install zxing-cpp",
}
PICTURES: Mapping[Unreadable, str] = {
    Unreadable.TOO_LARGE: "The picture has {width} x {height} pixels, too many: take it with less "
    "than {most} megapixels.",
    Unreadable.NO_PICTURE: "This is not a picture that can be read.",
    Unreadable.DAMAGED: "The picture is damaged or incomplete.",
}


def answer(code: str, **facts: object) -> str:
    """Return the words of an answer that is no refusal of the room."""
    return translated(ANSWERS[code]).format_map(facts)
