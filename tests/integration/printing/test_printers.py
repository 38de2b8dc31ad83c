"""Printers: what they get reads back, and whatever they do, nothing is lost and nothing doubled."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from kiosk.domain.codes import Command
from kiosk.domain.errors import EntryRefused, NotPermitted
from kiosk.domain.printers import JobState, Language, Way
from kiosk.services.access.viewer import Viewer
from kiosk.services.printing.print_labels import PrintJob
from kiosk.services.printing.printers import list_printers, printer_for
from kiosk.services.printing.queue import (
    cancel_job,
    count_not_printed,
    list_jobs,
    note_that_it_came_out,
    queue_labels,
    queue_test,
    repeat_job,
)
from kiosk.services.printing.worker import (
    KEPT,
    PIECE,
    STALLED,
    TRY_AGAIN,
    PrintWorker,
    forget_old_jobs,
    printers_due,
    send_next,
)
from kiosk.services.setup.entries import PrinterEntry
from kiosk.services.setup.save import save_entry
from kiosk.store.rows import PrinterRow
from kiosk.web.words.paper import on_paper
from kiosk.web.words.printing import NEAREST, failure_in_words
from labels import (
    CannotPrint,
    FolderLabel,
    Paper,
    Unprintable,
    Unsent,
    find_design,
    find_stock,
    ways_out,
)
from labels.layout import lay_out
from labels.marks import Symbol
from labels.symbols import CODE_128
from labels.zpl import render_zpl
from tests.fake_printer import FakePrinter, Mood, draw_zpl
from tests.printed import fitting, read_by_zbar, read_by_zxing, some_label, symbologies, text_of
from tests.room import FILE_ROOM, RecordRoom

HTML = {"Accept": "text/html"}
Adds = Callable[..., int]


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    with FakePrinter() as printer:
        yield printer


@pytest.fixture
def add(room: RecordRoom, printer: FakePrinter) -> Adds:
    def add(name: str = "Zebra at the desk", **more: str) -> int:
        given = {
            "way": Way.PORT,
            "address": f"127.0.0.1:{printer.port}",
            "language": Language.ZPL,
            "dpi": "203",
            "stock": "roll-75x50",
        }
        return save_entry(room.database, PrinterEntry(name, **(given | more)), room.now)

    return add


def viewer(room: RecordRoom) -> Viewer:
    return Viewer(room.settings, FILE_ROOM, room.now, say=on_paper)


def queue(room: RecordRoom, printer_id: int, *charts: str) -> int:
    return queue_labels(room.database, viewer(room), PrintJob(charts, ""), printer_id)


def state_of(room: RecordRoom, job_id: int) -> JobState:
    jobs = {one.id: one.state for one in list_jobs(room.database, viewer(room))}
    return jobs[job_id]


class TestZpl:
    @pytest.mark.parametrize(
        "dpi", [203, *(pytest.param(dpi, marks=pytest.mark.slow) for dpi in (300, 600))]
    )
    def test_every_design_on_every_roll_is_drawn_and_read_back(self, dpi: int) -> None:
        rolls = [(design, stock) for design, stock in fitting() if stock.is_roll]
        for design, stock in rolls:
            label = some_label(design.prints, 4711)
            job = render_zpl([(label, design)], Paper(stock, dpi=dpi))
            (drawn,) = draw_zpl(job)
            for symbology in symbologies(design):
                framed = np.pad(drawn, 20, constant_values=255)
                assert read_by_zxing(framed, symbology) == {label.code}, (design.name, stock.name)
                if symbology == CODE_128:
                    assert read_by_zbar(framed, symbology) == {label.code}

    def test_bars_are_dot_by_dot_what_was_laid_out(self) -> None:
        label, stock = some_label("folder", 1), find_stock("roll-75x50")
        (drawn,) = draw_zpl(render_zpl([(label, find_design("front"))], Paper(stock)))
        (face,) = lay_out(label, find_design("front"), stock)
        (symbol,) = (one for one in face.marks if isinstance(one, Symbol))
        middle = drawn[symbol.y + symbol.height // 2, symbol.x :]
        modules = [0 if one == "1" else 255 for one in symbol.rows[0]]
        assert middle[: len(modules) * symbol.module].tolist() == [
            dot for dot in modules for _ in range(symbol.module)
        ]

    def test_a_nudge_shifts_what_is_drawn(self) -> None:
        paper = Paper(find_stock("roll-75x50"), nudge=(2.0, -1.0))
        wanted = [(some_label("folder", 1), find_design("front"))]
        (shifted,) = draw_zpl(render_zpl(wanted, paper))
        (straight,) = draw_zpl(render_zpl(wanted, Paper(paper.stock)))
        assert np.array_equal(shifted[:-8, 16:], straight[8:, :-16])
        assert shifted.shape == straight.shape

    def test_sheets_are_refused(self) -> None:
        with pytest.raises(CannotPrint, match=Unprintable.NO_ROLL):
            render_zpl([], Paper(find_stock("avery-5160")))

    def test_each_digit_has_a_pattern_of_its_own(self) -> None:
        seen = set()
        for digit in range(10):
            like = some_label("folder", 0)
            label = FolderLabel(like.code, like.grouped, f"44-10-{digit}{digit}", 1, "x")
            paper = Paper(find_stock("roll-102x51"))
            (drawn,) = draw_zpl(render_zpl([(label, find_design("spine"))], paper))
            seen.add(drawn[40:60, 10:30].tobytes())
        assert len(seen) == 10


class TestQueue:
    def test_a_label_is_printed_and_only_then_not_verified(
        self, room: RecordRoom, printer: FakePrinter, add: Adds
    ) -> None:
        chart = room.chart()
        job = queue(room, add(), chart)
        assert state_of(room, job) is JobState.WAITING
        assert room.where(chart).label_verified
        (printer_id,) = printers_due(room.database, room.now)
        assert send_next(room.database, room.settings, on_paper, printer_id, room.now)
        assert state_of(room, job) is JobState.DONE
        assert not room.where(chart).label_verified
        (drawn,) = draw_zpl(printer.jobs[0])
        assert read_by_zxing(drawn, CODE_128) == {chart}
        assert not send_next(room.database, room.settings, on_paper, printer_id, room.now)

    def test_a_printer_that_is_off_gets_its_label_later_and_once(
        self, room: RecordRoom, printer: FakePrinter, add: Adds
    ) -> None:
        chart = room.chart()
        job, printer_id = queue(room, add(), chart), list_printers(room.database)[0].id
        printer.refuse()
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        assert state_of(room, job) is JobState.WAITING
        assert count_not_printed(room.database, FILE_ROOM) == 1
        assert printers_due(room.database, room.now) == []
        assert room.where(chart).label_verified
        printer.come_back()
        later = room.now + 2 * TRY_AGAIN[0]
        assert printers_due(room.database, later) == [printer_id]
        send_next(room.database, room.settings, on_paper, printer_id, later)
        assert state_of(room, job) is JobState.DONE
        assert count_not_printed(room.database, FILE_ROOM) == 0
        assert len(printer.jobs) == 1

    def test_one_that_stays_off_is_said_and_tried_for_as_long_as_it_takes(
        self, room: RecordRoom, printer: FakePrinter, add: Adds
    ) -> None:
        chart = room.chart()
        job, printer_id = queue(room, add(), chart), list_printers(room.database)[0].id
        printer.refuse()
        now = room.now
        for wait in (*TRY_AGAIN, TRY_AGAIN[-1], TRY_AGAIN[-1]):
            assert send_next(room.database, room.settings, on_paper, printer_id, now)
            now += wait + timedelta(seconds=2)
        assert state_of(room, job) is JobState.WAITING
        assert room.where(chart).label_verified
        (said,) = list_jobs(room.database, viewer(room))
        assert said.why["why"] == Unsent.PRINTER_SILENT

    def test_a_printer_that_was_given_smaller_stock_meanwhile_is_said_with_what_would_do(
        self, room: RecordRoom, add: Adds, tmp_path: Path
    ) -> None:
        given = {"address": str(tmp_path), "language": Language.PDF, "stock": "avery-l7160"}
        printer_id = add(way=Way.FOLDER, **given)
        job = PrintJob((room.chart(),), "", what="front")
        queue_labels(room.database, viewer(room), job, printer_id)
        with room.database.write() as writing:
            small = update(PrinterRow).where(PrinterRow.id == printer_id)
            writing.connection.execute(small.values(stock="avery-l8658"))
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        (failed,) = list_jobs(room.database, viewer(room))
        stock = find_stock("avery-l8658").title
        assert (failed.state, failed.why["what"]) == (JobState.FAILED, stock)
        assert NEAREST.format_map(failed.why) in failure_in_words(failed)

    def test_no_job_overtakes_one_that_waits_for_the_same_printer(
        self, room: RecordRoom, printer: FakePrinter, add: Adds
    ) -> None:
        printer_id, charts = add(), [room.chart(), room.chart("990011")]
        first = queue(room, printer_id, charts[0])
        printer.refuse()
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        second = queue(room, printer_id, charts[1])
        printer.come_back()
        assert not send_next(room.database, room.settings, on_paper, printer_id, room.now)
        later = room.now + timedelta(minutes=1)
        assert send_next(room.database, room.settings, on_paper, printer_id, later)
        assert (state_of(room, first), state_of(room, second)) == (JobState.DONE, JobState.WAITING)

    @pytest.mark.parametrize("mood", [Mood.DROPS, Mood.STALLS])
    def test_a_label_that_may_have_come_out_is_not_sent_again_unasked(
        self,
        room: RecordRoom,
        printer: FakePrinter,
        add: Adds,
        mood: Mood,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(ways_out, "WHOLE_SECONDS", 0.3)
        chart = room.chart()
        job, printer_id = queue(room, add(), chart), list_printers(room.database)[0].id
        printer.mood = mood
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        assert state_of(room, job) is JobState.FAILED
        assert list_jobs(room.database, viewer(room))[0].why["look"]
        assert printers_due(room.database, room.now + timedelta(days=1)) == []
        assert room.where(chart).label_verified
        if mood is Mood.DROPS:
            printer.mood = Mood.TAKES
            repeat_job(room.database, viewer(room), job)
            send_next(room.database, room.settings, on_paper, printer_id, room.now)
            assert state_of(room, job) is JobState.DONE

    def test_a_kiosk_that_was_killed_while_sending_sends_nothing_twice(
        self, room: RecordRoom, printer: FakePrinter, add: Adds, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job, printer_id = queue(room, add(), room.chart()), list_printers(room.database)[0].id

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("kiosk.services.printing.worker.send", killed)
            with pytest.raises(KeyboardInterrupt):
                send_next(room.database, room.settings, on_paper, printer_id, room.now)
        assert state_of(room, job) is JobState.PRINTING
        assert printers_due(room.database, room.now + timedelta(minutes=1)) == []
        assert state_of(room, job) is JobState.PRINTING
        assert printers_due(room.database, room.now + 2 * STALLED) == []
        assert state_of(room, job) is JobState.FAILED

    def test_a_slow_but_living_printer_gets_everything(
        self, room: RecordRoom, printer: FakePrinter, add: Adds, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ways_out, "SILENT_SECONDS", 0.5)
        printer.mood = Mood.IS_SLOW
        job, printer_id = queue(room, add(), room.chart()), list_printers(room.database)[0].id
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        assert state_of(room, job) is JobState.DONE
        assert len(draw_zpl(printer.jobs[0])) == 1

    def test_a_long_job_goes_in_pieces_and_goes_on_where_it_stopped(
        self, room: RecordRoom, printer: FakePrinter, add: Adds
    ) -> None:
        printer_id = add()
        charts = [room.chart(str(500_000 + at)) for at in range(PIECE + 5)]
        job = queue(room, printer_id, *charts)
        printer.mood = Mood.DROPS_THE_SECOND
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        (said,) = list_jobs(room.database, viewer(room))
        assert (said.state, said.sent) == (JobState.FAILED, PIECE)
        assert not room.where(charts[0]).label_verified
        assert room.where(charts[-1]).label_verified
        printer.mood = Mood.TAKES
        repeat_job(room.database, viewer(room), job)
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        read = [
            read_by_zxing(drawn, CODE_128).pop()
            for came in printer.jobs
            for drawn in draw_zpl(came)
        ]
        assert read == charts
        assert state_of(room, job) is JobState.DONE

    def test_a_fresh_label_that_was_scanned_while_it_was_sent_stays_verified(
        self, room: RecordRoom, printer: FakePrinter, add: Adds, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        chart, printer_id = room.chart(), add()
        for is_scanned in (False, True):
            queue(room, printer_id, chart)

            def came_out(*_: object, is_scanned: bool = is_scanned) -> None:
                if is_scanned:
                    room.scan(chart)

            with monkeypatch.context() as patch:
                patch.setattr("kiosk.services.printing.worker.send", came_out)
                send_next(room.database, room.settings, on_paper, printer_id, room.now)
            assert room.where(chart).label_verified == is_scanned

    def test_somebody_who_looked_says_that_it_came_out(
        self, room: RecordRoom, printer: FakePrinter, add: Adds
    ) -> None:
        chart = room.chart()
        job, printer_id = queue(room, add(), chart), list_printers(room.database)[0].id
        printer.mood = Mood.DROPS
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        note_that_it_came_out(room.database, viewer(room), job)
        assert state_of(room, job) is JobState.DONE
        assert not room.where(chart).label_verified

    def test_the_end_of_an_old_attempt_changes_nothing_of_a_newer_one(
        self, room: RecordRoom, printer: FakePrinter, add: Adds, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job, printer_id = queue(room, add(), room.chart()), list_printers(room.database)[0].id

        def slow(*_: object) -> None:
            printers_due(room.database, room.now + 2 * STALLED)  # it counts as cut off
            repeat_job(room.database, viewer(room), job)  # and somebody sends it again

        with monkeypatch.context() as patch:
            patch.setattr("kiosk.services.printing.worker.send", slow)
            send_next(room.database, room.settings, on_paper, printer_id, room.now)
        assert state_of(room, job) is JobState.WAITING

    def test_a_job_asked_for_twice_at_once_is_one(self, room: RecordRoom, add: Adds) -> None:
        printer_id, order = add(), PrintJob([room.chart()], "")
        asked = [
            queue_labels(room.database, viewer(room), order, printer_id, "once") for _ in range(2)
        ]
        assert asked[0] == asked[1]

    def test_a_job_is_drawn_for_the_printer_as_it_is_when_it_is_sent(
        self, room: RecordRoom, tmp_path: Path, add: Adds
    ) -> None:
        printer_id = add()
        queue(room, printer_id, room.chart())
        now_pdf = PrinterEntry("Folder", Way.FOLDER, str(tmp_path), stock="avery-l7160")
        save_entry(room.database, now_pdf, room.now, printer_id)
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        (file, *_) = sorted(tmp_path.glob("label-*"))
        assert file.suffix == ".pdf"

    def test_jobs_are_cancelled_and_repeated_but_not_while_they_are_sent(
        self, room: RecordRoom, printer: FakePrinter, add: Adds
    ) -> None:
        printer_id = add()
        job = queue(room, printer_id, room.chart())
        cancel_job(room.database, viewer(room), job)
        assert not send_next(room.database, room.settings, on_paper, printer_id, room.now)
        with pytest.raises(EntryRefused):
            cancel_job(room.database, viewer(room), job)
        repeat_job(room.database, viewer(room), job)
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        repeat_job(room.database, viewer(room), job)
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        assert printer.jobs[0] == printer.jobs[1]

    def test_jobs_that_ended_are_forgotten_after_a_week(self, room: RecordRoom, add: Adds) -> None:
        printer_id = add()
        queue(room, printer_id, room.chart())
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        forget_old_jobs(room.database, room.now + KEPT - timedelta(hours=1))
        assert list_jobs(room.database, viewer(room))
        forget_old_jobs(room.database, room.now + KEPT + timedelta(hours=1))
        assert not list_jobs(room.database, viewer(room))

    def test_what_cannot_be_printed_never_waits(self, room: RecordRoom, add: Adds) -> None:
        printer_id = add(stock="avery-5160")
        with pytest.raises(CannotPrint):
            queue(room, printer_id, room.chart())
        assert list_jobs(room.database, viewer(room)) == []

    def test_a_slow_printer_holds_up_no_other(
        self, room: RecordRoom, printer: FakePrinter, add: Adds, tmp_path: Path
    ) -> None:
        printer.mood = Mood.STALLS
        chart = room.chart()
        room.now = datetime.now(UTC)
        slow = queue(room, add(), chart)
        folder = add("Folder", way=Way.FOLDER, address=str(tmp_path), language=Language.PDF)
        quick = queue(room, folder, chart)
        worker = PrintWorker(room.database, room.settings, on_paper)
        worker.start()
        try:
            wait_for(lambda: state_of(room, quick) is JobState.DONE)
            assert state_of(room, slow) is JobState.PRINTING
            assert room.scan(chart).scan.seq  # the desk goes on meanwhile
        finally:
            worker.stop()
            printer.let_go()  # its thread ends before the database is closed
            for thread in threading.enumerate():
                if thread.name.startswith("printer-"):
                    thread.join(10)
        assert (tmp_path / f"label-{quick}-1-1.pdf").read_bytes().startswith(b"%PDF")


def test_both_databases_keep_the_queue(
    either_room: RecordRoom, printer: FakePrinter, tmp_path: Path
) -> None:
    entry = PrinterEntry("Folder", Way.FOLDER, str(tmp_path), stock="avery-l7160")
    printer_id = save_entry(either_room.database, entry, either_room.now)
    chart = either_room.chart()
    jobs = [queue(either_room, printer_id, chart) for _ in range(2)]
    while send_next(
        either_room.database, either_room.settings, on_paper, printer_id, either_room.now
    ):
        pass
    assert {state_of(either_room, job) for job in jobs} == {JobState.DONE}
    assert len(list(tmp_path.glob("*.pdf"))) == 2
    assert not either_room.where(chart).label_verified


class TestWhoMay:
    def stranger(self, room: RecordRoom) -> Viewer:
        return Viewer(room.settings, "", room.now, say=on_paper)

    def test_nobody_lists_or_repeats_another_desks_jobs(self, room: RecordRoom, add: Adds) -> None:
        job = queue(room, add(), room.chart())
        assert list_jobs(room.database, self.stranger(room)) == []
        for act in (repeat_job, cancel_job, note_that_it_came_out):
            with pytest.raises(NotPermitted):
                act(room.database, self.stranger(room), job)
        assert list_jobs(room.database, room.viewer("", room.sana))

    def test_a_badge_is_repeated_by_a_supervisor_only(
        self, room: RecordRoom, tmp_path: Path, add: Adds
    ) -> None:
        printer_id = add(way=Way.FOLDER, address=str(tmp_path), language=Language.PDF, dpi="300")
        order = PrintJob([room.codes["Ines"]], "")
        signed = room.viewer(signed=room.sana)
        job = queue_labels(room.database, signed, order, printer_id)
        with pytest.raises(NotPermitted):
            repeat_job(room.database, viewer(room), job)
        repeat_job(room.database, room.viewer(signed=room.sana), job)

    def test_a_name_is_printed_again_only_by_somebody_who_may_see_it(
        self, room: RecordRoom, tmp_path: Path, add: Adds
    ) -> None:
        chart = room.chart()
        printer_id = add(
            way=Way.FOLDER,
            address=str(tmp_path),
            language=Language.PDF,
            stock="avery-l7160",
            dpi="300",
        )
        room.scan("Ines")
        job = queue(room, printer_id, chart)
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        (file, *_) = sorted(tmp_path.glob("label-*"))
        assert "Lovelace" in text_of(file.read_bytes())
        room.scan(Command.SIGN_OFF)
        repeat_job(room.database, viewer(room), job)
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        _, again = sorted(tmp_path.glob("label-*"))
        assert "Lovelace" not in text_of(again.read_bytes())
        assert again.stat().st_mode & 0o077 == 0


class TestWaysOut:
    @pytest.mark.parametrize("address", ["x" * 70, "no-such-printer.invalid"])
    def test_an_address_that_cannot_be_is_a_printer_that_does_not_answer(
        self, room: RecordRoom, add: Adds, address: str
    ) -> None:
        printer_id = add(address=address)
        job = queue(room, printer_id, room.chart())
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        assert state_of(room, job) is JobState.WAITING

    def test_a_folder_that_is_not_there_is_said(self, room: RecordRoom, add: Adds) -> None:
        printer_id = add(way=Way.FOLDER, address="/nowhere/at/all")
        queue(room, printer_id, room.chart())
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        (job,) = list_jobs(room.database, viewer(room))
        assert (job.why["why"], job.why["error"]) == (
            Unsent.FOLDER_CLOSED,
            "No such file or directory",
        )
        assert "No such file" in failure_in_words(job)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"way": "pigeon"},
            {"language": "morse"},
            {"address": ""},
            {"address": "http://host/"},
            {"address": "a..b"},
            {"address": "127.0.0.1:99999"},
            {"way": Way.FOLDER, "address": "foo/bar"},
            {"way": Way.QUEUE, "address": "-o"},
            {"dpi": "10"},
            {"nudge_right": "far"},
            {"nudge_down": "21"},
            {"station": "nowhere"},
            {"stock": ""},
        ],
    )
    def test_a_printer_that_cannot_be_is_refused(
        self, room: RecordRoom, add: Adds, wrong: dict[str, str]
    ) -> None:
        with pytest.raises(EntryRefused):
            add(**wrong)
        assert list_printers(room.database) == []


class TestChoice:
    def test_the_printer_most_made_for_a_desk_and_design_is_offered_first(
        self, room: RecordRoom, add: Adds
    ) -> None:
        assert printer_for([], FILE_ROOM, "") is None
        everywhere = add("Everywhere")
        here, cards = add("Here", station=FILE_ROOM), add("Cards", what="card")
        both = add("Both", station=FILE_ROOM, what="spine")

        def offered(station: str, what: str) -> int:
            found = printer_for(list_printers(room.database), station, what)
            assert found
            return found.id

        assert offered(FILE_ROOM, "front") == here
        assert offered(FILE_ROOM, "spine") == both
        assert offered("elsewhere", "card") == cards
        assert offered("elsewhere", "front") == everywhere


class TestPages:
    @pytest.fixture
    def desk(self, client: FlaskClient) -> FlaskClient:
        client.set_cookie("station", FILE_ROOM)
        return client

    def test_a_label_is_sent_followed_cancelled_and_sent_again(
        self, desk: FlaskClient, room: RecordRoom, add: Adds
    ) -> None:
        printer_id = add()
        room.now = datetime.now(UTC)
        form = {"code": room.chart(), "printer": str(printer_id)}
        assert "44-10-27" in desk.post("/labels/preview", data=form).get_data(as_text=True)
        assert desk.post("/labels", data=form).location == f"/labels/{form['code']}"
        (job,) = list_jobs(room.database, viewer(room))
        page = desk.get("/print-jobs").get_data(as_text=True)
        assert "Zebra at the desk" in page
        assert "44-10-27" in page
        desk.post(f"/print-jobs/{job.id}/cancel")
        assert "cancelled" in desk.get("/print-jobs?list=1").get_data(as_text=True)
        desk.post(f"/print-jobs/{job.id}/repeat")
        assert state_of(room, job.id) is JobState.WAITING

    def test_what_did_not_come_out_is_said_at_the_desk(
        self, desk: FlaskClient, room: RecordRoom, printer: FakePrinter, add: Adds
    ) -> None:
        printer_id = add()
        printer.refuse()
        queue(room, printer_id, room.chart())
        assert "X-Kiosk-Not-Printed" not in desk.get("/board", headers=HTML).headers
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        assert desk.get("/board", headers=HTML).headers["X-Kiosk-Not-Printed"] == "1"
        page = desk.get("/").get_data(as_text=True)
        assert "<span>1</span> not printed, nothing assigned" in page

    def test_a_test_print_has_a_ruler_in_true_millimetres(
        self, room: RecordRoom, printer: FakePrinter, add: Adds
    ) -> None:
        printer_id = add()
        queue_test(room.database, viewer(room), printer_id)
        send_next(room.database, room.settings, on_paper, printer_id, room.now)
        (drawn,) = draw_zpl(printer.jobs[0])
        row = drawn[round(6.5 * 203 / 25.4)]  # crossed by the marks of every tenth millimetre only
        marks = np.flatnonzero((row[:-1] == 255) & (row[1:] == 0))[1:-1]
        assert np.diff(marks)[:5] == pytest.approx([10 * 203 / 25.4] * 5, abs=1)

    def test_only_a_supervisor_prints_a_test(self, desk: FlaskClient, add: Adds) -> None:
        refused = desk.post(f"/printers/{add()}/test", headers=HTML)
        assert "/sign-in" in refused.location


def wait_for(true: Callable[[], bool], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.05)
