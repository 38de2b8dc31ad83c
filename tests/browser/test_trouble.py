"""The network breaks, the server dies, time runs out: said loudly, and nothing is lost."""

from collections.abc import Callable

from playwright.sync_api import Route

from tests.browser.conftest import Desk, Server
from tests.room import DONE

PROBLEM = '<div data-slot="notice"><article class="notice" data-outcome="problem"></article></div>'


def test_scans_made_while_the_server_is_down_are_taken_once_when_it_is_back(
    server: Server, desk: Desk
) -> None:
    room = server.room
    charts = [room.chart(str(110000 + at), family=f"Lovelace{at}") for at in range(4)]
    desk.scan("Cardiology", "destination-set")
    server.stop()
    for chart in charts:
        desk.page.keyboard.type(chart, delay=2)
        desk.page.keyboard.press("Enter")
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
    desk.page.keyboard.type(chart, delay=2)
    desk.page.keyboard.press("Enter")
    desk.wait_for("unsent")
    desk.page.unroute("**/scans")
    desk.page.reload()
    desk.page.wait_for_selector(".recent li:has-text('44-10-27')")
    assert server.room.kinds(chart) == ["created", "check-out"]


def test_an_answer_that_was_lost_is_asked_for_again_and_counts_once(
    server: Server, desk: Desk
) -> None:
    chart = server.room.chart()
    desk.scan("Cardiology")
    lost = []

    def lose(route: Route) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/scans", lose)
    desk.page.keyboard.type(chart, delay=2)
    desk.page.keyboard.press("Enter")
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
    assert "Sending to Cardiology has ended" in desk.said
    desk.scan(chart, "something-lapsed")
    assert "Cardiology" in desk.said
    assert server.room.where(chart).location.name == "File room A"


def test_a_scan_that_the_server_fails_on_is_said_and_does_not_block_the_others(
    server: Server, desk: Desk
) -> None:
    def fail(route: Route) -> None:
        if DONE in (route.request.post_data or ""):
            route.fulfill(status=500, content_type="text/html", body=PROBLEM)
        else:
            route.continue_()

    desk.page.route("**/scans", fail)
    desk.page.keyboard.type(DONE, delay=2)
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type(server.room.codes["Cardiology"], delay=2)
    desk.page.keyboard.press("Enter")
    desk.wait_for("destination-set")
    assert desk.page.locator("#saved").inner_text().endswith("all scans are saved")


def test_a_problem_is_said_in_words_and_the_next_scan_works(server: Server, desk: Desk) -> None:
    desk.type_in("x" * 200)
    desk.wait_for("not-one-of-our-codes")
    desk.scan("Cardiology", "destination-set")
