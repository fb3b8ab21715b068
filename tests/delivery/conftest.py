"""A project with pipelines, and the machine that runs their commands: the real `strata`, everything else a stand-in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from delivery import Environment, Pipeline, Provider, compare, render, write
from sandbox.environment import Sandbox
from tests.delivery import stand_in

PROGRAM = """\
import json
import pulumi
import pulumi_aws as aws

stack = pulumi.get_stack()
tags = {"project": "small", "environment": stack, "owner": "ml", "cost-center": "ml", "data-classification": "internal"}
who = {"AWS": "arn:aws:iam::123456789012:root"}
policy = {"Version": "2012-10-17", "Statement": [
    {"Sid": "Account", "Effect": "Allow", "Principal": who, "Action": "kms:*", "Resource": "*"}]}
rotated = pulumi.Config().get_bool("rotated") is not False
key = aws.kms.Key(
    "key", enable_key_rotation=rotated, deletion_window_in_days=30, policy=json.dumps(policy), tags=tags,
    opts=pulumi.ResourceOptions(protect=stack == "prod"),
)
for number in range(pulumi.Config().get_int("more") or 0):
    aws.kms.Key(
        f"key-{number}", enable_key_rotation=True, deletion_window_in_days=30, policy=json.dumps(policy), tags=tags,
        opts=pulumi.ResourceOptions(protect=stack == "prod"),
    )
"""
STACK = """\
secretsprovider: awskms://alias/small-dev/secrets?region=eu-central-1&awssdk=v2
encryptedkey: AQICAHg=
config:
  aws:region: eu-central-1
"""
"""As it is after `strata bootstrap` and `pulumi stack init`."""
PIPELINE = Pipeline(
    project="small",
    environments=(Environment("dev", "eu-central-1"), Environment("prod", "eu-west-1")),
    branch="main",
    runner="ubuntu-24.04",
    install=".venv/bin/python -m pip install --requirement requirements.txt",
    lock="requirements.txt",
    pulumi="3.272.0",
)
"""With a runner's label, which each provider takes."""
REAL = ("bash", "sh", "git", "jq", "cat", "cut", "head", "mkdir", "mktemp", "basename", "dirname", "rm")
"""What of this machine the commands find on their PATH; what is not listed is a stand-in, or is not there."""
STAND_INS = ("apk", "aws", "cosign", "curl", "docker", "gh", "go", "grype", "pipx", "pulumi", "python3", "syft")


@dataclass
class Machine:
    """What runs a pipeline's commands, in a project of its own.

    Attributes:
        root: the project's folder.
        folder: what is beside it: the tools, and what was asked of them.
    """

    root: Path
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, script: str, environment: Mapping[str, str], shell: str = "bash") -> subprocess.CompletedProcess[str]:
        """Run a script as a provider does: every command that fails ends it."""
        command = {"bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"], "sh": ["sh", "-e"]}[shell]
        return subprocess.run(
            [*command, "-c", script],
            cwd=self.root,
            env=self.environment | dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    @property
    def calls(self) -> list[list[str]]:
        """What the stand-ins were asked, in order."""
        file = self.folder / "calls"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def change(self, **settings: object) -> None:
        """Change the settings of dev."""
        lines = "".join(f"  small:{name}: {json.dumps(value)}\n" for name, value in settings.items())
        (self.root / "stacks" / "Pulumi.dev.yaml").write_text(STACK + lines)

    def git(self, *arguments: str) -> str:
        """Run git as somebody."""
        identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"]
        return subprocess.run(
            ["git", *identity, *arguments], cwd=self.root, capture_output=True, text=True, check=True
        ).stdout.strip()


def make_project(root: Path) -> None:
    """A small project that holds to every policy, with an image."""
    (root / "stacks").mkdir(parents=True)
    (root / "Pulumi.yaml").write_text("name: small\nruntime: python\nmain: stacks\nstackConfigDir: stacks\n")
    (root / "stacks" / "__main__.py").write_text(PROGRAM)
    for name in ("dev", "prod"):
        (root / "stacks" / f"Pulumi.{name}.yaml").write_text(STACK)
    (root / "requirements.txt").write_text("strata\n")
    (root / "images" / "training").mkdir(parents=True)
    (root / "images" / "training" / "Dockerfile").write_text("FROM scratch\n")


def make_tools(folder: Path, root: Path, home: Path) -> dict[str, str]:
    """Tools for the project's commands; the environment in which they are found."""
    tools = folder / "tools"
    tools.mkdir(parents=True)
    program = folder / "stand-in"
    program.write_text(f"#!{sys.executable}\n" + Path(stand_in.__file__).read_text())
    program.chmod(0o755)
    for name in STAND_INS:
        (tools / name).symlink_to(program)
    for name in REAL:
        found = next(Path(place, name) for place in os.defpath.split(":") if Path(place, name).exists())
        (tools / name).symlink_to(found)
    venv = root / ".venv" / "bin"
    venv.mkdir(parents=True)
    (venv / "python").symlink_to(program)
    # The real command; what it would do to an account, it does to the sandbox.
    (venv / "strata").write_text(
        '#!/bin/sh\ncase "$1" in preview|up|doctor) set -- "$@" --sandbox ;; esac\n'
        f'exec {sys.executable} -m cli.main "$@"\n'
    )
    (venv / "strata").chmod(0o755)
    return {
        "PATH": str(tools),
        "HOME": str(folder),
        "STRATA_HOME": str(home),
        "STAND_IN_CALLS": str(folder / "calls"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "COLUMNS": "200",
    }


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A machine with a project that has every provider's pipelines, committed; its sandbox is stopped afterwards."""
    root, folder = tmp_path / "project", tmp_path / "machine"
    make_project(root)
    for provider in Provider:
        write(root, compare(root, render(provider, PIPELINE)))
    (root / ".gitignore").write_text(".venv/\n.tools\n.scanners\nreports\nbase\n")
    made = Machine(root, folder, make_tools(folder, root, tmp_path / "home"))
    made.git("init", "--quiet")
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "The platform")
    yield made
    home = tmp_path / "home" / "sandbox"
    if home.exists():
        Sandbox(home).stop()
