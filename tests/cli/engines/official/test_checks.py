"""`strata doctor STACK` in the cloud: a stand-in for the CLI, moto for the account; nothing leaves this machine."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from cli.exit_codes import ExitCode
from sandbox.aws.server import AwsServer
from sandbox.environment import Sandbox
from tests.cli.conftest import Small
from tests.cli.engines.official.conftest import Cloud
from tests.doctor.http import silent

pytestmark = pytest.mark.slow

PROGRAM = "import pulumi_aws as aws\naws.sqs.Queue('jobs')\n"


@pytest.fixture
def project(tmp_path: Path, aws_server: AwsServer) -> Iterator[Cloud]:
    """A project in the cloud, with every tool."""
    aws_server.reset()
    made = Cloud(tmp_path / "cloud", aws_server.endpoint)
    made.program(PROGRAM)
    for tool in ("aws", "git", "helm", "kubectl"):
        (made.cli.folder / tool).write_text("#!/bin/sh\necho 1.2.3\n")
        (made.cli.folder / tool).chmod(0o755)
    yield made
    Sandbox(made.home).stop()
    aws_server.reset()


def doctor(project: Cloud, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, which ends at once where a check hangs."""
    return Small.strata(project, "doctor", "--timeout", "100", *arguments, "--json")


def findings(project: Cloud, *flags: str, code: int = ExitCode.OK) -> dict[str, dict[str, Any]]:
    """What each check found of `prod`, by its name."""
    done = doctor(project, "prod", *flags)
    assert done.returncode == code, done.stdout + done.stderr
    return {one["check"]: one for one in json.loads(done.stdout)}


