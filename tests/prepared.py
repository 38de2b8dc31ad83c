"""A record room that is set up once, of which each test gets a copy."""

import copy
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.settings import Settings, load_settings
from kiosk.store.open_database import KEY, open_database
from tests.postgres import new_database
from tests.room import MONDAY, RecordRoom


@dataclass(frozen=True)
class PreparedRoom:
    """A room that nobody is in: its data folder, on PostgreSQL its server and database too."""

    empty: RecordRoom
    folder: Path
    server: str = ""
    template: str = ""

    def room(self, settings: Settings) -> RecordRoom:
        """Return a copy of the room in the data folder of ``settings``; its database is open."""
        settings.data.mkdir(parents=True, exist_ok=True)
        for file in (KEY, "charts.db"):
            if (self.folder / file).exists():
                shutil.copyfile(self.folder / file, settings.data / file)
        if self.server:
            url = new_database(self.server, self.template)
            settings = load_settings(data=settings.data, timezone="UTC", database=url)
        room = copy.copy(self.empty)
        room.codes, room.ids = dict(room.codes), dict(room.ids)
        room.database, room.settings = open_database(settings), settings
        return room


def prepare(folder: Path, server: str = "", now: datetime = MONDAY) -> PreparedRoom:
    """Set a room up once, on SQLite or in a database of a PostgreSQL ``server``."""
    url = new_database(server) if server else ""
    settings = load_settings(data=folder, timezone="UTC", database=url)
    empty = RecordRoom(open_database(settings), settings, now).set_up()
    empty.database.close()
    return PreparedRoom(empty, folder, server, url.rsplit("/", 1)[-1])
