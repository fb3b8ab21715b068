"""Whatever the documentation points at exists: files, `make` targets, the components of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", page.read_text())
    local = [target for target in targets if not target.startswith(("https://", "http://"))]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_target_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(), re.MULTILINE))
    assert named - targets == set()


def test_the_code_map_names_files_that_exist() -> None:
    rows = re.findall(r"^\| `(\w+/)` \|.*\| (.*) \|$", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE)
    named = [ROOT / folder / file for folder, files in rows for file in re.findall(r"`([\w/.]+)`", files)]
    assert len(named) > 8
    assert [str(file) for file in named if not file.exists()] == []
    assert [folder for folder, _ in rows if not (ROOT / folder).is_dir()] == []


def test_the_table_of_components_is_what_the_program_builds() -> None:
    table = re.findall(r"^\| \[(\w+)\]\(components/\1\.py\) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    built = re.findall(r'\b[A-Z]\w+\(\s*"(\w+)",\s*(?:[\w.]+\()?read\(', (ROOT / "stacks" / "__main__.py").read_text())
    assert sorted(table) == sorted(built)
    assert len(built) >= 9
