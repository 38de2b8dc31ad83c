"""What was kept with a scan by an older release is read back as today's state."""

from datetime import UTC, datetime

from kiosk.domain.desk.codec import from_plain, to_plain
from kiosk.domain.desk.state import DeskState, Loose, Pending

AT = "2026-11-20T10:00:00+00:00"


def test_a_chart_left_here_by_an_older_release_lies_loose() -> None:
    left = {"chart_id": 11, "at": AT, "arrived": True, "awaits_place": True}
    state = from_plain({"left_here": left, "last_operator_id": 1})
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert state.loose == (Loose(11, at, arrived=True),)
    assert (state.files_next, state.last_operator_id) == (11, 1)


def test_marks_that_no_release_keeps_any_more_are_passed_over() -> None:
    sent = {"place_id": 3, "at": AT}
    plain = {"chart_was_refused": True, "place_card_was_last": True, "sent_by_card": sent}
    assert from_plain(plain) == DeskState(place_card_was_last=True)


def test_everything_comes_back_as_it_was_kept() -> None:
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    state = DeskState(in_hand=Pending(11, at), loose=(Loose(12, at),), last_sent=13)
    assert from_plain(to_plain(state)) == state
