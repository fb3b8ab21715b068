"""The virtual environment that Pulumi.yaml names has to be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.engines.official.virtual_environment import folder, lacks
from cli.errors import Missing


@pytest.mark.parametrize("runtime", ["python", "{name: python}", "{name: python, options: {toolchain: pip}}"])
def test_a_project_need_not_name_one(tmp_path: Path, runtime: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text(f"name: x\nruntime: {runtime}\n")
    assert folder(tmp_path) is None
    assert list(lacks(tmp_path)) == []


def test_the_one_that_is_named_must_exist(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: {name: python, options: {virtualenv: .venv}}\n")
    what = f"the virtual environment {tmp_path / '.venv'}, which Pulumi.yaml names"
    assert list(lacks(tmp_path)) == [Missing(what, f"cd {tmp_path} && pulumi install")]
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "environment.py").touch()
    assert list(lacks(tmp_path)) == [Missing(what, f"cd {tmp_path} && python3 scripts/environment.py runtime")]
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    assert list(lacks(tmp_path)) == []
