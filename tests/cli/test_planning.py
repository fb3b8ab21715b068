"""A stack is planned in the sandbox: what would be, and what would be done; nothing is created."""

from __future__ import annotations

import pytest

from cli.errors import ProgramFailed
from cli.planning import plan
from cli.workspace import Workspace
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


@pytest.fixture
def workspace(fresh: Small, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(fresh.root)
    monkeypatch.setenv("STRATA_HOME", str(fresh.home.parent))
    return Workspace.find()


def test_what_would_be_and_be_done(fresh: Small, workspace: Workspace) -> None:
    planned = plan(workspace, "dev")
    steps = {urn.rpartition("::")[2]: step for urn, step in planned.steps.items()}
    assert steps.items() >= {"jobs": "create", "jobs-queue": "create", "data": "create"}.items()
    # As everywhere, the provider that the engine makes by itself is not counted.
    assert planned.changes["create"] == len(steps) - 1
    assert {one.urn.rpartition("::")[2] for one in planned.resources} >= {"jobs", "jobs-queue", "data"}
    assert set(planned.outputs) == {"queue", "bucket", "token"}
    assert planned.stack.name == "dev"
    assert not (fresh.home / ".pulumi" / "stacks" / fresh.name).exists()


def test_a_program_that_fails(fresh: Small, workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    fresh.program("raise ValueError('not today')")
    with pytest.raises(ProgramFailed):
        plan(workspace, "dev")
    assert "not today" in capsys.readouterr().err
