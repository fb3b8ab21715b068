"""The sandbox's AWS server: at work, away, lost, out of date."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from doctor import Outcome, Subject
from doctor.checks.server import CHECK
from sandbox.aws import process, record


@pytest.fixture
def running(subject: Subject) -> Iterator[Subject]:
    subject.sandbox.start()
    yield subject
    subject.sandbox.reset()


def test_a_server_that_runs(running: Subject) -> None:
    found = CHECK.run(running)
    assert found.outcome is Outcome.PASS
    assert found.found.startswith(f"{running.sandbox.endpoint}, region eu-central-1, moto 5.")
    assert found.found.endswith(", 0 stacks")


def test_a_server_that_does_not_run_is_left_out(subject: Subject) -> None:
    found = CHECK.run(subject)
    assert (found.outcome, found.found) == (Outcome.SKIPPED, "it is not running; `strata up --sandbox` starts it")


def test_a_server_that_is_older_than_its_packages_is_a_warning(running: Subject) -> None:
    file = running.sandbox.root / record.RECORD
    old = json.loads(file.read_text()) | {"started": datetime(2020, 1, 1, tzinfo=UTC).isoformat()}
    file.write_text(json.dumps(old))
    found = CHECK.run(running)
    assert (found.outcome, "it answers as the old one" in found.found) == (Outcome.WARN, True)


def test_a_server_that_was_killed_with_what_it_held_fails(running: Subject) -> None:
    stacks = running.sandbox.root / ".pulumi" / "stacks" / "strata"
    stacks.mkdir(parents=True)
    (stacks / "test.json").write_text('"urn:pulumi:test::strata::aws:sqs/queue:Queue::jobs"')
    server = process.find(running.sandbox.root)
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    give_up = time.monotonic() + 30
    while record.living(running.sandbox.root) and time.monotonic() < give_up:
        time.sleep(0.01)
    found = CHECK.run(running)
    assert (found.outcome, found.found.startswith("what it held is lost: ")) == (Outcome.FAIL, True)
    assert found.mend == "strata sandbox reset && strata up --sandbox"
