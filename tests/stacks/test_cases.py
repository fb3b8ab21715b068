"""Each malformed stack file gives its one clear error, and creates nothing.

A case is a file `cases/<stack>.error.<what>.yaml`. The comments it begins with are its errors, a line for each mistake.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from cli.exit_codes import ExitCode
from engine import Event, FileBackend, Operation, Options, Project, Stack, run
from engine.errors import ConfigError
from protocol.provider import Provider
from sandbox.environment import Sandbox

ROOT = Path(__file__).parents[2]
CASES = sorted(Path(__file__).with_name("cases").glob("*.error.*.yaml"))
THROUGH_THE_COMMAND_LINE = (
    "dev.error.malformed_yaml",
    "dev.error.misspelt_nested_setting",
    "dev.error.missing_tags",
    "dev.error.two_mistakes",
    "prod.error.endpoint_in_unknown_pool",
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Where commands keep their sandbox, which is stopped afterwards."""
    yield tmp_path / "home"
    Sandbox(tmp_path / "home" / "sandbox").stop()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the project's own declarations and program, and no stack file."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(ROOT / "Pulumi.yaml", tmp_path)
    shutil.copy(ROOT / "stacks" / "__main__.py", tmp_path / "stacks")
    return tmp_path


def install(case: Path, project: Path) -> tuple[str, str]:
    """Make a case the stack file of its stack; the stack's name and the errors."""
    stack = case.name.partition(".")[0]
    shutil.copy(case, project / "stacks" / f"Pulumi.{stack}.yaml")
    first = takewhile(lambda line: line.startswith("# "), case.read_text().splitlines())
    return stack, "\n".join(line.removeprefix("# ") for line in first)


def never_started() -> Provider:
    raise AssertionError("a provider was started for a malformed stack file")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_case_gives_its_one_error(case: Path, project: Path) -> None:
    name, expected = install(case, project)
    events: list[Event] = []
    stack = Stack(Project.load(project), name, FileBackend(project / "state"), passphrase="test")
    providers = {"aws": never_started, "kubernetes": never_started}
    try:
        summary = run(Operation.UP, stack, providers=providers, options=Options(), on_event=events.append)
    except ConfigError as mistakes:
        errors = str(mistakes)
    else:
        assert not summary.succeeded
        errors = "\n".join(summary.errors)
    assert errors == expected
    steps = [event.json()["resourcePreEvent"]["metadata"] for event in events if "resourcePreEvent" in event.json()]
    assert {step["type"] for step in steps} <= {"pulumi:pulumi:Stack"}


@pytest.mark.slow
@pytest.mark.parametrize("name", THROUGH_THE_COMMAND_LINE)
def test_the_command_says_the_same(name: str, project: Path, home: Path) -> None:
    (case,) = [case for case in CASES if case.stem == name]
    stack, expected = install(case, project)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "STRATA_HOME": str(home)}
    ended = subprocess.run(
        [sys.executable, "-m", "cli.main", "preview", stack, "--sandbox"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == ExitCode.USAGE
    said = ended.stdout + ended.stderr
    mistakes = expected.splitlines()
    assert [mistake for mistake in mistakes if said.count(mistake) != 1] == []
    assert said.count("stacks/Pulumi.") == len(mistakes)
    assert "Traceback" not in said


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60
