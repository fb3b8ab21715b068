"""The guide to projects works as it is written, line by line, and its tables tell what there is."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from sandbox.environment import Sandbox
from scaffold.additions import KINDS
from tests.cli.conftest import Small

PAGE = (Path(__file__).parents[2] / "docs" / "projects.md").read_text()
COMMANDS = [
    shlex.split(line)
    for text in re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    for line in text.splitlines()
]


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Small]:
    """Where somebody begins, with a sandbox that is stopped afterwards."""
    place = Small(tmp_path / "place", "guide", tmp_path / "home")
    yield place
    Sandbox(place.home).stop()


@pytest.mark.slow
def test_every_command_works_in_order(place: Small) -> None:
    for number, (program, *arguments) in enumerate(COMMANDS):
        assert program == "strata"
        if arguments[:2] == ["new", "--update"]:
            git(place.root, "init", "--quiet")
            git(place.root, "add", ".")
            git(place.root, "commit", "--quiet", "--allow-empty", "-m", "all")
        done = place.strata(*arguments)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        if number == 0:
            place.root /= arguments[1]
    config = yaml.safe_load((place.root / "stacks" / "Pulumi.dev.yaml").read_text())["config"]
    assert [team["name"] for team in config["strata:queues"]["teams"]] == ["research", "vision"]
    assert [one["name"] for one in config["strata:serving"]["endpoints"]] == ["churn", "fraud"]
    assert config["strata:tags"]["cost_center"] == "0815"


def test_the_commands_are_those_that_are_told_of() -> None:
    told = [" ".join(words[1:3]) for words in COMMANDS]
    assert told[:3] == ["new acme-ml", "preview dev", "policy check"]
    assert sorted(told[3:8]) == sorted(f"add {kind}" for kind in KINDS)
    assert told[8:] == ["schema", "new --update", "new --update"]


def test_the_table_of_additions_tells_where_each_is_written() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `(strata:\w+\.\w+)` \|", PAGE, re.MULTILINE))
    assert rows == {kind.name: f"{kind.section}.{kind.setting}" for kind in KINDS.values()}


def test_the_files_that_are_named_are_made() -> None:
    from scaffold.answers import Answers
    from scaffold.rendering import render
    from tests.scaffold.test_answers import GOOD

    table = PAGE.partition("| file | what it is |")[2].partition("\n\n")[0]
    named = {
        name.partition("/")[0]
        for row in re.findall(r"^\| (.*?) \|", table, re.MULTILINE)
        for name in re.findall(r"`(.+?)`", row)
    }
    made = {path.parts[0] for path in render(Answers.read(GOOD))}
    assert named - {".scaffold"} <= made
    assert made - named == {".gitignore", "Pulumi.yaml", "README.md", "docs"}
