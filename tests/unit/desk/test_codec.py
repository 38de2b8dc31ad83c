"""What was kept with a scan by an older release is read back in today's shape."""

import json
from datetime import UTC, datetime

import pytest

from kiosk.domain.desk.codec import (
    detail_from_plain,
    detail_to_plain,
    state_from_plain,
    state_to_plain,
)
from kiosk.domain.desk.details import BatchEnded, BatchUndone, Detail, Lapsed, NotSent, WasAt, Went
from kiosk.domain.desk.state import DeskState, Loose, Pending, SentByCard

AT = "2026-11-20T10:00:00+00:00"
TEN = datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_a_chart_left_here_by_an_older_release_lies_loose() -> None:
    left = {"chart_id": 11, "at": AT, "arrived": True, "awaits_place": True}
    state = state_from_plain({"left_here": left, "last_operator_id": 1})
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert state.loose == (Loose(11, at, arrived=True),)
    assert (state.files_next, state.last_operator_id) == (11, 1)


def test_marks_that_no_release_keeps_any_more_are_passed_over() -> None:
    sent = {"place_id": 3, "at": AT}
    plain = {"chart_was_refused": True, "place_card_was_last": True, "sent_by_card": sent}
    assert state_from_plain(plain) == DeskState(place_card_was_last=True)


def test_a_card_that_sent_a_chart_is_read_in_the_older_shape_too() -> None:
    sent = {"place_id": 3, "chart_id": 11, "at": AT}
    assert state_from_plain({"sent_by_card": sent}).sent_by_card == SentByCard(3, 11, TEN)


def test_todays_shape_is_not_taken_for_an_older_one() -> None:
    left = {"chart_id": 11, "at": AT, "arrived": True}
    assert state_from_plain({"shape": 2, "left_here": left}) == DeskState()


def test_what_is_kept_can_be_written_as_json() -> None:
    state = DeskState(in_hand=Pending(11, TEN), loose=(Loose(12, TEN),))
    assert state_from_plain(json.loads(json.dumps(state_to_plain(state)))) == state


def test_everything_comes_back_as_it_was_kept() -> None:
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    state = DeskState(in_hand=Pending(11, at), loose=(Loose(12, at),), last_sent=13)
    assert state_from_plain(state_to_plain(state)) == state


@pytest.mark.parametrize(
    ("kept", "detail"),
    [
        ({}, Detail()),
        ({"was_at": 3, "was_since": AT, "chart": 11}, Detail(chart=11, was_at=WasAt(3, TEN))),
        ({"went": 11, "went_to": 3, "place": 4}, Detail(place=4, went=Went(11, 3))),
        ({"would_take_back": 11, "went_to": 3}, Detail(would_take_back=Went(11, 3))),
        ({"would_take_back": 11, "chart": 12}, Detail(chart=12)),
        ({"not_sent": 11}, Detail(not_sent=NotSent((11,), 1))),
        ({"not_sent": [11, 12], "not_sent_count": 4}, Detail(not_sent=NotSent((11, 12), 4))),
        ({"kept": 2}, Detail(batch_undone=BatchUndone(0, 2))),
        ({"taken_back": 3, "kept": 0}, Detail(batch_undone=BatchUndone(3, 0))),
        ({"lapsed": [{"what": "reason", "id": 11}]}, Detail(lapsed=(Lapsed("reason", 11),))),
        ({"batch": 7, "count": 2}, Detail(batch_ended=BatchEnded(7, 2))),
        ({"happened_at": AT, "due_at": AT}, Detail(due_at=TEN)),
        ({"remaining": None, "volumes": [31]}, Detail(volumes=(31,))),
    ],
)
def test_facts_that_an_older_release_kept(kept: dict[str, object], detail: Detail) -> None:
    assert detail_from_plain(kept) == detail


def test_facts_come_back_as_they_were_kept_and_what_is_empty_is_not_kept() -> None:
    detail = Detail(chart=11, was_at=WasAt(3, TEN), not_sent=NotSent((12,), 1), reason="ward round")
    assert detail_from_plain(detail_to_plain(detail)) == detail
    assert detail_to_plain(Detail(place=3)) == {"shape": 2, "place": 3}
