"""Whatever byte of the state is cut off or flipped: the state is the exact one, or the error says what is damaged.

`STRATA_DEEP=1` flips every bit; without it, one bit in a few bytes.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import lock, state
from engine.backend import FileBackend, digest
from engine.errors import ChecksumMismatch, StackLocked, StateError
from engine.journal import Journal
from engine.journal_file import JournalFile
from engine.secrets import Sealer
from engine.snapshot import PendingKind, Snapshot, encode
from protocol.values import Secret
from tests.engine.states import contents, crypter, queue, snapshot

STRIDE = 1 if os.environ.get("STRATA_DEEP") else 7
"""Every how many bits one is flipped; a prime, so that every bit of a byte has its turn."""


@pytest.fixture(autouse=True)
def one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Damage does not go away by waiting."""
    monkeypatch.setattr(state, "_READS_MAX", 1)


class Stack:
    """A small stack, and what its state is after each of the journal's records.

    Attributes:
        histories: the states that a journal of so many records stands for.
    """

    def __init__(self, folder: Path) -> None:
        self.backend = FileBackend(folder)
        self._sealer = Sealer(crypter())
        base = snapshot(queue("a"), queue("b", inputs={"token": Secret("hush")}), salt=crypter().salt)
        self._save(base)
        self._save(base)
        self.backend.record("golden", "dev", {"kind": "update"})
        self.histories = [self.seen()]

    def _save(self, saved: Snapshot) -> None:
        self.backend.save("golden", "dev", encode(saved.to_json(self._sealer)))

    @property
    def checkpoint(self) -> Path:
        return self.backend.checkpoint_path("golden", "dev")

    @property
    def journal(self) -> Path:
        return self.backend.journal_path("golden", "dev")

    def leave_journal(self) -> None:
        """What a killed operation leaves."""
        base = self._load().snapshot
        follows = digest(self.checkpoint.read_bytes())
        file = JournalFile(self.journal, follows=follows, salt=crypter().salt)
        journal = Journal(base, self._sealer, file)
        old = base.resources[0]
        for record in (
            lambda: journal.begin(PendingKind.CREATING, queue("c"), "attempt"),
            lambda: journal.success(0, queue("c", outputs={"token": Secret("hush")})),
            lambda: journal.begin(PendingKind.DELETING, old),
            lambda: journal.success(1, removed=[old]),
        ):
            record()
            self.histories.append(self.seen())
        file.close()

    def _load(self) -> state.RecordedState:
        return state.load(self.backend, "golden", "dev", lambda _salt: crypter())

    def seen(self) -> str:
        """The state as a reader sees it."""
        return json.dumps(contents(self._load().snapshot))


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    return Stack(tmp_path / "state")


def flipped(content: bytes) -> Iterator[bytes]:
    """The content with one bit flipped, again and again."""
    for position in range(0, len(content) * 8, STRIDE):
        byte, bit = divmod(position, 8)
        yield content[:byte] + bytes([content[byte] ^ 1 << bit]) + content[byte + 1 :]


def outcomes(stack: Stack, path: Path, damaged: Iterator[bytes]) -> dict[str, int]:
    """How often the state is exact although a file is damaged, and how often an error names the file."""
    counts = {"exact": 0, "error": 0}
    for content in damaged:
        path.write_bytes(content)
        try:
            assert stack.seen() == stack.histories[-1], content
            counts["exact"] += 1
        except StateError as error:
            counts["error"] += str(path.with_suffix("")) in str(error)
    return counts


def test_a_journal_cut_off_at_any_byte_gives_the_state_after_its_last_whole_record(stack: Stack) -> None:
    stack.leave_journal()
    whole = stack.journal.read_bytes()
    for length in range(len(whole)):
        stack.journal.write_bytes(whole[:length])
        # A record is whole when all but its line end is there; the first line is no record.
        records = whole[: length + (whole[length] == ord("\n"))].count(b"\n") - 1
        assert stack.seen() == stack.histories[max(records, 0)], length


def test_a_checkpoint_cut_off_at_any_byte_is_refused(stack: Stack) -> None:
    whole = stack.checkpoint.read_bytes()
    for length in range(len(whole)):
        stack.checkpoint.write_bytes(whole[:length])
        with pytest.raises(
            ChecksumMismatch, match=r"dev\.json: is not as it was saved.*`strata recover dev --sandbox`"
        ):
            stack.seen()


