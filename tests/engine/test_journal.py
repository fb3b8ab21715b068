"""What a journal recorded is what its operation did, wherever the process was killed."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import journal_file
from engine.errors import EngineError, StateError
from engine.journal import Journal
from engine.journal_file import JournalFile
from engine.ledger import replay
from engine.resource import ResourceState
from engine.secrets import Sealer
from engine.snapshot import PendingKind, PendingOperation, Snapshot
from protocol.values import Secret
from tests.engine.states import contents, queue, sealer, snapshot


def base() -> Snapshot:
    """A stack with four queues and a pending operation."""
    queues = [queue(f"old-{index}", outputs={"token": Secret(index)}) for index in range(4)]
    return snapshot(*queues, pending_operations=[PendingOperation(PendingKind.CREATING, queue("pending"))])


class Run:
    """A random operation on a journal, which notes how the state looked after each record."""

    def __init__(self, path: Path) -> None:
        self.base = base()
        self.file = JournalFile(path, follows="", salt="")
        self.journal = Journal(self.base, sealer(), self.file)
        self.states: list[ResourceState] = list(self.base.resources)
        self.entries: list[int] = []
        self.pending = list(self.base.pending_operations)
        self.seen: list[Any] = [contents(self.journal.snapshot())]
        self.count = 0

    def step(self, draw: st.DataObject) -> None:
        match draw.draw(st.sampled_from(["begin", "success", "fail", "resolve"])):
            case "begin":
                kind = draw.draw(st.sampled_from(PendingKind))
                self.entries.append(self.journal.begin(kind, self._new_state()))
            case "fail" if self.entries:
                self.journal.fail(self.entries.pop())
            case "resolve" if self.pending:
                self.journal.resolve(self.pending.pop())
            case _:
                self._succeed(draw)
        self.seen.append(contents(self.journal.snapshot()))

    def _succeed(self, draw: st.DataObject) -> None:
        entry = self.entries.pop(0) if self.entries and draw.draw(st.booleans()) else None
        touched = draw.draw(st.lists(st.sampled_from(self.states), max_size=2, unique_by=id)) if self.states else []
        split = draw.draw(st.integers(0, len(touched)))
        rewritten = [(state, replace(state, delete=True)) for state in touched[split:]]
        new = self._new_state() if draw.draw(st.booleans()) else None
        self.journal.success(entry, new, removed=touched[:split], rewritten=rewritten)
        self.states = [state for state in self.states if state not in touched] + [after for _, after in rewritten]
        self.states += [new] if new else []

    def _new_state(self) -> ResourceState:
        self.count += 1
        return queue(f"new-{self.count}", outputs={"token": Secret(f"s3cr3t-{self.count}")})


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_replay_equals_what_was_recorded_wherever_the_file_is_torn(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal"
        run = Run(path)
        for _ in range(data.draw(st.integers(1, 12))):
            run.step(data)
        run.file.close()
        whole = path.read_bytes()
        assert b"s3cr3t" not in whole
        ends = [index for index, byte in enumerate(whole) if byte == ord("\n")]
        tail = ends[-3] if len(ends) > 3 else ends[0]
        for length in range(tail, len(whole) + 1):
            path.write_bytes(whole[:length])
            records = journal_file.read(path)
            assert records is not None
            finished = sum(end <= length for end in ends) - 1
            assert len(records.steps) == finished
            if length in (*ends, len(whole)) or length == tail + 1:
                assert contents(replay(base(), records.steps, sealer())) == run.seen[finished]


def test_what_was_begun_is_durable_before_the_provider_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = JournalFile(tmp_path / "j", follows="", salt="")
    synced: list[bytes] = []
    monkeypatch.setattr(journal_file, "_sync", lambda _: synced.append((tmp_path / "j").read_bytes()))
    Journal(base(), sealer(), file).begin(PendingKind.CREATING, queue("new"))
    file.close()
    assert [b'"begin":"creating"' in content for content in synced] == [True]


def test_what_cannot_be_recorded_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = JournalFile(tmp_path / "j", follows="", salt="")
    journal = Journal(base(), sealer(), file)
    monkeypatch.setattr(file, "append", _full)
    with pytest.raises(StateError):
        journal.begin(PendingKind.CREATING, queue("new"))
    with pytest.raises(StateError):
        journal.success(new=queue("new"))
    file.close()
    assert contents(journal.snapshot()) == contents(base())


def test_a_state_that_is_not_on_record_cannot_change(tmp_path: Path) -> None:
    file = JournalFile(tmp_path / "j", follows="", salt="")
    recorded = base()
    journal = Journal(recorded, sealer(), file)
    with pytest.raises(EngineError, match="not on record"):
        journal.success(new=queue("new"), removed=[recorded.resources[0], queue("old-0")])
    file.close()
    assert contents(journal.snapshot()) == contents(base())
    records = journal_file.read(tmp_path / "j")
    assert records is not None
    assert records.steps == []


def test_a_state_may_be_changed_in_place_and_recorded_again() -> None:
    recorded = base()
    journal = Journal(recorded, sealer())
    new = queue("new")
    journal.success(journal.begin(PendingKind.CREATING, new), new)
    new.outputs = {"url": "known"}
    journal.success(rewritten=[(new, new)])
    journal.success(removed=[new])
    assert contents(journal.snapshot()) == contents(base())


def test_a_preview_writes_nothing_and_needs_no_passphrase() -> None:
    journal = Journal(snapshot(), Sealer(None))
    new = queue("new", inputs={"token": Secret("x")})
    journal.success(journal.begin(PendingKind.CREATING, new), new)
    assert journal.snapshot().resources == [new]


def _full(_: object) -> int:
    raise StateError("the disk is full")


def test_an_intent_that_cannot_be_made_durable_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider is not asked, and the next operation need not ask either; nothing is durable any more."""

    def broken(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    file = JournalFile(tmp_path / "j", follows="", salt="")
    journal = Journal(snapshot(), sealer(), file)
    monkeypatch.setattr(journal_file, "_sync", broken)
    with pytest.raises(StateError, match="cannot record a step durably: Input/output error"):
        journal.begin(PendingKind.CREATING, queue("a"))
    monkeypatch.undo()
    assert journal.snapshot().pending_operations == []
    with pytest.raises(StateError, match="durably"):
        journal.begin(PendingKind.CREATING, queue("b"))
    file.close()
    records = journal_file.read(tmp_path / "j")
    assert records is not None
    assert replay(snapshot(), records.steps, sealer()).pending_operations == []
