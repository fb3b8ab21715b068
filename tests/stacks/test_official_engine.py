"""The same program and sandbox under the official engine; what one engine wrote, the other takes over unchanged."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.environment import Sandbox

pytestmark = [
    pytest.mark.pulumi_cli,
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="the official Pulumi CLI is not on PATH"),
]

ROOT = Path(__file__).parents[2]
EMBEDDED = ("--sandbox",)
OFFICIAL = ("--sandbox", "--engine", "pulumi")
ENGINES = {"embedded": EMBEDDED, "official": OFFICIAL}


@dataclass
class Copy:
    """A copy of the project, and a sandbox for it."""

    folder: Path
    home: Path

    def strata(self, operation: str, stack: str, engine: tuple[str, ...], *flags: str) -> str:
        """Run a command that must succeed; what it prints."""
        ended = self.run(operation, stack, *engine, *flags)
        assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-4000:]
        return ended.stdout

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command."""
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            cwd=self.folder,
            # A CLI that was built from source does not tell its version.
            env={**os.environ, "STRATA_HOME": str(self.home), "PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK": "true"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    def stack_files(self) -> dict[str, bytes]:
        """What the person wrote."""
        return {path.name: path.read_bytes() for path in (self.folder / "stacks").glob("Pulumi.*.yaml")}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Copy]:
    folder, home = tmp_path / "project", tmp_path / "home"
    folder.mkdir()
    shutil.copy(ROOT / "Pulumi.yaml", folder)
    for part in ("stacks", "components", "workloads"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / ".venv").symlink_to(sys.prefix)
    yield Copy(folder, home)
    Sandbox(home / "sandbox").stop()


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
@pytest.mark.parametrize(("first", "second"), [("embedded", "official"), ("official", "embedded")])
def test_each_engine_takes_over_what_the_other_made(project: Copy, stack: str, first: str, second: str) -> None:
    before = project.stack_files()
    made, other = ENGINES[first], ENGINES[second]
    assert " created" in project.strata("up", stack, made, "--yes", "--skip-preview")
    project.strata("preview", stack, other, "--expect-no-changes")
    told = project.strata("up", stack, other, "--yes", "--skip-preview").splitlines()
    (headline,) = (line for line in told if line.startswith(f"{stack}: up in "))
    assert re.search(r"; \d+ unchanged$", headline), headline
    project.strata("preview", stack, made, "--expect-no-changes")
    assert project.stack_files() == before


def test_the_official_engine_destroys_what_the_embedded_one_made(project: Copy) -> None:
    project.strata("up", "dev", EMBEDDED, "--yes", "--skip-preview")
    assert " deleted\n" in project.strata("destroy", "dev", OFFICIAL, "--yes", "--skip-preview")
    assert "nothing to change" in project.strata("destroy", "dev", EMBEDDED, "--yes")


@pytest.mark.parametrize("engine", [EMBEDDED, OFFICIAL])
def test_either_engine_keeps_the_same_data(project: Copy, engine: tuple[str, ...]) -> None:
    """And the other one goes on with it, protected as it is; what is in the way is unprotected for a reason."""
    other = OFFICIAL if engine == EMBEDDED else EMBEDDED
    project.strata("up", "prod", engine, "--yes", "--skip-preview")
    kept = ("--yes", "--keep", "data", "--override-protection", "prod is rebuilt")
    told = project.strata("destroy", "prod", engine, *kept)
    assert re.search(r"^prod: destroyed in .*; 217 deleted", told, re.MULTILINE), told[-2000:]
    assert "prod: nothing is left that should not be\n" in told
    back = project.strata("up", "prod", other, "--yes", "--skip-preview")
    assert re.search(r"^prod: up in .*; 217 created, 93 unchanged$", back, re.MULTILINE), back[-2000:]


def test_a_violation_holds_up_the_official_engine_too(project: Copy) -> None:
    with (project.folder / "stacks" / "__main__.py").open("a") as program:
        anyone = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [anyone]})
        program.write(f"\naws.sqs.Queue('open', policy={policy!r}, opts=pulumi.ResourceOptions(provider=account))\n")
    ended = project.run("up", "dev", *OFFICIAL, "--yes")
    assert ended.returncode == 1, ended.stdout[-4000:] + ended.stderr[-4000:]
    assert "sqs-policy-not-public: " in ended.stdout
    assert "nothing was changed" in ended.stdout
    assert "Fix: " in ended.stdout
