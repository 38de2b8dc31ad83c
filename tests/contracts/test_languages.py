"""All that people read is a message: so a second language is a translation, and no surgery."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.web.words.scripts import SCRIPTS

ROOT = Path(__file__).parents[2]
ENGLISH = re.compile(r"[A-Za-z]{2}")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MESSAGE = re.compile(r"{% trans\b.*?{% endtrans %}", re.DOTALL)
ATTRIBUTES = re.compile(r"\b(?:placeholder|aria-label|title|alt)=\"([^\"]*)\"")
IN_JINJA = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
# Rooms whose modules hold what is said: tables of messages, and nothing beside them.
SAYING = ("kiosk/web/words", "kiosk/web/setup/tables.py", "kiosk/web/lists/columns.py")
# Said to nobody, or in a log, or data: by file.
NOT_SAID = {
    "kiosk/domain/days.py": {"naive time"},
    "kiosk/reading/camera/capture.py": {"camera grab", "The camera %s failed"},
    "kiosk/reading/camera/watch.py": {"put together"},
    "kiosk/reading/code128/grading.py": {"quiet zones"},
    "kiosk/reading/ladder.py": {"second opinion", "whole frame"},
    "kiosk/services/charts/correct.py": {"record type"},
    "kiosk/services/charts/merge.py": {"temporary folder"},
    "kiosk/services/charts/missing.py": {"found chart"},
    "kiosk/services/printing/queue.py": {"print job"},
    "kiosk/services/setup/begin.py": {"Medical record"},
    "kiosk/store/migrate.py": {" rows would lose what they belong to"},
    "kiosk/store/types.py": {"naive time"},
    "kiosk/web/http/errors.py": {"unexpected %s at %s"},
    "labels/design.py": {"record type"},
    "labels/label.py": {"record type", "said volume"},
    "labels/pdf.py": {" re f"},
    "labels/stock.py": {" on a roll"},
}
# The demo's own data, SQL and drawings, and the lines of a log.
ALL_DATA = ("services/setup/demo.py", "store/triggers.py", "labels/svg.py", "server_camera.py")
PYTHON = [
    file
    for folder in ("kiosk", "labels")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if not str(file.relative_to(ROOT)).startswith((*SAYING, "kiosk/cli", "kiosk/settings.py"))
    and not str(file).endswith(ALL_DATA)
    and "migrations" not in file.parts
]


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", TEMPLATES, ids=named)
def test_a_template_says_nothing_but_messages(file: Path) -> None:
    text = MESSAGE.sub("", file.read_text())
    for said in ATTRIBUTES.findall(text):
        assert not ENGLISH.search(IN_JINJA.sub("", said)), said
    text = re.sub(r"<script\b.*?</script>|<code>.*?</code>", "", text, flags=re.DOTALL)
    bare = re.sub(r"<[^<>]*>", "", IN_JINJA.sub("", text))
    assert not ENGLISH.search(re.sub(r"&\w+;|<!doctype html>", "", bare)), bare.split()


@pytest.mark.parametrize("file", TEMPLATES, ids=named)
def test_what_a_template_works_out_says_nothing_either(file: Path) -> None:
    for inside in IN_JINJA.findall(MESSAGE.sub("", file.read_text())):
        rest = re.sub(r"\b_\((\"[^\"]*\"|'[^']*')\)", "", inside)
        said = [one for pair in re.findall(r"\"([^\"]*)\"|'([^']*)'", rest) for one in pair]
        assert [one for one in said if re.search(r"[a-z] [a-z]|^[A-Z][a-z]", one)] == [], inside


def prose(tree: ast.Module) -> Iterator[str]:
    """The strings of two words or more, docstrings apart."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, documented) and node.body]
    docs = {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        text = getattr(node, "value", None) if id(node) not in docs else None
        if isinstance(text, str) and re.search(r"[a-z]+ [a-z]+", text):
            yield text


@pytest.mark.parametrize("file", PYTHON, ids=named)
def test_sentences_stand_with_the_words_alone(file: Path) -> None:
    said = set(prose(ast.parse(file.read_text())))
    assert said == NOT_SAID.get(named(file), set())


SCRIPT_FILES = sorted((ROOT / "kiosk/static").rglob("*.js"))
# Two words in a row that nobody reads: names of sounds, of classes and of elements.
UNREAD = {
    *("ok out", "attention in verified", "bad lost", "checked said-here tone-${tone}"),
    *("summary span", "li button", ".notice strong"),
    *("nothing is ${selector}", "${selector} is another kind of element"),
}


@pytest.mark.parametrize("file", SCRIPT_FILES, ids=lambda file: file.name)
def test_a_script_says_nothing_of_its_own(file: Path) -> None:
    strings = re.findall(r"\"([^\"\n]*)\"|`([^`]*)`", re.sub(r"(?m)//.*$", "", file.read_text()))
    said = {text for pair in strings for text in pair if re.search(r"[A-Za-z]+ [a-z]+", text)}
    assert said <= UNREAD


def test_every_sentence_of_the_scripts_is_said_by_one_with_its_facts() -> None:
    calls = "".join(file.read_text() for file in SCRIPT_FILES)
    for key, sentence in SCRIPTS.items():
        assert f'"{key}"' in calls, key
        for _, name, _, _ in string.Formatter().parse(sentence):
            assert name is None or re.search(rf'"{key}"[^;]*\b{name}\b', calls), key


def test_every_sentence_that_a_script_asks_for_is_there() -> None:
    calls = "".join(file.read_text() for file in SCRIPT_FILES)
    asking = re.findall(r"\bwords\([^(){}]*|\w+Error: .*", calls)
    asked = {key for call in asking for key in re.findall(r'"([^"]+)"', call)}
    assert asked == set(SCRIPTS)
