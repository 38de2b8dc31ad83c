"""The network breaks, the server dies, time runs out: said loudly, and nothing is lost."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Route, expect
from sqlalchemy import update

from kiosk.settings import load_settings
from kiosk.store.open_database import open_database
from kiosk.store.restore import restore
from kiosk.store.rows import StationRow
from tests.browser.conftest import Desk, Server
from tests.prepared import prepare
from tests.room import DONE

PROBLEM = (
    '<div data-slot="notice"><article class="notice" data-outcome="problem">'
    "<strong>The reason that the server gave</strong></article></div>"
)


def test_scans_made_while_the_server_is_down_are_taken_once_when_it_is_back(
    server: Server, desk: Desk
) -> None:
    room = server.room
    charts = [room.chart(str(110000 + at), family=f"Lovelace{at}") for at in range(4)]
    desk.scan("Cardiology", "destination-set")
    server.stop()
    for chart in charts:
        desk.key_in(chart)
    desk.wait_for("unsent")
    desk.page.wait_for_selector("#saved:has-text('4 scans wait here')")
    server.start()
    desk.page.wait_for_selector("#saved:has-text('all scans are saved')", timeout=15_000)
    for chart in charts:
        assert room.kinds(chart) == ["created", "check-out"]


def test_they_survive_a_reload_of_the_page(server: Server, desk: Desk) -> None:
    chart = server.room.chart()
    desk.scan("Cardiology", "destination-set")
    desk.page.route("**/scans", lambda route: route.abort())
    desk.key_in(chart)
    desk.wait_for("unsent")
    desk.page.unroute("**/scans")
    desk.page.reload()
    desk.wait_for("checked-out")
    assert server.room.kinds(chart) == ["created", "check-out"]


def test_an_answer_that_was_lost_is_asked_for_again_and_counts_once(
    server: Server, desk: Desk
) -> None:
    chart = server.room.chart()
    desk.scan("Cardiology")
    lost: list[APIResponse] = []

    def lose(route: Route) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/scans", lose)
    desk.key_in(chart)
    desk.wait_for("checked-out")
    assert len(lost) == 1
    assert server.room.kinds(chart) == ["created", "check-out"]


def test_a_server_that_stops_answering_is_said_even_without_a_scan(
    server: Server, desk: Desk
) -> None:
    server.stop()
    desk.page.wait_for_selector("#saved.bad", timeout=10_000)
    server.start()
    desk.page.wait_for_selector("#saved:not(.bad)", timeout=10_000)


def test_a_lapse_sounds_stays_on_screen_and_is_named_by_the_next_scan(
    make_server: Callable[..., Server], open_desk: Callable[..., Desk]
) -> None:
    server = make_server(destination_seconds=5)
    desk = open_desk(server)
    chart = server.room.chart()
    desk.scan("Cardiology", "destination-set")
    desk.page.wait_for_selector(".notice[data-outcome='lapse']", timeout=10_000)
    assert desk.sound == "lapse"
    assert "Cardiology" in desk.said
    desk.scan(chart, "something-lapsed")
    assert "Cardiology" in desk.said
    assert server.room.where(chart).location.name == "File room A"


@pytest.fixture
def other_server(tmp_path: Path) -> Iterator[Callable[[int], Server]]:
    """A server that keeps another record room, at a port where one has answered."""
    prepared = prepare(tmp_path / "other", now=datetime.now(UTC))
    room = prepared.room(load_settings(data=tmp_path / "other-copy", timezone="UTC"))
    started: list[Server] = []

    def start(port: int) -> Server:
        started.append(Server(room, port))
        started[0].start()
        return started[0]

    yield start
    for server in started:
        server.stop()
    room.database.close()


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 500])
def test_a_scan_that_the_server_refuses_is_parked_until_a_person_closes_it(
    server: Server, desk: Desk, status: int
) -> None:
    def refuse(route: Route) -> None:
        if DONE in (route.request.post_data or ""):
            ours = {"X-Kiosk-Problem": "unexpected"}
            route.fulfill(status=status, content_type="text/html", headers=ours, body=PROBLEM)
        else:
            route.continue_()

    page = desk.page
    page.route("**/scans", refuse)
    desk.key_in(DONE)
    desk.key_in(server.room.codes["Cardiology"])
    desk.wait_for("destination-set")
    expect(page.locator("#parked summary")).to_have_text("1 scan not taken: look")
    expect(page.locator("#saved")).not_to_contain_text("all scans are saved")
    page.unroute("**/scans")
    page.reload()
    page.click("#parked summary")
    for told in ("K 0000 0001 85", "The reason that the server gave"):
        expect(page.locator("#parked li")).to_contain_text(told)
    page.click("#parked li button")
    page.wait_for_selector("#parked", state="hidden")
    expect(page.locator("#saved")).to_contain_text("all scans are saved")
    page.reload()
    page.wait_for_selector("#kiosk[data-ready]")
    expect(page.locator("#parked")).to_be_hidden()


def test_what_waits_is_kept_while_the_server_has_another_room_and_goes_to_its_own(
    other_server: Callable[..., Server], server: Server, desk: Desk
) -> None:
    room, page = server.room, desk.page
    charts = [room.chart(str(110000 + at), family=f"Lovelace{at}") for at in range(5)]
    desk.scan("Cardiology", "destination-set")
    server.stop()
    for chart in charts:
        desk.key_in(chart)
    desk.wait_for("unsent")
    other = other_server(server.port)
    page.wait_for_selector(".notice strong:has-text('keeps another record room')", timeout=15_000)
    expect(page.locator("#saved")).to_contain_text("5 scans wait")
    page.reload()
    page.wait_for_selector("#parked summary:has-text('5 scans not taken')")
    desk.scan(DONE, "nothing-was-pending")  # the other room's own scans go on
    other.stop()
    server.start()
    page.reload()
    page.wait_for_selector("#saved:has-text('all scans are saved')", timeout=15_000)
    page.wait_for_selector("#parked", state="hidden")
    for chart in charts:
        assert room.kinds(chart)[0] == "created"
        assert room.where(chart).location.name == "Cardiology"


@pytest.mark.parametrize("station", ["file-room", "surgery"])
def test_a_server_with_another_room_is_said_even_without_a_scan(
    other_server: Callable[..., Server],
    server: Server,
    open_desk: Callable[..., Desk],
    station: str,
) -> None:
    desk = open_desk(server, station)
    server.stop()
    other = other_server(server.port)
    with other.room.database.write() as writing:  # as a room that has just been begun
        writing.session.execute(update(StationRow).filter_by(key="surgery").values(key="gone"))
    desk.page.wait_for_selector("#saved:has-text('another record room')", timeout=15_000)


def test_a_page_says_that_an_older_copy_was_put_back_until_somebody_has_seen_it(
    server: Server, desk: Desk, tmp_path: Path
) -> None:
    room, page = server.room, desk.page
    chart, waiting = room.chart(), room.chart("110000", family="Lovelace1")
    desk.scan("Cardiology", "destination-set")
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(room.settings.data / "charts.db")) as there:
        there.execute("VACUUM INTO ?", (str(copy),))
    desk.scan(chart, "checked-out")
    other = page.context.new_page()
    other.goto(server.address)
    server.stop()
    room.database.close()
    restore(room.settings, copy)
    room.database = open_database(room.settings)
    desk.key_in(waiting)
    desk.wait_for("unsent")
    server.start()
    for tab in (page, other):
        tab.wait_for_selector("#put-back:visible", timeout=15_000)
    other.wait_for_selector(".notice[data-outcome=put-back]")
    page.wait_for_selector("#saved:has-text('all scans are saved')")
    assert room.where(chart).location.name == "File room A"
    assert room.where(waiting).location.name == "Cardiology"
    desk.scan(chart, "checked-out")
    page.reload()
    page.click("#put-back button")
    page.wait_for_selector("#put-back", state="hidden")
    for tab in (page, other):
        tab.reload()
        tab.wait_for_selector("#kiosk[data-ready]")
        expect(tab.locator("#put-back")).to_be_hidden()
        expect(tab.locator(".notice[data-outcome=put-back]")).to_have_count(0)


@pytest.mark.parametrize("status", [200, 401, 403, 404, 429, 502])
def test_an_answer_that_is_not_the_kiosks_own_lets_go_of_nothing(
    server: Server, desk: Desk, status: int
) -> None:
    chart = server.room.chart()
    desk.scan("Cardiology")
    sign_in = {"status": status, "content_type": "text/html", "body": "<h1>Please sign in</h1>"}
    desk.page.route("**/scans", lambda route: route.fulfill(**sign_in))
    desk.key_in(chart)
    desk.wait_for("unsent")
    expect(desk.page.locator("#saved")).to_contain_text("1 scan waits here")
    desk.page.unroute("**/scans")
    desk.wait_for("checked-out")


def test_what_waits_is_taken_at_its_own_desk_and_never_shown_as_anothers(
    server: Server, desk: Desk
) -> None:
    chart = server.room.chart()
    desk.scan("Cardiology", "destination-set")
    desk.page.route("**/scans", lambda route: route.abort())
    desk.key_in(chart)
    desk.wait_for("unsent")
    desk.page.unroute("**/scans")
    desk.page.goto(f"{server.address}/desks")
    desk.page.click("button:has-text('Surgery')")
    desk.page.wait_for_selector("#kiosk[data-ready] #saved:has-text('all scans are saved')")
    assert server.room.where(chart).location.name == "Cardiology"
    expect(desk.page.locator("[data-slot=status]")).to_contain_text("Surgery")
    expect(desk.page.locator(".pending.none")).to_be_visible()


def test_two_tabs_do_not_erase_what_waits_in_the_other(server: Server, desk: Desk) -> None:
    chart = server.room.chart()
    desk.scan("Cardiology")
    desk.page.route("**/scans", lambda route: route.abort())
    desk.key_in(chart)
    desk.wait_for("unsent")
    other = desk.page.context.new_page()
    other.goto(server.address)
    other.wait_for_selector(".notice[data-outcome=checked-out]")
    assert server.room.kinds(chart) == ["created", "check-out"]


def test_what_is_damaged_in_the_browsers_storage_does_not_stop_the_desk(
    server: Server, desk: Desk
) -> None:
    desk.page.evaluate("localStorage.setItem('chart-kiosk.waiting.x', '{')")
    desk.page.reload()
    desk.scan("Cardiology", "destination-set")


FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no storage here", "SecurityError"); } })"""
FULL = """Storage.prototype.setItem = () => {
  throw new DOMException("full", "QuotaExceededError"); }"""


