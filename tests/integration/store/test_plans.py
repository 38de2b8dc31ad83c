"""PostgreSQL plans a scan's statements once, not at every scan: that was half of a scan's time."""

import pytest
from sqlalchemy import text

from tests.prepared import PreparedRoom
from tests.room import FILE_ROOM


def test_reads_and_scans_keep_what_postgresql_has_planned(
    prepared_on_postgres: PreparedRoom, request: pytest.FixtureRequest
) -> None:
    room = prepared_on_postgres.room(request.getfixturevalue("settings"))
    chart = room.chart()
    for _ in range(10):
        room.scan(chart, FILE_ROOM, after=30)
    with room.database.read() as reading:
        planned = text("SELECT statement FROM pg_prepared_statements")
        kept = reading.connection.execute(planned).scalars().all()
    room.database.close()
    assert [one for one in kept if one.startswith("INSERT INTO scan")]
    assert [one for one in kept if one.startswith("SELECT chart.id")]
