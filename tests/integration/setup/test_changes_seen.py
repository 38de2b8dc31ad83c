"""What is set up is kept in memory, and yet every change is seen by the next scan."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from kiosk.services.setup.listed import read_set_up
from kiosk.store.engine import Database
from kiosk.store.open_database import open_database
from kiosk.store.queries.set_up import set_up
from tests.room import RecordRoom

CHANGES = {
    "a place": "UPDATE location SET name = 'Heart clinic' WHERE name = 'Cardiology'",
    "a desk": "UPDATE station SET stock = 'roll-75x50' WHERE key = 'surgery'",
    "a desk that is gone": "DELETE FROM station WHERE key = 'surgery'",
    "a person": "UPDATE staff SET name = 'Ines B.' WHERE name = 'Ines'",
    "a record type": "UPDATE record_type SET loan_days = 3",
    "a loan": "INSERT INTO loan (id, name, days, working) VALUES (1, 'ward', 2, 0)",
    "a holiday": "INSERT INTO holiday (id, name, called) VALUES (1, '2026-12-24', 'Eve')",
}


def change(database: Database, what: str) -> None:
    with database.write() as writing:
        writing.connection.execute(text(CHANGES[what]))


@pytest.mark.parametrize("what", CHANGES)
def test_what_one_server_changes_another_sees_at_once(either_room: RecordRoom, what: str) -> None:
    room, other = either_room, open_database(either_room.settings)
    before = read_set_up(room.database)
    assert read_set_up(room.database) is before
    change(other, what)
    other.close()
    after = read_set_up(room.database)
    assert after != before
    assert after.number > before.number
    assert read_set_up(room.database) is after


def test_a_renamed_place_is_said_by_its_new_name_at_the_next_scan(either_room: RecordRoom) -> None:
    room = either_room
    chart = room.chart()
    assert room.scan("Cardiology").desk.destination.name == "Cardiology"  # type: ignore[union-attr]
    change(room.database, "a place")
    said = room.scan(chart)
    assert [move.to_place.name for move in said.movements] == ["Heart clinic"]


def test_a_change_that_is_taken_back_was_never_seen(either_room: RecordRoom) -> None:
    database = either_room.database
    before = read_set_up(database)

    def fail() -> None:
        with database.write() as writing:
            writing.connection.execute(text(CHANGES["a person"]))
            assert set_up(writing.connection).number >= before.number
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert read_set_up(database) is before
    change(database, "a record type")  # counted with the same number, on SQLite
    assert read_set_up(database).staff == before.staff


def test_two_who_set_up_at_once_do_not_wait_for_each_other(
    prepared_on_postgres: object, request: pytest.FixtureRequest
) -> None:
    room = prepared_on_postgres.room(request.getfixturevalue("settings"))  # type: ignore[attr-defined]
    both = Barrier(2, timeout=20)

    def save(what: str) -> None:
        with room.database.write() as writing:
            writing.connection.execute(text(CHANGES[what]))
            both.wait()  # each has changed something, and neither has committed

    before = read_set_up(room.database)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(save, ["a place", "a person"]))
    assert read_set_up(room.database).number == before.number + 2
    room.database.close()
