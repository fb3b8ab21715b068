"""The same program and sandbox under the official engine; what one engine wrote, the other takes over unchanged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine import FileBackend, Operation, Project, Stack, Summary, run
from sandbox.environment import Sandbox
from sandbox.plugin import install

pytestmark = [
    pytest.mark.pulumi_cli,
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="the official Pulumi CLI is not on PATH"),
]

ROOT = Path(__file__).parents[2]
PASSPHRASE = "test"


@dataclass
class Engines:
    """Both engines on one project, one backend, one sandbox."""

    folder: Path
    sandbox: Sandbox

    def embedded(self, operation: Operation, stack: str) -> Summary:
        """Carry out an operation that must succeed, with the embedded engine."""
        opened = Stack(Project.load(self.folder), stack, FileBackend(self.sandbox.root), passphrase=PASSPHRASE)
        summary = run(operation, opened, providers=self.sandbox.providers())
        assert summary.succeeded, "\n".join(summary.errors)
        return summary

    def official(self, *arguments: str) -> None:
        """Run the official CLI; it must succeed."""
        environment = {
            **os.environ,
            "PATH": f"{self.folder / 'plugins'}:{os.environ['PATH']}",
            "PULUMI_BACKEND_URL": f"file://{self.sandbox.root}",
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_HOME": str(self.folder / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PYTHONPATH": str(ROOT),
        }
        ended = subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-4000:]


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[Engines]:
    shutil.copy(ROOT / "Pulumi.yaml", tmp_path)
    shutil.copytree(ROOT / "stacks", tmp_path / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".venv").symlink_to(sys.prefix)
    sandbox = Sandbox(tmp_path / "sandbox")
    sandbox.start()
    install(tmp_path / "plugins", sandbox.root)
    yield Engines(tmp_path, sandbox)
    sandbox.stop()


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_the_official_engine_takes_over_what_the_embedded_one_made(engines: Engines, stack: str) -> None:
    made = engines.embedded(Operation.UP, stack).changes["create"]
    engines.official("preview", "--stack", stack, "--expect-no-changes")
    engines.official("up", "--stack", stack, "--yes", "--skip-preview", "--expect-no-changes")
    assert engines.embedded(Operation.UP, stack).changes == {"same": made}


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_the_embedded_engine_takes_over_what_the_official_one_made(engines: Engines, stack: str) -> None:
    engines.official("stack", "init", stack)
    engines.official("up", "--stack", stack, "--yes", "--skip-preview")
    assert engines.embedded(Operation.UP, stack).changes.keys() == {"same"}
    engines.official("preview", "--stack", stack, "--expect-no-changes")


def test_the_official_engine_destroys_what_the_embedded_one_made(engines: Engines) -> None:
    engines.embedded(Operation.UP, "dev")
    engines.official("destroy", "--stack", "dev", "--yes", "--skip-preview")
    assert engines.embedded(Operation.DESTROY, "dev").changes == {}
