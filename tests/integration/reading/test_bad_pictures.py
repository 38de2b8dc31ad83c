"""Bad pictures of every kind: a clear problem each, and none slows the next frame."""

import io
import struct
import zlib

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.domain.codes import Kind, make_code
from kiosk.reading import PictureRefused, load_picture, read, read_patiently
from tests.pictures import desk

# Pillow warns of damaged EXIF data, and reads the picture.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
ADA = make_code(Kind.CHART, 441027).text


def encoded(picture: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A small PNG that claims to be large: its header, and rows of nothing, well packed."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")


LABEL = Image.fromarray(desk(ADA))
READABLE = {
    "16-bit": encoded(Image.fromarray(np.asarray(LABEL).astype(np.uint16) * 256)),
    "with alpha": encoded(LABEL.convert("RGBA")),
    "palette": encoded(LABEL.convert("P")),
    "CMYK": encoded(LABEL.convert("CMYK"), "JPEG"),
    "animated": encoded(LABEL, "GIF", save_all=True, append_images=[Image.new("L", LABEL.size)]),
    "one bit": encoded(LABEL.convert("1", dither=Image.Dither.NONE)),
    "progressive": encoded(LABEL, "JPEG", progressive=True),
    "WebP": encoded(LABEL, "WEBP"),
    "TIFF": encoded(LABEL, "TIFF"),
}
REFUSED = {
    "nothing": b"",
    "no picture": b"this is no picture",
    "a page": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "truncated": encoded(LABEL, "JPEG")[:5000],
    "a header alone": encoded(LABEL)[:40],
    "damaged": encoded(LABEL)[:3000] + b"\x00" * 500 + encoded(LABEL)[3500:],
    "a bomb": bomb(20_000, 20_000),
    "no height": bomb(100, 0),
    "too wide": bomb(60_000, 1_000),
}


@pytest.mark.parametrize("kind", READABLE)
def test_unusual_pictures_are_read(client: FlaskClient, kind: str) -> None:
    answer = client.post("/frames", data=READABLE[kind]).get_json()
    assert [symbol["text"] for symbol in answer["symbols"]] == [ADA]


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_usable_picture_is_refused_and_the_next_one_is_read(
    client: FlaskClient, kind: str
) -> None:
    for path in ("/frames", "/frames?watch=one", "/shelf?station=file-room"):
        refused = client.post(path, data=REFUSED[kind], headers={"Accept": "application/json"})
        assert refused.status_code == 422, path
        assert refused.get_json()["code"] == "picture-refused"
        assert refused.get_json()["detail"].endswith(".")
    assert client.post("/frames", data=READABLE["palette"]).get_json()["symbols"]


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (7, 7), (8, 8), (9, 40), (40, 9)])
def test_tiny_and_thin_pictures_hold_nothing(client: FlaskClient, size: tuple[int, int]) -> None:
    data = encoded(Image.new("L", size, 128))
    assert client.post("/frames", data=data).get_json()["symbols"] == []
    assert read_patiently(np.zeros(size, np.uint8)) == []


def test_a_frame_that_is_too_large_to_send_is_refused(client: FlaskClient) -> None:
    assert client.post("/frames", data=bytes(17 * 1024 * 1024)).status_code == 413


def test_hundreds_of_labels_in_a_frame_take_no_longer_than_its_budget(client: FlaskClient) -> None:
    dice = np.random.default_rng(1)
    codes = [make_code(Kind.CHART, int(dice.integers(10**8))).text for _ in range(5)]
    rows = [np.hstack([desk(code)[280:440, 500:780] for code in codes]) for _ in range(5)]
    crowd = np.tile(np.vstack(rows), (4, 2))
    found = client.post("/frames?watch=crowd", data=encoded(Image.fromarray(crowd)))
    assert found.status_code == 200
    assert {symbol["text"] for symbol in found.get_json()["symbols"]} <= set(codes)
    assert client.post("/frames", data=READABLE["palette"]).get_json()["symbols"]


@given(st.binary(max_size=400), st.sampled_from([*READABLE, "truncated"]), st.integers(0, 4000))
@settings(max_examples=150, deadline=None)
def test_bytes_changed_anywhere_give_a_picture_or_a_refusal(
    noise: bytes, kind: str, place: int
) -> None:
    data = bytearray((READABLE | REFUSED)[kind])
    data[place : place + len(noise)] = noise
    try:
        picture = load_picture(bytes(data))
    except PictureRefused:
        return
    assert picture.dtype == np.uint8
    assert picture.ndim == 2
    assert {one.text for one in read(picture) if one.accepted} <= {ADA}


@given(st.binary(min_size=1, max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_after_a_known_beginning_are_refused_in_words(noise: bytes) -> None:
    for begin in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\x00", b"RIFF"):
        with pytest.raises(PictureRefused):
            load_picture(begin + noise)
