"""From the printer to the database, through a camera, with nothing mocked."""

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from playwright.sync_api import Page, Playwright, Route, expect
from sqlalchemy import select

from kiosk.app import wanted
from kiosk.services.access.viewer import Viewer
from kiosk.services.cameras.server_camera import ServerCamera
from kiosk.services.printing.print_labels import PrintJob, print_labels
from kiosk.settings import load_settings
from kiosk.store.rows import ScanRow
from kiosk.web.words.paper import on_paper
from tests.browser.conftest import ARGUMENTS, FAKE_CAMERA, Desk, Server, new_page
from tests.browser.video import hold_up
from tests.pictures import desk, page_picture
from tests.room import FILE_ROOM, RecordRoom


def printed(room: RecordRoom, code: str, stock: str = "roll-75x50") -> bytes:
    """Print a label with the product and photograph it."""
    viewer = Viewer(room.settings, FILE_ROOM, datetime.now(UTC), say=on_paper)
    return page_picture(print_labels(room.database, viewer, PrintJob([code], stock)), dpi=203)


@contextmanager
def watching(playwright: Playwright, server: Server, video: Path | None) -> Iterator[Page]:
    camera = [*FAKE_CAMERA, f"--use-file-for-fake-video-capture={video}"] if video else []
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=[*ARGUMENTS, *camera]
    )
    page = new_page(browser, server)
    page.goto(server.address)
    yield page
    browser.close()


