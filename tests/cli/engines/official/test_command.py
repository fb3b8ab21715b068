"""The CLI hears of an interrupt once, at once the second time, and never from the terminal itself."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from pulumi.automation import CommandError
from pulumi.automation.errors import ConcurrentUpdateError
from semver import VersionInfo

from cli.engines.official.command import Command
from tests.cli.engines.official.stub import Stub


@pytest.fixture
def stub(tmp_path: Path) -> Stub:
    return Stub(tmp_path / "bin", up={"waits": 1, "out": "saved", "code": 1}, deaf={"waits": 99})


@pytest.fixture
def command(stub: Stub) -> Command:
    return Command(stub.folder / "pulumi", VersionInfo(3, 272, 0), {"PATH": os.environ["PATH"], "SEEN": "yes"})


def waiting(stub: Stub) -> None:
    give_up = time.monotonic() + 30
    while not (stub.folder / "waiting").exists() and time.monotonic() < give_up:
        time.sleep(0.02)
    assert (stub.folder / "waiting").exists()


def in_background(command: Command, *arguments: str) -> tuple[threading.Thread, list[BaseException]]:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            command.run([*arguments], "/", {})
        except CommandError as failure:
            failures.append(failure)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, failures


def test_an_answer_is_all_that_was_said(stub: Stub, command: Command) -> None:
    result = command.run(["whoami", "--json"], "/", {})
    assert (result.code, result.stdout, result.stderr) == (0, '{"user": "me", "url": "s3://states"}', "")
    assert stub.calls == ["whoami --json"]


def test_a_failure_is_of_the_kind_that_the_cli_says(stub: Stub, command: Command) -> None:
    stub.answer(preview={"code": 255, "err": "error: the stack is currently locked by 1 lock(s)"})
    with pytest.raises(ConcurrentUpdateError, match="currently locked"):
        command.run(["preview"], "/", {})


def test_its_environment_is_the_one_it_is_given(stub: Stub, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "not for it")
    (stub.folder / "pulumi").write_text("#!/bin/sh\nenv\n")
    said = command.run(["x"], "/", {"MORE": "too"}).stdout.splitlines()
    assert {"SEEN=yes", "MORE=too", "PULUMI_AUTOMATION_API=true"} <= set(said)
    assert not any(line.startswith("PULUMI_ACCESS_TOKEN") for line in said)


def test_it_is_interrupted_once_and_waited_for(stub: Stub, command: Command) -> None:
    thread, failures = in_background(command, "up")
    waiting(stub)
    command.cancel.set()
    thread.join(30)
    assert not thread.is_alive()
    assert stub.interrupts == 1
    assert "saved" in str(failures)


def test_what_does_not_heed_a_second_interrupt_is_ended(
    stub: Stub, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.engines.official.command.ENDED_WITHIN_S", 0.5)
    thread, _ = in_background(command, "deaf")
    waiting(stub)
    command.cancel.set()
    give_up = time.monotonic() + 30
    while stub.interrupts == 0 and time.monotonic() < give_up:
        time.sleep(0.02)
    command.abandon()
    thread.join(30)
    assert not thread.is_alive()
    assert stub.interrupts == 2


def test_nothing_is_ended_where_nothing_runs(command: Command) -> None:
    command.abandon()
    command.run(["version"], "/", {})
    command.abandon()


def test_what_it_writes_is_the_owners_alone_where_that_is_asked(stub: Stub, tmp_path: Path) -> None:
    (stub.folder / "pulumi").write_text('#!/bin/sh\nmkdir "$2"\n')
    for private, mode in ((True, 0o700), (False, 0o755)):
        made = tmp_path / str(private)
        before = os.umask(0o022)
        try:
            Command(stub.folder / "pulumi", VersionInfo(3), os.environ, private=private).run([str(made)], "/", {})
        finally:
            os.umask(before)
        assert made.stat().st_mode & 0o777 == mode


def test_it_leads_a_session_of_its_own(stub: Stub, command: Command) -> None:
    (stub.folder / "pulumi").write_text("#!/bin/sh\nexec cut -d' ' -f6 /proc/self/stat\n")
    assert int(command.run(["x"], "/", {}).stdout) != os.getsid(0)


def test_what_a_destroy_leaves_alone_is_told_to_the_cli_alone(stub: Stub, command: Command) -> None:
    stub.answer(destroy={}, up={})
    command.exclude = ("urn:a", "urn:b")
    command.run(["destroy", "--yes"], "/", {})
    command.run(["up"], "/", {})
    assert stub.calls == ["destroy --yes --exclude=urn:a --exclude=urn:b", "up"]
