"""A small project in the cloud, with a stand-in for the CLI and one for AWS: nothing leaves this machine."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

import pytest

from cli.main import run
from sandbox.aws.server import AwsServer
from tests.cli.conftest import Small
from tests.cli.engines.official.stub import Stub


class Cloud(Small):
    """A project whose CLI is a stub, and whose account is the sandbox's.

    Attributes:
        cli: the CLI.
    """

    def __init__(self, folder: Path, endpoint: str) -> None:
        super().__init__(folder / "project", "cloudy", folder / "strata")
        self.cli = Stub(folder / "bin")
        home = folder / "home"
        home.mkdir()
        self.environment |= {
            "PATH": f"{self.cli.folder}:/usr/bin:/bin",
            "HOME": str(home),
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": endpoint,
            "PULUMI_CONFIG_PASSPHRASE": "correct horse",
        }

    def strata(self, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command with nobody at a terminal; in this process, which is quicker."""
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, self.environment | dict(environment or {}), clear=True),
            contextlib.chdir(self.root),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = run(list(arguments))
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    def without(self, *names: str) -> None:
        """Take variables out of the environment."""
        for name in names:
            del self.environment[name]


@pytest.fixture
def cloud(tmp_path: Path, aws_server: AwsServer) -> Cloud:
    """Everything that the cloud takes is there."""
    return Cloud(tmp_path, aws_server.endpoint)
