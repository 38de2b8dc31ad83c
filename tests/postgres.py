"""A PostgreSQL cluster of the tests' own, on loopback, stopped at the end."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.skipping import missing


def program(name: str) -> str:
    """Find one of the server's programs, or ""; Debian keeps them off the PATH."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(beside[-1]) if beside else shutil.which(name) or ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster() -> Iterator[str]:
    """Run a cluster and give the URL of its server, without a database name."""
    if not program("initdb"):
        missing("PostgreSQL is not installed")
    as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="kiosk-pg-") as folder:
        data, port = Path(folder) / "data", free_port()
        if as_server:
            shutil.chown(folder, "postgres", "postgres")
        make = [program("initdb"), "-D", str(data), "-U", "kiosk", "-A", "trust", "-E", "UTF8"]
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        quiet["cwd"] = "/"
        subprocess.run([*as_server, *make, "--no-sync", "--locale=C.UTF-8"], check=True, **quiet)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
        control = [*as_server, program("pg_ctl"), "-D", str(data), "-w"]
        subprocess.run([*control, "-o", options, "start"], check=True, **quiet)
        try:
            yield f"postgresql+psycopg://kiosk@127.0.0.1:{port}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, **quiet)


def new_database(server: str, template: str = "template1") -> str:
    """Create a database and return its URL."""
    name = f"room_{secrets.token_hex(6)}"
    plain = server.replace("+psycopg", "")
    with psycopg.connect(f"{plain}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return f"{server}/{name}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with cluster() as server:
        yield server
