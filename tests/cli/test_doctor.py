"""`strata doctor` through its real process: piped and at a terminal, in the sandbox."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

PATIENT = ("--timeout", "100")
"""However busy the machine is."""
MACHINE = ["python", "environment", "aws", "git", "helm", "kubectl", "disk", "server", "pulumi", "plugins"]
KILLED = """\
import os, signal
import pulumi, pulumi_aws as aws

first = aws.s3.Bucket("first")
def kill(_):
    if not pulumi.runtime.is_dry_run():
        os.kill(os.getpid(), signal.SIGKILL)
    return "x"
aws.s3.Bucket("second", tags={"after": first.bucket.apply(kill)})
"""
GPUS = """\
import pulumi, pulumi_aws as aws, pulumi_kubernetes as kubernetes

role = aws.iam.Role("nodes", assume_role_policy="{}")
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
subnets = [
    aws.ec2.Subnet(zone, vpc_id=vpc.id, cidr_block=f"10.0.{n}.0/24", availability_zone=f"us-east-1{zone}")
    for n, zone in enumerate("ab")
]
cluster = aws.eks.Cluster(
    "cluster", name="gpus", version="1.35", role_arn=role.arn,
    vpc_config={"subnet_ids": [subnet.id for subnet in subnets]},
)
aws.eks.NodeGroup(
    "gpus", cluster_name=cluster.name, node_role_arn=role.arn, subnet_ids=[subnet.id for subnet in subnets],
    instance_types=["g6.xlarge"], scaling_config={"min_size": 0, "desired_size": 0, "max_size": 2},
)
"""


def findings(project: Small, *arguments: str, code: int = 0) -> dict[str, dict[str, Any]]:
    """What each check found, by its name."""
    done = project.strata("doctor", *arguments, "--json", *PATIENT)
    assert done.returncode == code, done.stdout + done.stderr
    listed = json.loads(done.stdout)
    assert all(set(one) == {"check", "group", "outcome", "finding", "mend", "seconds"} for one in listed)
    return {one["check"]: one for one in listed}


def outcomes(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: one["outcome"] for name, one in found.items()}


def test_without_a_stack_this_machine_is_looked_at(fresh: Small) -> None:
    found = findings(fresh)
    assert list(found) == MACHINE
    assert (found["python"]["outcome"], found["python"]["group"]) == ("pass", "this machine")
    assert found["environment"]["outcome"] == "skipped"


def test_a_stack_in_the_sandbox(fresh: Small) -> None:
    found = findings(fresh, "dev", "--sandbox")
    assert list(found)[: len(MACHINE)] == MACHINE
    told = outcomes(found)
    well = ("credentials", "clock", "endpoints", "program", "lock", "state", "pending")
    assert {name: told[name] for name in well} == dict.fromkeys(well, "pass")
    # It declares no cluster and no instances: nothing of them is told as well.
    assert {told[name] for name in ("quotas", "offers", "version", "skew", "add-ons", "chart versions", "api")} == {
        "skipped"
    }
    assert all(one["finding"] for one in found.values())


def test_the_report_for_people(fresh: Small) -> None:
    done = fresh.strata("doctor", "dev", "--sandbox", *PATIENT)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if line and not line.startswith(" ")][:-1] == [
        "this machine",
        "the sandbox",
        "the AWS account",
        "the stack",
        "the cluster",
    ]
    assert any(line.startswith("  ✓ pass     program ") for line in lines)
    assert any(line.startswith("  \N{EN DASH} skipped  quotas ") for line in lines)
    assert lines[-1].endswith(" skipped")
    assert " 0 fail, " in lines[-1]
    assert (done.stderr, "\x1b" in done.stdout) == ("Checking dev\n", False)


def test_a_stack_that_is_not_there(fresh: Small) -> None:
    done = fresh.strata("doctor", "devv", "--sandbox")
    assert done.returncode == ExitCode.USAGE
    assert "did you mean 'dev'? stacks: dev, prod" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_program_that_fails_is_a_failure_and_the_rest_of_the_stack_is_skipped(fresh: Small) -> None:
    fresh.program("raise ValueError('not today')")
    found = findings(fresh, "dev", "--sandbox", code=ExitCode.FAILED)
    assert found["program"]["outcome"] == "fail"
    assert "not today" in found["program"]["finding"]
    assert found["quotas"]["finding"] == "the stack cannot be planned; see `program`"
    assert found["lock"]["outcome"] == "pass"


def test_what_a_killed_operation_left_is_told_and_its_command_mends_it(fresh: Small) -> None:
    fresh.program(KILLED)
    assert fresh.strata("up", "dev", "--sandbox", "--yes", "--skip-preview").returncode == -9
    found = findings(fresh, "dev", "--sandbox")
    told = outcomes(found)
    assert (told["lock"], told["state"]) == ("warn", "warn")
    assert "an operation was killed" in found["state"]["finding"]
    assert found["state"]["mend"] == "strata recover dev --sandbox --apply"
    assert fresh.strata(*found["state"]["mend"].split()[1:]).returncode == 0
    mended = outcomes(findings(fresh, "dev", "--sandbox"))
    assert (mended["lock"], mended["state"], mended["pending"]) == ("pass", "pass", "pass")


def test_a_quota_that_was_lowered_fails(small: Small) -> None:
    from sandbox.environment import Sandbox
    from sandbox.providers.aws.session import AwsSession

    small.program(GPUS)
    enough = findings(small, "dev", "--sandbox")
    assert outcomes(enough)["quotas"] == "pass"
    assert enough["offers"]["outcome"] == "pass"
    assert enough["version"]["outcome"] == "pass"
    quotas = AwsSession(Sandbox(small.home).endpoint, "us-east-1").client("service-quotas")
    quotas.request_service_quota_increase(ServiceCode="ec2", QuotaCode="L-DB2E81BA", DesiredValue=0)
    short = findings(small, "dev", "--sandbox", code=ExitCode.FAILED)
    assert short["quotas"]["outcome"] == "fail"
    assert short["quotas"]["finding"].startswith("not even one instance for gpus: ")
    assert short["quotas"]["finding"].endswith(": 8 vCPUs wanted by gpus, 0 allowed")
    assert "--quota-code L-DB2E81BA --desired-value 8 " in short["quotas"]["mend"]
    assert [name for name, outcome in outcomes(short).items() if outcome == "fail"] == ["quotas"]


def test_a_person_sees_how_far_it_is_and_then_the_report(fresh: Small) -> None:
    terminal = Terminal(fresh, "doctor", "dev", "--sandbox", *PATIENT)
    terminal.expect("Checking dev: ")
    assert terminal.end() == 0
    assert "waiting for " in terminal.plain
    assert "\x1b[32m✓ pass" in terminal.shown
    # Of what was shown while it ran, nothing is left behind the report.
    assert "waiting for" not in terminal.plain.rpartition("this machine\n")[2]


def test_no_colour_where_none_is_wanted(fresh: Small) -> None:
    terminal = Terminal(fresh, "doctor", *PATIENT, NO_COLOR="1")
    assert terminal.end() == 0
    assert "\x1b[32m" not in terminal.shown
    assert "✓ pass" in terminal.plain


def test_ctrl_c_ends_it_at_once(fresh: Small) -> None:
    fresh.program("import time\ntime.sleep(60)\n")
    terminal = Terminal(fresh, "doctor", "dev", "--sandbox", *PATIENT)
    terminal.expect("waiting for program")
    terminal.process.sendintr()
    assert terminal.end() == ExitCode.INTERRUPTED
    assert "Traceback" not in terminal.plain
    assert "\x1b[?25h" in terminal.shown
