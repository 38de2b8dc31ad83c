"""A photo of a shelf: thirty labels at once, each seen where it stands."""

import io
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from kiosk.app import create_app
from kiosk.domain.codes import Kind, make_code
from kiosk.domain.loans import PlaceKind
from kiosk.domain.why import Why
from kiosk.reading import ReadFilter, read_shelf
from kiosk.services.cameras.shelf_photo import find_shelf, sight_shelf
from kiosk.web.words.entries import why_in_words
from tests.pictures import label_picture
from tests.room import CARDIOLOGY, FILE_ROOM, RecordRoom

NUMBERS = ("110056", "220056", "330056", "440056", "550056")


def photo(*codes: str, wide: int = 1600, seed: int = 1) -> np.ndarray:
    """Photograph spines on a shelf: labels upright, each leaning a little."""
    dice = np.random.default_rng(seed)
    step = 110
    view = np.full((900, max(wide, step * len(codes))), 90, np.uint8)
    for at, code in enumerate(codes):
        left = at * step
        view[60:840, left + 2 : left + step - 2] = int(dice.uniform(120, 200))
        spine = np.rot90(label_picture(code, 110)[:, :])
        spine = spine[:, 60:160]  # cut to a spine's width, through the bars
        way = cv2.getRotationMatrix2D((50, spine.shape[0] / 2), dice.uniform(-3, 3), 1.0)
        way[:, 2] += np.array((left + 5, 300 + dice.uniform(-25, 25)))
        size = (view.shape[1], view.shape[0])
        laid = cv2.warpAffine(np.ascontiguousarray(spine), way, size)
        covered = cv2.warpAffine(np.full(spine.shape, 255, np.uint8), way, size) > 127
        view[covered] = laid[covered]
    return (view + dice.normal(0, 3, view.shape)).clip(0, 255).astype(np.uint8)


def jpeg(picture: np.ndarray, **more: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=88, **more)
    return out.getvalue()


def sent(client: FlaskClient, data: bytes, shelf: str = "", **headers: str) -> TestResponse:
    form = {"photo": (io.BytesIO(data), "shelf.jpg"), "shelf": shelf}
    client.set_cookie("station", FILE_ROOM)
    return client.post("/shelf", data=form, headers={"Accept": "application/json", **headers})


@pytest.fixture
def live(room: RecordRoom) -> RecordRoom:
    room.now = datetime.now(UTC)
    return room


@pytest.fixture
def client(live: RecordRoom) -> FlaskClient:
    return create_app(live.settings, live.database).test_client()


@pytest.fixture
def codes(live: RecordRoom) -> list[str]:
    live.now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    return [live.chart(number, family=f"Shelf {number}") for number in NUMBERS]


def test_labels_are_read_in_the_order_of_the_shelf(codes: list[str]) -> None:
    assert [one.text for one in read_shelf(photo(*codes), ReadFilter())] == codes
    two_boards = np.vstack([photo(*codes[:2]), photo(*codes[2:], seed=2)])
    assert [one.text for one in read_shelf(two_boards, ReadFilter())] == codes


def test_thirty_labels_that_touch_are_told_apart() -> None:
    codes = [make_code(Kind.CHART, 1000 * at + 77).text for at in range(30)]
    assert [one.text for one in read_shelf(photo(*codes), ReadFilter())] == codes


def test_thirty_spines_in_a_photo_of_twelve_megapixels_are_read_in_their_order() -> None:
    codes = [make_code(Kind.CHART, 1000 * at + 78).text for at in range(30)]
    shelf = photo(*codes)
    large = np.full((3000, 4000), 90, np.uint8)
    large[900:1800, 300 : 300 + shelf.shape[1]] = shelf
    assert [one.text for one in read_shelf(large, ReadFilter())] == codes


def test_a_photo_taken_a_little_askew_or_upside_down_is_in_order_too(
    client: FlaskClient, codes: list[str]
) -> None:
    boards = np.vstack([photo(*codes[:3]), photo(*codes[3:], seed=2)])
    middle = (boards.shape[1] / 2, boards.shape[0] / 2)
    askew = cv2.warpAffine(
        boards, cv2.getRotationMatrix2D(middle, 8, 0.85), boards.shape[::-1], borderValue=90
    )
    assert [one.text for one in read_shelf(np.asarray(askew, np.uint8), ReadFilter())] == codes
    turned = np.ascontiguousarray(np.rot90(photo(*codes), 2))
    labels = sent(client, jpeg(turned)).get_json()["labels"]
    assert [label["code"] for label in labels] == codes
    assert {label["wrong"] for label in labels} == {""}


def test_a_chart_scanned_since_the_photo_was_taken_stays_where_that_was(
    live: RecordRoom, codes: list[str]
) -> None:
    asked = live.viewer()
    symbols = read_shelf(photo(*codes), ReadFilter())
    live.scan("Cardiology")
    live.scan(codes[0])
    live.scan(codes[0], CARDIOLOGY)
    shelf = find_shelf(live.database, asked, "")
    seen = sight_shelf(live.database, asked, shelf, symbols, live.now)
    assert live.where(codes[0]).location.name == "Cardiology"
    assert live.kinds(codes[0])[-1] == "receive"
    assert seen.labels[0].outcome is None
    assert seen.here == len(codes) - 1


