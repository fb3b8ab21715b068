"""An engine starts when all is there; what is missing is told, and of it only the CLI is ever installed: when asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.exit_codes import ExitCode
from sandbox.aws.server import AwsServer
from tests.cli.conftest import Small
from tests.cli.engines.official.conftest import Cloud
from tests.cli.engines.official.stub import Stub
from tests.cli.events import begin, end
from tests.cli.terminal import Terminal

PLAN = [
    begin("delete", "aws:s3/bucket:Bucket", "data", old={"custom": True}),
    end("delete", "aws:s3/bucket:Bucket", "data", old={"custom": True}),
    {"summaryEvent": {"durationSeconds": 1, "resourceChanges": {"delete": 1}}},
]
WHERE = "prod is in account 123456789012, region us-east-1, as arn:aws:sts::123456789012:user/moto"
OFFLINE = {"https_proxy": "http://127.0.0.1:1"}
"""Nothing can be downloaded."""


@pytest.fixture
def cloud(tmp_path: Path, aws_server: AwsServer) -> Cloud:
    return Cloud(tmp_path, aws_server.endpoint)


@pytest.fixture
def without_cli(cloud: Cloud) -> Cloud:
    (cloud.cli.folder / "pulumi").unlink()
    cloud.environment |= OFFLINE
    return cloud


def test_a_flag_asks_for_the_installation_which_is_told_before(without_cli: Cloud) -> None:
    ended = Small.strata(without_cli, "preview", "prod", "--install-cli")
    assert ended.returncode == ExitCode.FAILED
    assert ended.stdout.startswith(
        "The official installer, https://get.pulumi.com/install.sh, is downloaded and run.\n"
    )
    assert "error: the Pulumi CLI cannot be downloaded: <urlopen error [Errno 111] Connection refused>" in ended.stderr
    assert "nothing was installed" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("flags", [(), ("--json",), ("--yes",), ("--yes", "--json")])
def test_without_a_person_nothing_is_installed_unasked(without_cli: Cloud, flags: tuple[str, ...]) -> None:
    operation = "up" if "--yes" in flags else "preview"
    ended = without_cli.strata(operation, "prod", *flags)
    assert ended.returncode == ExitCode.UNPREPARED
    assert "install.sh" not in ended.stdout + ended.stderr
    if "--json" in flags:
        assert json.loads(ended.stdout)["missing"][0]["mend"] == "curl -fsSL https://get.pulumi.com | sh"


def test_a_cli_that_is_too_old_is_not_replaced(cloud: Cloud) -> None:
    cloud.cli.answer(version={"out": "v3.1.0"})
    ended = cloud.strata("preview", "prod", "--install-cli")
    assert ended.returncode == ExitCode.UNPREPARED
    assert "install.sh" not in ended.stdout + ended.stderr


@pytest.mark.slow
def test_a_person_is_asked_and_may_decline(without_cli: Cloud) -> None:
    terminal = Terminal(without_cli, "preview", "prod")
    terminal.expect("Install the Pulumi CLI now? (yes/no) ")
    assert "the Pulumi CLI: not on PATH" in terminal.plain
    assert "unpacks it into" in terminal.plain
    terminal.process.sendline("no")
    assert terminal.end() == ExitCode.UNPREPARED


@pytest.mark.slow
def test_a_person_who_said_yes_beforehand_has_not_said_it_to_this(without_cli: Cloud) -> None:
    terminal = Terminal(without_cli, "up", "prod", "--yes")
    assert terminal.end() == ExitCode.UNPREPARED
    assert "Install the Pulumi CLI now?" not in terminal.plain


@pytest.mark.slow
def test_a_destroy_in_the_cloud_takes_the_stacks_name(cloud: Cloud) -> None:
    cloud.cli.answer(destroy={"events": PLAN})
    terminal = Terminal(cloud, "destroy", "prod")
    terminal.expect("Destroy these resources? (type prod to agree/no/details) ")
    assert terminal.plain.count(f"{WHERE}; its state is in s3://states\n") == 2
    terminal.process.sendline("yes")
    terminal.expect("Destroy these resources? (type prod to agree/no/details) ")
    terminal.process.sendline("no")
    assert terminal.end() == ExitCode.FAILED
    assert [call for call in cloud.cli.calls if call.startswith("destroy")] == [
        call for call in cloud.cli.calls if call.startswith("destroy --preview-only")
    ]


@pytest.mark.slow
def test_an_up_in_the_cloud_takes_a_yes(cloud: Cloud) -> None:
    cloud.cli.answer(preview={"events": PLAN}, up={"events": PLAN})
    terminal = Terminal(cloud, "up", "prod")
    terminal.expect("Carry out this plan? (yes/no/details) ")
    assert terminal.plain.count(f"{WHERE}; its state is in s3://states\n") == 2
    terminal.process.sendline("yes")
    assert terminal.end() == 0
    assert any(call.startswith("up --yes --skip-preview") for call in cloud.cli.calls)


@pytest.mark.slow
def test_one_interrupt_at_the_terminal_reaches_the_cli_once(cloud: Cloud) -> None:
    cloud.cli.answer(up={"events": PLAN, "waits": 1, "code": 1, "err": "error: update cancelled"})
    terminal = Terminal(cloud, "up", "prod", "--yes", "--skip-preview")
    terminal.expect("Updating prod")
    waiting(cloud.cli)
    terminal.process.sendintr()
    assert terminal.end() == ExitCode.INTERRUPTED
    assert cloud.cli.interrupts == 1


def waiting(cli: Stub) -> None:
    """Wait until the CLI waits."""
    import time

    give_up = time.monotonic() + 60
    while not (cli.folder / "waiting").exists() and time.monotonic() < give_up:
        time.sleep(0.02)
    assert (cli.folder / "waiting").exists()
