"""The project, its stacks and its sandbox are found from wherever a command is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.errors import UsageError
from cli.workspace import HOME, Workspace, find_root, stack_names
from engine.errors import StackNotFound
from tests.cli.conftest import Small


@pytest.fixture(autouse=True)
def inside(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (HOME, "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(small.root / "stacks")


def test_the_project_is_found_from_a_folder_below_it(small: Small) -> None:
    assert find_root() == small.root


def test_stacks_are_the_stack_files(small: Small) -> None:
    (small.root / "stacks" / "Pulumi.dev.vision.yaml").write_text("")
    assert stack_names(small.root) == ["dev", "dev.vision", "prod"]


def test_a_project_file_that_is_no_yaml_is_named(small: Small) -> None:
    (small.root / "Pulumi.yaml").write_text("name: [")
    with pytest.raises(UsageError, match="is not YAML"):
        stack_names(small.root)


def test_the_sandbox_lies_in_the_project_unless_strata_home_says_otherwise(
    small: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert Workspace.find().home == small.root / ".strata" / "sandbox"
    monkeypatch.setenv(HOME, str(tmp_path / "elsewhere"))
    assert Workspace.find().home == tmp_path / "elsewhere" / "sandbox"


def test_an_unknown_stack_names_the_nearest() -> None:
    with pytest.raises(StackNotFound, match="did you mean 'dev'"):
        Workspace.find().stack("dve")


def test_a_passphrase_is_made_once_and_only_its_owner_can_read_it(small: Small) -> None:
    first = Workspace.find().passphrase()
    assert (len(first) >= 32, Workspace.find().passphrase()) == (True, first)
    assert (small.home / "passphrase").stat().st_mode & 0o777 == 0o600


def test_the_official_variables_win(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: Small) -> None:
    (tmp_path / "phrase").write_text("from a file\n")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", str(tmp_path / "phrase"))
    assert Workspace.find().passphrase() == "from a file"
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "")
    assert Workspace.find().passphrase() == ""
    assert not small.home.exists()
