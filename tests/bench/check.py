"""The check of the whole record: how long it takes, and how much memory."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.room import RecordRoom


def measure_check(rooms: dict[str, RecordRoom]) -> None:
    """Check each room as its supervisor would, by the command, in a process of its own."""
    print("The check")
    for name, room in rooms.items():
        command = Path(sys.executable).parent / "chart-kiosk"
        settings = {"KIOSK_DATA": str(room.settings.data), "KIOSK_DATABASE": room.settings.database}
        begun = time.perf_counter()
        process = subprocess.Popen([command, "check"], env=os.environ | settings)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        seconds = time.perf_counter() - begun
        print(f"  {name:42} {seconds:8.1f} s  {used.ru_maxrss / 1024:6.0f} MB")
    print()
