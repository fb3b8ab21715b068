"""What the README tells to type works as it says, in order; its picture is that of the platform as it comes up."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pexpect
import pytest
import yaml

from cli.engines.official import executable

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
TIMEOUT_S = 300

pytestmark = pytest.mark.slow


def block(containing: str) -> str:
    """The one block of the README with this text."""
    (found,) = [text for _, text in BLOCKS if containing in text]
    return found


def commands(containing: str) -> list[list[str]]:
    """The commands of a block, without their comments."""
    return [shlex.split(line, comments=True) for line in block(containing).splitlines()]


@dataclass(frozen=True)
class Platform:
    """The project with a sandbox of its own in which dev is up."""

    home: Path
    environment: dict[str, str]

    def strata(self, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        """Run the command with nobody at a terminal."""
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            cwd=cwd,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )

    def at_a_terminal(self, *arguments: str, answer: str) -> tuple[int, str]:
        """Run the command as a person who gives this answer when asked; its exit status and what it showed."""
        process = pexpect.spawn(
            sys.executable,
            ["-m", "cli.main", *arguments],
            cwd=str(ROOT),
            env=self.environment,
            dimensions=(50, 200),
            timeout=TIMEOUT_S,
            encoding="utf-8",
        )
        if process.expect([r"\((?:yes/no/details)\) ", pexpect.EOF]) == 0:
            process.sendline(answer)
            process.expect(pexpect.EOF)
        process.close()
        return int(process.exitstatus or 0), str(process.before)


@contextmanager
def brought_up(home: Path) -> Iterator[Platform]:
    """The platform after the command that `make up` runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PULUMI_", "COLUMNS"))}
    platform = Platform(home, kept | {"STRATA_HOME": str(home), "PYTHONPATH": str(ROOT), "TERM": "xterm"})
    (command,) = [line for line in recipe("up") if line[0] == ".venv/bin/strata"]
    try:
        done = platform.strata(*command[1:])
        assert done.returncode == 0, done.stdout + done.stderr
        yield platform
    finally:
        platform.strata("sandbox", "reset", "--yes")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform, for tests that change nothing."""
    with brought_up(tmp_path_factory.mktemp("home")) as found:
        yield found


def recipe(target: str) -> list[list[str]]:
    """The commands that `make` runs for a target."""
    told = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [shlex.split(line) for line in told.splitlines() if not line.startswith("make")]


def test_the_two_commands_are_up_and_test() -> None:
    assert commands("make up  ") == [["make", "up"], ["make", "test"]]
    assert recipe("test")[-1] == [".venv/bin/pytest", "-n", "auto", "--dist", "worksteal"]


def test_the_picture_is_fresh(platform: Platform) -> None:
    script = str(ROOT / "scripts" / "picture.py")
    state = platform.home / "sandbox" / ".pulumi" / "stacks" / "strata" / "dev.json"
    drawn = subprocess.run([sys.executable, script, str(state)], capture_output=True, text=True, check=True).stdout
    assert drawn == (ROOT / "docs" / "platform.svg").read_text(), "type `make docs`"


def test_the_sandbox_answers_boto3_as_told(platform: Platform, capsys: pytest.CaptureFixture[str]) -> None:
    port = re.search(r"127\.0\.0\.1:(\d+)", platform.strata("sandbox", "status").stdout)
    assert port is not None
    exec(block("import boto3").replace("PORT", port[1]), {})
    shown = yaml.safe_load(capsys.readouterr().out)
    buckets = yaml.safe_load(platform.strata("outputs", "dev", "--json").stdout)["buckets"]
    assert set(buckets.values()) < set(shown)


def test_mistakes_come_all_at_once_as_shown(platform: Platform, tmp_path: Path) -> None:
    lines = block("got 7").splitlines()
    shutil.copy(ROOT / "Pulumi.yaml", tmp_path)
    shutil.copytree(ROOT / "stacks", tmp_path / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "stacks" / "Pulumi.dev.yaml"
    document = yaml.safe_load(file.read_text())
    for line in lines:
        _, section, setting, got = re.fullmatch(r"(\S+): (strata:\w+)\.(\w+): .*?(?:got (\d+)|\?)", line).groups()  # type: ignore[union-attr]
        document["config"][section][setting] = int(got or 30)
    file.write_text(yaml.safe_dump(document))
    refused = platform.strata("preview", "dev", "--sandbox", cwd=tmp_path)
    assert refused.returncode == 2
    assert [line for line in lines if line not in refused.stdout] == []


def test_every_command_works_in_order(tmp_path: Path) -> None:
    with brought_up(tmp_path) as platform:
        ran = []
        for command in commands("strata preview dev"):
            assert command[0] == ".venv/bin/strata"
            status, shown = platform.at_a_terminal(*command[1:], answer="yes")
            assert status == 0, shown
            ran.append(" ".join(command[1:3]))
        assert (ran[0], ran[-1]) == ("preview dev", "sandbox reset")
        assert platform.strata("outputs", "dev").stdout == "dev has no outputs\n"


def test_the_way_to_the_cloud_names_what_exists() -> None:
    """It is not run: it needs the Pulumi CLI and an account."""
    operations = commands("strata destroy prod")
    assert [command[:3] for command in operations] == [
        [".venv/bin/strata", operation, "prod"] for operation in ("preview", "up", "destroy")
    ]
    assert (ROOT / "stacks" / "Pulumi.prod.yaml").exists()
    needed = [" ".join(command) for command in commands("pulumi login")]
    assert needed[0] == executable.INSTALLER
    for name in ("aws", "kubernetes"):
        assert f"pulumi plugin install resource {name} v{version(f'pulumi-{name}')}" in needed
    assert "pulumi stack init prod --secrets-provider awskms://alias/your-key" in needed