@pytest.mark.parametrize("trouble", [FORBIDDEN, FULL])
def test_without_storage_the_desk_still_takes_scans_and_lets_none_go(
    server: Server, desk: Desk, trouble: str
) -> None:
    chart = server.room.chart()
    desk.page.add_init_script(trouble)
    desk.page.reload()
    desk.scan("Cardiology", "destination-set")
    desk.page.route("**/scans", lambda route: route.abort())
    desk.key_in(chart)
    desk.wait_for("unsent")
    desk.page.unroute("**/scans")
    desk.wait_for("checked-out")


def test_without_its_script_the_prompt_searches_by_post(server: Server, desk: Desk) -> None:
    server.room.chart()
    desk.page.route("**/static/desk/page.js", lambda route: route.abort())
    desk.page.reload()
    desk.type_in("lovelace")
    desk.page.wait_for_selector("td:has-text('44-10-27')")
    assert "lovelace" not in desk.page.url


def test_a_server_that_stalls_does_not_reorder_scans(server: Server, desk: Desk) -> None:
    chart = server.room.chart()
    desk.scan("Ines")
    held: list[Route] = []
    stalled = True

    def stall(route: Route) -> None:
        if stalled:
            held.append(route)
        else:
            route.continue_()

    desk.page.route("**/scans", stall)
    for text in (server.room.codes["Cardiology"], chart):
        desk.key_in(text)
        desk.page.wait_for_timeout(500)
    desk.page.wait_for_timeout(3000)
    stalled = False
    held[0].continue_()
    desk.wait_for("checked-out")
    assert server.room.where(chart).location.name == "Cardiology"


