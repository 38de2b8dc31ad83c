"""What a camera sees becomes scans: real pictures of printed labels, frame by frame."""

import numpy as np
import pytest

from kiosk.domain.codes import Kind, make_code
from kiosk.domain.errors import ReaderBusy
from kiosk.reading import Pending, ReadFilter, View, Watch, Watches
from tests.pictures import desk

ADA, GRACE = make_code(Kind.CHART, 441027).text, make_code(Kind.CHART, 112233).text
SURGERY, CARDIOLOGY = make_code(Kind.LOCATION, 7).text, make_code(Kind.LOCATION, 8).text
FOREIGN = "A-1998-00123"


def camera(*, resumed: bool = False) -> Watch:
    """A camera's memory on a machine that is never too slow."""
    return Watch(resumed=resumed, budget_ms=60_000)


def taken(watch: Watch, *frames: tuple[float, tuple[str, ...]]) -> list[list[str]]:
    return [[one.text for one in watch.see(desk(*texts), at).taken] for at, texts in frames]


def away(begin: float, end: float) -> list[tuple[float, tuple[str, ...]]]:
    """Frames of an empty desk, as they come."""
    return [(float(at), ()) for at in np.arange(begin, end, 0.25)]


def test_a_label_is_taken_at_once_and_once_a_showing() -> None:
    frames = [(0.0, (ADA,)), (0.1, (ADA,)), (5.0, (ADA,)), *away(5.1, 7.5), (7.6, (ADA,))]
    found = taken(camera(), *frames)
    assert found[0] == found[-1] == [ADA]
    assert sum(map(len, found)) == 2


def test_out_of_view_for_less_than_a_second_and_a_half_is_the_same_showing() -> None:
    assert taken(camera(), (0, (ADA,)), *away(0.1, 1.3), (1.4, (ADA,)))[-1] == []


def test_time_in_which_nobody_looked_is_not_time_out_of_view() -> None:
    assert taken(camera(), (0, (ADA,)), (60, (ADA,)), (120, (ADA,))) == [[ADA], [], []]


def test_a_different_label_acts_at_once_even_beside_the_one_before() -> None:
    assert taken(camera(), (0, (ADA,)), (0.5, (ADA,)), (1.0, (ADA,)), (1.5, (ADA, GRACE)))[-1] == [
        GRACE
    ]
    assert taken(camera(), (0, (ADA,)), (0.1, (GRACE,))) == [[ADA], [GRACE]]


def test_two_new_labels_in_view_are_said_once_and_neither_is_taken() -> None:
    watch = camera()
    view = watch.see(desk(ADA, GRACE, turn=20), 0)
    assert view.taken == []
    assert view.crowded == tuple(sorted((ADA, GRACE)))
    again = watch.see(desk(ADA, GRACE, turn=20), 0.1)
    assert (again.taken, again.crowded, again.pending) == ([], (), Pending.UNREAD)


def test_of_two_labels_the_one_that_stays_is_taken_once_the_other_is_gone() -> None:
    watch = camera()
    assert watch.see(desk(ADA, GRACE), 0).crowded
    shown = [(0.25 * at, (GRACE,)) for at in range(1, 9)]
    found = taken(watch, *shown)
    assert found[:5] == [[]] * 5
    assert [one for some in found for one in some] == [GRACE]


def test_a_second_label_that_can_be_read_a_moment_later_is_not_taken_either() -> None:
    watch = camera()
    assert [one.text for one in watch.see(desk(ADA), 0).taken] == [ADA]
    late = watch.see(desk(ADA, GRACE), 0.1)
    assert (late.taken, late.crowded) == ([], tuple(sorted((ADA, GRACE))))
    assert taken(watch, *away(0.2, 2.2), (2.3, (GRACE,)))[-1] == [GRACE]


def test_a_card_that_lies_beside_a_label_never_acts_until_it_was_away() -> None:
    watch = camera()
    lying = [(0.25 * at, (SURGERY,)) for at in range(1, 17)]
    assert taken(watch, (0, (ADA, SURGERY)), *lying) == [[ADA]] + [[]] * 16
    assert taken(watch, *away(4.5, 15), (15.1, (SURGERY,)))[-1] == [SURGERY]


def test_a_card_shown_right_after_a_label_waits_until_that_is_surely_gone() -> None:
    watch = camera()
    card = [(0.25 * at, (SURGERY,)) for at in range(1, 9)]
    found = taken(watch, (0, (ADA,)), *card)
    assert found[:6] == [[ADA]] + [[]] * 5
    assert [one for some in found for one in some] == [ADA, SURGERY]


def test_a_card_alone_acts_at_once_and_again_only_after_ten_seconds() -> None:
    watch = camera()
    assert taken(watch, (0, (SURGERY,)), (0.1, (SURGERY,))) == [[SURGERY], []]
    assert taken(watch, *away(0.2, 5), (5.1, (SURGERY,)))[-1] == []
    assert taken(watch, *away(5.2, 16), (16.1, (SURGERY,)))[-1] == [SURGERY]


