"""Database and key belong together: neither is made anew beside the other, and a copy goes back."""

import errno
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from kiosk.cli import main
from kiosk.domain.errors import DatabaseRefused
from kiosk.domain.why import Unusable
from kiosk.services.records.check import find_faults
from kiosk.settings import Settings, load_settings
from kiosk.store.facts import read_room_id
from kiosk.store.open_database import open_database
from kiosk.store.restore import restore
from kiosk.store.rows import HeadRow, LocationRow
from tests.postgres import new_database
from tests.room import RecordRoom


def begun(settings: Settings) -> str:
    """Begin a room with one chart, and return the chart's code."""
    database = open_database(settings)
    code = RecordRoom(database, settings).set_up().chart()
    database.close()
    return code


def named(settings: Settings) -> tuple[str, int]:
    """The id and the generation of a room."""
    database = open_database(settings)
    with database.read() as reading:
        generation = reading.session.scalars(select(HeadRow.generation)).one()
        told = read_room_id(reading.connection), generation
    database.close()
    return told


class TestTheirBelonging:
    @pytest.mark.parametrize("left", ["missing", "empty", "without tables"])
    def test_a_database_that_is_gone_from_beside_its_key_is_no_new_room(
        self, settings: Settings, left: str
    ) -> None:
        begun(settings)
        file = settings.data / "charts.db"
        for part in settings.data.glob("charts.db*"):
            part.unlink()
        if left != "missing":
            file.touch()
        if left == "without tables":
            with closing(sqlite3.connect(file)) as made:
                made.execute("PRAGMA journal_mode=WAL")
                made.execute("CREATE TABLE t (x)")
                made.execute("DROP TABLE t")
        before = sorted(path.name for path in settings.data.iterdir())
        with pytest.raises(DatabaseRefused) as refused:
            open_database(settings)
        assert refused.value.why is Unusable.DATABASE_MISSING
        assert sorted(path.name for path in settings.data.iterdir()) == before

    def test_a_key_that_is_gone_from_beside_its_database_is_never_made_anew(
        self, settings: Settings
    ) -> None:
        begun(settings)
        (settings.data / "chain.key").unlink()
        with pytest.raises(DatabaseRefused) as refused:
            open_database(settings)
        assert refused.value.why is Unusable.KEY_MISSING
        assert not (settings.data / "chain.key").exists()

    def test_on_postgresql_too(
        self, settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
    ) -> None:
        url = new_database(request.getfixturevalue("postgres"))
        there = load_settings(data=tmp_path / "data", timezone="UTC", database=url)
        begun(there)
        emptied = new_database(request.getfixturevalue("postgres"))
        with pytest.raises(DatabaseRefused):
            open_database(load_settings(data=tmp_path / "data", timezone="UTC", database=emptied))
        (there.data / "chain.key").rename(tmp_path / "kept")
        with pytest.raises(DatabaseRefused):
            open_database(there)

    @pytest.mark.parametrize("crashed", ["before the database", "before the key"])
    def test_a_first_start_that_crashed_is_begun_again(
        self, settings: Settings, crashed: str
    ) -> None:
        open_database(settings).close()
        (settings.data / "chain.key").rename(settings.data / "chain.begun")
        if crashed == "before the database":
            for part in settings.data.glob("charts.db*"):
                part.unlink()
        begun(settings)
        assert (settings.data / "chain.key").exists()
        assert not (settings.data / "chain.begun").exists()

    def test_the_command_says_it_in_words(self, settings: Settings) -> None:
        begun(settings)
        for part in settings.data.glob("charts.db*"):
            part.unlink()
        said = CliRunner().invoke(main, ["serve"], env={"KIOSK_DATA": str(settings.data)})
        assert said.exit_code == 1
        assert "move that key away" in said.output


