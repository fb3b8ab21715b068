"""Tools beside Strata: there, broken, missing; needed, or only by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from doctor import Check, Outcome, Subject
from doctor.checks.tools import CHECKS

Put = Callable[[str, str], None]
AWS, *BY_HAND = CHECKS


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts a command on a PATH that leads nowhere else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def command(name: str, script: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)

    return command


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_tool_that_works_tells_its_version(subject: Subject, put: Put, check: Check) -> None:
    put(check.name, "echo tool v1.22.333 built in 2026")
    found = check.run(subject)
    assert (found.outcome, found.found) == (Outcome.PASS, "1.22.333")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_tool_that_is_missing_is_not_needed_in_the_sandbox(subject: Subject, put: Put, check: Check) -> None:
    found = check.run(subject)
    assert found.outcome is Outcome.SKIPPED
    assert found.mend.startswith(("curl ", "sudo apt-get install git"))
    put("brew", "exit 0")
    formula = {"aws": "awscli"}.get(check.name, check.name)
    assert check.run(subject).mend == f"brew install {formula}"


@pytest.mark.parametrize("script", ["exit 1", "echo no version", "echo 1.2.3; exit 3"])
def test_a_tool_that_is_broken_is_a_warning(subject: Subject, put: Put, script: str) -> None:
    put("helm", script)
    found = next(check for check in CHECKS if check.name == "helm").run(subject)
    assert (found.outcome, found.found) == (Outcome.WARN, "is on PATH, but `helm version --short` fails")


def test_without_the_aws_cli_nobody_gets_into_a_real_cluster(subject: Subject, put: Put) -> None:
    subject.in_sandbox = False
    assert AWS.run(subject).outcome is Outcome.FAIL
    put("aws", "exit 1")
    assert AWS.run(subject).outcome is Outcome.FAIL
    subject.stack = None
    assert AWS.run(subject).outcome is Outcome.WARN


@pytest.mark.parametrize("check", BY_HAND, ids=lambda check: check.name)
def test_other_tools_are_not_needed_there_either(subject: Subject, put: Put, check: Check) -> None:
    subject.in_sandbox = False
    assert check.run(subject).outcome is Outcome.SKIPPED
