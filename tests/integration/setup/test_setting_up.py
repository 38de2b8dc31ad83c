"""Places, people and stations: what may be set up, changed and deleted."""

import pytest

from kiosk.domain.errors import EntryRefused
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.services.desk.boards import show_board
from kiosk.services.setup.entries import PlaceEntry, StationEntry
from kiosk.services.setup.save import delete_entry, save_entry
from kiosk.store.rows import StationRow
from tests.room import RecordRoom


def test_a_card_that_was_scanned_cannot_be_deleted(room: RecordRoom) -> None:
    room.place("Ward X", PlaceKind.WARD)
    room.scan("Ward X")
    with pytest.raises(EntryRefused):
        delete_entry(room.database, PlaceEntry, room.ids["Ward X"], room.now, room.sana)
    assert room.scan("Ward X").outcome is Outcome.DESTINATION_SET


def test_a_station_that_was_only_looked_at_can_be(room: RecordRoom) -> None:
    row_id = save_entry(room.database, StationEntry("Spare", room.codes["Ward 3"]), room.now)
    with room.database.read() as reading:
        key = reading.session.get_one(StationRow, row_id).key
    show_board(room.database, room.settings, key, room.now)
    delete_entry(room.database, StationEntry, row_id, room.now, room.sana)
    with room.database.read() as reading:
        assert reading.session.get(StationRow, row_id) is None
