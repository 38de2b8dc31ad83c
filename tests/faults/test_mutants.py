"""The pure rules, changed one operator at a time by mutmut: their tests notice all but a few.

``survivors.txt`` lists those few: a reason in a line that begins with #, and below it the changes
that it holds for. A change that is not in it is a rule without a test.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = Path(__file__).with_name("survivors.txt")
COPIED = ("kiosk", "labels", "templates", "tests", "pyproject.toml")
SURVIVED = 0  # the exit code of tests that all passed


@pytest.mark.slow
def test_no_change_of_a_rule_goes_unnoticed_but_those_listed(tmp_path: Path) -> None:
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    mutmut("run", "--max-children", str(os.cpu_count()), cwd=tmp_path)
    codes: dict[str, int] = {}
    for file in tmp_path.glob("mutants/**/*.meta"):
        codes |= json.loads(file.read_text())["exit_code_by_key"]
    survivors = [name for name, code in codes.items() if code == SURVIVED]
    changes = {told(name, mutmut("show", name, cwd=tmp_path)) for name in survivors}
    lines = LISTED.read_text().splitlines()
    listed = {line for line in lines if line and not line.startswith("#")}
    print(f"{len(codes) - len(survivors)} of {len(codes)} changes noticed")
    assert len(codes) > 2000
    assert sorted(changes - listed) == []
    assert sorted(listed - changes) == []


def mutmut(*words: str, cwd: Path) -> str:
    command = [sys.executable, "-m", "mutmut", *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def told(name: str, diff: str) -> str:
    """Return a mutant in one line: the function, what stood there, and what stands there now."""
    place = re.sub(r"x_|xǁ(\w+)ǁ", lambda found: f"{found[1]}." if found[1] else "", name, count=1)
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    old, new = (
        " ".join(" ".join(line[1:] for line in lines if line[:1] == sign).split()) for sign in "-+"
    )
    return f"{place.rsplit('__mutmut', 1)[0]}: {old} => {new}"
