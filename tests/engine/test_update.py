"""An operation holds its stack, and leaves its state behind whatever happens to it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine import state
from engine.backend import FileBackend
from engine.errors import PassphraseError, StackLocked, StateError
from engine.project import Project, Stack
from engine.secrets import Crypter
from engine.snapshot import PendingKind, salt_of
from engine.update import update
from protocol.values import Secret
from tests.engine.states import CHECKPOINTS, GOLDEN, PASSPHRASE, golden, queue, snapshot, urn_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The golden project, with a stack `bare` beside `dev` that has neither settings nor a salt."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(GOLDEN / "Pulumi.yaml", tmp_path)
    shutil.copy(GOLDEN / "Pulumi.dev.yaml", tmp_path / "stacks")
    (tmp_path / "stacks" / "Pulumi.bare.yaml").touch()
    return tmp_path


def stack(root: Path, name: str = "dev", passphrase: str | None = PASSPHRASE) -> Stack:
    return Stack(Project.load(root), name, FileBackend(root), passphrase=passphrase)


def checkpoint(root: Path, name: str = "dev") -> Any:
    return json.loads(FileBackend(root).checkpoint_path("golden", name).read_bytes())


def load(root: Path, name: str = "dev") -> state.RecordedState:
    found = stack(root, name)
    return state.load(found.backend, "golden", name, found.crypter)


def refuse(message: str) -> None:
    raise AssertionError(f"nothing should be said: {message}")


def test_what_was_recorded_is_the_next_state(root: Path) -> None:
    with update(stack(root), "update", refuse) as current:
        assert current.snapshot.resources == []
        made = queue("jobs", outputs={"token": Secret("s3cr3t-value")})
        current.journal.success(current.journal.begin(PendingKind.CREATING, queue("jobs", id="")), made)
    recorded = load(root)
    assert not recorded.journalled
    (jobs,) = recorded.snapshot.resources
    assert (jobs.id, jobs.outputs) == ("jobs", {"token": Secret("s3cr3t-value")})
    assert not FileBackend(root).journal_path("golden", "dev").exists()
    assert not any(b"s3cr3t-value" in path.read_bytes() for path in (root / ".pulumi").rglob("*") if path.is_file())


def test_an_operation_that_fails_keeps_what_it_did(root: Path) -> None:
    with contextlib.suppress(ZeroDivisionError), update(stack(root), "update", refuse) as current:
        current.journal.success(new=queue("jobs"))
        current.journal.begin(PendingKind.CREATING, queue("lost"))
        _ = 1 / 0
    recorded = load(root)
    assert [jobs.id for jobs in recorded.snapshot.resources] == ["jobs"]
    assert [pending.resource.id for pending in recorded.snapshot.pending_operations] == ["lost"]


KILLED = """
import os, signal, sys
from pathlib import Path
from engine.update import update
from engine.snapshot import PendingKind
from tests.engine.states import queue
from tests.engine.test_update import refuse, stack

with update(stack(Path(sys.argv[1])), "update", refuse) as current:
    journal = current.journal
    journal.success(journal.begin(PendingKind.CREATING, queue("made", id="")), queue("made"))
    journal.begin(PendingKind.CREATING, queue("interrupted", id=""))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_operation_is_known_and_the_next_one_goes_on_from_there(root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(root)], check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == -signal.SIGKILL
    assert load(root).journalled
    notices: list[str] = []
    with update(stack(root), "update", notices.append) as current:
        assert [made.id for made in current.snapshot.resources] == ["made"]
        (pending,) = current.snapshot.pending_operations
        # The checkpoint holds it already, so that the official engine sees it too.
        assert len(checkpoint(root)["checkpoint"]["latest"]["pending_operations"]) == 1
        current.journal.resolve(pending)
    assert [notice.split(";")[0] for notice in notices] == [
        notices[0].split(";")[0],
        "an earlier operation on stack dev was killed",
    ]
    assert "its lock was taken over" in notices[0]
    assert load(root).snapshot.pending_operations == []


def test_nobody_else_may_come_in_between(root: Path) -> None:
    with (
        update(stack(root), "update", refuse),
        pytest.raises(StackLocked, match=f"process {os.getpid()}"),
        update(stack(root), "destroy", refuse),
    ):
        pass


def test_the_state_of_the_official_engine_is_taken_over_and_its_secrets_keep_their_ciphertext(root: Path) -> None:
    FileBackend(root).save("golden", "dev", CHECKPOINTS[0].read_bytes())
    with update(stack(root), "update", refuse):
        pass
    before, after = golden(CHECKPOINTS[0]), checkpoint(root)
    before["checkpoint"]["latest"]["manifest"]["time"] = after["checkpoint"]["latest"]["manifest"]["time"]
    assert after == before


def test_the_salt_is_the_stack_files(root: Path) -> None:
    with update(stack(root), "update", refuse):
        pass
    assert salt_of(checkpoint(root)) == stack(root).file.salt


