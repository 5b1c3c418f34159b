"""The table of rules names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
TABLE = ROOT / "docs" / "crossposting-rules.md"
NAMED = re.compile(r"`(test_\w+)`")


def test_every_test_that_the_table_names_is_there() -> None:
    text = TABLE.read_text()
    written = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    known = set(re.findall(r"def (test_\w+)\(", written))
    named = set(NAMED.findall(text))
    assert len(named) > 30
    assert named - known == set()


def test_every_rule_has_its_line() -> None:
    rows = re.findall(r"^\| (\d+) \|", TABLE.read_text(), flags=re.MULTILINE)
    assert rows == [str(number) for number in range(1, 20)]