def work_as(project: Cloud, endpoint: str, *statements: dict[str, Any]) -> None:
    """Have a user with such a policy work."""
    iam = boto3.client(
        "iam", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    iam.create_user(UserName="ada")
    document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    iam.put_user_policy(UserName="ada", PolicyName="work", PolicyDocument=document)
    key = iam.create_access_key(UserName="ada")["AccessKey"]
    project.environment |= {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


def test_a_stack_that_is_ready(project: Cloud, aws_server: AwsServer) -> None:
    project.cli.answer(whoami={"out": f'{{"url": "file://{project.root}"}}'})
    work_as(project, aws_server.endpoint, {"Effect": "Allow", "Action": "*", "Resource": "*"})
    found = findings(project)
    assert found["pulumi"]["finding"].startswith("3.272.0, ")
    assert found["plugins"]["finding"].startswith("aws ")
    assert found["backend"]["finding"] == f"file://{project.root} has prod"
    assert found["credentials"]["finding"] == (
        "account 123456789012, region us-east-1, as arn:aws:iam::123456789012:user/ada"
    )
    assert (
        found["permissions"]["finding"] == "arn:aws:iam::123456789012:user/ada may do all 8 things that the stack needs"
    )
    assert {found[name]["outcome"] for name in ("lock", "state", "pending", "clock", "endpoints")} == {"pass"}
    assert [name for name, one in found.items() if one["outcome"] in ("warn", "fail")] == []


def test_what_keeps_up_from_beginning_fails_here_with_the_same_words(project: Cloud) -> None:
    project.cli.answer(plugin_ls={"out": "[]"}, stack_ls={"out": "[]"})
    project.without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    refused = project.strata("up", "prod", "--yes", "--json")
    missing = json.loads(refused.stdout)["missing"]
    found = findings(project, code=ExitCode.FAILED)
    told = "\n".join(one["finding"] for one in found.values())
    mends = "\n".join(one["mend"] or "" for one in found.values())
    assert len(missing) == 4
    for one in missing:
        assert one["what"] in told
        assert one["mend"] in mends
    assert found["quotas"]["outcome"] == "skipped"
    assert found["permissions"]["finding"] == "AWS credentials: none found"


def test_without_a_cli(project: Cloud) -> None:
    (project.cli.folder / "pulumi").unlink()
    found = findings(project, code=ExitCode.FAILED)
    assert (found["pulumi"]["outcome"], found["pulumi"]["mend"]) == ("fail", "curl -fsSL https://get.pulumi.com | sh")
    for name in ("plugins", "backend", "lock", "state", "pending"):
        assert (found[name]["outcome"], found[name]["finding"]) == (
            "skipped",
            "there is no Pulumi CLI to ask; see `pulumi`",
        )


def test_a_cli_that_is_too_old_is_a_failure_here_and_a_warning_for_the_sandbox(project: Cloud) -> None:
    project.cli.answer(version={"out": "v3.1.0"})
    found = findings(project, code=ExitCode.FAILED)
    assert (found["pulumi"]["outcome"], "is version 3.1.0" in found["pulumi"]["finding"]) == ("fail", True)
    done = doctor(project)
    assert {one["check"]: one["outcome"] for one in json.loads(done.stdout)}["pulumi"] == "warn"


def test_without_a_login(project: Cloud) -> None:
    project.cli.answer(whoami={"code": 1, "err": "error: not logged in"})
    found = findings(project, code=ExitCode.FAILED)
    assert (found["backend"]["outcome"], found["backend"]["finding"]) == ("fail", "the login: not logged in")
    assert found["lock"]["finding"] == "the login: not logged in; see `backend`"


def test_a_backend_that_does_not_export_the_stack(project: Cloud) -> None:
    project.cli.answer(stack_export={"code": 1, "err": "error: no stack"})
    found = findings(project, code=ExitCode.FAILED)
    assert (found["state"]["outcome"], found["state"]["finding"]) == ("skipped", "the backend does not tell: no stack")


def test_an_action_that_a_policy_denies(project: Cloud, aws_server: AwsServer) -> None:
    work_as(
        project,
        aws_server.endpoint,
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "sqs:CreateQueue", "Resource": "*"},
    )
    found = findings(project, code=ExitCode.FAILED)
    assert found["permissions"]["outcome"] == "fail"
    assert found["permissions"]["finding"].startswith(
        "arn:aws:iam::123456789012:user/ada may not sqs:CreateQueue on arn:aws:sqs:us-east-1:123456789012:jobs-"
    )


def test_an_aws_that_takes_the_call_and_never_answers_does_not_hang_the_command(project: Cloud) -> None:
    with silent() as hanging:
        project.environment["AWS_ENDPOINT_URL"] = hanging
        found = findings(project, "--timeout", "8", code=ExitCode.FAILED)
    for name in ("credentials", "clock", "endpoints"):
        assert (found[name]["outcome"], found[name]["finding"]) == ("fail", "no answer within 8 s")
    assert found["program"]["outcome"] == "pass"
    assert found["backend"]["outcome"] == "pass"


def test_credentials_that_end_soon_are_told(project: Cloud) -> None:
    from datetime import UTC, datetime, timedelta

    ends = (datetime.now(UTC) + timedelta(minutes=12)).isoformat()
    helper = project.root / "credentials.sh"
    answer = {"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "b", "SessionToken": "c", "Expiration": ends}
    helper.write_text(f"#!/bin/sh\necho '{json.dumps(answer)}'\n")
    helper.chmod(0o755)
    config = project.root / "aws-config"
    config.write_text(f"[default]\ncredential_process = {helper}\n")
    project.without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    project.environment["AWS_CONFIG_FILE"] = str(config)
    found = findings(project, code=ExitCode.FAILED)
    assert found["credentials"]["outcome"] == "warn"
    assert "the credentials end within the quarter of an hour" in found["credentials"]["finding"]


def test_a_stack_whose_secrets_a_key_of_kms_keeps_is_not_planned_and_that_is_no_failure(project: Cloud) -> None:
    file = project.root / "stacks" / "Pulumi.prod.yaml"
    sealed = "  cloudy:token: {secure: AQ==}\n"
    file.write_text(f"secretsprovider: awskms://alias/strata\nencryptedkey: AQ==\n{file.read_text()}{sealed}")
    project.cli.answer(whoami={"out": f'{{"url": "file://{project.root}"}}'})
    found = findings(project)
    assert found["program"]["outcome"] == "skipped"
    assert found["program"]["finding"].startswith("secrets of awskms://alias/strata are not opened in the sandbox: ")
    assert found["quotas"]["finding"] == "the stack cannot be planned; see `program`"
    assert {found[name]["outcome"] for name in ("backend", "credentials", "lock", "state", "pending")} == {"pass"}
    file.write_text(f"{file.read_text()}confg: {{}}\n")
    assert findings(project, code=ExitCode.FAILED)["program"]["outcome"] == "fail"
