"""Migrations make what the models say; facts stay as they were written."""

import sqlite3
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kiosk.domain.faults import Broken
from kiosk.services.records.check import find_faults
from kiosk.settings import Settings
from kiosk.store import migrate
from kiosk.store.engine import Database, new_id
from kiosk.store.open_database import open_database
from kiosk.store.rows import FACTS, SET_UP, Base
from kiosk.store.triggers import counter_names, existing_triggers, trigger_names
from tests.room import RecordRoom


def test_the_newest_migration_equals_the_models(either_room: RecordRoom) -> None:
    with either_room.database.read() as reading:
        context = MigrationContext.configure(reading.connection)
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_of_facts_and_of_the_set_up_has_its_triggers(either_room: RecordRoom) -> None:
    with either_room.database.read() as reading:
        connection = reading.connection
        needed = {
            name
            for row in FACTS
            for name in trigger_names(row.__tablename__, connection.dialect.name)
        }
        counters = {name for row in SET_UP for name in counter_names(row.__tablename__)}
        assert needed | counters == existing_triggers(connection)


@pytest.mark.parametrize("table", [row.__tablename__ for row in FACTS])
@pytest.mark.parametrize("act", ["UPDATE {} SET hash = ''", "DELETE FROM {}"])
def test_facts_refuse_to_be_changed(either_room: RecordRoom, table: str, act: str) -> None:
    either_room.chart()
    with (
        pytest.raises(DBAPIError, match="only ever added"),
        either_room.database.write() as writing,
    ):
        writing.session.execute(text(act.format(table)))
    assert find_faults(either_room.database) == []


def test_tables_are_strict(room: RecordRoom) -> None:
    with room.database.read() as reading:
        tables = reading.session.execute(text("SELECT sql FROM sqlite_master WHERE type = 'table'"))
        made = [sql for sql in tables.scalars() if sql and "alembic" not in sql]
    assert made
    assert all(sql.rstrip().endswith("STRICT") for sql in made)


class TestTampering:
    @pytest.fixture
    def file(self, room: RecordRoom) -> Iterator[sqlite3.Connection]:
        """The database as somebody with the file and no scruples sees it."""
        self.chart = room.chart()
        room.scan("Cardiology")
        room.scan(self.chart)
        room.is_harmed = True
        raw = sqlite3.connect(room.settings.data / "charts.db")
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        raw.close()

    @pytest.mark.parametrize(
        "act",
        [
            "UPDATE movement SET at = '2020-01-01T00:00:00.000000+00:00' WHERE kind = 'check-out'",
            "DELETE FROM movement WHERE kind = 'check-out'",
            "DELETE FROM scan WHERE seq = (SELECT max(seq) FROM scan)",
            "UPDATE chart SET last_movement_id = 1",
            "UPDATE chart SET place_id = home_id",
            "UPDATE chart SET due_at = NULL",
            "UPDATE chart SET lent = 0",
            "UPDATE head SET seq = seq + 1",
        ],
    )
    def test_check_finds_what_was_changed_behind_its_back(
        self, room: RecordRoom, file: sqlite3.Connection, act: str
    ) -> None:
        file.execute("PRAGMA foreign_keys=OFF")
        file.execute(act)
        file.commit()
        faults = [one for one in find_faults(room.database) if one.kind is not Broken.TRIGGER]
        assert faults


class TestUpgrade:
    def test_opening_twice_changes_nothing(self, settings: Settings) -> None:
        first = open_database(settings)
        room = RecordRoom(first, settings).set_up()
        chart = room.chart()
        first.close()
        again = open_database(settings)
        assert RecordRoom(again, settings).where(chart).location.name == "File room A"
        again.close()
        assert not list(settings.data.glob("*before-upgrade*"))

    def test_a_crash_half_way_leaves_nothing_and_a_rerun_works(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def crash(table: str) -> None:
            if table == "movement":
                raise RuntimeError("power cut")

        settings.data.mkdir(parents=True)
        engine = Database(settings.database_url, b"key").engine
        with monkeypatch.context() as patch:
            patch.setattr("kiosk.store.triggers.protect", crash)
            with pytest.raises(RuntimeError, match="power cut"):
                migrate.upgrade(engine)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0
        engine.dispose()
        database = open_database(settings)
        assert find_faults(database) == []
        database.close()

    def test_a_database_with_data_is_upgraded_with_a_copy_set_aside(
        self, settings: Settings
    ) -> None:
        settings.data.mkdir(parents=True)
        file = settings.data / "charts.db"
        before = sqlite3.connect(file)
        before.execute("CREATE TABLE note (said TEXT)")  # as of a release before the first one
        before.execute("INSERT INTO note VALUES ('kept')")
        before.commit()
        before.close()
        open_database(settings).close()
        (copy,) = settings.data.glob("*.before-upgrade.db")
        for path, tables in ((copy, 1), (file, 15)):
            kept = sqlite3.connect(path)
            assert kept.execute("SELECT said FROM note").fetchall() == [("kept",)]
            listed = kept.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'")
            assert listed.fetchone()[0] >= tables
            kept.close()


def test_ids_made_in_one_burst_differ_and_grow() -> None:
    made = [new_id() for _ in range(200_000)]
    assert made == sorted(set(made))
