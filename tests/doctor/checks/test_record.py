"""What an operation that was cut off leaves in a stack's state, as doctor tells it and `recover` mends it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doctor import CannotTell, Check, Outcome, Subject
from doctor.checks.record import CHECKS
from engine import Operation, diagnosis, finding
from engine.backend import digest
from engine.journal_file import JournalFile
from tests.harness import Deployer

LOCK, STATE, PENDING = CHECKS
MEND = "strata recover test --sandbox --apply"


@pytest.fixture
def brought_up(subject: Subject, deploy: Deployer) -> Subject:
    """The stack with one resource in its state."""

    def program() -> None:
        import pulumi_aws as aws

        aws.sqs.Queue("jobs")

    deploy(program, {"aws:region": "eu-central-1"}, Operation.UP)
    subject.stack = deploy.open()
    return subject


def checkpoint(subject: Subject) -> Path:
    return subject.named.backend.checkpoint_path("strata", "test")


def leave_lock(subject: Subject, *, host: str, pid: int) -> None:
    folder = subject.named.backend.lock_folder("strata", "test")
    folder.mkdir(parents=True, exist_ok=True)
    holder = {"pid": pid, "username": "ada", "hostname": host, "timestamp": "2020-01-01T00:00:00Z"}
    (folder / "x.json").write_text(json.dumps(holder))


def recover(subject: Subject) -> None:
    finding.examine(diagnosis.stages_of(subject.named, lambda _: None), apply=True)


def test_a_stack_that_is_whole(brought_up: Subject) -> None:
    assert [check.run(brought_up).outcome for check in CHECKS] == [Outcome.PASS] * 3


def test_a_stack_that_was_never_brought_up_is_whole(subject: Subject) -> None:
    assert [check.run(subject).outcome for check in CHECKS] == [Outcome.PASS] * 3


def test_a_lock_whose_holder_has_ended_is_a_warning(brought_up: Subject) -> None:
    leave_lock(brought_up, host=socket.gethostname(), pid=2**22 + 1)
    found = LOCK.run(brought_up)
    assert (found.outcome, found.mend) == (Outcome.WARN, MEND)
    assert found.found.endswith("that process has ended")
    recover(brought_up)
    assert LOCK.run(brought_up).outcome is Outcome.PASS


def test_a_lock_of_another_host_fails_and_needs_its_holders_name(brought_up: Subject) -> None:
    leave_lock(brought_up, host="build-7", pid=7)
    found = LOCK.run(brought_up)
    assert (found.outcome, "nobody here knows whether it lives" in found.found) == (Outcome.FAIL, True)
    assert found.mend == f"once you are sure that it has ended: {MEND} --release-lock ada@build-7:7"


def test_an_operation_at_work_fails_and_hides_the_state(brought_up: Subject) -> None:
    with brought_up.named.backend.lock("strata", "test", print):
        found = LOCK.run(brought_up)
        assert (found.outcome, f"process {os.getpid()} of " in found.found) == (Outcome.FAIL, True)
        assert found.mend.startswith("wait until it ends")
        with pytest.raises(CannotTell, match="somebody holds the stack"):
            STATE.run(brought_up)


def test_the_journal_of_a_killed_operation_is_a_warning(brought_up: Subject) -> None:
    stack = brought_up.named
    JournalFile(
        stack.backend.journal_path("strata", "test"), follows=digest(checkpoint(brought_up).read_bytes()), salt=""
    ).close()
    found = STATE.run(brought_up)
    assert (found.outcome, found.mend) == (Outcome.WARN, MEND)
    assert found.found.startswith("journal: an operation was killed after 0 records")
    recover(brought_up)
    assert STATE.run(brought_up).outcome is Outcome.PASS


def test_a_journal_that_follows_another_checkpoint_fails(brought_up: Subject) -> None:
    JournalFile(brought_up.named.backend.journal_path("strata", "test"), follows="0" * 64, salt="").close()
    found = STATE.run(brought_up)
    assert (found.outcome, "follows another checkpoint" in found.found) == (Outcome.FAIL, True)
    assert found.mend.startswith("decide: ")


def test_a_damaged_checkpoint_fails_and_nothing_is_known_of_the_rest(brought_up: Subject) -> None:
    whole = checkpoint(brought_up).read_bytes()
    checkpoint(brought_up).write_bytes(whole[:-100])
    found = STATE.run(brought_up)
    assert (found.outcome, found.mend) == (Outcome.FAIL, MEND)
    assert found.found.startswith("checkpoint: ")
    with pytest.raises(CannotTell, match="the state cannot be read"):
        PENDING.run(brought_up)


def test_an_operation_without_an_answer_fails(brought_up: Subject) -> None:
    document = json.loads(checkpoint(brought_up).read_bytes())
    latest = document["checkpoint"]["latest"]
    queue = next(one for one in latest["resources"] if one["type"] == "aws:sqs/queue:Queue")
    latest["pending_operations"] = [{"resource": queue, "type": "updating"}]
    brought_up.named.backend.save("strata", "test", json.dumps(document).encode())
    found = PENDING.run(brought_up)
    assert (found.outcome, found.found) == (Outcome.FAIL, "nobody knows what came of: updating jobs")
    assert found.mend == MEND


@pytest.fixture
def in_cloud(subject: Subject) -> Subject:
    """The stack, kept by the Pulumi CLI."""
    subject.in_sandbox = False
    subject.exported = lambda: {"resources": []}
    return subject


def test_what_the_backend_has_is_whole(in_cloud: Subject) -> None:
    assert [check.run(in_cloud).outcome for check in (STATE, PENDING)] == [Outcome.PASS] * 2


def test_operations_without_an_answer_in_the_cloud(in_cloud: Subject) -> None:
    urn = "urn:pulumi:test::strata::aws:sqs/queue:Queue::jobs"
    in_cloud.exported = lambda: {"pending_operations": [{"resource": {"urn": urn}, "type": "creating"}] * 2}
    found = PENDING.run(in_cloud)
    assert (found.outcome, found.found) == (Outcome.FAIL, "nobody knows what came of: creating jobs, and 1 more")
    assert found.mend == "pulumi cancel --stack test && pulumi refresh --stack test"


def test_a_lock_in_a_bucket(in_cloud: Subject, client: Callable[[str], Any]) -> None:
    in_cloud.backend_url = lambda: "s3://states/ours?region=eu-central-1"
    in_cloud.open_account = lambda: client
    client("s3").create_bucket(Bucket="states", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    assert LOCK.run(in_cloud).outcome is Outcome.PASS
    holder = {"pid": 7, "username": "ada", "hostname": "build-7", "timestamp": "2020-01-01T00:00:00Z"}
    key = "ours/.pulumi/locks/organization/strata/test/x.json"
    client("s3").put_object(Bucket="states", Key=key, Body=json.dumps(holder).encode())
    found = LOCK.run(in_cloud)
    assert found.outcome is Outcome.FAIL
    assert found.found == "held by process 7 of ada on build-7, since 2020-01-01T00:00:00Z"
    assert found.mend.endswith("pulumi cancel --stack test")


def test_a_lock_in_a_folder(in_cloud: Subject, tmp_path: Path) -> None:
    in_cloud.backend_url = lambda: f"file://{tmp_path}"
    assert LOCK.run(in_cloud).outcome is Outcome.PASS
    lock = tmp_path / ".pulumi/locks/organization/strata/test/x.json"
    lock.parent.mkdir(parents=True)
    lock.write_text("{}")
    assert LOCK.run(in_cloud).found == "held by somebody whom the lock does not name"


def test_a_backend_that_does_not_show_its_locks(in_cloud: Subject) -> None:
    in_cloud.backend_url = lambda: "https://api.pulumi.com"
    with pytest.raises(CannotTell, match="does not show its locks"):
        LOCK.run(in_cloud)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_without_a_backend_nobody_tells(subject: Subject, check: Check) -> None:
    subject.in_sandbox = False
    with pytest.raises(CannotTell, match="nobody tells"):
        check.run(subject)
