"""A few random days at three desks; tests/faults runs thousands of steps of them."""

from hypothesis import settings

from tests.machine import RecordRoomMachine

RecordRoomMachine.TestCase.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None
)
TestRandomDays = RecordRoomMachine.TestCase
