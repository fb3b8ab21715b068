"""The guide to costs does what it says: every command in it is carried out, every assumption in it is one."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cli.cost.settings import read_settings
from costs import Assumptions
from costs.offers.line import services
from costs.prices import read_extract
from sandbox.environment import Sandbox
from tests.cli.conftest import Small
from tests.cli.hibernation.asleep import bring_up
from tests.costs.offers.lists import as_csv

PAGE = (Path(__file__).parents[2] / "docs" / "costs.md").read_text()
COMMANDS = [line.removeprefix("$ ") for line in re.findall(r"^\$ .+", PAGE, re.MULTILINE)]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Small]:
    """A small project, its sandbox stopped afterwards."""
    made = Small(tmp_path / "small")
    yield made
    Sandbox(made.home).stop()


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.+?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_assumptions_are_all_there_are_with_their_defaults() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \| (.+) \|$", PAGE, re.MULTILINE)
    defaults = Assumptions()
    assert rows == [(name, str(defaults.of(name)), meaning) for name, meaning in Assumptions.meanings().items()]


def test_the_settings_in_it_are_read(tmp_path: Path) -> None:
    (tmp_path / "costs.yaml").write_text(block("yaml"))
    found = {stack: read_settings(tmp_path, stack).assumptions for stack in ("dev", "prod")}
    assert [str(one.s3_gib) for one in found.values()] == ["0..100", "2,000..8,000"]
    assert yaml.safe_load(block("yaml"))["assumptions"] == {"log_gib": "5..50"}


def test_the_agreed_price_in_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text(block("csv"))
    (price,) = read_extract(tmp_path / "prices.csv")
    assert (price.item, price.usd, price.source) == ("ec2/p5.48xlarge", 49.5, "contract:EDP-7")


def test_the_price_lists_that_it_names_are_ones_that_are_read() -> None:
    named = re.findall(r"`(A[A-Za-z0-9]+|awskms)`", PAGE)
    assert {*named} <= {*services()}
    assert len(named) > 5


@pytest.mark.slow
def test_every_command_in_it_ends_well(project: Small) -> None:
    bring_up(project)
    (project.root / "index.csv").write_text(as_csv())
    assert len(COMMANDS) > 10
    for command in COMMANDS:
        typed = command.replace("strata", shlex.join(project.command), 1)
        done = subprocess.run(
            ["bash", "-c", typed],
            cwd=project.root,
            env=project.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    assert json.loads((project.root / "before.json").read_text())["stack"] == "dev"
