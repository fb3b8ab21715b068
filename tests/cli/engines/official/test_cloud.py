"""In the cloud, all that is missing is told at once, with what mends it, and nothing is run before."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cli.exit_codes import ExitCode
from tests.cli.engines.official.conftest import Cloud
from tests.cli.events import begin, end, error

PLAN: list[dict[str, Any]] = [
    begin("create", "aws:s3/bucket:Bucket", "data"),
    end("create", "aws:s3/bucket:Bucket", "data"),
    {"summaryEvent": {"durationSeconds": 1, "resourceChanges": {"create": 1}}},
]
WHERE = (
    "prod is in account 123456789012, region us-east-1, as arn:aws:sts::123456789012:user/moto; "
    "its state is in s3://states\n"
)


def worked_on(cloud: Cloud) -> list[str]:
    """The calls that do or plan something."""
    return [call for call in cloud.cli.calls if call.startswith(("preview", "up", "refresh", "destroy"))]


def missing(cloud: Cloud, *flags: str) -> list[dict[str, str]]:
    """What is told as missing, to a program and to a person the same."""
    programs = cloud.strata("up", "prod", "--yes", "--json", *flags)
    assert programs.returncode == ExitCode.UNPREPARED, programs.stderr
    told: list[dict[str, str]] = json.loads(programs.stdout)["missing"]
    people = cloud.strata("preview", "prod", *flags)
    assert people.returncode == ExitCode.UNPREPARED
    for one in told:
        assert f"  {one['what']}\n      {one['mend']}\n" in people.stderr
    assert "Traceback" not in people.stderr + programs.stderr
    assert worked_on(cloud) == []
    return told


def test_where_it_works_is_told_and_a_plan_shown(cloud: Cloud) -> None:
    cloud.cli.answer(preview={"events": PLAN})
    planned = cloud.strata("preview", "prod", "--target", "urn:x", "--parallel", "3", "--refresh")
    assert planned.returncode == 0, planned.stderr
    assert planned.stdout.startswith(f"{WHERE}Planning prod\n")
    assert " 1 to create\n" in planned.stdout
    (call,) = worked_on(cloud)
    assert call.startswith("preview --target urn:x --parallel 3 --color never --refresh ")
    assert call.endswith("--stack prod")
    assert "select" not in " ".join(cloud.cli.calls)


def test_what_is_done_is_done_by_the_cli_and_reported(cloud: Cloud) -> None:
    cloud.cli.answer(up={"events": PLAN}, stack_output={"out": '{"url": "https://x", "token": "[secret]"}'})
    done = cloud.strata("up", "prod", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stderr
    assert "  token  [secret]\n  url    https://x\n" in done.stdout
    assert "  state  s3://states\n" in done.stdout
    assert "  next   pulumi stack output --stack prod" in done.stdout
    assert worked_on(cloud)[0].startswith("up --yes --skip-preview ")


def test_without_a_cli_the_rest_is_looked_for_all_the_same(cloud: Cloud) -> None:
    (cloud.cli.folder / "pulumi").unlink()
    cloud.without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    assert missing(cloud) == [
        {"what": "the Pulumi CLI: not on PATH", "mend": "curl -fsSL https://get.pulumi.com | sh"},
        {"what": "AWS credentials: none found", "mend": "aws configure sso  # or export AWS_PROFILE=<profile>"},
    ]
    assert "not looked for without a CLI: the plugins, the login, the stack" in cloud.strata("preview").stderr


def test_everything_that_is_missing_is_told_at_once(cloud: Cloud) -> None:
    cloud.cli.answer(plugin_ls={"out": "[]"}, stack_ls={"out": "[]"})
    cloud.without("PULUMI_CONFIG_PASSPHRASE")
    cloud.configure("aws:profile: nowhere", "prod")
    (cloud.root / "Pulumi.yaml").write_text(
        (cloud.root / "Pulumi.yaml").read_text().replace("python", "{name: python, options: {virtualenv: .venv}}")
    )
    assert missing(cloud) == [
        {
            "what": f"the virtual environment {cloud.root / '.venv'}, which Pulumi.yaml names",
            "mend": f"cd {cloud.root} && pulumi install",
        },
        {
            "what": "AWS credentials: The config profile (nowhere) could not be found",
            "mend": "aws configure sso --profile nowhere",
        },
        {
            "what": "the plugin aws 7.51.1, which the project's SDK needs",
            "mend": "pulumi plugin install resource aws v7.51.1",
        },
        {
            "what": "the plugin kubernetes 4.34.2, which the project's SDK needs",
            "mend": "pulumi plugin install resource kubernetes v4.34.2",
        },
        {
            "what": "the stack prod: s3://states has none of this name",
            "mend": "pulumi stack init prod --secrets-provider awskms://alias/<your-key>",
        },
    ]


@pytest.mark.parametrize(
    ("answers", "what", "mend"),
    [
        (
            {"version": {"out": "v3.100.0"}},
            "is version 3.100.0; the oldest that serves is 3.259.0",
            "curl -fsSL https://get.pulumi.com | sh",
        ),
        (
            {"version": {"out": ""}},
            "does not tell its version",
            "export PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK=true  # if it is a new one",
        ),
        (
            {"whoami": {"code": 3, "err": "error: PULUMI_ACCESS_TOKEN must be set for login"}},
            "the login: PULUMI_ACCESS_TOKEN must be set for login",
            "pulumi login s3://<your-state-bucket>  # or any other backend",
        ),
        (
            {"whoami": {"out": "{}"}},
            "the login: `pulumi whoami --json` does not tell the backend's URL",
            "pulumi login s3://<your-state-bucket>  # or any other backend",
        ),
        (
            {"stack_ls": {"code": 1, "err": "error: could not list bucket: blob (code=Unknown): AccessDenied"}},
            "the backend s3://states: could not list bucket: blob (code=Unknown): AccessDenied",
            "pulumi login s3://<your-state-bucket>  # or any other backend",
        ),
        (
            {"plugin_ls": {"code": 1, "err": "error: loading plugins: permission denied"}},
            "the list of plugins: loading plugins: permission denied",
            "pulumi plugin ls",
        ),
    ],
)
def test_each_thing_that_can_be_missing(cloud: Cloud, answers: dict[str, Any], what: str, mend: str) -> None:
    cloud.cli.answer(**answers)
    (told,) = missing(cloud)
    assert told["what"].endswith(what)
    assert told["mend"] == mend


def test_a_cli_that_does_not_run(cloud: Cloud) -> None:
    (cloud.cli.folder / "pulumi").write_text("no program")
    (told,) = missing(cloud)
    assert "does not run: [Errno 8] Exec format error" in told["what"]


def test_a_passphrase_is_asked_for_where_one_is_needed(cloud: Cloud) -> None:
    cloud.without("PULUMI_CONFIG_PASSPHRASE")
    told = [
        {
            "what": "the passphrase of the stack's secrets: PULUMI_CONFIG_PASSPHRASE is not set",
            "mend": "read -rs PULUMI_CONFIG_PASSPHRASE && export PULUMI_CONFIG_PASSPHRASE",
        }
    ]
    assert missing(cloud) == told
    cloud.cli.answer(whoami={"out": '{"user": "me", "url": "https://api.pulumi.com"}'}, preview={"events": PLAN})
    assert cloud.strata("preview", "prod").returncode == 0  # the service encrypts by itself
    file = cloud.root / "stacks" / "Pulumi.prod.yaml"
    file.write_text(f"encryptionsalt: v1:x\n{file.read_text()}")
    assert cloud.strata("preview", "prod").returncode == ExitCode.UNPREPARED
    file.write_text(f"secretsprovider: awskms://alias/x\n{file.read_text()}")
    assert cloud.strata("preview", "prod").returncode == 0
    assert len(worked_on(cloud)) == 2


def test_a_file_with_the_passphrase_has_to_be_there(cloud: Cloud, tmp_path: Path) -> None:
    cloud.without("PULUMI_CONFIG_PASSPHRASE")
    cloud.environment["PULUMI_CONFIG_PASSPHRASE_FILE"] = str(tmp_path / "passphrase")
    (told,) = missing(cloud)
    assert told["what"].endswith(f"PULUMI_CONFIG_PASSPHRASE_FILE names {tmp_path / 'passphrase'}, which is no file")
    (tmp_path / "passphrase").touch()
    cloud.cli.answer(preview={"events": PLAN})
    assert cloud.strata("preview", "prod").returncode == 0


def test_the_key_that_the_stack_names_is_proposed_for_a_new_stack(cloud: Cloud) -> None:
    file = cloud.root / "stacks" / "Pulumi.prod.yaml"
    file.write_text(f"secretsprovider: awskms://alias/mine\n{file.read_text()}")
    cloud.cli.answer(stack_ls={"out": "[]"})
    (told,) = missing(cloud)
    assert told["mend"] == "pulumi stack init prod --secrets-provider awskms://alias/mine"


def test_the_dummies_of_the_sandbox_are_never_sent_to_aws(cloud: Cloud) -> None:
    cloud.environment |= {"AWS_ACCESS_KEY_ID": "sandbox", "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}
    (told,) = missing(cloud)
    assert told["what"] == "AWS credentials: those in the environment are the sandbox's dummies"


def test_a_plugin_on_path_serves_as_the_cli_would_have_it(cloud: Cloud) -> None:
    cloud.cli.answer(plugin_ls={"out": "[]"}, preview={"events": PLAN})
    for name in ("aws", "kubernetes"):
        plugin = cloud.cli.folder / f"pulumi-resource-{name}"
        plugin.write_text("#!/bin/sh\n")
        plugin.chmod(0o755)
    assert cloud.strata("preview", "prod").returncode == 0


def test_a_stack_without_a_file_is_a_mistake(cloud: Cloud) -> None:
    refused = cloud.strata("preview", "staging")
    assert refused.returncode == ExitCode.USAGE
    assert "there is no stack 'staging'" in refused.stderr
    assert "stacks: dev, prod" in refused.stderr
    assert cloud.cli.calls == []


@pytest.mark.parametrize(
    ("said", "told", "code"),
    [
        (
            "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end",
            "error: prod is locked; if what locked it has ended: pulumi cancel --stack prod\nthe stack is",
            ExitCode.FAILED,
        ),
        (
            "error: Stack 'prod' is missing configuration value 'cloudy:size'",
            "error: Stack 'prod' is missing configuration value 'cloudy:size'",
            ExitCode.USAGE,
        ),
        ("error: incorrect passphrase", "error: incorrect passphrase", ExitCode.FAILED),
        ("", "error: the Pulumi CLI failed and did not say why", ExitCode.FAILED),
    ],
)
def test_what_does_not_begin_ends_with_the_clis_own_words(cloud: Cloud, said: str, told: str, code: ExitCode) -> None:
    cloud.cli.answer(preview={"code": 255, "err": said})
    refused = cloud.strata("preview", "prod")
    assert refused.returncode == code
    assert refused.stderr.startswith(told)
    assert "Traceback" not in refused.stderr


def test_what_fails_on_the_way_is_told_with_its_resource(cloud: Cloud) -> None:
    urn = "urn:pulumi:prod::cloudy::aws:s3/bucket:Bucket::data"
    events = [*PLAN[:1], error(urn, "AccessDenied"), *PLAN[2:], error("", "update failed")]
    cloud.cli.answer(up={"events": events, "code": 1, "err": "error: update failed"})
    failed = cloud.strata("up", "prod", "--yes", "--skip-preview")
    assert failed.returncode == ExitCode.FAILED
    assert f"aws:s3:Bucket data\n  urn    {urn}\n  cause  AccessDenied\n" in failed.stdout
    assert "update failed" not in failed.stdout


def test_the_secrets_of_the_configuration_are_masked_in_what_the_program_prints(cloud: Cloud) -> None:
    cloud.configure("cloudy:token: {secure: v1:abc}", "prod")
    told = {"diagnosticEvent": {"message": "<{%fg 1%}>the token is hunter22<{%reset%}>\n", "severity": "info"}}
    cloud.cli.answer(
        config={"out": '{"cloudy:token": {"value": "hunter22", "secret": true}}'}, preview={"events": [told, *PLAN]}
    )
    shown = cloud.strata("preview", "prod")
    assert shown.returncode == 0
    assert "    the token is [secret]\n" in shown.stdout
    cloud.cli.answer(config={"code": 1, "err": "error: incorrect passphrase"})
    refused = cloud.strata("preview", "prod")
    assert refused.returncode == ExitCode.FAILED
    assert refused.stderr == "error: prod: its configuration cannot be decrypted: incorrect passphrase\n"


def test_the_cli_keeps_the_persons_own_environment(cloud: Cloud) -> None:
    (cloud.cli.folder / "pulumi").write_text(f"#!/bin/sh\nenv >> {cloud.root}/seen\nexit 1\n")
    cloud.environment["PULUMI_ACCESS_TOKEN"] = "pul-mine"
    cloud.environment["PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK"] = "true"
    assert cloud.strata("preview", "prod").returncode == ExitCode.UNPREPARED
    seen = (cloud.root / "seen").read_text().splitlines()
    assert "PULUMI_ACCESS_TOKEN=pul-mine" in seen
    assert "PULUMI_SKIP_UPDATE_CHECK=true" in seen
    assert not any(line.startswith("PULUMI_HOME=") for line in seen if "PULUMI_HOME" not in os.environ)


def test_what_is_kept_is_told_from_the_clis_state(cloud: Cloud) -> None:
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:x:y"}
    bucket = {
        "urn": "urn:pulumi:prod::cloudy::aws:s3/bucket:Bucket::data",
        "type": "aws:s3/bucket:Bucket",
        "custom": True,
        "id": "data-1",
        "inputs": {"tags": {"keep": "data"}, "policy": secret},
        "outputs": {"tags": {"keep": "data"}},
    }
    cloud.cli.answer(
        stack_export={"out": json.dumps({"version": 3, "deployment": {"resources": [bucket]}})},
        destroy={"events": [{"summaryEvent": {"durationSeconds": 1, "resourceChanges": {}}}]},
    )
    kept = cloud.strata("destroy", "prod", "--yes", "--keep", "data")
    assert kept.returncode == 0, kept.stderr
    assert all(f"--exclude={bucket['urn']}" in call for call in worked_on(cloud))
    assert len(worked_on(cloud)) == 2
