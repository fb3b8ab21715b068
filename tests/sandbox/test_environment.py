"""The sandbox of a project: it lives on between commands, and says so when it does not."""

from __future__ import annotations

import json
import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.aws import process, record
from sandbox.environment import Sandbox, SandboxError, SandboxLost
from sandbox.providers.aws.session import AwsSession
from tests.sandbox.background import command, eventually, output

START = """
import sys
from pathlib import Path
from sandbox.environment import Sandbox
sandbox = Sandbox(Path(sys.argv[1]))
sandbox.start()
print(sandbox.endpoint)
"""
MAKE_A_BUCKET = (
    START
    + """
from sandbox.providers.aws.session import AwsSession
AwsSession(sandbox.endpoint, "us-east-1").client("s3").create_bucket(Bucket="left-behind")
"""
)
RESOURCES = (
    "urn:pulumi:dev::strata::pulumi:providers:aws::aws",
    "urn:pulumi:dev::strata::strata:index:Storage$aws:s3/bucket:Bucket::raw",
    "urn:pulumi:dev::strata::aws:sqs/queue:Queue::jobs",
    "urn:pulumi:dev::strata::kubernetes:core/v1:Namespace::ml",
)


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox in a folder that does not exist yet; its server is ended afterwards."""
    made = Sandbox(tmp_path / "sandbox")
    yield made
    process.end(made.root)


def _list_resources(sandbox: Sandbox, name: str = "strata/dev.json") -> None:
    """Record two AWS resources, and two others, in a stack's state."""
    path = sandbox.root / ".pulumi" / "stacks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"deployment": {"resources": [{"urn": urn} for urn in RESOURCES]}}))


def _server(sandbox: Sandbox) -> record.Record:
    found = record.read(sandbox.root)
    assert found is not None
    return found


def _kill(sandbox: Sandbox) -> None:
    os.kill(_server(sandbox).pid, signal.SIGKILL)
    assert eventually(lambda: record.living(sandbox.root) is None)


class TestBetweenCommands:
    def test_what_one_command_made_the_next_one_finds(self, sandbox: Sandbox) -> None:
        output(command(MAKE_A_BUCKET, str(sandbox.root)))
        buckets = AwsSession(sandbox.endpoint, "us-east-1").client("s3").list_buckets()["Buckets"]
        assert [bucket["Name"] for bucket in buckets] == ["left-behind"]

    def test_two_commands_that_start_at_once_get_the_same_server(self, sandbox: Sandbox) -> None:
        commands = [command(START, str(sandbox.root)) for _ in range(2)]
        assert len({output(done) for done in commands} | {sandbox.endpoint}) == 1

    def test_a_second_start_changes_nothing(self, sandbox: Sandbox) -> None:
        sandbox.start()
        first = _server(sandbox)
        sandbox.start()
        assert _server(sandbox) == first

    def test_two_sandboxes_have_nothing_in_common(self, sandbox: Sandbox, tmp_path: Path) -> None:
        other = Sandbox(tmp_path / "other")
        try:
            sandbox.start()
            other.start()
            assert sandbox.endpoint != other.endpoint
            AwsSession(sandbox.endpoint, "us-east-1").client("s3").create_bucket(Bucket="mine")
            assert AwsSession(other.endpoint, "us-east-1").client("s3").list_buckets()["Buckets"] == []
        finally:
            process.end(other.root)

    def test_only_its_owner_may_look_into_it(self, sandbox: Sandbox) -> None:
        sandbox.start()
        assert stat.S_IMODE(sandbox.root.stat().st_mode) == 0o700


class TestStatus:
    def test_before_it_was_ever_started(self, sandbox: Sandbox) -> None:
        status = sandbox.status()
        assert (status.running, status.endpoint, status.pid, status.started) == (False, None, None, None)
        assert (status.stacks, status.lost) == ({}, None)
        assert not sandbox.root.exists()
        with pytest.raises(SandboxError, match=r"not running; `strata up --sandbox` starts it"):
            _ = sandbox.endpoint

    def test_while_it_runs(self, sandbox: Sandbox) -> None:
        sandbox.start()
        _list_resources(sandbox)
        status, server = sandbox.status(), _server(sandbox)
        assert (status.running, status.endpoint, status.pid) == (True, server.endpoint, server.pid)
        assert (status.stacks, status.lost) == ({"strata/dev": 2}, None)
        assert status.log == sandbox.root / "aws.log"
        assert status.log.exists()

    def test_after_its_end(self, sandbox: Sandbox) -> None:
        sandbox.start()
        sandbox.stop()
        assert (sandbox.status().running, sandbox.status().lost) == (False, None)


class TestStacks:
    def test_aws_resources_are_counted_wherever_they_hang(self, sandbox: Sandbox) -> None:
        _list_resources(sandbox)
        _list_resources(sandbox, "strata/prod.json")
        _list_resources(sandbox, "other/dev.json")
        assert sandbox.stacks() == {"strata/dev": 2, "strata/prod": 2, "other/dev": 2}

    def test_a_stack_without_any_is_left_out(self, sandbox: Sandbox) -> None:
        _list_resources(sandbox)
        (sandbox.root / ".pulumi/stacks/strata/empty.json").write_text('{"deployment": {"resources": []}}')
        assert sandbox.stacks() == {"strata/dev": 2}

    def test_a_team_stack_is_one_of_its_own(self, sandbox: Sandbox) -> None:
        _list_resources(sandbox, "strata/prod.vision.json")
        _list_resources(sandbox, "strata/prod.vision.journal")
        assert sandbox.stacks() == {"strata/prod.vision": 2}

    def test_backups_do_not_count(self, sandbox: Sandbox) -> None:
        for suffix in ("bak", "attrs", "damaged-1"):
            _list_resources(sandbox, f"strata/dev.json.{suffix}")
        assert sandbox.stacks() == {}

    def test_what_only_a_journal_knows_counts_and_nothing_twice(self, sandbox: Sandbox) -> None:
        _list_resources(sandbox)
        journal = sandbox.root / ".pulumi/stacks/strata/dev.journal"
        journal.write_text("".join(f'{{"urn": "{urn}"}}\n' for urn in (RESOURCES[1], RESOURCES[1] + "-new")))
        assert sandbox.stacks() == {"strata/dev": 3}