def test_without_one_a_new_salt_is_kept_in_the_state_and_the_stack_file_stays(root: Path) -> None:
    salts = []
    for _ in range(2):
        with update(stack(root, "bare"), "update", refuse) as current:
            current.journal.success(new=queue(f"q{len(salts)}", inputs={"token": Secret("x")}))
        salts.append(salt_of(checkpoint(root, "bare")))
    assert salts[0] == salts[1]
    assert salts[0].startswith("v1:")
    assert (root / "stacks" / "Pulumi.bare.yaml").read_text() == ""
    assert {item.inputs["token"] for item in load(root, "bare").snapshot.resources} == {Secret("x")}


def test_a_stack_file_that_gets_another_salt_has_the_state_encrypted_anew(root: Path) -> None:
    with update(stack(root, "bare"), "update", refuse) as current:
        current.journal.success(new=queue("jobs", inputs={"token": Secret("x")}))
    other = Crypter.create(PASSPHRASE).salt
    (root / "stacks" / "Pulumi.bare.yaml").write_text(f"encryptionsalt: {other}\n")
    with update(stack(root, "bare"), "update", refuse):
        pass
    assert salt_of(checkpoint(root, "bare")) == other
    assert load(root, "bare").snapshot.resources[0].inputs == {"token": Secret("x")}


def test_a_wrong_passphrase_is_found_before_anything_is_done(root: Path) -> None:
    with pytest.raises(PassphraseError, match="incorrect"), update(stack(root, passphrase="wrong"), "update", refuse):
        pytest.fail("the operation must not begin")
    assert not list((root / ".pulumi").rglob("*.json"))


def test_a_wrong_passphrase_is_found_although_the_state_holds_no_secret_yet(root: Path) -> None:
    with update(stack(root, "bare"), "update", refuse):
        pass
    with pytest.raises(PassphraseError), update(stack(root, "bare", "wrong"), "update", refuse):
        pytest.fail("the operation must not begin")


def test_a_stack_without_secrets_needs_no_passphrase_until_one_comes(root: Path) -> None:
    with update(stack(root, "bare", None), "update", refuse) as current:
        current.journal.success(new=queue("jobs"))
        with pytest.raises(PassphraseError):
            current.journal.begin(PendingKind.CREATING, queue("other", inputs={"token": Secret("x")}))
    assert "secrets_providers" not in checkpoint(root, "bare")["checkpoint"]["latest"]
    assert [jobs.id for jobs in load(root, "bare").snapshot.resources] == ["jobs"]


def test_the_history_tells_of_every_operation_in_the_official_form(root: Path) -> None:
    with update(stack(root), "destroy", refuse) as current:
        current.succeeded = True
        current.changes = {"delete": 2, "same": 0}
    (path,) = (root / ".pulumi" / "history" / "golden" / "dev").glob("*.history.json")
    official, ours = golden(GOLDEN / "state-tree" / "history-entry.json"), json.loads(path.read_text())
    assert ours.keys() == official.keys()
    assert ours["startTime"] <= ours["endTime"]
    assert (ours["kind"], ours["result"], ours["resourceChanges"]) == ("destroy", "succeeded", {"delete": 2})
    assert ours["config"]["golden:token"] == official["config"]["golden:token"]


def test_an_operation_that_did_not_say_it_succeeded_failed(root: Path) -> None:
    with update(stack(root), "update", refuse):
        pass
    (path,) = (root / ".pulumi" / "history" / "golden" / "dev").glob("*.history.json")
    assert json.loads(path.read_text())["result"] == "failed"


def test_an_inconsistent_end_is_saved_and_said(root: Path) -> None:
    with pytest.raises(StateError, match="is inconsistent"), update(stack(root), "update", refuse) as current:
        current.journal.success(new=queue("jobs", parent=urn_of("never-there")))
    assert len(checkpoint(root)["checkpoint"]["latest"]["resources"]) == 1


def test_a_checkpoint_that_cannot_be_written_leaves_the_journal(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StateError("the disk is full")

    monkeypatch.setattr(FileBackend, "save", full)
    with pytest.raises(StateError, match="full"), update(stack(root), "update", refuse) as current:
        current.journal.success(new=queue("jobs"))
    monkeypatch.undo()
    recorded = load(root)
    assert recorded.journalled
    assert [jobs.id for jobs in recorded.snapshot.resources] == ["jobs"]
    assert recorded.snapshot.stack == snapshot().stack


def test_an_operation_killed_after_its_checkpoint_was_written_is_done(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = FileBackend.save

    def save_and_die(*arguments: Any) -> None:
        save(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(FileBackend, "save", save_and_die)
    with pytest.raises(KeyboardInterrupt), update(stack(root), "update", refuse) as current:
        current.journal.success(new=queue("jobs"))
    monkeypatch.undo()
    assert FileBackend(root).journal_path("golden", "dev").exists()
    recorded = load(root)
    assert not recorded.journalled
    assert [jobs.id for jobs in recorded.snapshot.resources] == ["jobs"]
    with update(stack(root), "update", refuse) as current:
        assert [jobs.id for jobs in current.snapshot.resources] == ["jobs"]
