"""Which of things in a row stand out of order."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.order import out_of_order


def test_the_one_that_is_misplaced_is_named_and_not_its_neighbours() -> None:
    assert out_of_order("abcde") == set()
    assert out_of_order("abxcde") == {2}
    assert out_of_order("bcdea") == {4}
    assert out_of_order("aabb") == set()
    assert out_of_order("") == set()


@given(st.text("abcdef", max_size=12))
def test_the_rest_is_in_order_and_no_fewer_would_do(keys: str) -> None:
    wrong = out_of_order(keys)
    rest = [key for at, key in enumerate(keys) if at not in wrong]
    assert rest == sorted(rest)
    longest = [1] * len(keys)
    for at in range(len(keys)):
        before = [longest[to] for to in range(at) if keys[to] <= keys[at]]
        longest[at] = 1 + max(before, default=0)
    assert len(rest) == max(longest, default=0)
