"""The closed lists: every outcome and every refusal has its words, in code and in the documents."""

import ast
import inspect
import re
import string
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.domain import errors
from kiosk.domain.codes import Command
from kiosk.domain.errors import (
    ChartError,
    DatabaseRefused,
    EntryRefused,
    NothingThere,
    NotPermitted,
)
from kiosk.domain.faults import Broken
from kiosk.domain.outcomes import Outcome, Tone
from kiosk.domain.printers import JobState, Trouble, Way
from kiosk.domain.why import Unusable, Why
from kiosk.reading import Unreadable
from kiosk.services.printing.on_paper import OnPaper
from kiosk.services.printing.queue import JobView
from kiosk.settings import Settings
from kiosk.web.words.answers import PICTURES
from kiosk.web.words.entries import FIELDS, WHY, why_in_words
from kiosk.web.words.facts import FACTS
from kiosk.web.words.faults import BROKEN
from kiosk.web.words.messages import TONE_SIGNS, TONE_WORDS, WORDS
from kiosk.web.words.names import name_of
from kiosk.web.words.paper import PAPER
from kiosk.web.words.printing import (
    LOOK,
    NEAREST,
    TROUBLES,
    UNPRINTABLE,
    UNSENT,
    failure_in_words,
)
from kiosk.web.words.refusals import NOT_THERE, ONLY, PROBLEMS, UNUSABLE, status_of
from kiosk.web.words.sentences import SENTENCES
from labels import DESIGNS, STOCKS, Design, Unprintable, Unsent

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
SOUNDS = (ROOT / "kiosk/static/shared/sounds.js").read_text()
STYLES = (ROOT / "kiosk/static/shared/base.css").read_text()


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_words(outcome: Outcome) -> None:
    headline, advice = WORDS[outcome]
    assert headline
    assert advice


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_a_word_a_sign_a_colour_and_a_sound(tone: Tone) -> None:
    assert TONE_WORDS[tone]
    assert len(TONE_SIGNS[tone]) == 1
    assert f".tone-{tone.value} " in STYLES
    assert re.search(rf"^  {tone.value}: \[", SOUNDS, re.MULTILINE)


def test_signs_and_words_are_told_apart() -> None:
    assert len(set(TONE_SIGNS.values())) == len(set(TONE_WORDS.values())) == len(Tone)


WITH_REASONS: Mapping[type[ChartError], list[str]] = {
    EntryRefused: [*WHY.values()],
    DatabaseRefused: [*UNUSABLE.values()],
    NothingThere: [*NOT_THERE.values()],
    NotPermitted: [*ONLY.values()],
}
WORDS_OF = {
    f"{type(why).__name__}.{why.name}": said for why, said in [*WHY.items(), *UNUSABLE.items()]
}
OF_JOBS = dict[StrEnum, str]([*TROUBLES.items(), *UNSENT.items(), *UNPRINTABLE.items()])
WORDS_OF |= {f"Unprintable.{why.name}": words for why, words in UNPRINTABLE.items()}
WORDS_OF |= {f"Broken.{why.name}": words for why, words in BROKEN.items()}
WORDS_OF |= {f"Unreadable.{why.name}": words for why, words in PICTURES.items()}
SOURCES = {
    str(file.relative_to(ROOT)): file.read_text()
    for folder in ("kiosk", "labels")
    for file in (ROOT / folder).rglob("*.py")
    if "words" not in file.parts and file.name != "why.py"
}


def refusals() -> list[type[ChartError]]:
    classes = [one for _, one in inspect.getmembers(errors, inspect.isclass)]
    return [one for one in classes if issubclass(one, ChartError) and one is not ChartError]


@pytest.mark.parametrize("refusal", refusals())
def test_every_refusal_has_its_words_and_a_code_of_its_own(refusal: type[ChartError]) -> None:
    words = [PROBLEMS[refusal.code][1]] if refusal.code in PROBLEMS else WITH_REASONS[refusal]
    assert 400 <= status_of(refusal.__new__(refusal)) < 600
    assert all(said.endswith(".") for said in words)
    assert [one.code for one in refusals()].count(refusal.code) == 1


CODES = [*Why, *Unusable, *Unprintable, *Unsent, *Broken, *Unreadable, *OnPaper]


@pytest.mark.parametrize("why", CODES)
def test_every_code_has_its_words_and_is_given_somewhere(why: StrEnum) -> None:
    tables = (WHY, UNUSABLE, UNPRINTABLE, UNSENT, BROKEN, PICTURES, PAPER)
    assert any(why in words for words in tables)
    assert any(f"{type(why).__name__}.{why.name}" in text for text in SOURCES.values())


def facts_at(call: ast.Call, assigned: list[ast.Assign]) -> set[str]:
    """The names of the facts that a call gives, also in a dict that was named before."""
    names = {one.arg for one in call.keywords if one.arg}
    given = [*call.args, *(one.value for one in call.keywords if not one.arg)]
    named = {one.id for one in given if isinstance(one, ast.Name)}
    for name in named:
        given += [one.value for one in assigned if is_set(one, name, call.lineno)][-1:]
    for value in given:
        if isinstance(value, ast.Dict):
            names |= {str(key.value) for key in value.keys if isinstance(key, ast.Constant)}
    return names


def is_set(one: ast.Assign, name: str, line: int) -> bool:
    """Whether an assignment sets a name above a line."""
    (target, *_) = one.targets
    return isinstance(target, ast.Name) and target.id == name and one.lineno < line


