"""`strata audit` tells what is left of a stack, and `strata destroy` ends with it."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from cli.exit_codes import ExitCode
from cli.render.report import access
from sandbox.environment import Sandbox
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow

TAGGED = """\
import pulumi, pulumi_aws as aws
tags = {{"project": "{name}", "environment": pulumi.get_stack()}}
aws.sqs.Queue("jobs", tags=tags)
aws.s3.Bucket("data", tags=tags | {{"keep": "data"}})
"""


@pytest.fixture
def tagged(fresh: Small) -> Small:
    """A stack whose resources bear the tags of its owner."""
    fresh.program(TAGGED.format(name=fresh.name))
    done = fresh.strata("up", "--sandbox", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout
    return fresh


def account(project: Small, service: str) -> Any:
    return eval(access(Sandbox(project.home).endpoint)["boto3"].replace('"s3"', f'"{service}"'), {"boto3": boto3})


def orphan(project: Small) -> str:
    """A queue of the stack that its state does not know."""
    tags = {"project": project.name, "environment": "dev"}
    return str(account(project, "sqs").create_queue(QueueName=f"{project.name}-orphan", tags=tags)["QueueUrl"])


def test_what_the_state_lists_is_kept_and_an_orphan_is_residue(tagged: Small) -> None:
    done = tagged.strata("audit", "--sandbox")
    assert (done.returncode, done.stderr) == (0, "")
    assert "dev: nothing is left that should not be\n" in done.stdout
    assert "2 kept on purpose: 0.00 USD a month + 1 without a known price: s3/bucket (1)\n" in done.stdout
    orphan(tagged)
    found = tagged.strata("audit", "--sandbox")
    assert found.returncode == ExitCode.RESIDUE
    rows = [line.split() for line in found.stdout.splitlines()]
    arn = f"arn:aws:sqs:us-east-1:123456789012:{tagged.name}-orphan"
    assert rows[1] == ["residue", "sqs", "queue", "0.00", arn]
    assert found.stderr.startswith("error: dev: 1 left that its state does not list; ")


def test_a_destroy_that_leaves_something_behind_says_so_with_its_exit_status(tagged: Small) -> None:
    """Everything it knows of is gone; what it does not know of is told with its cost, for people and for programs."""
    url = orphan(tagged)
    done = tagged.strata("destroy", "--sandbox", "--yes")
    assert done.returncode == ExitCode.RESIDUE, done.stdout
    assert "dev: destroyed in " in done.stdout
    assert "1 residue: nobody knows of it any more: 0.00 USD a month\n" in done.stdout
    told = tagged.strata("destroy", "--sandbox", "--yes", "--json")
    assert told.returncode == ExitCode.RESIDUE
    audit = json.loads(told.stdout.splitlines()[-1])["auditEvent"]
    assert [(one["service"], one["type"], one["standing"]) for one in audit["found"]] == [("sqs", "queue", "residue")]
    assert audit["withoutAKnownPrice"] == {"kept": 0, "leaving": 0, "residue": 0}
    account(tagged, "sqs").delete_queue(QueueUrl=url)
    clean = tagged.strata("destroy", "--sandbox", "--yes")
    assert (clean.returncode, clean.stderr) == (0, "")
    assert "dev: nothing is left that should not be\n" in clean.stdout


def test_kept_data_is_no_residue(tagged: Small) -> None:
    done = tagged.strata("destroy", "--sandbox", "--yes", "--keep", "data")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 kept on purpose: 0.00 USD a month + 1 without a known price: s3/bucket (1)\n" in done.stdout
    gone = tagged.strata("destroy", "--sandbox", "--yes")
    assert (gone.returncode, gone.stderr) == (0, "")
    assert "kept on purpose" not in gone.stdout
