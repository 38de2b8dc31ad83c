"""Take the README's screenshots of a running kiosk: `make picture`."""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from kiosk.services.setup.demo import ROOM, SUPERVISOR, DemoCard, demo_cards, fill_demo
from kiosk.settings import load_settings
from kiosk.store.open_database import open_database
from labels import FolderLabel
from tests.browser.conftest import ARGUMENTS, FAKE_CAMERA, Desk, Server
from tests.browser.video import hold_up
from tests.pictures import page_picture, print_out
from tests.room import RecordRoom

FOLDER = Path(__file__).parent


def main() -> None:
    """Scan a few demo charts out, with a label in front of the camera."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = load_settings(data=Path(folder), demo=True)
        database = open_database(settings)
        fill_demo(database, settings, datetime.now(UTC))
        cards = {card.name: card.code for card in demo_cards(database, settings)}
        inside = [c for c in demo_cards(database, settings) if c.volume and c.place == ROOM]
        server = Server(RecordRoom(database, settings))
        server.start()
        video = _held_up(inside[-1], Path(folder))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*ARGUMENTS, *FAKE_CAMERA, f"--use-file-for-fake-video-capture={video}"],
        )
        page = browser.new_page(base_url=server.address, viewport={"width": 1280, "height": 800})
        page.goto("/")
        desk = Desk(page, server.room, [])
        for code in (cards["Ines Demo"], cards["Cardiology clinic"], *(c.code for c in inside[:4])):
            desk.scan(code)
        page.click("text=Turn the camera on")
        desk.page.wait_for_selector("#camera polygon", state="attached")
        page.wait_for_selector(".pending .count strong:has-text('5')")
        page.wait_for_timeout(500)
        page.screenshot(path=FOLDER / "kiosk.png")
        _other_pages(page, inside[0].code)
        browser.close()
        server.stop()
        database.close()


def _other_pages(page: Page, chart: str) -> None:
    """Take the pages that a supervisor sees."""
    page.request.post("/sign-in", form={"who": SUPERVISOR.name, "pin": SUPERVISOR.pin})
    for name, path, shown in (
        ("chart", f"/charts/{chart}", "dl.facts"),
        ("list", "/lists/out", "table"),
        ("label", f"/labels/{chart}", ".preview svg"),
        ("supervisor", "/supervisor", ".tiles"),
    ):
        page.goto(path)
        page.wait_for_selector(shown)
        page.screenshot(path=FOLDER / f"{name}.png")


def _held_up(card: DemoCard, folder: Path) -> Path:
    code = card.code
    grouped = f"{code[0]} {code[1:5]} {code[5:9]} {code[9:]}"
    label = FolderLabel(
        code, grouped, card.name, card.volume, "Medical record", said_volume="Vol 1"
    )
    picture = page_picture(print_out([label], "roll-75x50"), dpi=203)
    return hold_up(picture, folder / "label.y4m", away=1)


if __name__ == "__main__":
    main()
