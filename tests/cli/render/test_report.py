"""The end of an operation tells what came of it, where things are, and what to type next."""

from __future__ import annotations

from typing import Any

from cli.render.report import Report, access, counts_table, report_parts
from cli.render.watch import Failure
from protocol.values import Secret
from tests.cli.events import begin, fail, golden, seen, text, urn_of

QUEUE = "aws:sqs/queue:Queue"


def report(**changes: Any) -> str:
    settings: dict[str, Any] = {
        "stack": "dev",
        "done": "up",
        "succeeded": True,
        "duration_s": 3.21,
        "progress": seen(*golden("1-create")),
        "state": ".strata/sandbox/.pulumi/stacks/strata/dev.json",
    }
    return text(*report_parts(Report(**(settings | changes))))


def test_a_success_tells_counts_outputs_places_and_next_commands() -> None:
    shown = report(
        outputs={"cluster": "strata-dev", "password": Secret("hunter2")},
        endpoint="http://127.0.0.1:4566",
        region="eu-west-1",
        next_commands={"strata outputs dev": "again", "strata destroy dev --sandbox": "takes everything down"},
    )
    assert shown == (
        "component  created\n"
        "data             3\n"
        "(stack)          5\n"
        "\n"
        "Outputs\n"
        "  cluster   strata-dev\n"
        "  password  [secret]\n"
        "\n"
        "dev: up in 3.2s; 8 created\n"
        "  state  .strata/sandbox/.pulumi/stacks/strata/dev.json\n"
        "  aws    AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=sandbox"
        " AWS_SECRET_ACCESS_KEY=sandbox aws s3 ls\n"
        '  boto3  boto3.client("s3", endpoint_url="http://127.0.0.1:4566", region_name="eu-west-1",'
        ' aws_access_key_id="sandbox", aws_secret_access_key="sandbox")\n'
        "  next   strata outputs dev            # again\n"
        "         strata destroy dev --sandbox  # takes everything down"
    )


def test_secret_outputs_are_shown_when_asked_for() -> None:
    assert "  password  hunter2" in report(outputs={"password": Secret("hunter2")}, show_secrets=True)


def test_a_hundred_endpoints_do_not_flood_the_screen() -> None:
    shown = report(outputs={"endpoints": {f"model-{number:03}": "https://…" for number in range(100)}})
    assert "    model-011  https://…\n    … and 88 more\n" in shown


def test_each_operation_has_its_column() -> None:
    assert text(counts_table(seen(*golden("2-update-replace")))) == (
        "component  updated  replaced  unchanged\n"
        "data             ·         1          2\n"
        "(stack)          1         ·          4"
    )


def test_a_failure_names_the_resource_its_urn_and_the_whole_cause() -> None:
    urn = urn_of(QUEUE, "train")
    message = f"{urn}: delaySeconds: at most 900, got 1000\nsee the SQS reference"
    shown = report(
        succeeded=False,
        progress=seen(begin("create", QUEUE, "train"), fail("create", QUEUE, "train")),
        failures=[Failure(urn, message)],
        errors=[message],
        next_commands={"strata up dev --sandbox": "goes on from here, once the cause is mended"},
    )
    assert shown == (
        "component  failed\n"
        "(stack)         1\n"
        "\n"
        "aws:sqs:Queue train\n"
        f"  urn    {urn}\n"
        "  cause  delaySeconds: at most 900, got 1000\n"
        "         see the SQS reference\n"
        "\n"
        "dev: failed after 3.2s; 1 failed\n"
        "  state  .strata/sandbox/.pulumi/stacks/strata/dev.json\n"
        "  next   strata up dev --sandbox  # goes on from here, once the cause is mended"
    )


def test_a_plan_that_failed_tells_only_why() -> None:
    shown = report(
        succeeded=False, carried_out=False, failures=[Failure("", "no such team: vison")], endpoint="http://x"
    )
    assert shown == "error\n  cause  no such team: vison\n\ndev: the plan failed; nothing was changed"


def test_a_settings_mistake_keeps_every_character() -> None:
    mistake = "stacks/Pulumi.dev.yaml: strata:queues.retention_days: at most 14, got 70"
    shown = report(succeeded=False, carried_out=False, failures=[Failure("", mistake)])
    assert shown.startswith(f"error\n  cause  {mistake}\n")


def test_an_error_about_no_resource_is_told_once() -> None:
    failures = [Failure("", "the program failed: no such queue")]
    shown = report(succeeded=False, failures=failures, errors=["the program failed: no such queue", "and another"])
    assert shown.count("no such queue") == 1
    assert "error\n  cause  and another\n" in shown


def test_many_failures_do_not_flood_the_screen() -> None:
    failures = [Failure(urn_of(QUEUE, f"queue-{number:03}"), "throttled") for number in range(100)]
    shown = report(succeeded=False, carried_out=False, failures=failures)
    assert "aws:sqs:Queue queue-011\n" in shown
    assert "queue-012" not in shown
    assert "\n… and 88 more failures; --json tells all\n\ndev: the plan failed" in shown


def test_the_sandbox_can_be_used_as_told() -> None:
    told = access("http://127.0.0.1:1")
    assert eval(told["boto3"], {"boto3": _Boto3})["endpoint_url"] == "http://127.0.0.1:1"


class _Boto3:
    @staticmethod
    def client(service: str, **settings: str) -> dict[str, str]:
        return {"service": service, **settings}