class TestLost:
    def test_a_killed_server_is_told_and_nothing_is_rebuilt(self, sandbox: Sandbox) -> None:
        sandbox.start()
        server = _server(sandbox)
        _list_resources(sandbox)
        _kill(sandbox)
        reason = f"process {server.pid}, started {server.started}, has ended; see {sandbox.root / 'aws.log'}"
        status = sandbox.status()
        assert (status.running, status.lost) == (False, reason)
        for _ in range(2):
            with pytest.raises(SandboxLost) as lost:
                sandbox.start()
            assert lost.value.stacks == {"strata/dev": 2}
            assert reason in str(lost.value)
        assert _server(sandbox) == server
        assert record.living(sandbox.root) is None

    def test_a_stop_loses_them_too(self, sandbox: Sandbox) -> None:
        sandbox.start()
        _list_resources(sandbox)
        assert sandbox.stop() is True
        with pytest.raises(SandboxLost, match="strata/dev \\(2 resources\\)"):
            sandbox.start()

    def test_a_server_that_no_longer_answers_is_told(self, sandbox: Sandbox, unused_port: int) -> None:
        _list_resources(sandbox)
        record.write(sandbox.root, record.Record(os.getpid(), unused_port, "deaf", "before"))
        with record.alive(sandbox.root, "deaf"):
            expected = f"process {os.getpid()} no longer answers on port {unused_port}"
            assert sandbox.status().lost == expected
            with pytest.raises(SandboxLost, match=expected):
                sandbox.start()

    def test_another_server_on_its_port_does_not_take_its_place(self, sandbox: Sandbox, tmp_path: Path) -> None:
        sandbox.start()
        other = _server(sandbox)
        stranger = Sandbox(tmp_path / "stranger")
        _list_resources(stranger)
        record.write(stranger.root, record.Record(other.pid, other.port, "lost", "before"))
        with pytest.raises(SandboxLost, match="has ended"):
            stranger.start()
        assert stranger.stop() is False
        assert sandbox.status().running

    def test_a_missing_record_is_told(self, sandbox: Sandbox) -> None:
        _list_resources(sandbox)
        with pytest.raises(SandboxLost, match=r"aws\.json is missing"):
            sandbox.start()

    def test_with_nothing_to_lose_it_starts_anew(self, sandbox: Sandbox) -> None:
        sandbox.start()
        first = _server(sandbox)
        _kill(sandbox)
        sandbox.start()
        assert _server(sandbox).identity != first.identity
        assert sandbox.status().running


class TestStopAndReset:
    def test_of_what_was_never_started(self, sandbox: Sandbox) -> None:
        assert sandbox.stop() is False
        sandbox.reset()
        assert not sandbox.root.exists()

    def test_stop_keeps_the_stacks_state(self, sandbox: Sandbox) -> None:
        sandbox.start()
        _list_resources(sandbox)
        assert sandbox.stop() is True
        assert sandbox.stop() is False
        assert sandbox.stacks() == {"strata/dev": 2}

    def test_reset_leaves_the_passphrase_alone_and_starts_again_empty(self, sandbox: Sandbox) -> None:
        sandbox.start()
        first = _server(sandbox)
        AwsSession(sandbox.endpoint, "us-east-1").client("s3").create_bucket(Bucket="gone")
        _list_resources(sandbox)
        (sandbox.root / "passphrase").write_text("correct horse")
        (sandbox.root / "kubernetes.db").touch()
        sandbox.reset()
        assert sorted(path.name for path in sandbox.root.iterdir()) == ["aws.lock", "passphrase"]
        assert record.living(sandbox.root) is None
        sandbox.start()
        assert _server(sandbox).identity != first.identity
        assert AwsSession(sandbox.endpoint, "us-east-1").client("s3").list_buckets()["Buckets"] == []


def test_providers_reach_what_runs(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="not running"):
        sandbox.providers()
    sandbox.start()
    factories = sandbox.providers()
    assert set(factories) == {"aws", "kubernetes"}
    assert [type(factory()).__name__ for factory in factories.values()] == ["AwsProvider", "KubernetesProvider"]


def test_planners_need_nothing_that_runs(sandbox: Sandbox) -> None:
    factories = sandbox.planners()
    assert [type(factory()).__name__ for factory in factories.values()] == ["PlanningAwsProvider", "KubernetesProvider"]
    assert not sandbox.root.exists()
    assert not sandbox.status().running


def test_planners_do_not_take_lost_resources_for_real(sandbox: Sandbox) -> None:
    _list_resources(sandbox)
    with pytest.raises(SandboxLost, match="strata/dev \\(2 resources\\)"):
        sandbox.planners()
