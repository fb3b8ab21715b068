"""State by hand, between the engines: what one exports, moves or encrypts anew, the other takes unchanged."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.plugin import install
from tests.cli.conftest import Small

pytestmark = [
    pytest.mark.pulumi_cli,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="the official Pulumi CLI is not on PATH"),
]

ROOT = Path(__file__).parents[2]
PASSPHRASE = "test"


class Both(Small):
    """A small project that both engines work on, in one backend."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        project = (root / "Pulumi.yaml").read_text()
        virtualenv = f"runtime:\n  name: python\n  options:\n    virtualenv: {sys.prefix}\n"
        (root / "Pulumi.yaml").write_text(project.replace("runtime: python\n", virtualenv))
        install(root / "plugins", self.home)
        self.environment |= {"PULUMI_CONFIG_PASSPHRASE": PASSPHRASE}

    def embedded(self, *arguments: str, passphrase: str = PASSPHRASE, new: str = "") -> str:
        """Run `strata`; it must succeed."""
        given = {"PULUMI_CONFIG_PASSPHRASE": passphrase, "PULUMI_CONFIG_PASSPHRASE_NEW": new}
        ended = self.strata(*arguments, environment=given)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def official(self, *arguments: str, passphrase: str = PASSPHRASE) -> str:
        """Run the official CLI; it must succeed."""
        environment = {
            "PATH": f"{self.root / 'plugins'}:{os.environ['PATH']}",
            "PULUMI_BACKEND_URL": f"file://{self.home}",
            "PULUMI_CONFIG_PASSPHRASE": passphrase,
            "PULUMI_HOME": str(self.root / "pulumi-home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PYTHONPATH": str(ROOT),
        }
        ended = subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=self.root,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-4000:]
        return ended.stdout

    def both_find_nothing_to_change(self, *, passphrase: str = PASSPHRASE) -> None:
        """Neither engine wants to change a thing, and the state is sound."""
        self.embedded("state", "verify", "dev", "--sandbox", passphrase=passphrase)
        self.official("preview", "--stack", "dev", "--expect-no-changes", passphrase=passphrase)
        self.embedded("preview", "dev", "--sandbox", "--expect-no-changes", passphrase=passphrase)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    project = Both(tmp_path / "both")
    project.embedded("up", "dev", "--sandbox", "--yes", "--skip-preview")
    yield project
    project.strata("sandbox", "stop", "--yes")


def resources(exported: str) -> list[tuple[str, str]]:
    """Every resource and its parent. Where a copied provider stands among them is the one difference there is."""
    return sorted((one["urn"], one.get("parent", "")) for one in json.loads(exported)["deployment"]["resources"])


@pytest.mark.parametrize("options", [(), ("--show-secrets",)], ids=["encrypted", "plain"])
def test_the_official_cli_imports_what_strata_exports(both: Both, options: tuple[str, ...]) -> None:
    file = str(both.root / "export.json")
    both.embedded("state", "export", "dev", "--sandbox", "--file", file, *options)
    both.official("stack", "import", "--stack", "dev", "--file", file)
    both.both_find_nothing_to_change()


@pytest.mark.parametrize("options", [(), ("--show-secrets",)], ids=["encrypted", "plain"])
def test_strata_imports_what_the_official_cli_exports(both: Both, options: tuple[str, ...]) -> None:
    file = str(both.root / "export.json")
    both.official("stack", "export", "--stack", "dev", "--file", file, *options)
    told = both.embedded("state", "import", "dev", "--sandbox", "--yes", "--file", file)
    assert "dev has the same resources already\n" in told
    both.both_find_nothing_to_change()


def test_both_export_the_same(both: Both) -> None:
    official = json.loads(both.official("stack", "export", "--stack", "dev"))
    assert json.loads(both.embedded("state", "export", "dev", "--sandbox")) == official


def test_a_new_passphrase_holds_for_both(both: Both) -> None:
    both.official("config", "set", "--secret", "small:token", "s3cr3t-value", "--stack", "dev")
    both.embedded("state", "passphrase", "dev", "--sandbox", "--yes", new="another")
    both.both_find_nothing_to_change(passphrase="another")
    value = both.official("config", "get", "small:token", "--stack", "dev", passphrase="another")
    assert value.strip() == "s3cr3t-value"
    outputs = both.official("stack", "output", "--stack", "dev", "--show-secrets", "--json", passphrase="another")
    assert json.loads(outputs)["token"] == "s3cr3t-output"


def test_both_remove_and_move_the_same(both: Both, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(both.home, twin / "sandbox")
    both.embedded("state", "move", "jobs", "--from", "dev", "--to", "prod", "--sandbox", "--yes")
    both.embedded("state", "remove", "dev", "data", "--sandbox", "--yes")
    ours = {stack: resources(both.official("stack", "export", "--stack", stack)) for stack in ("dev", "prod")}
    both.home = twin / "sandbox"
    both.official("stack", "init", "prod")
    jobs = "urn:pulumi:dev::small::small:index:Jobs::jobs"
    both.official("state", "move", jobs, "--source", "dev", "--dest", "prod", "--yes")
    both.official("state", "delete", "urn:pulumi:dev::small::aws:s3/bucket:Bucket::data", "--stack", "dev", "--yes")
    theirs = {stack: resources(both.official("stack", "export", "--stack", stack)) for stack in ("dev", "prod")}
    assert ours == theirs


def test_the_official_history_tells_of_edits(both: Both) -> None:
    both.embedded("state", "remove", "dev", "data", "--sandbox", "--yes")
    newest, *_ = json.loads(both.official("stack", "history", "--stack", "dev", "--json"))
    assert (newest["kind"], newest["result"]) == ("import", "succeeded")
    assert newest["message"].startswith("state remove: urn:pulumi:dev::small::aws:s3/bucket:Bucket::data")