class TestACopy:
    def test_it_goes_back_as_the_same_room_in_the_next_generation(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        code = begun(settings)
        room_id, generation = named(settings)
        copy = tmp_path / "copy.db"
        with (
            closing(sqlite3.connect(settings.data / "charts.db")) as there,
            closing(sqlite3.connect(copy)) as here,
        ):
            there.backup(here)
        database = open_database(settings)
        RecordRoom(database, settings).where(code)
        database.close()
        raised, kept = restore(settings, copy)
        assert raised == generation + 1
        assert kept and kept.exists()
        assert named(settings) == (room_id, generation + 1)
        assert restore(settings, copy)[0] == generation + 2
        database = open_database(settings)
        assert find_faults(database) == []
        assert RecordRoom(database, settings).where(code).location.name == "File room A"
        database.close()

    def test_another_rooms_or_no_database_is_refused_and_nothing_changes(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        begun(settings)
        before = named(settings)
        other = load_settings(data=tmp_path / "other", timezone="UTC")
        begun(other)
        text = tmp_path / "text.db"
        text.write_text("no database at all, but a text that is long enough to be read as one")
        empty = tmp_path / "empty.db"
        empty.touch()
        for file in (other.data / "charts.db", text, empty):
            with pytest.raises(DatabaseRefused):
                restore(settings, file)
        assert named(settings) == before
        assert not list(settings.data.glob("restore-*"))

    def test_it_goes_back_from_where_nothing_can_be_written(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        code = begun(settings)
        away = tmp_path / "away"
        away.mkdir()
        with closing(sqlite3.connect(settings.data / "charts.db")) as there:
            there.execute("UPDATE location SET contact = 'by the stairs'")
            there.commit()  # in the log only, as a server leaves it that was killed
            for part in settings.data.glob("charts.db*"):
                shutil.copy(part, away)
        (away / "charts.db-shm").unlink()
        assert (away / "charts.db-wal").stat().st_size > 0
        away.chmod(0o555)
        restore(settings, away / "charts.db")
        assert sorted(part.name for part in away.iterdir()) == ["charts.db", "charts.db-wal"]
        database = open_database(settings)
        with database.read() as reading:
            contacts = reading.session.scalars(select(LocationRow.contact).distinct())
            assert contacts.all() == ["by the stairs"]
        assert RecordRoom(database, settings).where(code)
        database.close()

    @pytest.mark.parametrize(
        "harm",
        [
            "DELETE FROM head",
            "DROP TABLE head",
            "UPDATE alembic_version SET version_num = '0001'",
            "UPDATE alembic_version SET version_num = '9999'",
        ],
    )
    def test_what_is_broken_is_refused_and_leaves_nothing(
        self, harm: str, settings: Settings, tmp_path: Path
    ) -> None:
        begun(settings)
        before = named(settings)
        copy = tmp_path / "copy.db"
        shutil.copy(settings.data / "charts.db", copy)
        with closing(sqlite3.connect(copy)) as there:
            there.execute("PRAGMA foreign_keys=OFF")
            there.execute(harm)
            there.commit()
        with pytest.raises(DatabaseRefused):
            restore(settings, copy)
        assert named(settings) == before
        assert not list(settings.data.glob("restore-*"))
        assert not list(settings.data.glob("*replaced*"))

    def test_a_link_brings_the_log_beside_what_it_points_to(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        begun(settings)
        with closing(sqlite3.connect(settings.data / "charts.db")) as there:
            there.execute("UPDATE location SET contact = 'by the stairs'")
            there.commit()
            shutil.copytree(settings.data, tmp_path / "away")
        link = tmp_path / "newest.db"
        link.symlink_to(tmp_path / "away" / "charts.db")
        restore(settings, link)
        with closing(sqlite3.connect(settings.data / "charts.db")) as there:
            contacts = there.execute("SELECT DISTINCT contact FROM location").fetchall()
        assert contacts == [("by the stairs",)]

    def test_two_in_one_moment_keep_both_that_they_replaced(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        begun(settings)
        copy = tmp_path / "copy.db"
        shutil.copy(settings.data / "charts.db", copy)
        replaced = {restore(settings, copy)[1] for _ in range(3)}
        assert len(replaced) == 3
        assert all(kept and kept.exists() for kept in replaced)

    @pytest.mark.parametrize("works", [0, 1, 2, 3])
    def test_where_the_disk_fails_in_the_middle_the_room_stands_as_before(
        self, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, works: int
    ) -> None:
        begun(settings)
        before = named(settings)
        copy = tmp_path / "copy.db"
        shutil.copy(settings.data / "charts.db", copy)
        with closing(sqlite3.connect(settings.data / "charts.db")) as there:
            there.execute("UPDATE location SET contact = 'by the stairs'")
            there.commit()  # so that there are a log and its index to be moved too
            rename, made = Path.rename, []

            def fail_once(self: Path, target: Path) -> Path:
                made.append(target)
                if len(made) == works + 1:
                    raise OSError(errno.EIO, "Input/output error")
                return rename(self, target)

            monkeypatch.setattr(Path, "rename", fail_once)
            with pytest.raises(DatabaseRefused) as refused:
                restore(settings, copy)
            monkeypatch.undo()
        assert refused.value.facts["error"] == "Input/output error"
        assert named(settings) == before
        assert not list(settings.data.glob("*re[sp]*"))

    def test_the_command_asks_first(self, settings: Settings, tmp_path: Path) -> None:
        begun(settings)
        copy = tmp_path / "copy.db"
        shutil.copy(settings.data / "charts.db", copy)
        env = {"KIOSK_DATA": str(settings.data)}
        asked = CliRunner().invoke(main, ["restore", str(copy)], input="n\n", env=env)
        assert asked.exit_code == 1
        done = CliRunner().invoke(main, ["restore", str(copy)], input="y\n", env=env)
        assert (done.exit_code, "generation 2" in done.output) == (0, True)
