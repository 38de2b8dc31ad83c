"""Every design on every stock that takes it, as every printer draws it: all of it reads back."""

import multiprocessing

import pytest

from labels import find_design, find_stock
from tests.printed import fitting, unread

LEAST_PAIRS = 500
DPI = (203, 300, 600)


def failed(one: tuple[str, str, int]) -> str:
    design, stock, dpi = one
    missed = unread(find_design(design), find_stock(stock), dpi)
    return f"{design} on {stock} at {dpi} dpi: {sorted(missed)}" if missed else ""


@pytest.mark.slow
def test_every_design_on_every_stock_is_read_by_both_readers() -> None:
    pairs = [(design.name, stock.name) for design, stock in fitting()]
    assert len(pairs) >= LEAST_PAIRS
    jobs = [(*pair, dpi) for pair in pairs for dpi in DPI]
    with multiprocessing.get_context("spawn").Pool() as pool:
        assert [said for said in pool.imap_unordered(failed, jobs) if said] == []
