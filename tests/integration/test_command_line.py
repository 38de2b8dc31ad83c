"""The chart-kiosk command, as people type it."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from sqlalchemy import text

from kiosk.cli import main
from kiosk.domain.why import Unusable
from kiosk.settings import SettingRefused, Settings, load_settings
from kiosk.web.words.refusals import UNUSABLE
from tests.pictures import page_picture
from tests.postgres import free_port
from tests.room import RecordRoom

PROGRAM = Path(sys.executable).with_name("chart-kiosk")


TypeIn = Callable[..., Result]


@pytest.fixture(autouse=True)
def folder(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_DATA", str(settings.data))
    return settings.data


@pytest.fixture
def type_in() -> TypeIn:
    return lambda *words: CliRunner().invoke(main, list(words))


def test_labels_are_printed_and_read_back(type_in: TypeIn, tmp_path: Path) -> None:
    pdf, picture = tmp_path / "labels.pdf", tmp_path / "labels.png"
    done = type_in(
        "label", "C0012345670", "k 0000 0001 85", "--stock", "roll-75x50", "-o", str(pdf)
    )
    assert done.exit_code == 0, done.output
    picture.write_bytes(page_picture(pdf.read_bytes(), page=1))
    done = type_in("read", str(picture))
    assert "K0000000185" in done.output
    said = json.loads(type_in("read", "--json", str(picture)).stdout)
    assert said["symbols"][0]["accepted"] is True


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["label", "C0012345671", "-o", "x.pdf"], "is no code of ours"),
        (["label", "C0012345670", "--stock", "papyrus", "-o", "x.pdf"], "is no label stock"),
        (
            ["label", "C0012345670", "--skip", "99", "-o", "x.pdf"],
            "is not on a sheet",
        ),
        (["label", "C0012345670", "-o", "nowhere/x.pdf"], "No such file"),
        (["read", "nowhere.png"], "No such file"),
    ],
)
def test_mistakes_are_said_in_words(
    type_in: TypeIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = type_in(*words)
    assert done.exit_code == 1
    assert said in done.output
    assert not Path("x.pdf").exists()


def test_reading_goes_on_after_a_file_that_is_no_picture(type_in: TypeIn, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.png", tmp_path / "good.png"
    bad.write_text("no picture")
    Image.new("L", (100, 100), 255).save(good)
    done = type_in("read", "--json", str(bad), str(good))
    assert done.exit_code == 1
    assert "This is not a picture" in done.output
    assert '"symbols": []' in done.output


def test_check_says_that_all_is_well(type_in: TypeIn, room: RecordRoom) -> None:
    room.chart()
    done = type_in("check")
    assert done.exit_code == 0
    assert "1 charts" in done.output
    assert done.output.endswith("All is well.\n")


def test_check_on_a_folder_without_a_database_says_so_and_makes_none(
    type_in: TypeIn, folder: Path
) -> None:
    done = type_in("check")
    assert done.exit_code == 1
    assert UNUSABLE[Unusable.NO_DATABASE].format(folder=folder) in done.output
    assert not folder.exists()


@pytest.mark.parametrize("damage", ["lost", "cut", "another"])
def test_a_key_that_does_not_fit_the_history_stops_the_start(
    type_in: TypeIn, room: RecordRoom, damage: str
) -> None:
    room.chart()
    room.database.close()
    key = room.settings.data / "chain.key"
    if damage == "lost":
        key.unlink()
    else:
        key.write_bytes(b"" if damage == "cut" else b"x" * 32)
    done = type_in("serve")
    assert done.exit_code == 1
    why = Unusable.KEY_MISSING if damage == "lost" else Unusable.WRONG_KEY
    begins, _, ends = UNUSABLE[why].partition("{")
    assert begins in done.output
    assert ends.rpartition("}")[2] in done.output


def test_a_database_of_a_newer_release_is_left_alone(type_in: TypeIn, room: RecordRoom) -> None:
    with room.database.write() as writing:
        writing.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    room.database.close()
    for command in ("serve", "check"):
        done = type_in(command)
        assert done.exit_code == 1
        assert "release" in done.output
    assert not list(room.settings.data.glob("*before-upgrade*"))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("KIOSK_PORT", "many", "KIOSK_PORT"),
        ("KIOSK_PORT", "99999", "KIOSK_PORT"),
        ("KIOSK_TIMEZONE", "Atlantis", "is not the name of a time zone"),
        ("KIOSK_HOST", "0.0.0.0", "KIOSK_TRUST_LAN=1"),
        ("KIOSK_DESTINATION_SECONDS", "0", "KIOSK_DESTINATION_SECONDS"),
        ("KIOSK_HOST_NAMES", "kiosk.lan", "write a list as JSON"),
        ("KIOSK_SYMBOLOGIES", "Code128", 'write a list as JSON, e.g. ["Code128", "EAN13"]'),
        ("KIOSK_SYMBOLOGIES", "[]", "KIOSK_SYMBOLOGIES"),
        ("KIOSK_CODE39_LENGTHS", "11", "must be a list, e.g. [8, 11]"),
        ("KIOSK_CODE39_LENGTHS", "[-3]", "KIOSK_CODE39_LENGTHS"),
        ("KIOSK_DATA", "/proc/nowhere", "/proc/nowhere"),
        ("KIOSK_DATABASE", "postgresql+psycopg://127.0.0.1:1/x", "The database does not answer"),
    ],
)
def test_a_bad_setting_is_refused_in_words(
    type_in: TypeIn, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    done = type_in("serve")
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output


def test_settings_come_from_a_file_and_the_environment_wins(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    (folder / "kiosk.toml").write_text("port = 9001\nmrn_pattern = '9999-9999'\n")
    monkeypatch.setenv("KIOSK_PORT", "9002")
    settings = load_settings()
    assert (settings.port, settings.mrn_pattern) == (9002, "9999-9999")
    (folder / "kiosk.toml").write_text("colour = 'red'\n")
    with pytest.raises(SettingRefused, match="there is no setting “colour”"):
        load_settings()
    (folder / "kiosk.toml").write_text('port = "90')
    with pytest.raises(SettingRefused, match=r"kiosk\.toml"):
        load_settings()


def test_settings_are_listed_as_they_are_written(
    type_in: TypeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = '["sun", "mon"]'
    monkeypatch.setenv("KIOSK_WORKING_DAYS", week)
    lines = type_in("settings").output.splitlines()
    assert f"KIOSK_WORKING_DAYS = {week}" in lines
    assert "KIOSK_MRN_PATTERN = 99-99-99" in lines


class TestServing:
    @pytest.fixture
    def port(self, monkeypatch: pytest.MonkeyPatch) -> int:
        port = free_port()
        monkeypatch.setenv("KIOSK_PORT", str(port))
        return port

    @pytest.fixture
    def demo(self, port: int) -> Iterator[str]:
        started = subprocess.Popen([PROGRAM, "demo"], stdout=subprocess.PIPE, text=True)
        assert started.stdout
        said: list[str] = []
        for line in started.stdout:
            said.append(line)
            if line == "Stop with Ctrl-C.\n":
                break
        yield "".join(said)
        started.send_signal(signal.SIGINT)
        started.wait(10)
        started.stdout.close()

    def get(self, port: int, path: str) -> str:
        for _ in range(50):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                    return str(answer.read().decode())
            except ConnectionRefusedError:
                time.sleep(0.1)
            except OSError:
                time.sleep(0.1)
        raise AssertionError("no answer")

    def test_the_demo_says_what_to_open_and_what_to_scan(self, demo: str, port: int) -> None:
        assert f"open http://127.0.0.1:{port}" in demo
        assert f"http://127.0.0.1:{port}/demo" in demo
        cards = self.get(port, "/demo")
        assert len(re.findall('class="symbol"', cards)) >= 20
        assert "Demo with fictional patients" in self.get(port, "/")
        assert self.get(port, "/lists/overdue").count('value="extend"') == 2
        assert "not yet" in self.get(port, "/lists/out")

    def test_a_second_one_on_the_same_data_is_told_so(self, demo: str, port: int) -> None:
        second = subprocess.run([PROGRAM, "demo"], capture_output=True, text=True, check=False)
        assert second.returncode == 1
        assert "Another chart-kiosk is running" in second.stderr

    def test_a_port_that_is_taken_is_said_in_words(self, port: int) -> None:
        with socket.create_server(("127.0.0.1", port)):
            done = subprocess.run([PROGRAM, "serve"], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
