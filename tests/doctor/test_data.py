"""Each table is there, and says where its facts come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.data import table

TABLES = sorted((Path(__file__).parents[2] / "doctor").glob("*.yaml"))


def test_there_are_tables() -> None:
    assert [path.stem for path in TABLES] == ["charts", "eks_versions", "permissions", "quotas"]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_names_its_sources(path: Path) -> None:
    head = "".join(line for line in path.read_text().splitlines(keepends=True) if line.startswith("#"))
    assert "source" in head.lower()
    assert "https://" in path.read_text()
    assert table(path.stem)
