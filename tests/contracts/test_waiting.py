"""A page is there only a moment after a click: no test may look once, and too early."""

import re
from pathlib import Path

BROWSER = Path(__file__).parents[1] / "browser"
LOOKS_ONCE = re.compile(
    r"\.(?:(?:all_)?(?:inner_text|text_content)s?|all_inner_texts|inner_html|input_value"
    r"|get_attribute|is_(?:visible|hidden|enabled|disabled|checked|editable))\("
    r"|(?<!func)\.count\(\)|\.query_selector"
)


def looks_once(source: str) -> list[str]:
    return [line.strip() for line in source.splitlines() if LOOKS_ONCE.search(line)]


def test_a_browser_test_expects_instead_of_looking_once() -> None:
    found = {
        file.name: looks_once(file.read_text(encoding="utf-8"))
        for file in BROWSER.glob("test_*.py")
    }
    assert len(found) > 5
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_planted_one_is_found() -> None:
    assert looks_once('assert page.locator("tbody td").all_inner_texts() == []')
    assert looks_once('assert page.inner_text("h1") == "Labels"')
    assert looks_once("assert desk.page.locator(part).count() == 1")
    assert not looks_once("asked = select(func.count()).where(ChartRow.id == 1)")
