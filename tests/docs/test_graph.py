"""The guide to the graph: its commands work, its pictures are there, its numbers are the code's."""

from __future__ import annotations

import re
import shlex
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.mermaid import ARROWS_MAX, LENGTH_MAX
from graph.page import METRICS, PROPERTIES_MAX, TEXT_MAX
from sandbox.environment import Sandbox
from scripts.screenshots import SHOTS, Shot
from tests.cli.conftest import Small

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "graph.md").read_text()
(BLOCK,) = re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [re.split(r"  +", line)[0] for line in BLOCK.splitlines()]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """A small project that is up."""
    made = Small(tmp_path_factory.mktemp("graph") / "project", "drawn")
    done = made.strata("up", "--sandbox", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stderr
    yield made
    Sandbox(made.home).stop()


@pytest.mark.slow
@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_works(line: str, project: Small) -> None:
    done = project.strata(*shlex.split(line)[1:], environment={"BROWSER": "true"})
    assert done.returncode == 0, done.stderr


def test_there_are_commands() -> None:
    assert len(COMMANDS) == 7
    assert all(line.startswith("strata graph dev") for line in COMMANDS)


def test_every_picture_is_one_that_the_script_makes() -> None:
    shown = re.findall(r"images/([\w-]+)\.png", PAGE)
    assert shown
    assert set(shown) <= {shot.name for shot in SHOTS}


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_every_picture_is_there_and_of_its_size(shot: Shot) -> None:
    head = (DOCS / "images" / f"{shot.name}.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == shot.size


def test_the_limits_are_those_of_the_code() -> None:
    text = " ".join(PAGE.split())
    assert f"more than {METRICS['arrowsMax']} arrows would stand in one box" in text
    assert f"holds {TEXT_MAX:,} characters of each value and {PROPERTIES_MAX // 1_000_000} MB of properties" in text
    assert f"draws {ARROWS_MAX} arrows and {LENGTH_MAX:,} characters" in text
