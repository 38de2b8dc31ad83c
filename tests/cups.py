"""A CUPS of the tests' own, on loopback, with a queue that makes PDF of what it is sent."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.skipping import missing

QUEUE = "labels"
SOMEBODY = "chart-kiosk-tests"  # has no account, so that CUPS-PDF puts the files where all are put
MADE = Path("/var/spool/cups-pdf/ANONYMOUS")
DRIVER = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
FILES = """
ServerRoot {0}
RequestRoot {0}/spool
CacheDir {0}/cache
StateDir {0}/state
TempDir {0}/temp
AccessLog {0}/access
ErrorLog {0}/errors
PageLog {0}/pages
SystemGroup root
"""
RULES = """
Listen 127.0.0.1:{}
Browsing Off
WebInterface No
<Location />
Allow 127.0.0.1
</Location>
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""


@contextmanager
def print_server(folder: Path) -> Iterator[dict[str, str]]:
    """Run CUPS in a folder; yield the environment in which ``lp`` finds it."""
    if not (shutil.which("cupsd") and shutil.which("lpadmin") and DRIVER.exists()):
        missing("CUPS with its PDF back end is not installed")
    if os.geteuid():
        missing("CUPS can only be started as root")
    for name in ("spool", "cache", "state", "temp"):
        (folder / name).mkdir()
    folder.chmod(0o755)  # its filters run as somebody else
    (folder / "temp").chmod(0o1777)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "files").write_text(FILES.format(folder))
    (folder / "rules").write_text(RULES.format(port))
    command = ["cupsd", "-f", "-c", str(folder / "rules"), "-s", str(folder / "files")]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    environment = {"CUPS_SERVER": f"127.0.0.1:{port}", "CUPS_USER": SOMEBODY}
    try:
        _add_queue(os.environ | environment)
        yield environment
    finally:
        server.terminate()
        server.wait(10)


def _add_queue(environment: dict[str, str]) -> None:
    add = ["lpadmin", "-p", QUEUE, "-E", "-v", "cups-pdf:/", "-P", str(DRIVER)]
    for _ in range(100):
        done = subprocess.run(add, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        time.sleep(0.1)
    raise AssertionError(done.stderr)


def already_made() -> set[Path]:
    """Return the PDFs that its back end has made so far."""
    return set(MADE.glob("*.pdf"))


def made_since(before: set[Path]) -> bytes:
    """Wait for one PDF more, and take it away; its name is CUPS-PDF's own choice."""
    for _ in range(200):
        for file in already_made() - before:
            data = file.read_bytes()
            if data.rstrip().endswith(b"%%EOF"):
                file.unlink()
                return data
        time.sleep(0.1)
    raise AssertionError("CUPS made nothing")
