"""Who may do what stands in one table, and what is not in it, nobody may."""

from itertools import pairwise

import pytest

from kiosk.domain.roles import PERMISSIONS, May, Role, least_role, permits


def test_every_role_is_in_the_table_and_may_what_the_ones_before_it_may() -> None:
    assert list(PERMISSIONS) == list(Role)
    able = list(PERMISSIONS.values())
    assert all(less < more for less, more in pairwise(able))


@pytest.mark.parametrize("what", May)
def test_every_permission_is_somebodys_and_no_clerks(what: May) -> None:
    assert permits(least_role(what), what)
    assert not permits(Role.CLERK, what)


def test_only_administrators_say_who_may() -> None:
    assert least_role(May.SAY_WHO_MAY) is Role.ADMINISTRATOR
    assert least_role(May.CORRECT) is Role.SUPERVISOR


@pytest.mark.parametrize("role", ["registrar", "", "Supervisor", "clerk "])
def test_a_role_that_nobody_knows_may_do_nothing(role: str) -> None:
    assert not any(permits(role, what) for what in May)
