"""What scripts say in the browser, by key: given to each page as data, with facts in braces."""

from collections.abc import Mapping

from kiosk.web.words.language import translated

SCRIPTS: Mapping[str, str] = {
    "saved": "Saved",
    "all-saved": "all scans are saved",
    "all-but": "all but {count}",
    "not-sent": "Not sent",
    "one-waits": "1 scan waits here",
    "some-wait": "{count} scans wait here",
    "clock": "Clock",
    "clock-off": "this machine's clock is {minutes} min off",
    "minutes-left": "{minutes} min left",
    "seconds": "{count} s",
    "other-room": "Another room",
    "other-room-kept": "this server keeps another record room",
    "no-connection": "No connection",
    "no-answer": "the server does not answer",
    "one-not-taken": "1 scan not taken: look",
    "some-not-taken": "{count} scans not taken: look",
    "made-for-other-room": "It was made for another record room.",
    "a-button": "a button",
    "close": "Close",
    "close-this": "Close {text}",
    "go-on": "Go on at the desk.",
    "not-checked": "✕ Not checked yet:",
    "kept-here": "the server does not answer. The scan is kept here and sent again.",
    "label-unreadable": "✕ This label cannot be read.",
    "hold-closer": "Hold it closer and still. If that does not help, print it again.",
    "labels": "{count} labels",
    "labels-made": "{count} labels, {percent} %",
    "not-printed": "The server does not answer. Nothing was printed.",
    "save-labels": "Save the PDF of {count} labels, then print it at 100 %",
    "reading-photo": "Reading the photo …",
    "camera-not-allowed": "The browser may not use the camera",
    "camera-not-found": "No camera found",
    "camera-in-use": "Another program uses the camera",
    "camera-needs-https": "No camera here: the page needs https, or this machine's own address",
    "camera-does-not-start": "The camera does not start",
    "camera-turn-on": "Turn the camera on",
    "camera-turn-off": "Turn off",
    "camera-reads": "Camera reads",
    "camera-is-off": "Camera is off",
    "camera-number": "Camera {number}",
    "camera-unplugged": "The camera was unplugged",
    "camera-black": "The picture is black. Is the lens covered?",
    "camera-frozen": "No new picture from the camera. Is it plugged in?",
    "camera-slow": "The server reads too slowly at the moment",
    "camera-unreadable": "Cannot be read: closer, and still",
    "camera-not-read": "The server does not read the camera at the moment",
    "server-camera-lost": "No picture from the server's camera ({camera}). Is it plugged in?",
}


def script_words() -> dict[str, str]:
    """Return all that scripts say, for a page to give them."""
    return {key: translated(said) for key, said in SCRIPTS.items()}
