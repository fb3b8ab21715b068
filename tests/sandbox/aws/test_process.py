"""The server in the background: found only if it is the recorded one, started whole or not at all, ended for good."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.aws import process, record
from sandbox.aws.server import LOG, AwsServer
from sandbox.errors import SandboxError
from tests.sandbox.background import eventually


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A sandbox's folder; the server started in it is ended afterwards."""
    yield tmp_path
    process.end(tmp_path)


def _recorded(root: Path) -> record.Record:
    found = process.find(root)
    assert found is not None
    return found


class TestFind:
    def test_nothing_was_started(self, tmp_path: Path) -> None:
        assert process.find(tmp_path) is None

    def test_the_recorded_server_lives_and_answers(self, tmp_path: Path) -> None:
        with AwsServer() as server, record.alive(tmp_path, server.identity):
            record.write(tmp_path, record.Record(os.getpid(), server.port, server.identity, "now"))
            assert _recorded(tmp_path).endpoint == server.endpoint

    def test_another_server_on_the_recorded_port_is_not_taken_for_it(self, tmp_path: Path) -> None:
        with AwsServer() as server, record.alive(tmp_path, "lost"):
            record.write(tmp_path, record.Record(os.getpid(), server.port, "lost", "now"))
            assert process.find(tmp_path) is None

    def test_a_server_without_the_sign_of_life_is_not_taken_for_it(self, tmp_path: Path) -> None:
        with AwsServer() as server:
            record.write(tmp_path, record.Record(os.getpid(), server.port, server.identity, "now"))
            assert process.find(tmp_path) is None

    def test_nobody_listens(self, tmp_path: Path, unused_port: int) -> None:
        with record.alive(tmp_path, "abc"):
            record.write(tmp_path, record.Record(os.getpid(), unused_port, "abc", "now"))
            assert process.find(tmp_path) is None


class TestStart:
    def test_it_answers_and_is_no_child_of_ours(self, root: Path) -> None:
        process.start(root)
        server = _recorded(root)
        assert os.getsid(server.pid) not in (os.getsid(0), 0)
        with pytest.raises(ChildProcessError):
            os.waitpid(server.pid, os.WNOHANG)
        for name in (LOG, record.RECORD, record.ALIVE):
            assert stat.S_IMODE((root / name).stat().st_mode) == 0o600

    def test_why_it_does_not_start_is_told(self, root: Path) -> None:
        with (
            record.alive(root, "another"),
            pytest.raises(SandboxError, match=r"did not start; the end of .*aws\.log:\n(.|\n)*already lives in this"),
        ):
            process.start(root)
        assert record.read(root) is None

    def test_nothing_of_the_users_aws_settings_reaches_it(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "HTTP_PROXY"):
            monkeypatch.setenv(name, "real")
        given: list[dict[str, str]] = []
        monkeypatch.setattr(process.subprocess, "run", lambda *_, env, **__: given.append(env))
        with pytest.raises(SandboxError, match="did not start"):
            process.start(root)
        [environment] = given
        assert "real" not in environment.values()
        assert environment["AWS_CONFIG_FILE"] == environment["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


class TestEnd:
    def test_there_is_none(self, tmp_path: Path) -> None:
        assert process.end(tmp_path) is False

    def test_it_is_gone_and_stays_gone(self, root: Path) -> None:
        process.start(root)
        server = _recorded(root)
        assert process.end(root) is True
        assert process.find(root) is None
        assert eventually(lambda: not _exists(server.pid))
        assert process.end(root) is False

    def test_a_process_that_only_has_the_recorded_number_is_left_alone(self, tmp_path: Path) -> None:
        # This very process: it would not live to see the assertion.
        record.write(tmp_path, record.Record(os.getpid(), 1, "long gone", "before"))
        assert process.end(tmp_path) is False

    def test_one_that_will_not_end_is_killed(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        process.start(root)
        server = _recorded(root)
        monkeypatch.setattr(process, "STOP_TIMEOUT_S", 0.5)
        os.kill(server.pid, signal.SIGSTOP)  # A stopped process answers to SIGKILL only.
        assert process.end(root) is True


def test_a_server_that_no_record_names_ends_by_itself(root: Path) -> None:
    process.start(root)
    server = _recorded(root)
    (root / record.RECORD).unlink()
    assert eventually(lambda: record.living(root) is None)
    assert eventually(lambda: not _exists(server.pid))


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