def test_a_lapse_is_shown_even_if_the_network_fails_just_then(
    make_server: Callable[..., Server], open_desk: Callable[..., Desk]
) -> None:
    server = make_server(destination_seconds=5)
    desk = open_desk(server)
    desk.scan("Cardiology", "destination-set")
    desk.page.route("**/board*", lambda route: route.abort())
    desk.page.wait_for_timeout(7000)
    desk.page.unroute("**/board*")
    desk.page.wait_for_selector(".notice[data-outcome='lapse']", timeout=5000)


def test_an_old_board_never_replaces_a_newer_one(server: Server, desk: Desk) -> None:
    desk.scan("Ines", "operator-signed-in")
    old = desk.page.request.get(
        f"{server.address}/board?station=file-room", headers={"Accept": "text/html"}
    ).text()
    desk.scan("Cardiology", "destination-set")
    stale = {"status": 200, "content_type": "text/html", "body": old}
    with desk.page.expect_response("**/board*"):
        desk.page.route("**/board*", lambda route: route.fulfill(**stale))
    desk.page.wait_for_timeout(300)
    assert desk.outcome == "destination-set"


def test_a_scan_on_any_other_page_is_said_not_to_be_taken(server: Server, desk: Desk) -> None:
    page = desk.page
    desk.sign_in("/setup/staff")
    page.focus("[name=name]")
    desk.key_in(server.room.codes["Cardiology"])
    page.wait_for_selector("#toast:has-text('was not taken')")
    expect(page.locator("[name=name]")).to_have_value("")
    assert page.url.endswith("/setup/staff")


