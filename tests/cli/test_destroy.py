"""`strata destroy` takes a stack down, and nothing but the stack."""

from __future__ import annotations

import boto3
import pytest

from cli.exit_codes import ExitCode
from cli.render.report import access
from sandbox.environment import Sandbox
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_everything_of_the_stack_goes_and_its_neighbour_stays(fresh: Small) -> None:
    for stack in ("dev", "prod"):
        assert fresh.strata("up", stack, "--sandbox", "--yes", "--skip-preview").returncode == 0
    done = fresh.strata("destroy", "--sandbox", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\n 4 to delete\n" in done.stdout
    assert "dev: destroyed in " in done.stdout
    assert "  next   strata up dev --sandbox  # brings it back\n" in done.stdout
    assert "AWS_ENDPOINT_URL" not in done.stdout
    rows = [line.split()[:2] for line in fresh.strata("stacks").stdout.splitlines()[1:]]
    assert rows == [["dev", "0"], ["prod", "4"]]
    assert fresh.strata("destroy", "prod", "--sandbox", "--yes").returncode == 0


def test_a_protected_resource_stops_it_and_says_how_to_go_on(fresh: Small) -> None:
    fresh.program(
        "import pulumi, pulumi_aws as aws\naws.s3.Bucket('kept', opts=pulumi.ResourceOptions(protect=True))\n"
    )
    assert fresh.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    refused = fresh.strata("destroy", "--sandbox", "--yes")
    assert refused.returncode == ExitCode.FAILED
    urn = f"urn:pulumi:dev::{fresh.name}::aws:s3/bucket:Bucket::kept"
    assert f"aws:s3:Bucket kept\n  urn    {urn}\n  cause  it is protected and cannot be deleted" in refused.stdout
    assert "`protect`" in refused.stdout
    buckets = eval(access(Sandbox(fresh.home).endpoint)["boto3"], {"boto3": boto3}).list_buckets()["Buckets"]
    assert any(bucket["Name"].startswith("kept-") for bucket in buckets)


def test_without_a_person_it_asks_for_yes(running: Small) -> None:
    refused = running.strata("destroy", "--sandbox")
    assert (refused.returncode, refused.stdout) == (ExitCode.USAGE, "")
    assert refused.stderr == "error: nobody is at a terminal to agree to the plan: add --yes\n"
