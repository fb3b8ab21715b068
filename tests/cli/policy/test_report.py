"""`strata policy report`, and `check` of a stack: as it would be, with nothing created."""

from __future__ import annotations

import json

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_the_evidence_of_a_stack_that_is_not_there_yet(fresh: Small) -> None:
    done = fresh.strata("policy", "report", "dev", "--output", "out")
    assert (done.returncode, "Traceback" in done.stderr) == (ExitCode.OK, False)
    page = (fresh.root / "out" / "policies-dev.html").read_text()
    document = json.loads((fresh.root / "out" / "policies-dev.json").read_text())
    assert document["subject"] == f"{fresh.name}/dev"
    assert {one["rule"] for one in document["findings"]} >= {"sqs-encrypted", "s3-bucket-public-access-block"}
    assert "sqs-encrypted" in page
    assert "no commit: not in a git repository" in page
    assert "wrote out/policies-dev.html" in done.stdout
    assert not (fresh.home / ".pulumi" / "stacks" / fresh.name).exists()


def test_a_stack_is_checked_as_it_would_be(fresh: Small) -> None:
    done = fresh.strata("policy", "check", "dev", "--rule", "sqs-encrypted")
    assert done.returncode == ExitCode.FAILED
    assert "jobs-queue  sqsManagedSseEnabled" in done.stdout


def test_a_program_that_cannot_be_planned(fresh: Small) -> None:
    fresh.program("raise ValueError('not today')")
    done = fresh.strata("policy", "check", "dev")
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert "not today" in done.stderr


def test_no_such_stack(fresh: Small) -> None:
    done = fresh.strata("policy", "check", "devv")
    assert done.returncode == ExitCode.USAGE
    assert "did you mean 'dev'?" in done.stderr


def test_a_stack_or_files(fresh: Small) -> None:
    done = fresh.strata("policy", "check", "dev", "--state", "x")
    assert (done.returncode, done.stderr) == (ExitCode.USAGE, "error: name one thing to check: a stack, or files\n")


def test_the_waivers_of_a_stack_lie_beside_its_file_wherever_one_stands(fresh: Small) -> None:
    waiver = "{rule: sqs-encrypted, match: '*::jobs-queue', reason: r, owner: o, ticket: t, expires: 2099-01-01}"
    (fresh.root / "stacks" / "waivers.yaml").write_text(f"waivers: [{waiver}]")
    fresh.root = fresh.root / "stacks"  # the commands are typed there
    done = fresh.strata("policy", "check", "dev", "--rule", "sqs-encrypted")
    assert done.returncode == ExitCode.OK, done.stdout + done.stderr
    assert "waived until 2099-01-01: r (t)" in done.stdout


def test_a_severity_keeps_what_production_is_held_to(fresh: Small) -> None:
    usual = fresh.strata("policy", "check", "prod", "--format", "json")
    severe = fresh.strata("policy", "check", "prod", "--severity", "low", "--format", "json")
    assert json.loads(severe.stdout)["summary"]["rules"] == json.loads(usual.stdout)["summary"]["rules"]
