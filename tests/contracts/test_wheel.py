"""The wheel holds everything that the kiosk needs at run time, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_templates_fonts_and_static_files(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    needed = {
        "kiosk/templates/desk/page.html",
        "kiosk/static/desk/page.js",
        "kiosk/store/migrations/versions/0001_first_release.py",
        "kiosk/store/migrations/env.py",
        "labels/fonts/DejaVuSans.ttf",
    }
    assert needed <= names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"kiosk", "labels"}
    missing = [
        file
        for file in (ROOT / "templates").rglob("*.html")
        if f"kiosk/templates/{file.relative_to(ROOT / 'templates')}" not in names
    ]
    assert missing == []
