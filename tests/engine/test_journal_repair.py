"""A journal that was left behind is told of, taken into the checkpoint, or kept aside; nothing is lost silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import journal_file
from engine.backend import digest
from engine.finding import Outcome, examine
from engine.journal import Journal
from engine.journal_file import JournalFile
from engine.journal_repair import journal_findings
from engine.resource import ResourceState
from engine.secrets import Sealer
from engine.snapshot import PendingKind
from tests.engine.small_project import QUEUE, ROOT, SmallProject


def new(name: str) -> ResourceState:
    return ResourceState(urn=f"{QUEUE}{name}", custom=True, type="aws:sqs/queue:Queue", id=name, parent=ROOT)


def left_behind(small: SmallProject) -> Path:
    """What a killed operation leaves that made a queue, began to make another one, and was still at work."""
    stack = small.stack("dev")
    path = stack.backend.journal_path("small", "dev")
    snapshot = small.snapshot("dev")
    file = JournalFile(path, follows=digest(stack.backend.read("small", "dev")), salt=snapshot.salt)
    journal = Journal(snapshot, Sealer(lambda: stack.crypter(snapshot.salt)), file)
    for state in snapshot.resources:
        journal.success(new=state, removed=[state])
    journal.success(journal.begin(PendingKind.CREATING, new("d")), new("d"))
    journal.begin(PendingKind.CREATING, new("e"), "attempt")
    file.close()
    return path


def found(small: SmallProject, *, apply: bool = False) -> list[Outcome]:
    return examine([lambda: journal_findings(small.stack("dev"), print)], apply=apply)


def test_one_that_was_left_behind_is_taken_into_the_checkpoint(small: SmallProject) -> None:
    path = left_behind(small)
    (dry,) = found(small)
    assert (dry.finding.kind, dry.finding.subject) == ("journal", str(path))
    assert dry.finding.found == (
        "an operation was killed after 7 records; 1 of what it asked for has no answer on record"
    )
    assert path.exists()
    (done,) = found(small, apply=True)
    assert done.done == "taken into the checkpoint, which has 5 resources now"
    assert not path.exists()
    assert small.queues("dev") == ["a", "b", "c", "d"]
    assert [one.attempt for one in small.snapshot("dev").pending_operations] == ["attempt"]
    assert found(small) == []


def test_a_line_that_was_cut_off_is_told_and_left_out(small: SmallProject) -> None:
    path = left_behind(small)
    path.write_bytes(path.read_bytes() + b'0123abcd {"new')
    (outcome,) = found(small, apply=True)
    assert outcome.finding.found.endswith("; its last line was cut off after 14 bytes: that had not happened yet")
    assert outcome.done
    assert small.queues("dev") == ["a", "b", "c", "d"]


def test_one_that_has_done_its_work_or_was_only_begun_is_deleted(small: SmallProject) -> None:
    path = left_behind(small)
    journal_file.vouch(path, digest(small.stack("dev").backend.read("small", "dev")))
    (outcome,) = found(small, apply=True)
    assert (outcome.finding.found, outcome.done) == ("holds nothing that the checkpoint does not", "deleted")
    path.write_bytes(b"0123")
    (outcome,) = found(small, apply=True)
    assert (outcome.finding.found, outcome.done) == ("was only begun: nothing had been done", "deleted")
    assert not path.exists()


def test_one_that_follows_another_checkpoint_is_a_persons_to_decide(small: SmallProject) -> None:
    path = left_behind(small)
    backend = small.stack("dev").backend
    backend.save("small", "dev", (backend.read("small", "dev") or b"") + b"\n")
    before = path.read_bytes()
    (outcome,) = found(small, apply=True)
    assert "follows another checkpoint than the present one" in outcome.finding.found
    assert outcome.remains.endswith(f"mv {path} {path}.given-up")
    assert path.read_bytes() == before


@pytest.mark.parametrize("line", [3, 6])
def test_of_a_damaged_one_the_sound_beginning_counts_and_what_is_lost_is_named(small: SmallProject, line: int) -> None:
    path = left_behind(small)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b"{", b"[", 1)
    damaged = b"".join(lines)
    path.write_bytes(damaged)
    lost = [f"{QUEUE}d", f"{QUEUE}e"] if line == 3 else [f"{QUEUE}e"]
    (dry,) = found(small)
    assert f"line {line + 1} is damaged" in dry.finding.found
    assert f"keep its first {line} lines" in dry.finding.remedy
    assert dry.finding.remedy.endswith(", ".join(lost))
    (done,) = found(small, apply=True)
    assert done.done.endswith(f"look at the provider for: {', '.join(lost)}")
    (kept,) = path.parent.glob("dev.journal.damaged-*")
    assert kept.read_bytes() == damaged
    assert not path.exists()
    assert small.queues("dev") == ["a", "b", "c"]
    # What was begun in the sound part stays pending: its provider is asked.
    assert [one.resource.urn for one in small.snapshot("dev").pending_operations] == (
        [] if line == 3 else [f"{QUEUE}d"]
    )