@pytest.mark.parametrize("file", sorted(SOURCES))
def test_a_refusal_gives_the_facts_that_its_sentence_names(file: str) -> None:
    nodes = [*ast.walk(ast.parse(SOURCES[file]))]
    assigned = sorted(
        (one for one in nodes if isinstance(one, ast.Assign)), key=lambda one: one.lineno
    )
    for call in nodes:
        if not isinstance(call, ast.Call):
            continue
        for value in [*call.args, *(one.value for one in call.keywords)]:
            if not isinstance(value, ast.Attribute) or not isinstance(value.value, ast.Name):
                continue
            if words := WORDS_OF.get(f"{value.value.id}.{value.attr}"):
                facts = facts_at(call, assigned)
                named = {name for _, name, _, _ in string.Formatter().parse(words) if name}
                assert named - {"field", "what"} <= facts, (file, call.lineno)


@pytest.mark.parametrize("why", [*Trouble, *Unsent, *Unprintable])
@pytest.mark.parametrize("look", [True, False])
def test_what_a_print_job_failed_by_is_said_whole(why: StrEnum, look: bool) -> None:
    words = OF_JOBS[why]
    facts = {name: "x." for _, name, _, _ in string.Formatter().parse(words) if name}
    failed = {**facts, "nearest": "roll-75x50", "why": why.value, "look": look}
    said = failure_in_words(a_job(failed))
    assert said == " ".join([words.format_map(facts), NEAREST.format_map(failed), LOOK][: 2 + look])


def test_of_a_text_that_could_not_be_printed_the_label_is_named_and_not_the_text() -> None:
    said = failure_in_words(a_job({"why": Unprintable.SCRIPT.value, "look": False}))
    assert said == UNPRINTABLE[Unprintable.SCRIPT].format(what="441027")
    assert failure_in_words(a_job({})) == ""


def a_job(why: dict[str, object]) -> JobView:
    at = datetime(2026, 11, 27, tzinfo=UTC)
    return JobView(1, "441027", 1, 0, "Zebra", Way.PORT, JobState.FAILED, at, 1, why)


def test_what_a_field_is_called_may_be_left_to_its_own_name() -> None:
    assert why_in_words("colour", Why.NEEDED, {}) == WHY[Why.NEEDED].format(field="colour")
    assert why_in_words("mrn", Why.NEEDED, {}) == WHY[Why.NEEDED].format(field=FIELDS["mrn"])


def sentences() -> set[str]:
    """What the words say as it stands, of three words or more: facts in braces left out."""
    said = [text for pair in WORDS.values() for text in pair]
    said += [*SENTENCES.values(), *(words for _, words in PROBLEMS.values())]
    said += [*WHY.values(), *UNUSABLE.values()]
    parts = {part.strip() for text in said for part in re.split(r"{[^}]*}|[.:;]", text)}
    return {part for part in parts if len(part.split()) >= 3}


def test_no_other_test_depends_on_how_something_is_said() -> None:
    own = {Path(__file__), ROOT / "tests/integration/desk/test_every_outcome.py"}
    for file in set((ROOT / "tests").rglob("*.py")) - own:
        text = file.read_text()
        assert [said for said in sentences() if said in text] == [], file


def test_no_words_and_no_facts_are_left_over() -> None:
    assert set(PROBLEMS) == {one.code for one in refusals()} - {one.code for one in WITH_REASONS}
    named = {
        name
        for text in [*SENTENCES.values(), *(text for words in WORDS.values() for text in words)]
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    assert named == set(FACTS)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_in_the_documents(outcome: Outcome) -> None:
    assert f"`{outcome.value}`" in DOCUMENTS


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_means(name: str) -> None:
    assert Settings.model_fields[name].description


def test_every_setting_in_the_documents_is_one() -> None:
    named = set(re.findall(r"`KIOSK_([A-Z0-9_]+)[`=]", DOCUMENTS))
    assert len(named) >= 10
    assert named <= {name.upper() for name in Settings.model_fields} | {"TESTS_MAY_SKIP"}


@pytest.mark.parametrize("name", sorted(cli.main.commands))
def test_every_command_is_in_the_documents(name: str) -> None:
    assert f"`chart-kiosk {name}" in DOCUMENTS


@pytest.mark.parametrize("command", Command)
def test_every_command_card_is_in_the_documents(command: Command) -> None:
    assert name_of(command) in DOCUMENTS


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
def test_every_design_is_in_the_documents(design: Design) -> None:
    assert f"`{design.name}`" in DOCUMENTS


def test_every_maker_of_stock_is_in_the_documents() -> None:
    sheets = (stock for stock in STOCKS if not stock.name.startswith("roll-"))
    makers = {stock.title.split()[0] for stock in sheets if not stock.cut_lines}
    assert [maker for maker in sorted(makers) if maker not in DOCUMENTS] == []


def test_every_make_target_is_in_the_documents() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert [name for name in targets if not re.search(rf"`?make {name}[` \n]", DOCUMENTS)] == []


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_no_document_points_at_a_file_that_is_not_there(file: str) -> None:
    text = (ROOT / file).read_text()
    linked = re.findall(r"\]\((?!http|#)([^)#]+)\)", text)
    named = re.findall(r"`((?:kiosk|labels|templates|tests)/[\w/.-]+)`", text)
    assert [name for name in linked + named if not (ROOT / name).exists()] == []