def test_a_printed_label_held_up_to_the_camera_moves_its_chart_in_the_database(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    room = server.room
    label = room.label("441027")
    video = hold_up(printed(room, label), tmp_path / "label.y4m")
    with watching(playwright, server, video) as page:
        page.click("text=Turn the camera on")
        page.wait_for_selector(".notice[data-outcome='folder-registered']", timeout=20_000)
        assert room.where(label).location.name == "File room A"

        page.keyboard.type(room.codes["Cardiology"], delay=2)
        page.keyboard.press("Enter")
        # The chart was in hand, so this card sent it out; held up again, it is back.
        page.wait_for_selector(".notice[data-outcome='checked-out']")
        assert room.where(label).location.name == "Cardiology"
        page.wait_for_selector("#camera polygon", state="attached", timeout=20_000)
        page.wait_for_selector(".notice[data-outcome='just-sent-out-from-here']", timeout=20_000)
    assert room.kinds(label) == ["created", "check-out", "check-in"]


def test_a_label_that_stays_in_view_is_one_scan(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    room = server.room
    label = room.label("441027")
    video = hold_up(printed(room, label), tmp_path / "label.y4m", away=0)
    with watching(playwright, server, video) as page:
        page.click("text=Turn the camera on")
        page.wait_for_selector(".notice[data-outcome='folder-registered']", timeout=20_000)
        page.wait_for_timeout(5000)
        expect(page.locator(".recent li")).to_have_count(1)


def test_without_a_camera_it_says_so_and_the_scanner_works(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    with watching(playwright, server, tmp_path / "nothing.y4m") as page:
        page.click("text=Turn the camera on")
        page.wait_for_selector("#camera:has-text('No camera found')")
        page.keyboard.type(server.room.codes["Cardiology"], delay=2)
        page.keyboard.press("Enter")
        page.wait_for_selector(".notice[data-outcome='destination-set']")


def test_off_and_on_again_leaves_one_frame_in_flight(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    video = hold_up(printed(server.room, server.room.label("441027")), tmp_path / "label.y4m")
    with watching(playwright, server, video) as page:
        flying: list[int] = [0, 0]

        def count(route: Route) -> None:
            flying[0] += 1
            flying[1] = max(flying)
            route.continue_()

        page.route("**/frames?*", count)
        page.on("requestfinished", lambda _: flying.__setitem__(0, max(flying[0] - 1, 0)))
        for words in ("Turn the camera on", "Turn off", "Turn the camera on", "Turn off"):
            page.click(f"#camera button:has-text('{words}')")
        page.wait_for_timeout(500)
        expect(page.locator("#camera")).to_have_attribute("data-state", "off")
        page.click("text=Turn the camera on")
        page.wait_for_timeout(1500)
        assert flying[1] == 1


def test_a_label_turned_blurred_and_moving_is_read_and_its_effort_is_kept(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    room = server.room
    label = room.label("441027")
    # 420 pixels for 159 modules, quiet zones and margins included: a module is 2 pixels wide.
    video = hold_up(
        printed(room, label), tmp_path / "label.y4m", turn=45, blur=2, drift=1.5, away=20
    )
    with watching(playwright, server, video) as page:
        page.click("text=Turn the camera on")
        page.wait_for_selector(".notice[data-outcome='folder-registered']", timeout=20_000)
        page.wait_for_selector("#camera polygon", state="attached", timeout=20_000)
    assert room.where(label).location.name == "File room A"
    with room.database.read() as reading:
        scan = reading.session.scalars(select(ScanRow).where(ScanRow.source == "camera")).first()
    assert scan is not None and scan.read is not None
    assert scan.read["rung"] in ("straightened", "matched", "put together")
    assert scan.read["quality"] > 0.3


def test_a_fresh_label_that_no_camera_can_read_says_so_and_one_that_reads_is_verified(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    room = server.room
    label = room.label("441027")
    spoilt = cv2.imdecode(np.frombuffer(printed(room, label), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert spoilt is not None
    width = spoilt.shape[1]
    spoilt[:, width // 3 : width // 2] = 90  # smeared over: no row holds all bars
    data = cv2.imencode(".png", spoilt)[1].tobytes()
    video = hold_up(data, tmp_path / "label.y4m", away=0)
    with watching(playwright, server, video) as page:
        page.goto(f"{server.address}/folders/{label}")
        page.click("#check button:has-text('Turn the camera on')")
        page.wait_for_selector("#check .tone-stop:has-text('cannot be read')", timeout=20_000)
    video = hold_up(printed(room, label), tmp_path / "good.y4m", away=0)
    with watching(playwright, server, video) as page:
        page.goto(f"{server.address}/folders/{label}")
        page.click("#check button:has-text('Turn the camera on')")
        page.wait_for_selector("#check .tone-ok:has-text('New folder registered')", timeout=20_000)
    assert room.where(label).label_verified


def both(one: bytes, other: bytes) -> bytes:
    """Put two labels side by side into one picture."""
    left, right = (Image.open(io.BytesIO(data)).convert("L") for data in (one, other))
    joined = Image.new("L", (left.width + right.width, left.height), 105)
    joined.paste(left, (0, 0))
    joined.paste(right, (left.width, 0))
    out = io.BytesIO()
    joined.save(out, "PNG")
    return out.getvalue()


def test_two_labels_held_up_together_are_said_and_neither_moves(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    room = server.room
    one, other = room.label("441027"), room.label("112233", "Hopper")
    video = hold_up(
        both(printed(room, one), printed(room, other)), tmp_path / "labels.y4m", away=20
    )
    with watching(playwright, server, video) as page:
        page.click("text=Turn the camera on")
        page.wait_for_selector(".notice[data-outcome='two-labels-in-view']", timeout=20_000)


def test_a_black_picture_is_said(playwright: Playwright, server: Server, tmp_path: Path) -> None:
    black = io.BytesIO()
    Image.new("L", (560, 420), 16).save(black, "PNG")  # what most cameras send for black
    file = tmp_path / "black.y4m"
    hold_up(black.getvalue(), file)
    file.write_bytes(file.read_bytes().replace(bytes([105]) * 64, bytes(64)))
    with watching(playwright, server, file) as page:
        page.click("text=Turn the camera on")
        page.wait_for_selector("#camera:has-text('The picture is black')", timeout=20_000)


def test_a_picture_that_stays_as_it_is_costs_the_server_nothing(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    blank = io.BytesIO()
    Image.new("L", (560, 420), 105).save(blank, "PNG")
    asked: list[str] = []
    with watching(playwright, server, hold_up(blank.getvalue(), tmp_path / "desk.y4m")) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.click("text=Turn the camera on")
        page.wait_for_selector("#camera[data-state='on']")
        page.wait_for_timeout(3000)
    frames = [url for url in asked if "/frames" in url]
    assert 1 <= len(frames) <= 3


def test_the_camera_reads_on_when_the_server_was_away(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    room = server.room
    label = room.label("441027")
    with watching(playwright, server, hold_up(printed(room, label), tmp_path / "l.y4m")) as page:
        server.stop()
        page.click("text=Turn the camera on")
        page.wait_for_selector("#camera:has-text('does not read the camera')", timeout=20_000)
        server.start()
        page.wait_for_selector(".notice[data-outcome='folder-registered']", timeout=20_000)
        expect(page.locator("#camera")).to_have_attribute("data-state", "on")


def test_the_servers_own_camera_shows_its_picture_and_is_heard_at_its_desk(
    open_desk: Callable[..., Desk], server: Server, tmp_path: Path
) -> None:
    room = server.room
    label = room.label("441027")
    film = tmp_path / "camera.avi"
    out = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 10, (1280, 720), False)
    for frame in [desk()] * 20 + [desk(label, turn=30)] * 40:
        out.write(frame)
    out.release()
    settings = load_settings(
        data=room.settings.data, timezone="UTC", camera=str(film), camera_station=FILE_ROOM
    )
    server.camera = ServerCamera(room.database, settings, wanted(settings))
    server.stop()
    server.start()
    server.camera.start()
    try:
        shown = open_desk(server)
        shown.page.wait_for_selector("#server-camera[data-state='on'] img", timeout=10_000)
        shown.wait_for("folder-registered")
        expect(shown.page.locator("#camera")).to_have_count(0)
    finally:
        server.camera.stop()
