"""Skipping by name where a system package is missing, but never in CI."""

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip the test, or fail it where nothing may be skipped."""
    if os.environ.get("KIOSK_TESTS_MAY_SKIP", "1") == "0":
        pytest.fail(f"nothing may be skipped here, but: {what}")
    pytest.skip(what)