def test_each_chart_is_filed_at_the_shelf_whose_card_is_given(
    live: RecordRoom, client: FlaskClient, codes: list[str]
) -> None:
    shelf = live.place("Shelf 56", PlaceKind.SPOT, inside="File room A")
    answer = sent(client, jpeg(photo(*codes)), shelf).get_json()
    assert answer["place"] == "File room A, Shelf 56"
    assert [label["code"] for label in answer["labels"]] == codes
    assert {label["wrong"] for label in answer["labels"]} == {""}
    for code in codes:
        assert live.where(code).location.name == "Shelf 56"
        assert live.kinds(code)[-1] == "file"
    again = sent(client, jpeg(photo(*codes)), shelf).get_json()
    assert again["labels"][0]["wrong"] == ""
    assert live.kinds(codes[0]).count("file") == 1


def test_a_misfiled_chart_is_told_with_its_place_and_its_neighbours_are_not(
    client: FlaskClient, codes: list[str]
) -> None:
    shuffled = [codes[0], codes[3], codes[1], codes[2], codes[4]]
    labels = sent(client, jpeg(photo(*shuffled))).get_json()["labels"]
    wrong = [label for label in labels if label["wrong"]]
    assert [(one["code"], one["wrong"], one["after"]) for one in wrong] == [
        (codes[3], "misfiled", "33-00-56")
    ]
    assert wrong[0]["section"] == "56"


def test_what_does_not_belong_here_and_what_is_unknown_are_told(
    live: RecordRoom, client: FlaskClient, codes: list[str]
) -> None:
    from kiosk.services.charts.correct import ChartEntry, correct_chart

    entry = ChartEntry(live.record_type, "1", live.codes["File room B"])
    mrn = live.settings.mrn_format
    correct_chart(live.database, mrn, codes[1], entry, live.now, live.sana)
    stray = make_code(Kind.CHART, 99_000_001).text
    labels = sent(client, jpeg(photo(codes[0], codes[1], stray))).get_json()["labels"]
    assert [label["wrong"] for label in labels] == ["", "other-room", "unknown"]


def test_a_chart_that_is_out_is_seen_here_and_nothing_pending_sends_it(
    live: RecordRoom, client: FlaskClient, codes: list[str]
) -> None:
    live.scan("Cardiology")
    live.scan(codes[0])
    live.scan(codes[0], CARDIOLOGY)
    live.now = datetime.now(UTC)
    live.scan("Surgery", after=0)
    sent(client, jpeg(photo(*codes)))
    assert {live.where(code).location.name for code in codes} == {"File room A"}
    assert live.kinds(codes[0])[-1] in ("check-in", "unrecorded")


def test_the_effort_is_kept_with_each_scan(
    live: RecordRoom, client: FlaskClient, codes: list[str]
) -> None:
    from sqlalchemy import select

    from kiosk.store.rows import ScanRow

    sent(client, jpeg(photo(*codes)))
    with live.database.read() as reading:
        read = [one.read for one in reading.session.scalars(select(ScanRow)) if one.read]
    assert len(read) == len(codes)
    assert all(one["rung"] and one["quality"] > 0.3 for one in read)


def test_a_phone_held_sideways_is_turned_by_what_its_photo_says(
    client: FlaskClient, codes: list[str]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned by 90 degrees
    sideways = np.ascontiguousarray(np.rot90(photo(*codes)))
    labels = sent(client, jpeg(sideways, exif=exif)).get_json()["labels"]
    assert [label["code"] for label in labels] == codes


def test_the_page_outlines_what_stands_wrong_and_says_where_to_put_it(
    client: FlaskClient, codes: list[str]
) -> None:
    page = sent(client, jpeg(photo(codes[4], *codes[:4])), Accept="text/html").get_data(
        as_text=True
    )
    assert page.count("<polygon") == 5
    assert page.count('class="wrong"') == 1
    assert "section 56, after 44-00-56" in page
    calm = sent(client, jpeg(photo(*codes)), Accept="text/html").get_data(as_text=True)
    assert "All in order" in calm
    empty = sent(client, jpeg(np.full((600, 800), 120, np.uint8)), Accept="text/html")
    assert "No chart label could be read" in empty.get_data(as_text=True)


OF_ANOTHER_ROOM = why_in_words("card", Why.NO_SHELF_HERE, {"place": "File room A"})


@pytest.mark.parametrize(
    ("data", "shelf", "said"),
    [
        (b"no picture", "", "not a picture"),
        (jpeg(np.zeros((60, 60), np.uint8)), "Surgery", OF_ANOTHER_ROOM),
        (jpeg(np.zeros((60, 60), np.uint8)), "nonsense", OF_ANOTHER_ROOM),
    ],
)
def test_a_bad_photo_or_another_rooms_card_is_refused_in_words(
    live: RecordRoom, client: FlaskClient, data: bytes, shelf: str, said: str
) -> None:
    card = live.codes.get(shelf, shelf)
    assert sent(client, data, card).status_code == 422
    page = sent(client, data, card, Accept="text/html")
    assert page.status_code == 422
    assert said in page.get_data(as_text=True)
