"""A camera that the server reads: a video file stands in for it, and all else is real."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from sqlalchemy import select

from kiosk.app import create_app, wanted
from kiosk.domain.codes import is_our_code
from kiosk.domain.outcomes import Outcome
from kiosk.reading import ReadFilter
from kiosk.services.cameras.server_camera import ServerCamera
from kiosk.settings import load_settings
from kiosk.store.rows import ScanRow
from tests.pictures import desk
from tests.room import FILE_ROOM, RecordRoom

SIZE, RATE = (1280, 720), 10


def film(file: Path, frames: list[np.ndarray]) -> Path:
    """Write frames as a video, under another name first: a camera is there whole or not at all."""
    part = file.with_suffix(".part.avi")
    out = cv2.VideoWriter(str(part), cv2.VideoWriter.fourcc(*"MJPG"), RATE, SIZE, False)
    for frame in frames:
        out.write(frame)
    out.release()
    return part.rename(file)


def held_up(code: str, other: str = "") -> list[np.ndarray]:
    """An empty desk; a label turned by 45 degrees, a little out of focus and moving; an empty desk.

    The code is drawn by chance: at a blur of 1.6 pixels one in sixty cannot be read in any frame.
    """
    texts = [text for text in (code, other) if text]
    shown = [desk(*texts, turn=45 + shake) for shake in (0, 3, -2, 1, 2, -1)]
    blurred = [np.asarray(cv2.GaussianBlur(frame, (0, 0), 1.2), np.uint8) for frame in shown]
    moved = [np.roll(frame, 9 * at, axis=1) for at, frame in enumerate(blurred)]
    return [desk()] * 5 + moved + [desk()] * 25


@contextmanager
def watching(room: RecordRoom, file: Path) -> Iterator[ServerCamera]:
    settings = load_settings(
        data=room.settings.data, timezone="UTC", camera=str(file), camera_station=FILE_ROOM
    )
    camera = ServerCamera(room.database, settings, wanted(settings))
    camera.start()
    try:
        yield camera
    finally:
        camera.stop()


def until(happens: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def scans(room: RecordRoom) -> list[ScanRow]:
    with room.database.read() as reading:
        return list(reading.session.scalars(select(ScanRow).order_by(ScanRow.seq)))


def test_a_label_shown_to_the_server_moves_its_chart_in_the_database(
    room: RecordRoom, tmp_path: Path
) -> None:
    label = room.label("441027")
    file = film(tmp_path / "camera.avi", held_up(label))
    with watching(room, file) as camera:
        until(lambda: bool(scans(room)))
        until(lambda: camera.picture() is not None)
        assert not camera.is_lost
    scan = scans(room)[0]
    assert scan.outcome == Outcome.FOLDER_REGISTERED
    assert room.where(label).location.name == "File room A"
    assert scan.read is not None
    assert {"rung", "frames", "quality", "reader", "symbology"} == set(scan.read)
    assert scan.read["frames"] >= 1


def test_two_labels_are_said_and_neither_moves(room: RecordRoom, tmp_path: Path) -> None:
    one, other = room.label("441027"), room.label("112233", "Hopper")
    file = film(tmp_path / "camera.avi", [desk()] * 3 + [desk(one, other)] * 6 + [desk()] * 30)
    with watching(room, file):
        until(lambda: bool(scans(room)))
    assert scans(room)[0].outcome == Outcome.TWO_LABELS


def test_it_comes_back_by_itself_when_it_was_unplugged(room: RecordRoom, tmp_path: Path) -> None:
    label = room.label("441027")
    file = tmp_path / "camera.avi"
    with watching(room, file) as camera:
        until(lambda: camera.is_lost)
        assert camera.picture() is None
        film(file, held_up(label))
        until(lambda: bool(scans(room)))
        assert not camera.is_lost
        file.unlink()
        until(lambda: camera.is_lost)


def test_a_scan_that_the_database_does_not_take_is_kept_and_taken_later(
    room: RecordRoom, tmp_path: Path
) -> None:
    label = room.label("441027")
    blocker = sqlite3.connect(room.settings.data / "charts.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with watching(room, film(tmp_path / "camera.avi", held_up(label))) as camera:
        until(lambda: camera.waiting == 1)
        time.sleep(6)  # longer than the database is waited for
        assert camera.waiting >= 1
        blocker.execute("ROLLBACK")
        blocker.close()
        until(lambda: bool(scans(room)))
    assert scans(room)[0].outcome == Outcome.FOLDER_REGISTERED


def test_one_frame_that_cannot_be_read_does_not_blind_the_desk(
    room: RecordRoom, tmp_path: Path
) -> None:
    label = room.label("441027")
    settings = load_settings(
        data=room.settings.data, timezone="UTC", camera=str(tmp_path / "c.avi")
    )
    fails = [True]

    def accept(text: str) -> bool:
        if fails:
            raise ZeroDivisionError(fails.pop())
        return is_our_code(text)

    film(tmp_path / "c.avi", held_up(label))
    camera = ServerCamera(room.database, settings, ReadFilter(accept=accept))
    camera.start()
    try:
        until(lambda: bool(scans(room)))
    finally:
        camera.stop()
    assert fails == []
    assert room.where(label).location.name == "File room A"


def test_its_picture_is_shown_at_its_own_desk_only(room: RecordRoom, tmp_path: Path) -> None:
    label = room.label("441027")
    with watching(room, film(tmp_path / "camera.avi", held_up(label))) as camera:
        client = create_app(room.settings, room.database, camera).test_client()
        until(lambda: client.get(f"/camera?station={FILE_ROOM}").status_code == 200)
        shown = client.get(f"/camera?station={FILE_ROOM}")
        assert shown.data.startswith(b"\xff\xd8")
        until(lambda: client.get(f"/camera?station={FILE_ROOM}").headers["X-Kiosk-Seq"] != "0")
        assert client.get("/camera?station=cardiology").status_code == 404
    assert create_app(room.settings, room.database).test_client().get("/camera").status_code == 404
