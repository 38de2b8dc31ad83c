"""A scan is applied at most once, stored ones at their own time, on either database."""

import secrets
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.event import listen

from kiosk.domain.desk import Source
from kiosk.domain.errors import ScanIdReused, TimeNotUsable, UnknownStation
from kiosk.domain.outcomes import Outcome
from kiosk.services.desk.scan_request import ScanRequest
from kiosk.services.desk.take_scan import take_scan, tell_scan
from kiosk.services.records.check import find_faults
from kiosk.settings import Settings
from tests.prepared import PreparedRoom
from tests.room import CARDIOLOGY, UNDO, RecordRoom

ID = "ab" * 16


def test_a_repeat_gets_the_first_answer_again(either_room: RecordRoom) -> None:
    room = either_room
    chart = room.chart()
    room.scan("Cardiology")
    first = room.scan(chart, scan_id=ID)
    room.scan(chart, CARDIOLOGY)
    again = room.scan(chart, scan_id=ID)
    assert again.replayed
    assert not first.replayed
    assert (again.outcome, again.scan.seq) == (first.outcome, first.scan.seq)
    assert room.kinds(chart) == ["created", "check-out", "receive"]


def test_a_repeat_is_masked_once_the_operator_has_gone(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan("Ines")
    shown = room.scan(chart, scan_id=ID)
    assert shown.chart and shown.chart.patient.name == "Lovelace, Ada"
    again = room.scan(chart, scan_id=ID, after=3600)
    assert again.chart and again.chart.patient.name == "A. L."


def test_a_known_id_with_another_text_is_a_conflict(room: RecordRoom) -> None:
    room.scan("Cardiology", scan_id=ID)
    with pytest.raises(ScanIdReused):
        room.scan("Surgery", scan_id=ID)


def test_the_same_code_spelt_otherwise_is_the_same_scan(room: RecordRoom) -> None:
    chart = room.chart()
    room.scan(chart, scan_id=ID)
    assert room.scan(f"]C0{chart[0].lower()} {chart[1:5]} {chart[5:]}", scan_id=ID).replayed


def test_an_unknown_station_is_refused_and_nothing_is_kept(room: RecordRoom) -> None:
    with pytest.raises(UnknownStation):
        room.scan("Cardiology", "nowhere", scan_id=ID)
    assert not room.scan("Cardiology", scan_id=ID).replayed


def test_one_scan_id_sent_ten_times_in_parallel_makes_one_movement(
    either_room: RecordRoom,
) -> None:
    room = either_room
    chart = room.chart()
    room.scan("Cardiology")
    request = ScanRequest(ID, "file-room", chart, Source.SCANNER)
    room.wait(5)

    def take(_: int) -> bool:
        return not take_scan(room.database, room.settings, request, room.now).written

    with ThreadPoolExecutor(10) as threads:
        replayed = list(threads.map(take, range(10)))
    assert sorted(replayed) == [False] + [True] * 9
    assert room.kinds(chart) == ["created", "check-out"]
    assert find_faults(room.database) == []


def test_four_stations_scan_a_new_label_at_once_and_its_history_follows(
    either_room: RecordRoom,
) -> None:
    room = either_room
    stations = ["file-room", "cardiology", "surgery", "file-room-b"]
    for at in range(20):
        label = room.label(f"{441000 + at}", family=f"Lovelace{at}")
        room.wait(3600)

        def take(station: str, label: str = label) -> Outcome:
            request = ScanRequest(secrets.token_hex(16), station, label, Source.SCANNER)
            taken = take_scan(room.database, room.settings, request, room.now)
            return tell_scan(room.database, room.settings, taken, room.now).outcome

        with ThreadPoolExecutor(4) as threads:
            outcomes = list(threads.map(take, stations))
        assert outcomes.count(Outcome.FOLDER_REGISTERED) == 1
        assert room.kinds(label).count("created") == 1
    assert find_faults(room.database) == []


def test_a_chart_made_by_another_desk_between_two_reads_is_not_moved_by_both(
    request: pytest.FixtureRequest, prepared_on_postgres: PreparedRoom, settings: Settings
) -> None:
    room = prepared_on_postgres.room(settings)
    request.addfinalizer(room.database.close)
    label = room.label("441027")
    room.wait(3600)
    waiting = ["surgery", "file-room-b"]  # one makes the chart, the next one moves it
    others = ThreadPoolExecutor(2)

    def let_another_desk_scan(*event: Any) -> None:
        is_ours = threading.current_thread() is threading.main_thread()
        if waiting and is_ours and "FROM chart" in event[2]:
            wait([others.submit(room.scan, label, waiting.pop(0))], timeout=1)

    listen(room.database.engine, "after_cursor_execute", let_another_desk_scan)
    room.scan(label, CARDIOLOGY)
    others.shutdown()
    assert len(room.kinds(label)) == 3
    assert find_faults(room.database) == []


class TestStoredScans:
    def test_one_counts_when_it_was_made(self, room: RecordRoom) -> None:
        chart = room.chart()
        made = room.now + timedelta(seconds=10)
        room.scan(chart, CARDIOLOGY, after=100, stored=True, at=made, sent_at=made_later(made, 90))
        assert room.history(chart)[-1].at == room.now - timedelta(seconds=90)

    def test_one_that_is_late_is_kept_and_moves_nothing(self, room: RecordRoom) -> None:
        chart = room.chart()
        made = room.now
        room.scan(chart, "surgery", after=100)
        answer = room.scan(
            chart, CARDIOLOGY, after=10, stored=True, at=made, sent_at=made_later(made, 60)
        )
        assert answer.outcome is Outcome.KEPT_NOT_MOVED
        assert room.where(chart).location.name == "Surgery"
        assert room.kinds(chart)[-1] == "late"
        assert not room.history(chart)[-1].effective

    def test_one_from_the_future_counts_now(self, room: RecordRoom) -> None:
        chart = room.chart()
        at = room.now + timedelta(days=2)
        answer = room.scan(chart, CARDIOLOGY, stored=True, at=at, sent_at=room.now)
        assert answer.scan.at == room.now
        assert room.where(chart).location.name == "Cardiology"

    def test_a_kiosks_wrong_clock_does_no_harm(self, room: RecordRoom) -> None:
        chart = room.chart()
        wrong = room.now - timedelta(days=900)
        answer = room.scan(
            chart, CARDIOLOGY, stored=True, at=wrong, sent_at=wrong + timedelta(seconds=2)
        )
        assert answer.scan.at == room.now - timedelta(seconds=2)
        assert answer.clock_off < -5 * 60

    def test_two_of_one_browser_keep_their_order(self, room: RecordRoom) -> None:
        chart = room.chart()
        sent = room.now
        earlier, later = sent - timedelta(seconds=30), sent - timedelta(seconds=20)
        room.scan("Cardiology", stored=True, at=later, sent_at=sent)
        answer = room.scan(chart, after=0, stored=True, at=earlier, sent_at=sent)
        assert answer.outcome is Outcome.CHECKED_OUT

    def test_one_never_counts_before_the_live_one_that_it_followed(self, room: RecordRoom) -> None:
        chart = room.chart()
        made = room.now + timedelta(seconds=1)
        room.scan("Cardiology", after=5)  # the server took five seconds over it
        answer = room.scan(chart, after=0, stored=True, at=made, sent_at=room.now)
        assert answer.outcome is Outcome.CHECKED_OUT

    def test_after_a_late_one_the_first_undo_only_names(self, room: RecordRoom) -> None:
        sent, late = room.chart(), room.chart("112233", family="Hopper")
        made = room.now
        room.scan("Cardiology")
        room.scan(sent)
        room.scan(late, "surgery")
        stray = room.scan(late, stored=True, at=made, sent_at=room.now, station_seq=0)
        assert stray.outcome is Outcome.KEPT_NOT_MOVED
        assert room.scan(UNDO).outcome is Outcome.UNDO_ASKS
        assert room.where(sent).location.name == "Cardiology"
        assert room.scan(UNDO).outcome is Outcome.UNDONE

    def test_undo_takes_back_the_newest_send_not_the_last_to_come_in(
        self, room: RecordRoom
    ) -> None:
        live, stray = room.chart(), room.chart("112233", family="Hopper")
        made = room.now
        room.scan("Surgery", after=60)
        room.scan(live)
        for text, later in (("Ward 3", 0), (stray, 5)):
            at = made + timedelta(seconds=later)
            room.scan(text, after=0, stored=True, at=at, sent_at=room.now, station_seq=later)
        assert room.where(stray).location.name == "Ward 3"
        assert room.scan(UNDO).chart.code == live  # type: ignore[union-attr]

    def test_a_batch_made_without_network_is_all_there_once(self, room: RecordRoom) -> None:
        charts = [room.chart(str(100000 + at), family=f"Lovelace{at}") for at in range(4)]
        begun = room.now
        room.wait(600)
        room.scan("Cardiology", stored=True, at=begun, sent_at=room.now + timedelta(seconds=5))
        for at, chart in enumerate(charts, 1):
            made = begun + timedelta(seconds=5 * at)
            sent = room.now + timedelta(seconds=0)
            answer = room.scan(chart, after=0, stored=True, at=made, sent_at=sent)
            assert answer.outcome is Outcome.CHECKED_OUT
        assert {room.where(chart).location.name for chart in charts} == {"Cardiology"}

    @pytest.mark.parametrize("what", ["hello", "Cardiology", "chart"])
    def test_one_that_comes_in_after_later_ones_changes_nothing_for_live_scans(
        self, room: RecordRoom, what: str
    ) -> None:
        chart, other = room.chart(), room.chart("112233", family="Hopper")
        room.scan("Ines")
        made = room.now
        room.scan("Surgery", after=30)
        text = other if what == "chart" else what
        room.scan(text, stored=True, at=made, sent_at=room.now, station_seq=0)
        answer = room.scan(chart)
        assert answer.outcome is Outcome.CHECKED_OUT
        assert room.where(chart).location.name == "Surgery"
        assert answer.desk.operator == "Ines"

    def test_an_undo_takes_back_nothing_that_was_sent_after_it(self, room: RecordRoom) -> None:
        first, second = room.chart(), room.chart("112233", family="Hopper")
        room.scan("Surgery")
        room.scan(first)
        made = room.now + timedelta(seconds=2)
        room.scan(second, after=30)
        room.scan(UNDO, after=0, stored=True, at=made, sent_at=room.now, station_seq=0)
        assert room.where(first).location.name == "File room A"
        assert room.where(second).location.name == "Surgery"

    def test_a_place_card_does_not_send_a_chart_that_was_seen_elsewhere_later(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        room.scan(chart)
        made = room.now + timedelta(seconds=5)
        room.scan(chart, "surgery", after=100)
        answer = room.scan("Cardiology", after=0, stored=True, at=made, sent_at=room.now)
        assert answer.outcome is Outcome.KEPT_NOT_MOVED
        assert room.where(chart).location.name == "Surgery"

    @pytest.mark.parametrize("field", ["at", "sent_at"])
    def test_one_without_its_times_is_refused(self, room: RecordRoom, field: str) -> None:
        times: dict[str, Any] = {"at": room.now, "sent_at": room.now, field: None}
        with pytest.raises(TimeNotUsable):
            room.scan("Cardiology", stored=True, **times)


def test_a_naive_time_is_refused(room: RecordRoom) -> None:
    with pytest.raises(TimeNotUsable):
        room.scan("Cardiology", at=datetime(2026, 11, 23))  # noqa: DTZ001 - that is the point


def test_a_live_scan_is_dated_by_the_server_whatever_the_kiosk_says(room: RecordRoom) -> None:
    past = room.now - timedelta(days=400)
    answer = room.scan("Cardiology", at=past, sent_at=past)
    assert answer.scan.at == room.now
    assert answer.outcome is Outcome.DESTINATION_SET
    assert answer.clock_off != 0


def made_later(at: datetime, seconds: float) -> datetime:
    """The kiosk's own time when it sent what it had made at ``at``."""
    return at + timedelta(seconds=seconds)
