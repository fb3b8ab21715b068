"""One operation at a time on a stack; a lock that nobody holds any more does not stop the next."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from engine import files, lock
from engine.errors import StackLocked, StateError
from tests.engine.states import GOLDEN, golden


def held_by(folder: Path, **fields: Any) -> Path:
    """A lock file of somebody else."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "5d7e.json"
    holder = {
        "pid": os.getpid(),
        "username": "ann",
        "hostname": socket.gethostname(),
        "timestamp": "2999-01-01T00:00:00.123456789Z",
    }
    path.write_text(json.dumps(holder | fields))
    return path


def ended_process() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait(30)
    return process.pid


def refuse(message: str) -> None:
    raise AssertionError(f"nothing should be said: {message}")


def test_the_lock_is_there_while_it_is_held_in_the_official_format(tmp_path: Path) -> None:
    official = next(iter((GOLDEN / "lock").glob("*.json")))
    with lock.hold(tmp_path / "locks", "dev", refuse):
        (path,) = (tmp_path / "locks").iterdir()
        holder = json.loads(path.read_text())
        # The official engine takes no notice of what it does not know.
        assert holder.pop("flocked") is True
        assert {key: type(value) for key, value in holder.items()} == {
            key: type(value) for key, value in golden(official).items()
        }
        assert (holder["pid"], holder["hostname"]) == (os.getpid(), socket.gethostname())
        assert len(path.name) == len(official.name)
        assert path.stat().st_mode & 0o777 == 0o600
    assert list((tmp_path / "locks").iterdir()) == []


def test_the_lock_is_released_when_the_operation_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock.hold(tmp_path, "dev", refuse):
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []


def test_a_second_operation_is_told_who_holds_the_lock_and_what_to_do(tmp_path: Path) -> None:
    path = held_by(tmp_path)
    with pytest.raises(StackLocked) as caught, lock.hold(tmp_path, "dev", refuse):
        pass
    assert str(caught.value) == (
        f"stack dev is locked by process {os.getpid()} of ann on {socket.gethostname()}, since "
        f"2999-01-01T00:00:00.123456789Z; wait until it ends. If it has ended, make sure that no operation runs on the "
        f"stack and delete {path}"
    )
    assert list(tmp_path.iterdir()) == [path]


def test_the_lock_holds_against_the_same_process_too(tmp_path: Path) -> None:
    with (
        lock.hold(tmp_path, "dev", refuse),
        pytest.raises(StackLocked),
        lock.hold(tmp_path, "dev", refuse),
    ):
        pass


def test_the_lock_of_an_ended_process_is_taken_over_with_a_notice(tmp_path: Path) -> None:
    pid = ended_process()
    path = held_by(tmp_path, pid=pid)
    path.with_name(f"{path.name}.attrs").write_text("{}")
    notices: list[str] = []
    with lock.hold(tmp_path, "dev", notices.append):
        assert len(list(tmp_path.iterdir())) == 1
    (notice,) = notices
    assert notice == (
        f"stack dev was locked by process {pid} of ann on {socket.gethostname()}, since "
        f"2999-01-01T00:00:00.123456789Z; that process has ended, so its lock was taken over"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_an_ended_process_on_another_host_is_never_taken_over(tmp_path: Path) -> None:
    held_by(tmp_path, pid=ended_process(), hostname="elsewhere")
    with pytest.raises(StackLocked, match="on elsewhere"), lock.hold(tmp_path, "dev", refuse):
        pass


@pytest.mark.skipif(not Path("/proc/stat").exists(), reason="only Linux tells when a process started")
def test_a_process_that_started_later_does_not_hold_an_old_lock(tmp_path: Path) -> None:
    held_by(tmp_path, timestamp="2001-01-01T00:00:00Z")
    notices: list[str] = []
    with lock.hold(tmp_path, "dev", notices.append):
        pass
    assert len(notices) == 1


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"pid": "x"}'])
def test_a_damaged_lock_is_respected(tmp_path: Path, content: str) -> None:
    (tmp_path / "5d7e.json").write_text(content)
    with pytest.raises(StackLocked, match="does not say by whom"), lock.hold(tmp_path, "dev", refuse):
        pass


def test_the_golden_lock_of_another_host_is_understood() -> None:
    with pytest.raises(StackLocked, match="process 16593 of user on host"), lock.hold(GOLDEN / "lock", "dev", refuse):
        pass


def test_whoever_comes_at_the_same_moment_steps_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "locks"
    write = lock._write

    def write_and_be_joined(path: Path) -> int:
        held_by(folder)
        return write(path)

    monkeypatch.setattr(lock, "_write", write_and_be_joined)
    monkeypatch.setattr(lock, "_PATIENCE_S", 0.02)
    with pytest.raises(StackLocked), lock.hold(folder, "dev", refuse):
        pass
    assert [path.name for path in folder.iterdir()] == ["5d7e.json"]


def test_a_lock_whose_holder_has_ended_is_stale_though_its_process_id_lives_again(tmp_path: Path) -> None:
    """The kernel forgets the lock with the process, and knows nothing of its number."""
    held_by(tmp_path, pid=os.getpid(), flocked=True)
    notices: list[str] = []
    with lock.hold(tmp_path, "dev", notices.append):
        pass
    assert len(notices) == 1


def test_a_lock_of_ours_on_another_host_is_respected_though_nobody_here_holds_it(tmp_path: Path) -> None:
    held_by(tmp_path, hostname="elsewhere", flocked=True)
    with pytest.raises(StackLocked, match="on elsewhere"), lock.hold(tmp_path, "dev", refuse):
        pass


@pytest.mark.skipif(not Path("/proc/stat").exists(), reason="only Linux tells when a process started")
def test_a_living_process_of_the_official_engine_keeps_its_lock_when_the_clock_is_put_forward(tmp_path: Path) -> None:
    pulumi = tmp_path / "pulumi"
    pulumi.symlink_to("/bin/sleep")
    with subprocess.Popen([pulumi, "60"]) as process:
        try:
            held_by(tmp_path / "locks", pid=process.pid, timestamp="2001-01-01T00:00:00Z")
            with pytest.raises(StackLocked), lock.hold(tmp_path / "locks", "dev", refuse):
                pass
        finally:
            process.kill()


def test_a_lock_that_cannot_be_released_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(path: Path) -> None:
        raise StateError(f"{path}: cannot delete: Read-only file system")

    notices: list[str] = []
    with lock.hold(tmp_path, "dev", notices.append):
        monkeypatch.setattr(files, "remove", stuck)
    assert "could not be released, and is stale from now on" in notices[0]
    monkeypatch.undo()
    with lock.hold(tmp_path, "dev", notices.append):
        assert "its lock was taken over" in notices[1]


def test_of_two_that_see_each_other_the_first_by_name_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, both, looks = tmp_path / "locks", threading.Barrier(2), threading.local()
    look, ends = lock._refuse_if_held, []

    def look_together(*arguments: Any) -> None:
        """Nobody looks a second time before both have written, nor steps back before both have looked."""
        looks.count = getattr(looks, "count", 0) + 1
        together = looks.count <= 2
        if looks.count == 2:
            both.wait(30)
        try:
            look(*arguments)
        finally:
            if together:
                both.wait(30)

    def come() -> None:
        try:
            with lock.hold(folder, "dev", refuse):
                ends.append("held")
        except StackLocked:
            ends.append("refused")

    monkeypatch.setattr(lock, "_refuse_if_held", look_together)
    threads = [threading.Thread(target=come) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(ends) == ["held", "refused"]
    assert list(folder.iterdir()) == []
