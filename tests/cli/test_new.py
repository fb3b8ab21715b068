"""`strata new` says what it needs, and refuses what cannot be."""

from __future__ import annotations

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow

GIVEN = ("--region", "eu-central-1", "--owner", "ml-platform", "--cost-center", "0815")


def test_with_nobody_to_ask_what_is_missing_is_named(fresh: Small) -> None:
    refused = fresh.strata("new", "--owner", "me")
    assert refused.returncode == ExitCode.USAGE
    assert refused.stderr == "error: nobody is at a terminal to be asked: give PROJECT, --region, --cost-center\n"
    assert refused.stdout == ""


@pytest.mark.parametrize("name", ["../escape", "/tmp/escape", "with space", "bücher", "Capital", "a" * 31])
def test_a_hostile_name_is_refused_with_what_is_allowed(fresh: Small, name: str) -> None:
    before = sorted(fresh.root.parent.rglob("*"))
    refused = fresh.strata("new", name, *GIVEN)
    assert refused.returncode == ExitCode.USAGE
    assert refused.stderr.startswith(
        "error: name: must be lower-case letters and digits, words joined by single hyphens"
    )
    assert sorted(fresh.root.parent.rglob("*")) == before


def test_a_name_that_begins_with_a_dash_is_refused(fresh: Small) -> None:
    assert fresh.strata("new", "-x", *GIVEN).returncode == ExitCode.USAGE
    refused = fresh.strata("new", *GIVEN, "--", "-x")
    assert refused.stderr.startswith("error: name: must be lower-case letters and digits")


def test_all_mistakes_come_at_once(fresh: Small) -> None:
    refused = fresh.strata("new", "A", "--region", "eu-cental-1", "--owner", "é", "--environments", "dve,prod")
    assert refused.returncode == ExitCode.USAGE
    # What is missing is told first: there is nobody to ask.
    assert refused.stderr == "error: nobody is at a terminal to be asked: give --cost-center\n"
    refused = fresh.strata("new", "A", *GIVEN, "--region", "eu-cental-1", "--environments", "dve,prod")
    assert [line.partition(":")[0] for line in refused.stderr.removeprefix("error: ").splitlines()] == [
        "name",
        "region",
        "environments",
    ]
    assert "did you mean 'eu-central-1'?" in refused.stderr
    assert "did you mean 'dev'?" in refused.stderr


def test_a_folder_that_is_not_empty_is_refused(fresh: Small) -> None:
    refused = fresh.strata("new", "acme-ml", *GIVEN, "--folder", "stacks")
    assert refused.returncode == ExitCode.USAGE
    assert refused.stderr.startswith(
        "error: stacks: is not empty, it has Pulumi.dev.yaml, Pulumi.prod.yaml, __main__.py"
    )
    assert refused.stderr.endswith("name another folder\n")


def test_the_help_says_what_each_option_is_for(fresh: Small) -> None:
    shown = fresh.strata("new", "--help").stdout
    for option in ("--folder", "--region", "--owner", "--cost-center", "--environments", "--strata", "--update"):
        assert option in shown
