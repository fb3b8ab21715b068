"""`strata up`, as a process in a small project."""

from __future__ import annotations

import json

import pytest

from cli.exit_codes import ExitCode
from cli.render.report import access
from sandbox.environment import Sandbox
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def steps(text: str) -> list[str]:
    """The lines about single resources, without their durations and generated names."""
    return sorted(line.rpartition(" (")[0] for line in text.splitlines() if line.endswith("s)"))


def test_everything_is_created_and_told(fresh: Small) -> None:
    done = fresh.strata("up", "--sandbox", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    planned, _, updated = done.stdout.partition("Updating dev\n")
    assert planned == (
        "Planning dev\n +  jobs             2 to create\n +  (stack)          2 to create\n\n 4 to create\n\n"
    )
    assert steps(updated) == [
        " +  aws:s3:Bucket data created",
        " +  aws:sqs:Queue jobs-queue created",
        f" +  pulumi:pulumi:Stack {fresh.name}-dev created",
        " +  small:index:Jobs jobs created",
    ]
    assert "component  created\njobs             2\n(stack)          2\n\nOutputs\n  bucket  data-" in updated
    assert "\n  token   [secret]\n" in updated
    assert f"\n  state  {fresh.home}/.pulumi/stacks/{fresh.name}/dev.json\n" in updated
    assert f"\n  boto3  {access(Sandbox(fresh.home).endpoint)['boto3']}\n" in updated
    assert "\x1b" not in done.stdout
    assert "s3cr3t" not in done.stdout


def test_the_told_way_into_the_sandbox_works(running: Small) -> None:
    import boto3

    told = access(Sandbox(running.home).endpoint)["boto3"]
    buckets = eval(told, {"boto3": boto3}).list_buckets()["Buckets"]
    published = json.loads(running.strata("outputs", "--json").stdout)["bucket"]
    assert published in {bucket["Name"] for bucket in buckets}


def test_a_second_time_nothing_changes(running: Small) -> None:
    done = running.strata("up", "--sandbox", "--yes", "--expect-no-changes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\n nothing to change (4 unchanged)\n" in done.stdout


def test_an_unexpected_change_leaves_3_and_changes_nothing(running: Small) -> None:
    running.configure("running:delay: 5")
    try:
        refused = running.strata("up", "--sandbox", "--yes", "--expect-no-changes")
    finally:
        running.configure("running:delay: 0")
    assert (refused.returncode, refused.stderr) == (
        ExitCode.CHANGES,
        "error: dev: nothing should change, but 1 would\n",
    )
    assert "Updating" not in refused.stdout
    assert running.strata("up", "--sandbox", "--yes", "--expect-no-changes").returncode == 0


def test_a_diff_shows_old_and_new_and_what_was_done_without_a_plan(fresh: Small) -> None:
    assert fresh.strata("up", "--sandbox", "--yes", "--skip-preview").returncode == 0
    fresh.configure(f"{fresh.name}:delay: 5")
    done = fresh.strata("up", "--sandbox", "--yes", "--skip-preview", "--diff")
    assert done.returncode == 0
    assert "     ~  aws:sqs:Queue jobs-queue\n        ~ delaySeconds: 0 → 5\n" in done.stdout
    assert "1 updated, 3 unchanged" in done.stdout
    assert "Planning" not in done.stdout


def test_only_a_target_is_touched(fresh: Small) -> None:
    urn = f"urn:pulumi:dev::{fresh.name}::aws:s3/bucket:Bucket::data"
    done = fresh.strata("up", "--sandbox", "--yes", "--skip-preview", "--target", urn)
    assert done.returncode == 0, done.stdout
    assert " +  aws:s3:Bucket data created" in done.stdout
    assert "aws:sqs:Queue" not in done.stdout


def test_as_json_every_line_is_an_event_and_plan_and_update_are_told_apart(fresh: Small) -> None:
    done = fresh.strata("up", "--sandbox", "--yes", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    summaries = [event["summaryEvent"] for event in events if "summaryEvent" in event]
    assert [(one["isPreview"], one["resourceChanges"]) for one in summaries] == [
        (True, {"create": 4}),
        (False, {"create": 4}),
    ]
    assert "s3cr3t" not in done.stdout


def test_secrets_are_shown_when_asked_for(running: Small) -> None:
    done = running.strata("up", "--sandbox", "--yes", "--skip-preview", "--show-secrets")
    assert "\n  token   s3cr3t-output\n" in done.stdout


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ((), "error: nobody is at a terminal to agree to the plan: add --yes\n"),
        (("--json",), "error: --json leaves no room for a question: add --yes\n"),
        (("--skip-preview",), "error: --skip-preview shows no plan to agree to: add --yes\n"),
        (
            ("--yes", "--skip-preview", "--expect-no-changes"),
            "error: --expect-no-changes needs the plan: leave out --skip-preview\n",
        ),
    ],
)
def test_flags_that_cannot_be_meant_are_refused(fresh: Small, flags: tuple[str, ...], message: str) -> None:
    refused = fresh.strata("up", "--sandbox", *flags)
    assert (refused.returncode, refused.stdout, refused.stderr) == (ExitCode.USAGE, "", message)


def test_an_unknown_stack_names_the_nearest(fresh: Small) -> None:
    refused = fresh.strata("up", "dve", "--sandbox", "--yes")
    assert (refused.returncode, refused.stdout) == (ExitCode.USAGE, "")
    assert "did you mean 'dev'?" in refused.stderr


def test_a_mistake_in_a_stack_file_leaves_2_and_creates_nothing(fresh: Small) -> None:
    (fresh.root / "stacks" / "Pulumi.dev.yaml").write_text("config: [1]\n")
    refused = fresh.strata("up", "--sandbox", "--yes")
    assert refused.returncode == ExitCode.USAGE
    assert "stacks/Pulumi.dev.yaml" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stdout + refused.stderr
    assert fresh.strata("stacks").stdout.splitlines()[1].split()[:2] == ["dev", "0"]


def test_a_program_that_fails_leaves_2_and_creates_nothing(fresh: Small) -> None:
    fresh.program("import pulumi_aws as aws\naws.s3.Bucket('data')\nraise ValueError('no such team: vison')\n")
    refused = fresh.strata("up", "--sandbox", "--yes")
    assert refused.returncode == ExitCode.USAGE
    assert "no such team: vison" in refused.stdout
    assert refused.stdout.endswith("dev: the plan failed; nothing was changed\n")
    assert fresh.strata("stacks").stdout.splitlines()[1].split()[:2] == ["dev", "0"]


def test_a_misspelt_nested_property_stops_the_plan_with_its_path(fresh: Small) -> None:
    fresh.program(
        "import pulumi_aws as aws\n"
        "aws.s3.BucketVersioning('v', bucket='b', versioning_configuration={'statsu': 'Enabled'})\n"
    )
    refused = fresh.strata("up", "--sandbox", "--yes")
    assert refused.returncode == ExitCode.USAGE
    assert f"urn:pulumi:dev::{fresh.name}::aws:s3/bucketVersioning:BucketVersioning::v" in refused.stdout
    assert "versioningConfiguration.statsu" in refused.stdout
    assert "did you mean 'status'?" in refused.stdout


def test_what_aws_refuses_is_told_with_urn_and_cause_and_the_rest_is_kept(fresh: Small) -> None:
    fresh.program(
        "import pulumi, pulumi_aws as aws\n"
        "first = aws.s3.Bucket('first')\n"
        "aws.s3.BucketObjectv2('lost', bucket=first.bucket.apply(lambda _: 'no-such-bucket'), key='k', content='c')\n"
    )
    failed = fresh.strata("up", "--sandbox", "--yes")
    assert failed.returncode == ExitCode.FAILED
    urn = f"urn:pulumi:dev::{fresh.name}::aws:s3/bucketObjectv2:BucketObjectv2::lost"
    assert f"aws:s3:BucketObjectv2 lost\n  urn    {urn}\n  cause  " in failed.stdout
    assert "NoSuchBucket" in failed.stdout
    assert "  next   strata up dev --sandbox  # goes on from here, once the cause is mended\n" in failed.stdout
    assert "Traceback" not in failed.stdout + failed.stderr
    fresh.program("import pulumi_aws as aws\nfirst = aws.s3.Bucket('first')\n")
    mended = fresh.strata("up", "--sandbox", "--yes")
    assert mended.returncode == 0
    assert "2 unchanged" in mended.stdout
