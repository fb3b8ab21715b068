"""What is proposed to be typed next can be typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.command_name import command_name


@pytest.mark.parametrize("typed", ["/somewhere/cli/main.py", "/usr/bin/strata", ".venv/bin/strata"])
def test_the_name_alone_where_path_leads_to_it(typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "strata"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", [typed, "up"])
    assert command_name() == "strata"


def test_as_it_was_typed_where_path_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", [".venv/bin/strata", "up"])
    assert command_name() == ".venv/bin/strata"


def test_the_name_for_a_module_run_by_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["/somewhere/cli/main.py"])
    assert command_name() == "strata"
