"""`strata refresh` finds what was changed behind its back."""

from __future__ import annotations

import json

import boto3
import pytest

from cli.exit_codes import ExitCode
from cli.render.report import access
from sandbox.environment import Sandbox
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_what_was_deleted_elsewhere_is_found_taken_over_and_brought_back(fresh: Small) -> None:
    assert fresh.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    bucket = json.loads(fresh.strata("outputs", "--json").stdout)["bucket"]
    eval(access(Sandbox(fresh.home).endpoint)["boto3"], {"boto3": boto3}).delete_bucket(Bucket=bucket)

    noticed = fresh.strata("refresh", "--sandbox", "--yes", "--expect-no-changes")
    assert (noticed.returncode, noticed.stderr) == (
        ExitCode.CHANGES,
        "error: dev: nothing should change, but 1 would\n",
    )
    taken_over = fresh.strata("refresh", "--sandbox", "--yes")
    assert taken_over.returncode == 0
    assert "     -  aws:s3:Bucket data\n\n 1 to delete, 1 unchanged\n" in taken_over.stdout
    assert " -  aws:s3:Bucket data deleted (" in taken_over.stdout
    back = fresh.strata("up", "--sandbox", "--yes")
    assert back.returncode == 0
    assert "dev: up in " in back.stdout
    assert "1 created, 3 unchanged" in back.stdout


def test_when_all_is_as_recorded_nothing_changes(running: Small) -> None:
    done = running.strata("refresh", "--sandbox", "--yes", "--expect-no-changes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing to change" in done.stdout


def test_without_a_person_it_asks_for_yes(running: Small) -> None:
    refused = running.strata("refresh", "--sandbox")
    assert refused.returncode == ExitCode.USAGE
    assert refused.stderr.endswith("add --yes\n")
