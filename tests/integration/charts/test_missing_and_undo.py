"""Missing and found, charts that came back earlier, and batches taken back."""

from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain.desk import Act, Source
from kiosk.domain.desk.details import BatchUndone
from kiosk.domain.errors import EntryRefused, NothingThere, TimeNotUsable
from kiosk.domain.outcomes import Outcome
from kiosk.services.charts.missing import approve_found, search_list, tick_place
from kiosk.services.desk.answers import ScanAnswer
from kiosk.services.lists.read_list import Query, read_list
from kiosk.services.records.check import find_faults
from tests.room import CARDIOLOGY, DONE, SURGERY, UNDO, RecordRoom


class TestMissing:
    def test_any_scan_anywhere_heals_and_a_supervisor_approves(
        self, either_room: RecordRoom
    ) -> None:
        room = either_room
        chart = room.chart()
        reported = room.act(chart, Act.MISSING, "not on its shelf")
        assert reported.outcome is Outcome.REPORTED_MISSING
        assert room.where(chart).missing
        assert room.listed("missing") == [chart]
        found = room.scan(chart, CARDIOLOGY)
        assert {Outcome.WAS_MISSING, Outcome.RECEIVED} <= {found.outcome, *found.also}
        assert not room.where(chart).missing
        assert (room.listed("missing"), room.listed("found")) == ([], [chart])
        again = room.scan(chart, SURGERY)
        assert Outcome.WAS_MISSING not in {again.outcome, *again.also}
        report = room.where(chart).report_id
        assert report
        approve_found(room.database, report, room.now, room.sana)
        assert room.listed("found") == []
        with pytest.raises(NothingThere):
            approve_found(room.database, report, room.now, room.sana)

    def test_a_second_report_keeps_the_first_one(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.act(chart, Act.MISSING, "first")
        first = room.where(chart).report_id
        room.act(chart, Act.MISSING, "second")
        assert room.where(chart).report_id == first
        with pytest.raises(NothingThere):
            approve_found(room.database, first or 0, room.now, room.sana)

    def test_a_report_moves_nothing_and_takes_it_out_of_the_hand(self, room: RecordRoom) -> None:
        chart = room.chart()
        room.scan(chart)
        answer = room.act(chart, Act.MISSING)
        assert answer.desk.in_hand is None
        assert room.kinds(chart) == ["created"]

    def test_a_scan_that_happened_before_the_chart_was_seen_does_not_find_it(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        room.scan(chart)
        room.scan(DONE)
        room.act(chart, Act.MISSING)
        at = room.now - timedelta(minutes=10)
        late = room.scan(chart, CARDIOLOGY, stored=True, at=at, sent_at=room.now)
        assert late.outcome is Outcome.KEPT_NOT_MOVED
        assert room.where(chart).missing

    def test_undo_of_a_typed_arrival_makes_it_missing_again(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        room.act(chart, Act.MISSING)
        room.scan(chart, source=Source.HERE)
        assert not room.where(chart).missing
        assert room.scan(UNDO).outcome is Outcome.UNDONE
        assert room.where(chart).missing
        assert room.listed("missing") == [chart]

    def test_the_search_list_begins_with_the_last_holder_and_is_ticked_off(
        self, room: RecordRoom
    ) -> None:
        chart = room.chart()
        room.scan(chart, SURGERY)
        room.scan(chart, CARDIOLOGY)
        room.act(chart, Act.MISSING, "nobody has it")
        report = room.where(chart).report_id or 0
        found = search_list(room.database, room.viewer(), report)
        assert found.reason == "nobody has it"
        names = [one.place.name for one in found.places]
        assert names == ["Cardiology", "Surgery", "File room A"]
        assert found.places[0].is_holder
        tick_place(room.database, room.viewer(), report, room.ids["Surgery"], looked=True)
        ticked = search_list(room.database, room.viewer(), report).places[1]
        assert ticked.looked_at == room.now
        tick_place(room.database, room.viewer(), report, room.ids["Surgery"], looked=False)
        assert search_list(room.database, room.viewer(), report).places[1].looked_at is None

    def test_there_is_no_search_for_what_was_never_reported(self, room: RecordRoom) -> None:
        with pytest.raises(NothingThere):
            search_list(room.database, room.viewer(), 7)
        with pytest.raises(NothingThere):
            tick_place(room.database, room.viewer(), 7, 7, looked=True)


def test_unrecorded_moves_are_counted_by_the_place_that_did_not_scan(room: RecordRoom) -> None:
    for at in range(3):
        room.scan(room.chart(str(110000 + at), family=f"Lovelace{at}"), CARDIOLOGY)
    room.scan(room.chart("990000", at=SURGERY, family="Hopper"), CARDIOLOGY)
    page = read_list(room.database, room.viewer(), Query("unrecorded"))
    counted = [(place.name, count) for place, count in page.by_place]
    assert counted == [("File room A", 3), ("Surgery", 1)]
    assert len(page.rows) == sum(count for _, count in page.by_place)


class TestCameBackEarlier:
    def test_both_times_are_kept(self, either_room: RecordRoom) -> None:
        room = either_room
        chart = room.chart(at=SURGERY)
        room.wait(48 * 3600)
        yesterday = room.now - timedelta(hours=20)
        answer = room.act(chart, Act.RETURNED, happened_at=yesterday)
        assert answer.outcome is Outcome.CHECKED_IN
        last = room.history(chart)[-1]
        assert (last.at, last.recorded_at) == (yesterday, room.now)
        view = room.where(chart)
        assert (view.location.name, view.since, view.due_at) == ("File room A", yesterday, None)

    def test_not_before_it_was_last_seen_nor_in_the_future(self, room: RecordRoom) -> None:
        chart = room.chart(at=SURGERY)
        answer = room.act(chart, Act.RETURNED, happened_at=room.now - timedelta(days=2))
        assert answer.outcome is Outcome.KEPT_NOT_MOVED
        with pytest.raises(EntryRefused):
            room.act(chart, Act.RETURNED, happened_at=room.now + timedelta(days=1))
        assert room.where(chart).location.name == "Surgery"

    def test_a_time_without_its_zone_is_refused(self, room: RecordRoom) -> None:
        with pytest.raises(TimeNotUsable):
            room.act(room.chart(), Act.RETURNED, happened_at=room.now.replace(tzinfo=None))

    def test_what_is_here_needs_no_return(self, room: RecordRoom) -> None:
        chart = room.chart()
        answer = room.act(chart, Act.RETURNED, happened_at=room.now - timedelta(minutes=1))
        assert answer.outcome is Outcome.HERE_NOT_IN_HAND


class TestWholeBatch:
    def send(self, room: RecordRoom, count: int) -> tuple[list[str], int]:
        charts = [room.chart(str(110000 + at), family=f"Lovelace{at}") for at in range(count)]
        room.scan("Cardiology")
        batch = 0
        for chart in charts:
            batch = room.scan(chart).desk.batch_id or 0
        return charts, batch

    def undo(self, room: RecordRoom, batch: int, **more: Any) -> ScanAnswer:
        return room.scan(UNDO, source=Source.BUTTON, undoes_batch=batch, **more)

    def test_all_but_what_has_moved_since_is_taken_back(self, either_room: RecordRoom) -> None:
        room = either_room
        charts, batch = self.send(room, 12)
        room.scan(DONE)
        room.scan(charts[3], CARDIOLOGY)
        answer = self.undo(room, batch)
        assert answer.outcome is Outcome.UNDONE
        assert answer.scan.detail.batch_undone == BatchUndone(11, 1)
        places = [room.where(chart).location.name for chart in charts]
        assert places.count("File room A") == 11
        assert places[3] == "Cardiology"
        assert find_faults(room.database) == []
        assert self.undo(room, batch).outcome is Outcome.NOTHING_TO_UNDO

    def test_the_destination_stays_and_the_count_begins_anew(self, room: RecordRoom) -> None:
        charts, batch = self.send(room, 2)
        answer = self.undo(room, batch)
        assert answer.desk.destination
        assert answer.desk.batch_count == 0
        assert room.scan(charts[0], after=30).outcome is Outcome.CHECKED_OUT

    def test_after_a_quarter_of_an_hour_it_is_too_late(self, room: RecordRoom) -> None:
        _, batch = self.send(room, 2)
        assert self.undo(room, batch, after=16 * 60).outcome is Outcome.NOTHING_TO_UNDO

    def test_another_stations_batch_is_not_ours(self, room: RecordRoom) -> None:
        _, batch = self.send(room, 2)
        assert self.undo(room, batch, desk=SURGERY).outcome is Outcome.NOTHING_TO_UNDO


def test_undo_of_a_send_leaves_a_found_chart_found(room: RecordRoom) -> None:
    chart = room.chart(at=SURGERY)
    room.act(chart, Act.MISSING)
    room.scan("Cardiology")
    room.scan(chart)
    room.scan(UNDO)
    assert not room.where(chart).missing


def test_undo_of_another_charts_typed_arrival_leaves_it_found(room: RecordRoom) -> None:
    chart, other = room.chart(at=SURGERY), room.chart("112233", at=SURGERY, family="Hopper")
    room.act(chart, Act.MISSING)
    room.scan("Cardiology")
    room.scan(chart)
    room.scan(DONE)
    room.scan(other, source=Source.HERE)
    room.scan(UNDO)
    assert not room.where(chart).missing
    assert room.where(other).location.name == "Surgery"


def test_a_second_report_closes_the_first_that_was_found(room: RecordRoom) -> None:
    chart = room.chart()
    room.act(chart, Act.MISSING, "first")
    room.scan(chart, SURGERY)
    room.act(chart, Act.MISSING, "second")
    assert room.where(chart).missing
    assert read_list(room.database, room.viewer(), Query("found")).rows == ()


@pytest.mark.parametrize("act", [Act.MISSING, Act.EXTEND])
def test_an_act_made_offline_before_the_chart_was_seen_comes_too_late(
    room: RecordRoom, act: Act
) -> None:
    chart, at = room.chart(), room.now
    room.wait(60)
    room.scan(chart, SURGERY)
    late = room.act(chart, act, stored=True, at=at, sent_at=room.now)
    assert late.outcome is Outcome.KEPT_NOT_MOVED
    assert not room.where(chart).missing


def test_the_search_list_says_when_it_left(room: RecordRoom) -> None:
    chart = room.chart()
    room.now += timedelta(days=300)
    room.scan("Ward 3")
    room.scan(chart)
    left = room.now
    room.act(chart, Act.MISSING)
    places = search_list(room.database, room.viewer(), room.where(chart).report_id or 0).places
    assert [(one.place.name, one.last_there) for one in places] == [
        ("Ward 3", left),
        ("File room A", left),
    ]
