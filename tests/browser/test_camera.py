"""From the printer to the database, through a camera, with nothing mocked."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, Playwright, Route

from kiosk.services.finding import Viewer
from kiosk.services.printing import PrintJob, print_labels
from tests.browser.conftest import ARGUMENTS, FAKE_CAMERA, Server
from tests.browser.video import hold_up
from tests.pictures import page_picture
from tests.room import FILE_ROOM, RecordRoom


def printed(room: RecordRoom, code: str, stock: str = "roll-75x50") -> bytes:
    """Print a label with the product and photograph it."""
    viewer = Viewer(room.settings, FILE_ROOM, datetime.now(UTC))
    return page_picture(print_labels(room.database, viewer, PrintJob([code], stock)), dpi=203)


@contextmanager
def watching(playwright: Playwright, server: Server, video: Path | None) -> Iterator[Page]:
    camera = [*FAKE_CAMERA, f"--use-file-for-fake-video-capture={video}"] if video else []
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=[*ARGUMENTS, *camera]
    )
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "station", "value": "file-room", "url": server.address}])
    page = context.new_page()
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
        assert page.locator(".recent li").count() == 1


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
        assert page.locator("#camera").get_attribute("data-state") == "off"
        page.click("text=Turn the camera on")
        page.wait_for_timeout(1500)
        assert flying[1] == 1
