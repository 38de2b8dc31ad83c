"""The rooms and their rules."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from kiosk.domain.codes import Kind
from kiosk.domain.printers import Language, Way
from labels import LANGUAGES, WAYS

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache"],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": "."},
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("kiosk", "labels", "pyproject.toml"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("kiosk/domain/codes.py", "import sqlalchemy"),
        ("kiosk/domain/custody.py", "import kiosk.store.rows"),
        ("kiosk/services/desk/take_scan.py", "import flask"),
        ("kiosk/services/lists/kinds.py", "import kiosk.services.printing.queue"),
        ("kiosk/services/access/viewer.py", "import kiosk.services.desk.answers"),
        ("kiosk/services/records/tie.py", "import kiosk.services.access.sign_in"),
        ("kiosk/services/setup/save.py", "import kiosk.services.desk.subjects"),
        ("kiosk/services/imports/jobs.py", "import kiosk.services.cameras.shelf_photo"),
        ("kiosk/services/requests.py", "ANYTHING = 1"),
        ("kiosk/store/queries/charts.py", "import labels"),
        ("kiosk/reading/ladder.py", "import kiosk.store.engine"),
        ("labels/pdf.py", "import kiosk.settings"),
        ("kiosk/newroom.py", "ANYTHING = 1"),
    ],
)
def test_a_planted_violation_fails(copy: Path, file: str, line: str) -> None:
    target = copy / file
    before = target.read_text() if target.exists() else ""
    target.write_text(f"{before}\n{line}\n")
    done = lint(copy)
    assert done.returncode != 0, done.stdout


def test_the_rules_hold_in_the_tree_as_it_is(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Path(name) for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def test_the_top_level_is_as_given() -> None:
    given = {"kiosk", "labels", "templates", "tests", "pyproject.toml", "README.md"}
    common = {"Makefile", "LICENSE", "constraints.txt"}
    common |= {"CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"}
    found = {file.parts[0] for file in tracked()}
    assert {name for name in found if not name.startswith(".")} == given | common


def test_no_file_is_too_long_to_live_in() -> None:
    written = {".py", ".js", ".css", ".html"}
    long = [
        str(file)
        for file in tracked()
        if file.suffix in written
        and file.parts[0] != "tests"
        and "versions" not in file.parts
        and len((ROOT / file).read_text().splitlines()) > 300
    ]
    assert long == []


def test_no_file_names_a_package_index_or_leaves_something_to_do() -> None:
    forbidden = [
        "pypi." + "org",
        "python" + "hosted",
        "registry.npm" + "js",
        "TO" + "DO",
        "FIX" + "ME",
    ]
    read = [file for file in tracked() if file.suffix not in (".ttf", ".png")]
    guilty = [
        (str(file), word)
        for file in read
        for word in forbidden
        if word in (ROOT / file).read_text(errors="replace")
    ]
    assert guilty == []


def test_every_printers_language_and_every_way_to_one_is_in_its_registry() -> None:
    assert set(LANGUAGES) == {one.value for one in Language}
    assert set(WAYS) == {one.value for one in Way}
    assert all(one.key == key for key, one in LANGUAGES.items())


def test_what_codes_begin_with_stands_once_for_the_server_and_once_for_the_browser() -> None:
    letters = "".join(Kind)
    files = [
        file for file in tracked() if file.suffix in (".py", ".js") and file.parts[0] != "tests"
    ]
    said = [str(file) for file in files if letters in (ROOT / file).read_text()]
    assert said == ["kiosk/static/shared/codes.js"]


def test_every_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[<>=\[ ]", one)[0].lower() for one in project["dependencies"]}
    ours = {"kiosk", "labels", *sys.stdlib_module_names}
    known = packages_distributions()
    for file in [one for one in tracked() if one.suffix == ".py" and one.parts[0] in ours]:
        for node in ast.walk(ast.parse((ROOT / file).read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for package in {name.split(".")[0] for name in names} - ours:
                assert {one.lower() for one in known[package]} & declared, (file, package)
