"""A stack's state is its checkpoint and what its journal adds; what does not fit is refused, not guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import files, journal_file, state
from engine.backend import FileBackend, digest
from engine.errors import PassphraseError, StateError
from engine.journal import Journal
from engine.journal_file import JournalFile
from engine.secrets import Crypter, Sealer
from engine.snapshot import PendingKind, Snapshot, encode
from protocol.values import Secret
from tests.engine.mutation import nested
from tests.engine.states import CHECKPOINTS, PASSPHRASE, crypter, queue, sealer, snapshot, urn_of

CHECKPOINT = CHECKPOINTS[0].read_bytes()


@pytest.fixture
def backend(tmp_path: Path) -> FileBackend:
    backend = FileBackend(tmp_path)
    backend.save("golden", "dev", CHECKPOINT)
    return backend


def load(backend: FileBackend, passphrase: str = PASSPHRASE) -> state.RecordedState:
    return state.load(backend, "golden", "dev", lambda salt: Crypter(passphrase, salt))


def leave_journal(backend: FileBackend, *, follows: bytes | None = CHECKPOINT) -> None:
    """A journal that a killed process left, which had created one queue and was creating another."""
    path = backend.journal_path("golden", "dev")
    file = JournalFile(path, follows=digest(follows), salt=crypter().salt)
    left = Journal(official() if follows else snapshot(), sealer(), file)
    left.success(left.begin(PendingKind.CREATING, queue("made")), queue("made", outputs={"token": Secret("x")}))
    left.begin(PendingKind.CREATING, queue("interrupted"))
    file.close()


def official() -> Snapshot:
    """What the checkpoint holds."""
    return Snapshot.from_json(json.loads(CHECKPOINT), sealer())


def test_a_stack_that_was_never_up_is_empty(tmp_path: Path) -> None:
    recorded = load(FileBackend(tmp_path))
    assert recorded.snapshot == snapshot()
    assert (recorded.checkpoint, recorded.journalled) == ("", False)
    assert list(tmp_path.iterdir()) == []


def test_a_checkpoint_is_read(backend: FileBackend) -> None:
    recorded = load(backend)
    assert recorded.checkpoint == digest(CHECKPOINT)
    assert recorded.snapshot.resources[0].outputs["token"] == Secret("s3cr3t-value")
    assert not recorded.journalled


def test_what_a_killed_process_did_is_known(backend: FileBackend) -> None:
    leave_journal(backend)
    recorded = load(backend)
    assert recorded.journalled
    made = recorded.snapshot.resources[0]
    assert (made.urn, made.outputs) == (urn_of("made"), {"token": Secret("x")})
    assert [(item.kind, item.resource.id) for item in recorded.snapshot.pending_operations] == [
        (PendingKind.CREATING, "interrupted")
    ]


def test_a_first_operation_that_was_killed_is_known_without_any_checkpoint(tmp_path: Path) -> None:
    backend = FileBackend(tmp_path)
    leave_journal(backend, follows=None)
    recorded = load(backend)
    assert recorded.snapshot.salt == crypter().salt
    assert [made.id for made in recorded.snapshot.resources] == ["made"]


def test_a_journal_under_another_salt_is_read_with_that_one(tmp_path: Path) -> None:
    backend = FileBackend(tmp_path)
    plain = snapshot(queue("old"))
    content = encode(plain.to_json(Sealer(None)))
    backend.save("golden", "dev", content)
    file = JournalFile(backend.journal_path("golden", "dev"), follows=digest(content), salt=crypter().salt)
    Journal(plain, sealer(), file).success(new=queue("new", inputs={"token": Secret("x")}))
    file.close()
    recorded = load(backend)
    assert recorded.snapshot.resources[0].inputs == {"token": Secret("x")}
    assert recorded.snapshot.salt == crypter().salt


def test_reading_changes_nothing(backend: FileBackend) -> None:
    leave_journal(backend)
    before = {path: path.read_bytes() for path in backend.root.rglob("*") if path.is_file()}
    load(backend)
    assert {path: path.read_bytes() for path in backend.root.rglob("*") if path.is_file()} == before


def test_a_journal_that_is_in_the_checkpoint_already_is_not_applied_again(backend: FileBackend) -> None:
    file = JournalFile(backend.journal_path("golden", "dev"), follows="before", salt=crypter().salt)
    Journal(snapshot(), sealer(), file).success(new=queue("made"))
    file.finish(digest(CHECKPOINT))
    file.close()
    recorded = load(backend)
    assert not recorded.journalled
    assert len(recorded.snapshot.resources) == 9


def test_a_compaction_that_did_not_reach_the_checkpoint_is_made_up_for(backend: FileBackend) -> None:
    path = backend.journal_path("golden", "dev")
    file = JournalFile(path, follows=digest(CHECKPOINT), salt=crypter().salt)
    Journal(official(), sealer(), file).success(new=queue("made"))
    file.finish("of a checkpoint that was never written")
    file.close()
    recorded = load(backend)
    assert recorded.journalled
    assert recorded.snapshot.resources[0].id == "made"


def test_a_journal_of_another_checkpoint_is_refused_with_what_to_do(backend: FileBackend) -> None:
    leave_journal(backend, follows=None)
    with pytest.raises(StateError) as caught:
        load(backend)
    assert str(backend.journal_path("golden", "dev")) in str(caught.value)
    assert "another engine wrote the checkpoint since" in str(caught.value)
    assert "Restore the checkpoint from its backup" in str(caught.value)


def test_an_operation_that_ends_between_the_two_reads_is_waited_for(
    backend: FileBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backend.journal_path("golden", "dev")
    JournalFile(path, follows="the checkpoint before", salt=crypter().salt).close()
    read = journal_file.read

    def read_then_end(path: Path) -> journal_file.JournalRecords | None:
        records = read(path)
        path.unlink(missing_ok=True)
        return records

    monkeypatch.setattr(journal_file, "read", read_then_end)
    assert len(load(backend).snapshot.resources) == 9


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"version": 9}', b"[" * 100_000])
def test_a_damaged_checkpoint_names_its_file_and_the_one_before(backend: FileBackend, content: bytes) -> None:
    backend.save("golden", "dev", content)
    with pytest.raises(StateError) as caught:
        load(backend)
    assert str(caught.value).startswith(f"{backend.checkpoint_path('golden', 'dev')}: ")
    assert "dev.json.bak" in str(caught.value)


def test_an_inconsistent_checkpoint_is_refused(backend: FileBackend) -> None:
    backend.save("golden", "dev", encode(snapshot(queue("a", parent=urn_of("gone"))).to_json(sealer())))
    with pytest.raises(StateError, match="is inconsistent"):
        load(backend)


def test_a_damaged_journal_is_refused(backend: FileBackend) -> None:
    leave_journal(backend)
    path = backend.journal_path("golden", "dev")
    files.write(path, path.read_bytes().replace(b"Queue::made", b"Queue::maid"))
    with pytest.raises(StateError, match="is damaged"):
        load(backend)


def test_a_wrong_passphrase_stays_a_passphrase_error(backend: FileBackend) -> None:
    with pytest.raises(PassphraseError, match="incorrect passphrase"):
        load(backend, "wrong")


@pytest.mark.parametrize("place", ["inputs", "unknownField", "hideDiff"])
def test_a_value_nested_beyond_any_sense_is_refused(tmp_path: Path, place: str) -> None:
    """Python could read it, and fail to write it again."""
    backend = FileBackend(tmp_path)
    document = snapshot(queue("a")).to_json(sealer())
    deep = [nested(150)] if place == "hideDiff" else {"a": nested(150)}
    document["checkpoint"]["latest"]["resources"][0][place] = deep
    backend.save("golden", "dev", encode(document))
    with pytest.raises(StateError, match="a value is nested more than 100 levels deep"):
        load(backend)
