"""`strata destroy` takes a stack down, and nothing but the stack."""

from __future__ import annotations

import re

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


def test_a_protected_target_stops_it(fresh: Small) -> None:
    """Which resources the targets are, the engine knows."""
    fresh.program(
        "import pulumi, pulumi_aws as aws\naws.s3.Bucket('kept', opts=pulumi.ResourceOptions(protect=True))\n"
    )
    assert fresh.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    refused = fresh.strata("destroy", "--sandbox", "--yes", "--target", "**::kept")
    assert refused.returncode == ExitCode.FAILED
    urn = f"urn:pulumi:dev::{fresh.name}::aws:s3/bucket:Bucket::kept"
    assert f"aws:s3:Bucket kept\n  urn    {urn}\n  cause  it is protected and cannot be deleted" in refused.stdout
    assert "`protect`" in refused.stdout
    buckets = eval(access(Sandbox(fresh.home).endpoint)["boto3"], {"boto3": boto3}).list_buckets()["Buckets"]
    assert any(bucket["Name"].startswith("kept-") for bucket in buckets)


MARKED = """\
import pulumi, pulumi_aws as aws
aws.s3.Bucket("data", tags={"keep": "data"}, opts=pulumi.ResourceOptions(protect=True))
aws.sqs.Queue("jobs")
"""


def test_data_is_kept_and_taken_up_again(fresh: Small) -> None:
    """What stays is told, protected or not; the next `up` finds it as it was."""
    fresh.program(MARKED)
    assert fresh.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    done = fresh.strata("destroy", "--sandbox", "--yes", "--keep", "data")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"1 stay: what holds data\n +aws:s3:Bucket +data\n", done.stdout)
    assert "dev: destroyed in " in done.stdout
    assert "1 deleted\n" in done.stdout
    back = fresh.strata("up", "--sandbox", "--yes")
    assert "1 created, 2 unchanged" in back.stdout


def test_nothing_is_destroyed_when_there_is_no_data_to_keep(fresh: Small) -> None:
    """A state from before the program marked its data must not lose it."""
    assert fresh.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    refused = fresh.strata("destroy", "--sandbox", "--yes", "--keep", "data")
    assert (refused.returncode, refused.stdout) == (ExitCode.USAGE, "")
    assert "nothing in its state is marked as data, so nothing was deleted" in refused.stderr
    refused = fresh.strata("destroy", "--sandbox", "--yes", "--keep", "data", "--target", "**")
    assert "--target says what goes, --keep what stays" in refused.stderr


def test_an_excluded_resource_stays(fresh: Small) -> None:
    assert fresh.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    done = fresh.strata("destroy", "--sandbox", "--yes", "--exclude", "**::data")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 deleted" in done.stdout
    typo = fresh.strata("destroy", "--sandbox", "--yes", "--exclude", "**::dta")
    assert typo.returncode == ExitCode.USAGE
    assert "no resource of the stack matches the exclusion **::dta; nothing was deleted" in typo.stdout


def test_without_a_person_it_asks_for_yes(running: Small) -> None:
    refused = running.strata("destroy", "--sandbox")
    assert (refused.returncode, refused.stdout) == (ExitCode.USAGE, "")
    assert refused.stderr == "error: nobody is at a terminal to agree to the plan: add --yes\n"
