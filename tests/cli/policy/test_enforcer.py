"""Policies hold up a deployment before anything is created, whichever way it is typed."""

from __future__ import annotations

import json

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import STACK, Small

pytestmark = pytest.mark.slow

ENCRYPTED = """\
import pulumi
import pulumi_aws as aws

key = aws.kms.Key("key", enable_key_rotation=True)
aws.sqs.Queue("jobs", kms_master_key_id=key.arn)
"""
OPEN = """\
import pulumi_aws as aws

aws.sqs.Queue("jobs", sqs_managed_sse_enabled=False)
"""
LATER = """\
import pulumi_aws as aws

first = aws.sqs.Queue("first", sqs_managed_sse_enabled=True)
aws.sqs.Queue("second", sqs_managed_sse_enabled=first.arn.apply(lambda _: False))
"""
ONLY = "strata:policy: {profiles: [fsbp]}"


@pytest.fixture
def guarded(fresh: Small) -> Small:
    """A project whose stack dev is held to the rules of one profile."""
    fresh.configure(ONLY)
    fresh.program(OPEN)
    return fresh


def created(project: Small) -> bool:
    return (project.home / ".pulumi" / "stacks" / project.name / "dev.json").exists()


@pytest.mark.parametrize("command", [("preview",), ("up", "--yes"), ("up", "--yes", "--skip-preview")])
def test_a_violation_stops_it_before_anything_is_created(guarded: Small, command: tuple[str, ...]) -> None:
    done = guarded.strata(*command, "--sandbox")
    assert done.returncode == ExitCode.FAILED
    assert "high  sqs-encrypted  Queues encrypt their messages at rest." in done.stdout
    assert "policies: 1 violation, 1 blocking" in done.stdout
    assert done.stderr == "error: dev: 1 violation of a policy blocks the deployment; nothing was changed\n"
    assert not created(guarded)


def test_without_a_violation_it_goes_on(guarded: Small) -> None:
    guarded.program(ENCRYPTED)
    done = guarded.strata("up", "--sandbox", "--yes")
    assert done.returncode == ExitCode.OK, done.stdout + done.stderr
    assert "policies: no violation" in done.stdout
    assert created(guarded)


def test_advisory_violations_are_told_and_stop_nothing(guarded: Small) -> None:
    guarded.configure("strata:policy: {profiles: [fsbp], enforcement: advisory, reasons: {enforcement: a test}}")
    done = guarded.strata("up", "--sandbox", "--yes")
    assert done.returncode == ExitCode.OK, done.stdout + done.stderr
    assert "sqs-encrypted" in done.stdout
    assert "policies: 1 violation, 0 blocking" in done.stdout


def test_what_becomes_known_in_the_deployment_is_told_after_it(guarded: Small) -> None:
    guarded.program(LATER)
    planned = guarded.strata("preview", "--sandbox")
    assert planned.returncode == ExitCode.OK
    assert "1 finding cannot be known yet" in planned.stdout
    done = guarded.strata("up", "--sandbox", "--yes")
    assert done.returncode == ExitCode.FAILED
    assert "second  sqsManagedSseEnabled" in done.stdout
    assert "blocks the next deployment; it became known in this one" in done.stderr


def test_strict_stacks_do_not_wait_for_that(guarded: Small) -> None:
    guarded.configure("strata:policy: {profiles: [fsbp], strict: true}")
    guarded.program(LATER)
    done = guarded.strata("up", "--sandbox", "--yes")
    assert done.returncode == ExitCode.FAILED
    assert not created(guarded)


def test_violations_are_events_for_programs(guarded: Small) -> None:
    done = guarded.strata("preview", "--sandbox", "--json")
    assert done.returncode == ExitCode.FAILED
    events = [json.loads(line) for line in done.stdout.splitlines()]
    (event,) = [one["policyEvent"] for one in events if "policyEvent" in one]
    assert (event["policyName"], event["enforcementLevel"]) == ("sqs-encrypted", "mandatory")
    assert event["resourceUrn"].endswith("::jobs")


def test_mistakes_in_the_section_come_before_all_else(guarded: Small) -> None:
    guarded.configure("strata:policy: {enforcement: advisory}")
    done = guarded.strata("up", "--sandbox", "--yes")
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    where = "stacks/Pulumi.dev.yaml: strata:policy.reasons.enforcement"
    assert done.stderr == f"error: {where}: is missing; say why violations do not block here\n"


def test_destroying_is_never_held_up(guarded: Small) -> None:
    guarded.configure("strata:policy: {profiles: [fsbp], enforcement: advisory, reasons: {enforcement: a test}}")
    assert guarded.strata("up", "--sandbox", "--yes").returncode == ExitCode.OK
    guarded.configure(ONLY)
    assert guarded.strata("destroy", "--sandbox", "--yes").returncode == ExitCode.OK


def test_a_project_without_the_section_is_not_checked(guarded: Small) -> None:
    (guarded.root / "stacks" / "Pulumi.dev.yaml").write_text(STACK)
    done = guarded.strata("preview", "--sandbox")
    assert (done.returncode, "policies" in done.stdout) == (ExitCode.OK, False)
