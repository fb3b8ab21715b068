"""A small project with its own sandbox, and the command line as a process."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PROJECT = """\
name: {name}
runtime: python
main: stacks
stackConfigDir: stacks
"""
PROGRAM = """\
import pulumi
import pulumi_aws as aws

config = pulumi.Config()


class Jobs(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("small:index:Jobs", name)
        child = pulumi.ResourceOptions(parent=self)
        self.queue = aws.sqs.Queue(f"{name}-queue", delay_seconds=config.get_int("delay") or 0, opts=child)
        self.register_outputs({})


jobs = Jobs("jobs")
bucket = aws.s3.Bucket("data")
pulumi.export("queue", jobs.queue.url)
pulumi.export("bucket", bucket.bucket)
pulumi.export("token", pulumi.Output.secret("s3cr3t-output"))
"""
STACK = "config:\n  aws:region: us-east-1\n"


class Small:
    """A project of two resources in a folder of its own.

    Attributes:
        root: the project's folder.
        home: where its sandbox keeps everything.
        environment: of the processes that work on it.
    """

    def __init__(self, root: Path, name: str = "small", home: Path | None = None) -> None:
        self.root, self.name = root, name
        self.home = (home or root / ".strata") / "sandbox"
        (root / "stacks").mkdir(parents=True)
        (root / "Pulumi.yaml").write_text(PROJECT.format(name=name))
        (root / "stacks" / "__main__.py").write_text(PROGRAM)
        for stack in ("dev", "prod"):
            (root / "stacks" / f"Pulumi.{stack}.yaml").write_text(STACK)
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PULUMI_", "AWS_", "STRATA_"))
        }
        self.environment = kept | {"TERM": "xterm", "COLUMNS": "200", "LINES": "50"}
        self.environment.pop("NO_COLOR", None)
        if home:
            self.environment["STRATA_HOME"] = str(home)

    @property
    def command(self) -> list[str]:
        """The command line's beginning."""
        return [sys.executable, "-m", "cli.main"]

    def configure(self, line: str, stack: str = "dev") -> None:
        """Add a line to a stack's configuration."""
        file = self.root / "stacks" / f"Pulumi.{stack}.yaml"
        file.write_text(f"{STACK}  {line}\n")

    def program(self, text: str) -> None:
        """Replace the program."""
        (self.root / "stacks" / "__main__.py").write_text(text)

    def strata(self, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command with nobody at a terminal."""
        return subprocess.run(
            [*self.command, *arguments],
            cwd=self.root,
            env=self.environment | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """A small project with a sandbox of its own, stopped afterwards."""
    project = Small(tmp_path / "small")
    yield project
    _stop(project.home)


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A sandbox that many projects live in, so that its server is started only once."""
    home = tmp_path_factory.mktemp("strata-home")
    yield home
    _stop(home / "sandbox")


_numbers = itertools.count(1)


@pytest.fixture
def fresh(tmp_path: Path, shared_home: Path) -> Small:
    """A project that was never brought up, in the shared sandbox."""
    return Small(tmp_path / "fresh", f"fresh{next(_numbers)}", shared_home)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, shared_home: Path) -> Small:
    """A project whose stack dev is up, for tests that change nothing."""
    project = Small(tmp_path_factory.mktemp("running") / "running", "running", shared_home)
    done = project.strata("up", "--sandbox", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture
def recorded(tmp_path: Path, running: Small) -> Small:
    """A project with the state of one that is up; what is real is not reached, and need not be."""
    project = Small(tmp_path / "recorded", running.name)
    project.home.mkdir(parents=True, mode=0o700)
    shutil.copy(running.home / "passphrase", project.home)
    for kind in ("stacks", "history", "backups"):
        shutil.copytree(running.home / ".pulumi" / kind / running.name, project.home / ".pulumi" / kind / running.name)
    return project


def _stop(home: Path) -> None:
    from sandbox.environment import Sandbox

    if home.exists():
        Sandbox(home).stop()
