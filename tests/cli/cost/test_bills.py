"""Whose bill it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.cost.bills import planned, recorded
from cli.errors import UsageError
from cli.workspace import Workspace


def workspace(tmp_path: Path, settings: str) -> Workspace:
    (tmp_path / "stacks").mkdir()
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\nmain: stacks\nstackConfigDir: stacks\n")
    (tmp_path / "stacks" / "Pulumi.dev.yaml").write_text(settings)
    return Workspace(tmp_path, tmp_path / ".strata" / "sandbox")


def test_a_stack_that_was_never_brought_up_has_none(tmp_path: Path) -> None:
    assert recorded(workspace(tmp_path, "config:\n  aws:region: us-east-1\n"), "dev", []) is None


def test_without_a_region_there_are_no_prices(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"stacks/Pulumi\.dev\.yaml names no aws:region, on which prices depend"):
        planned(workspace(tmp_path, "config: {}\n"), ["dev"], [])
