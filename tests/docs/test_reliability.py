"""Every promise of reliability names tests, and they exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
ROWS = re.findall(r"^\| (.+?) \| (\[`.+\)) \|$", PAGE.read_text(), re.MULTILINE)


def test_there_are_promises() -> None:
    assert len(ROWS) > 15


@pytest.mark.parametrize("shown_by", [shown for _, shown in ROWS], ids=lambda shown: shown[:60])
def test_it_is_shown_by_tests_that_exist(shown_by: str) -> None:
    named = re.findall(r"\[`(\w+)(\.py)?`\]\(([\w./]+)\)", shown_by)
    assert named
    for name, is_file, target in named:
        file = PAGE.parent / target
        assert file.is_file(), target
        assert (is_file and file.stem == name) or f"def {name}(" in file.read_text(), name