def test_a_foreign_label_that_lies_still_is_looked_at_again() -> None:
    watch = camera()
    view = watch.see(desk(FOREIGN), 0)
    assert (view.taken, view.pending) == ([], Pending.UNREAD)
    assert [one.text for one in watch.see(desk(FOREIGN), 0.1).taken] == [FOREIGN]


def test_two_cards_in_view_are_not_told_apart() -> None:
    assert camera().see(desk(SURGERY, CARDIOLOGY), 0).crowded == tuple(
        sorted((SURGERY, CARDIOLOGY))
    )


def test_a_foreign_text_needs_two_frames_of_six() -> None:
    found = taken(camera(), (0, (FOREIGN,)), (0.1, ()), (0.2, (FOREIGN,)), (0.3, (FOREIGN,)))
    assert found == [[], [], [FOREIGN], []]
    late = [(0.0, (FOREIGN,)), *((0.1 * at, ()) for at in range(1, 7)), (0.8, (FOREIGN,))]
    assert taken(camera(), *late)[-1] == []


def test_a_memory_that_was_lost_takes_nothing_that_lay_there_already() -> None:
    watch = camera(resumed=True)
    assert taken(watch, (0, (ADA,)), (0.5, (ADA,)), (1.0, (ADA,)), (1.5, (ADA, GRACE)))[-1] == [
        GRACE
    ]


def test_what_is_still_to_be_decided_is_said() -> None:
    watch = camera()
    assert watch.see(desk(ADA), 0).pending is Pending.NOTHING
    assert watch.see(desk(), 0.1).pending is Pending.LEAVING
    for at in range(1, 9):
        view = watch.see(desk(), 0.1 + 0.25 * at)
    assert view.pending is Pending.NOTHING


def behind_a_finger(at: int, wide: int = 40) -> np.ndarray:
    """One frame of a label of which a finger covers a sixth, each time another one."""
    view = desk(ADA).copy()
    left = view.shape[1] // 2 - 110 + 60 * (at % 4)
    view[:, left : left + wide] = 150
    return view


def test_frames_none_of_which_can_be_read_are_put_together() -> None:
    assert not any(camera().see(behind_a_finger(at), 0).symbols for at in range(4))
    watch = camera()
    read = [(at, one) for at in range(6) for one in watch.see(behind_a_finger(at), 0.2 * at).taken]
    assert [one.text for _, one in read] == [ADA]
    at, symbol = read[0]
    assert symbol.effort.rung == "put together"
    assert symbol.effort.frames == at + 1 > 1


def test_frames_of_two_labels_are_not_put_together() -> None:
    watch = camera()
    for at in range(3):
        other = desk(GRACE).copy()
        other[:, 530:570] = other[:, 650:690] = 150
        view = watch.see(other if at % 2 else behind_a_finger(0), 0.2 * at)
        assert view.symbols == []


def texts(answer: tuple[int, View]) -> list[str]:
    return [one.text for one in answer[1].taken]


def test_cameras_are_told_apart_and_the_oldest_is_forgotten() -> None:
    watches = Watches(ReadFilter())
    assert texts(watches.see("one", desk(ADA))) == texts(watches.see("two", desk(ADA))) == [ADA]
    assert texts(watches.see("one", desk(ADA), resumes=True)) == []
    for at in range(64):
        watches.see(f"camera {at}", desk())
    assert texts(watches.see("one", desk(ADA), resumes=True)) == []
    for at in range(64):
        watches.see(f"camera {at}", desk())
    assert texts(watches.see("one", desk(ADA))) == [ADA]


def test_what_a_lost_answer_took_is_said_again_and_only_then() -> None:
    watches = Watches(ReadFilter())
    number, _ = watches.see("one", desk(ADA), got=0)
    assert texts(watches.see("one", desk(ADA), got=0)) == [ADA]
    number, _ = watches.see("one", desk(ADA), got=0)
    assert texts(watches.see("one", desk(ADA), got=number)) == []
    assert texts(watches.see("one", desk(ADA))) == []


def test_one_frame_of_a_camera_is_read_at_a_time() -> None:
    watches = Watches(ReadFilter())
    watches.see("one", desk())
    with watches._cameras["one"].lock, pytest.raises(ReaderBusy):
        watches.see("one", desk(ADA))
    assert texts(watches.see("one", desk(ADA))) == [ADA]


def test_as_many_pictures_are_read_at_once_as_there_are_processors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    watches = Watches(ReadFilter())
    with watches.slot(), watches.slot(), pytest.raises(ReaderBusy), watches.slot():
        pass
    with watches.slot():
        pass
