"""Random days at three desks, thousands of steps of them."""

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine import RecordRoomMachine


@pytest.mark.slow
def test_thousands_of_random_steps() -> None:
    # Shrinking would take longer than all of the search; what failed is printed step by step.
    search = (Phase.explicit, Phase.reuse, Phase.generate)
    many = settings(max_examples=150, stateful_step_count=60, deadline=None, phases=search)
    run_state_machine_as_test(RecordRoomMachine, settings=many)
