"""A real server, a real Chromium, and a desk to scan at."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from waitress.server import create_server

from kiosk.app import create_app
from kiosk.services.cameras.server_camera import ServerCamera
from kiosk.settings import load_settings
from tests.prepared import PreparedRoom, prepare
from tests.room import CARDIOLOGY, FILE_ROOM, SANAS_PIN, RecordRoom
from tests.serving import stop_server
from tests.skipping import missing

FAKE_CAMERA = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
expect.set_options(timeout=15_000)

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# A page that a click has opened could be clicked before its scripts have run: nobody is so quick.
NO_CLICKS_UNTIL_LOADED = """
const untouchable = new CSSStyleSheet();
untouchable.replaceSync("html { pointer-events: none }");
document.adoptedStyleSheets = [untouchable];
addEventListener("load", () => { document.adoptedStyleSheets = []; });
"""


@dataclass
class Server:
    """A record room behind a real HTTP server on loopback; it can be stopped and started again."""

    room: RecordRoom
    port: int = 0
    camera: ServerCamera | None = None

    def start(self) -> None:
        app = create_app(self.room.settings, self.room.database, self.camera)
        made: Any = create_server(app, host="127.0.0.1", port=self.port, threads=8)
        self._server = made
        self.port = self._server.effective_port
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop answering; once is enough."""
        if self._thread.is_alive():
            stop_server(self._server, self._thread)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Desk:
    """One browser at one desk."""

    page: Page
    room: RecordRoom
    errors: list[str]
    address: str = ""

    def sign_in(self, to: str = "/") -> None:
        """Sign Sana in with her PIN, and go to a page."""
        self.page.goto(f"{self.address}/sign-in?next={to}")
        self.page.fill("[name=who]", "Sana")
        self.page.fill("[name=pin]", SANAS_PIN)
        self.page.click("button.main")

    def scan(self, what: str, outcome: str | None = None) -> None:
        """Scan like a USB scanner: fast keystrokes and Enter; then see the outcome."""
        text = self.room.codes.get(what, what)
        self.page.wait_for_selector("#kiosk[data-ready]")
        before = self.page.locator("#board").get_attribute("data-seq")
        self.key_in(text)
        self.page.wait_for_selector(f"#board:not([data-seq='{before}'])", state="attached")
        if outcome:
            assert self.outcome == outcome

    def key_in(self, text: str) -> None:
        """Send a scanner's keystrokes and its Enter, once the page reads them."""
        self.page.wait_for_selector("html[data-reads=keys]")
        self.page.keyboard.type(text, delay=2)
        self.page.keyboard.press("Enter")

    def type_in(self, text: str) -> None:
        """Type like a person, and press Enter."""
        self.page.fill("#typed", text)
        self.page.press("#typed", "Enter")

    def wait_for(self, outcome: str) -> None:
        self.page.wait_for_selector(f".notice[data-outcome='{outcome}']")

    @property
    def outcome(self) -> str | None:
        return self.page.locator(".notice").get_attribute("data-outcome")

    @property
    def said(self) -> str:
        return self.page.locator(".notice").inner_text()

    @property
    def sound(self) -> str | None:
        return self.page.locator(".notice").get_attribute("data-sound")

    @property
    def count(self) -> str:
        return self.page.locator(".pending .count strong").inner_text()


@pytest.fixture(scope="session")
def prepared_yesterday(tmp_path_factory: pytest.TempPathFactory) -> PreparedRoom:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    return prepare(tmp_path_factory.mktemp("prepared"), now=yesterday)


@pytest.fixture
def make_server(
    tmp_path: Path, prepared_yesterday: PreparedRoom
) -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def make(port: int = 0, **settings: object) -> Server:
        given = load_settings(**{"data": tmp_path / "data", "timezone": "UTC", **settings})
        server = Server(prepared_yesterday.room(given), port)
        server.start()
        servers.append(server)
        return server

    yield make
    for server in servers:
        server.stop()
        server.room.database.close()


@pytest.fixture
def server(make_server: Callable[..., Server]) -> Server:
    return make_server()


def new_page(
    browser: Browser, server: Server, station: str = FILE_ROOM, width: int = 1280, height: int = 800
) -> Page:
    """Open a page in a browser of its own that is a station."""
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_init_script(NO_CLICKS_UNTIL_LOADED)
    context.add_cookies([{"name": "station", "value": station, "url": server.address}])
    return context.new_page()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if not shutil.which("chromium"):
        missing("Chromium is not installed")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def open_desk(browser: Browser) -> Iterator[Callable[..., Desk]]:
    """Open a desk in a browser of its own; no page may log an error."""
    opened: list[Desk] = []

    def open_one(
        server: Server, station: str = FILE_ROOM, width: int = 1280, height: int = 800
    ) -> Desk:
        page = new_page(browser, server, station, width, height)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(server.address)
        desk = Desk(page, server.room, errors, server.address)
        opened.append(desk)
        return desk

    yield open_one
    for desk in opened:
        desk.page.context.close()
        assert desk.errors == []


@pytest.fixture
def desk(server: Server, open_desk: Callable[..., Desk]) -> Desk:
    return open_desk(server)


@pytest.fixture
def clinic(server: Server, open_desk: Callable[..., Desk]) -> Desk:
    return open_desk(server, CARDIOLOGY)
