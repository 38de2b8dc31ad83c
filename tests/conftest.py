"""Fixtures that every folder of tests shares."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from flask.testing import FlaskClient

from kiosk.app import create_app
from kiosk.services.records.check import find_faults
from kiosk.settings import Settings, load_settings
from kiosk.store.engine import Database
from kiosk.store.open_database import open_database
from tests.postgres import postgres
from tests.prepared import PreparedRoom, prepare
from tests.room import RecordRoom

__all__ = ["postgres"]

# No test fails because the machine is busy; and where nothing may be skipped, a change is judged by
# the same examples each time. At a desk each run tries new ones.
IN_CI = os.environ.get("KIOSK_TESTS_MAY_SKIP", "1") == "0"
hypothesis.settings.register_profile("house", deadline=None, derandomize=IN_CI)
hypothesis.settings.load_profile("house")

# A test that names no data folder of its own has none, and never the real one.
os.environ["KIOSK_DATA"] = str(Path(os.devnull, "data"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data=tmp_path / "data", timezone="UTC")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = open_database(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> PreparedRoom:
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def prepared_on_postgres(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> PreparedRoom:
    return prepare(tmp_path_factory.mktemp("prepared"), postgres)


@pytest.fixture
def room(prepared: PreparedRoom, settings: Settings) -> Iterator[RecordRoom]:
    made = prepared.room(settings)
    yield made
    faults = [] if made.is_harmed else find_faults(made.database)
    made.database.close()
    assert faults == []  # whatever a test does, the record is whole at its end


@pytest.fixture(params=["sqlite", "postgresql"])
def either_room(request: pytest.FixtureRequest, settings: Settings) -> Iterator[RecordRoom]:
    """The same room, once on SQLite and once on PostgreSQL."""
    name = "prepared" if request.param == "sqlite" else "prepared_on_postgres"
    made = request.getfixturevalue(name).room(settings)
    yield made
    made.database.close()


@pytest.fixture
def client(room: RecordRoom) -> FlaskClient:
    """A browser that is no station yet."""
    return create_app(room.settings, room.database).test_client()
