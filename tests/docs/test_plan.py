"""The guide to plans: its commands do what it says, in its order."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.plans import saved
from sandbox.environment import Sandbox
from tests.cli.conftest import Small

PAGE = (Path(__file__).parents[2] / "docs" / "plan.md").read_text()
BLOCKS = re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    project = Small(tmp_path / "small")
    yield project
    Sandbox(project.home).stop()


@pytest.mark.slow
def test_the_guide_line_by_line(small: Small) -> None:
    """A line after a command is what it says on standard error, and then it ends with status 3."""
    for line, following in zip(COMMANDS, [*COMMANDS[1:], "$"], strict=True):
        if line.startswith("$ strata "):
            done = small.strata(*shlex.split(line, comments=True)[2:])
            refused = not following.startswith("$")
            assert done.returncode == (3 if refused else 0), f"{line}\n{done.stdout}{done.stderr}"
            assert not refused or following in done.stderr
    document = json.loads((small.root / "plan.json").read_text())
    told = re.findall(r"^\| `(\S+)` \|", PAGE, re.MULTILINE)
    fields = {*document.keys() - {"stacks"}, *(f"stacks.<stack>.{name}" for name in document["stacks"]["dev"])}
    assert set(told) == fields


def test_the_figures_are_those_of_the_code() -> None:
    assert f"| `format` | {saved.FORMAT}; another" in PAGE
    assert f"above {saved.BYTES_MAX // 2**20} MiB" in PAGE


def test_every_command_is_executed() -> None:
    executed = [line for line in COMMANDS if line.startswith("$ strata ")]
    assert len(executed) == len(re.findall(r"^\$ ", PAGE, re.MULTILINE)) > 0
