"""Labels through a real print queue: CUPS, with its PDF back end in the place of a printer."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kiosk.domain.printers import JobState, Language, Way
from kiosk.services.printing.print_labels import PrintJob, print_labels
from kiosk.services.printing.queue import list_jobs, queue_labels
from kiosk.services.printing.worker import send_next
from kiosk.services.setup.entries import PrinterEntry
from kiosk.services.setup.save import save_entry
from kiosk.web.words.paper import on_paper
from labels import Unsent
from tests.cups import QUEUE, already_made, made_since, print_server
from tests.pictures import page_image
from tests.printed import read_by_zbar, read_by_zxing
from tests.room import RecordRoom

BARS = "Code128"


@pytest.fixture(scope="module")
def cups() -> Iterator[None]:
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory() as folder,
        print_server(Path(folder)) as at,
    ):
        for name, value in at.items():
            patch.setenv(name, value)
        yield


def inked(pdf: bytes) -> list[int]:
    """Return where the ink on a page begins and ends, in dots of 150 to the inch."""
    dark = np.nonzero(np.asarray(page_image(pdf, 150)) < 128)
    return [int(end) for axis in dark for end in (axis.min(), axis.max())]


def queue(room: RecordRoom, address: str, stock: str) -> str:
    entry = PrinterEntry("Desk", Way.QUEUE, address, language=Language.PDF, stock=stock)
    printer_id, chart = save_entry(room.database, entry, room.now), room.chart()
    room.wait(5)
    queue_labels(room.database, room.viewer(), PrintJob([chart], stock), printer_id)
    assert send_next(room.database, room.settings, on_paper, printer_id, room.now)
    return chart


@pytest.mark.usefixtures("cups")
class TestQueue:
    @pytest.mark.parametrize("stock", ["avery-l7160", "avery-5160", "roll-75x50"])
    def test_a_label_comes_out_where_and_as_large_as_it_was_made(
        self, room: RecordRoom, stock: str
    ) -> None:
        before = already_made()
        chart = queue(room, QUEUE, stock)
        (job,) = list_jobs(room.database, room.viewer())
        assert job.state is JobState.DONE
        assert not room.where(chart).label_verified
        came_out = made_since(before)
        page = np.asarray(page_image(came_out, 300))
        assert read_by_zxing(page, BARS) == {chart}
        assert read_by_zbar(page, BARS) == {chart}
        made = print_labels(room.database, room.viewer(), PrintJob([chart], stock))
        assert inked(came_out) == pytest.approx(inked(made), abs=2)

    def test_a_queue_that_is_not_there_is_said_in_its_words(self, room: RecordRoom) -> None:
        chart = queue(room, "nowhere", "avery-l7160")
        (job,) = list_jobs(room.database, room.viewer())
        assert job.state is JobState.WAITING
        assert job.why["why"] == Unsent.QUEUE_SAID
        assert "does not exist" in job.why["said"]
        assert room.where(chart).label_verified
