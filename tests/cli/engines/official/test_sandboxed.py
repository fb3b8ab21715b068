"""Around the CLI in the sandbox: nothing of the person's own, nothing that leaves traces in the project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.exit_codes import ExitCode
from engine.backend import FileBackend, digest
from engine.journal_file import JournalFile
from sandbox.environment import Sandbox
from tests.cli.engines.official.conftest import Cloud
from tests.cli.events import begin, end

OFFICIAL = ("--sandbox", "--engine", "pulumi")
PLAN = [
    begin("create", "aws:s3/bucket:Bucket", "data"),
    end("create", "aws:s3/bucket:Bucket", "data"),
    {"summaryEvent": {"durationSeconds": 1, "resourceChanges": {"create": 1}}},
]


@pytest.fixture
def sandboxed(tmp_path: Path) -> Iterator[Cloud]:
    """A project with a stub for the CLI, and a sandbox of its own."""
    made = Cloud(tmp_path, "http://127.0.0.1:1")
    made.cli.answer(preview={"events": PLAN}, stack_init={})
    yield made
    Sandbox(made.home).stop()


def test_the_stack_is_made_beside_the_project(sandboxed: Cloud) -> None:
    before = {path.name: path.read_bytes() for path in (sandboxed.root / "stacks").iterdir()}
    planned = sandboxed.strata("preview", "dev", *OFFICIAL, "--parallel", "2")
    assert planned.returncode == 0, planned.stderr
    assert planned.stdout.startswith("Planning dev\n")
    stand_in = sandboxed.home / "pulumi" / sandboxed.name / "Pulumi.dev.yaml"
    _, init, preview = sandboxed.cli.calls
    assert init == "stack init dev"
    assert preview.startswith(f"preview --parallel 2 --color never --config-file {stand_in} --exec-kind auto.local")
    assert stand_in.read_text() == (sandboxed.root / "stacks" / "Pulumi.dev.yaml").read_text()
    own = [sandboxed.home / "pulumi", *(sandboxed.home / "pulumi").rglob("*")]
    assert stand_in in own
    assert [path for path in own if path.stat().st_mode & 0o077] == []
    assert {path.name: path.read_bytes() for path in (sandboxed.root / "stacks").iterdir()} == before


def test_the_child_sees_nothing_that_leads_out(sandboxed: Cloud) -> None:
    (sandboxed.cli.folder / "pulumi").write_text(f"#!/bin/sh\nenv > {sandboxed.root}/seen\necho v3.272.0\n")
    sandboxed.environment |= {"PULUMI_ACCESS_TOKEN": "pul-mine", "AWS_PROFILE": "mine", "PULUMI_STACK": "prod"}
    odd = sandboxed.strata("preview", "dev", *OFFICIAL)
    assert odd.returncode == ExitCode.FAILED
    assert odd.stderr == "error: dev: the Pulumi CLI ended without a word of what it did: summary event never found\n"
    seen = dict(line.partition("=")[::2] for line in (sandboxed.root / "seen").read_text().splitlines())
    assert not any(name.startswith("AWS_") for name in seen)
    assert {name for name in seen if name.startswith("PULUMI_")} == {
        "PULUMI_AUTOMATION_API",
        "PULUMI_BACKEND_URL",
        "PULUMI_CONFIG_PASSPHRASE",
        "PULUMI_DEBUG_COMMANDS",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION",
        "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER",
        "PULUMI_HOME",
        "PULUMI_SKIP_UPDATE_CHECK",
    }
    assert seen["PULUMI_BACKEND_URL"] == f"file://{sandboxed.home}"
    assert seen["PULUMI_HOME"] == str(sandboxed.home / "pulumi" / "home")
    assert seen["PATH"].split(":")[:2] == [str(sandboxed.home / "pulumi" / "plugins"), str(sandboxed.cli.folder)]


def test_the_cli_and_the_virtual_environment_are_all_that_it_takes(sandboxed: Cloud) -> None:
    (sandboxed.cli.folder / "pulumi").unlink()
    file = sandboxed.root / "Pulumi.yaml"
    file.write_text(file.read_text().replace("python", "{name: python, options: {virtualenv: .venv}}"))
    refused = sandboxed.strata("up", "dev", *OFFICIAL, "--yes", "--json")
    assert refused.returncode == ExitCode.UNPREPARED
    assert [one["mend"] for one in json.loads(refused.stdout)["missing"]] == [
        "curl -fsSL https://get.pulumi.com | sh",
        f"cd {sandboxed.root} && pulumi install",
    ]
    assert not sandboxed.home.exists() or not (sandboxed.home / "aws.json").exists()


def test_a_mistake_in_the_stack_file_is_told_before_anything_is_started(sandboxed: Cloud) -> None:
    (sandboxed.root / "stacks" / "Pulumi.dev.yaml").write_text("config: 3\nsalt: x\n")
    refused = sandboxed.strata("up", "dev", *OFFICIAL, "--yes")
    assert refused.returncode == ExitCode.USAGE
    assert "stacks/Pulumi.dev.yaml: config: must be a mapping" in refused.stderr
    assert sandboxed.cli.calls == ["version"]


def test_a_stack_that_the_embedded_engine_was_cut_off_from_is_left_to_it(sandboxed: Cloud) -> None:
    made = sandboxed.strata("up", "dev", "--sandbox", "--yes", "--skip-preview")
    assert made.returncode == 0, made.stdout + made.stderr
    backend = FileBackend(sandboxed.home)
    follows = digest(backend.read(sandboxed.name, "dev"))
    JournalFile(backend.journal_path(sandboxed.name, "dev"), follows=follows, salt="").close()
    refused = sandboxed.strata("up", "dev", *OFFICIAL, "--yes")
    assert refused.returncode == ExitCode.FAILED
    assert "finish with `strata up dev --sandbox` first" in refused.stderr
    assert "up" not in [call.split()[0] for call in sandboxed.cli.calls]


def test_policies_are_asked_where_they_are_declared(sandboxed: Cloud) -> None:
    assert sandboxed.strata("preview", "dev", *OFFICIAL).returncode == 0
    assert not any("--policy-pack" in call for call in sandboxed.cli.calls)
    sandboxed.configure("strata:policy: {}")
    for operation, asked in (("preview", True), ("refresh", False), ("destroy", False)):
        before = len(sandboxed.cli.calls)
        sandboxed.strata(operation, "dev", *OFFICIAL, *(() if operation == "preview" else ("--yes",)))
        calls = sandboxed.cli.calls[before:]
        assert any("--policy-pack" in call for call in calls) is asked, calls
