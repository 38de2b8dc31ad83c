"""Random days at three desks, thousands of steps of them."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine import RecordRoomMachine


@pytest.mark.slow
def test_thousands_of_random_steps() -> None:
    many = settings(max_examples=150, stateful_step_count=60, deadline=None)
    run_state_machine_as_test(RecordRoomMachine, settings=many)