def test_where_is_it_takes_scan_after_scan(server: Server, desk: Desk) -> None:
    first, second = (server.room.chart(str(110000 + at), family=f"Lovelace{at}") for at in range(2))
    desk.page.goto(f"{server.address}/charts")
    for code, number in ((first, "11-00-00"), (second, "11-00-01")):
        desk.key_in(code)
        desk.page.wait_for_selector(f"td:has-text('{number}')")


def test_a_double_click_is_one_click(server: Server, desk: Desk) -> None:
    server.room.chart(at="surgery")
    desk.type_in("441027")
    desk.wait_for("look-up-opened")
    desk.page.dblclick("text=It is here")
    desk.wait_for("checked-in")
    desk.page.wait_for_timeout(500)
    assert desk.outcome == "checked-in"


SOUNDS = """() => {
  window.heard = [];
  const create = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    const oscillator = create.call(this);
    const start = oscillator.start.bind(oscillator);
    oscillator.start = (at) => { window.heard.push(oscillator.frequency.value); start(at); };
    return oscillator;
  };
}"""


def test_out_in_in_hand_and_every_tone_are_played_and_differ(server: Server, desk: Desk) -> None:
    out, back = server.room.chart(), server.room.chart("112233", at="surgery", family="Hopper")
    desk.page.evaluate(SOUNDS)
    heard = {}
    for scan, name in (
        ("Closed clinic", "stop"),
        (out, "hand"),
        ("Cardiology", "out"),
        ("Cardiology", "again"),
        (back, "in"),
        ("https://example.org", "unclear"),
        (out, "attention"),
        ("Ines", "ok"),
    ):
        desk.page.evaluate("window.heard = []")
        desk.scan(scan)
        desk.page.wait_for_function("window.heard.length > 0")
        heard[name] = tuple(desk.page.evaluate("window.heard"))
    assert len(set(heard.values())) == len(heard)


def test_a_problem_is_said_in_words_and_the_next_scan_works(server: Server, desk: Desk) -> None:
    desk.type_in("x" * 200)
    desk.wait_for("not-one-of-our-codes")
    desk.scan("Cardiology", "destination-set")
