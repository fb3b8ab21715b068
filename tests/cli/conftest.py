"""A small project with its own sandbox, and the command line as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

PROJECT = """\
name: small
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

Strata = Callable[..., "subprocess.CompletedProcess[str]"]


class Small:
    """A project of two resources in a folder of its own.

    Attributes:
        root: the project's folder.
        environment: of the processes that work on it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "stacks").mkdir(parents=True)
        (root / "Pulumi.yaml").write_text(PROJECT)
        (root / "stacks" / "__main__.py").write_text(PROGRAM)
        for stack in ("dev", "prod"):
            (root / "stacks" / f"Pulumi.{stack}.yaml").write_text(STACK)
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PULUMI_", "AWS_", "STRATA_"))
        }
        self.environment = kept | {"TERM": "xterm", "COLUMNS": "200", "LINES": "50"}
        self.environment.pop("NO_COLOR", None)

    @property
    def home(self) -> Path:
        """Where the sandbox keeps everything."""
        return self.root / ".strata" / "sandbox"

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
    """A small project; its sandbox is stopped afterwards."""
    project = Small(tmp_path / "small")
    yield project
    if project.home.exists():
        from sandbox.environment import Sandbox

        Sandbox(project.home).stop()