def test_a_checkpoint_cut_off_under_a_journal_is_refused(stack: Stack) -> None:
    stack.leave_journal()
    whole = stack.checkpoint.read_bytes()
    for length in range(0, len(whole), STRIDE):
        stack.checkpoint.write_bytes(whole[:length])
        with pytest.raises(ChecksumMismatch):
            stack.seen()


def test_a_checkpoint_without_attributes_is_read_and_one_cut_off_is_refused(stack: Stack) -> None:
    """A crash between the file and its attributes leaves none."""
    attributes(stack).unlink()
    assert stack.seen() == stack.histories[-1]
    whole = stack.checkpoint.read_bytes()
    for length in range(0, len(whole), STRIDE):
        stack.checkpoint.write_bytes(whole[:length])
        with pytest.raises(StateError):
            stack.seen()


def test_a_checkpoint_that_is_gone_while_its_attributes_tell_of_it_is_missed(stack: Stack) -> None:
    stack.checkpoint.unlink()
    with pytest.raises(ChecksumMismatch):
        stack.seen()
    attributes(stack).unlink()
    assert json.loads(stack.seen())["checkpoint"]["latest"] == {"metadata": {}}


def test_a_flipped_bit_in_the_checkpoint_is_always_found(stack: Stack) -> None:
    for _ in range(2):  # without a journal, then with one
        counts = outcomes(stack, stack.checkpoint, flipped(whole := stack.checkpoint.read_bytes()))
        assert counts == {"exact": 0, "error": -(-len(whole) * 8 // STRIDE)}
        stack.checkpoint.write_bytes(whole)
        if not stack.journal.exists():
            stack.leave_journal()


def test_a_flipped_bit_in_the_journal_is_always_found(stack: Stack) -> None:
    stack.leave_journal()
    counts = outcomes(stack, stack.journal, flipped(whole := stack.journal.read_bytes()))
    assert counts == {"exact": 0, "error": -(-len(whole) * 8 // STRIDE)}


def attributes(stack: Stack) -> Path:
    return stack.checkpoint.with_name("dev.json.attrs")


def test_a_flipped_bit_in_the_attributes_changes_no_state(stack: Stack) -> None:
    counts = outcomes(stack, attributes(stack), flipped(attributes(stack).read_bytes()))
    assert counts["error"] > 20  # in the checksum, or no JSON any more
    assert counts["exact"] > 20  # in what only other storages use


def test_a_flipped_bit_in_the_attributes_does_not_matter_while_a_journal_vouches(stack: Stack) -> None:
    stack.leave_journal()
    counts = outcomes(stack, attributes(stack), flipped(attributes(stack).read_bytes()))
    assert counts["error"] == 0


def test_a_flipped_bit_in_the_layouts_version_is_refused_or_only_another_blank(stack: Stack) -> None:
    meta = stack.backend.root / ".pulumi" / "meta.yaml"
    counts = outcomes(stack, meta, flipped(meta.read_bytes()))
    assert counts["error"] > counts["exact"]


def test_a_flipped_bit_in_history_and_backups_concerns_nobody(stack: Stack) -> None:
    for folder in ("history", "backups"):
        for path in (stack.backend.root / ".pulumi" / folder).rglob("*.json"):
            whole = path.read_bytes()
            for content in list(flipped(whole))[::97]:
                path.write_bytes(content)
                assert stack.seen() == stack.histories[-1]
            stack.backend.record("golden", "dev", {"kind": "update"})
            assert path.read_bytes() == content


def test_a_flipped_bit_in_a_held_lock_never_lets_another_in(tmp_path: Path) -> None:
    folder = tmp_path / "locks"
    with lock.hold(folder, "dev", pytest.fail):
        (path,) = folder.iterdir()
        for content in flipped(path.read_bytes()):
            path.write_bytes(content)  # in its place: the holder keeps it locked
            with pytest.raises(StackLocked), lock.hold(folder, "dev", pytest.fail):
                pytest.fail("two at once")


def test_a_flipped_bit_in_a_stale_lock_is_taken_over_or_refused(tmp_path: Path) -> None:
    holder = {
        "pid": 2**22 + 1,
        "username": "ann",
        "hostname": socket.gethostname(),
        "timestamp": "2026-01-01T00:00:00Z",
    }
    refusals = set()
    for content in flipped(json.dumps(holder).encode()):
        path = tmp_path / "locks" / "stale.json"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        try:
            with lock.hold(path.parent, "dev", lambda _message: None):
                assert not path.exists()
        except StackLocked as error:
            refusals.add(str(path) in str(error))
    assert refusals == {True}
