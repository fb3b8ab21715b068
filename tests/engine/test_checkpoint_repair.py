"""A damaged checkpoint gives way to the newest sound one and is kept; one that is sound is accepted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import FileBackend, editing, journal_file
from engine.backend import digest
from engine.checkpoint_repair import checkpoint_findings
from engine.errors import StateError
from engine.finding import Outcome, examine
from engine.removal import without
from engine.selection import select
from tests.engine.small_project import QUEUE, SmallProject


def found(small: SmallProject, *, apply: bool = False, passphrase: str | None = None) -> list[Outcome]:
    stack = small.stack("dev", passphrase) if passphrase else small.stack("dev")
    return examine([lambda: checkpoint_findings(stack, print)], apply=apply)


def checkpoint(small: SmallProject) -> Path:
    return small.stack("dev").backend.checkpoint_path("small", "dev")


def forget(small: SmallProject, name: str) -> None:
    """Make a newer checkpoint, without a queue."""
    with editing.hold([small.stack("dev")], print) as (held,):
        editing.save(held, without(held.snapshot, select(held.snapshot, [name])), "removed")


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "a bit flipped in a ciphertext": lambda content: content.replace(b'"ciphertext":"v1:', b'"ciphertext":"v1:A', 1),
    "a parent gone": lambda content: content.replace(b'"parent":"urn:pulumi:dev', b'"parent":"urn:pulumi:dve', 1),
    "another version": lambda content: content.replace(b'"version":3', b'"version":9', 1),
    "nested deeply": lambda content: b"[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_the_newest_sound_one_is_put_back_and_the_damaged_one_kept(
    small: SmallProject, damage: Callable[[bytes], bytes]
) -> None:
    forget(small, "a")
    whole = checkpoint(small).read_bytes()
    checkpoint(small).write_bytes(damage(whole))
    (dry,) = found(small)
    assert (dry.finding.kind, dry.finding.subject) == ("checkpoint", str(checkpoint(small)))
    assert "put back dev." in dry.finding.remedy
    assert checkpoint(small).read_bytes() == damage(whole)
    (done,) = found(small, apply=True)
    assert done.done.startswith("put back dev.")
    assert checkpoint(small).read_bytes() == whole
    (kept,) = checkpoint(small).parent.glob("dev.json.damaged-*")
    assert kept.read_bytes() == damage(whole)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert small.queues("dev") == ["b", "c"]
    assert found(small) == []


def test_a_missing_one_is_put_back_too(small: SmallProject) -> None:
    whole = checkpoint(small).read_bytes()
    checkpoint(small).unlink()
    (done,) = found(small, apply=True)
    assert "put back" in done.done
    assert checkpoint(small).read_bytes() == whole


def test_a_backup_that_is_damaged_as_well_is_passed_over(small: SmallProject) -> None:
    forget(small, "a")
    newest = small.stack("dev").backend.backups("small", "dev")[0]
    newest.write_bytes(b"{")
    checkpoint(small).write_bytes(b"{")
    (done,) = found(small, apply=True)
    assert newest.name not in done.done
    assert small.queues("dev") == ["a", "b", "c"]


def test_the_one_that_the_journal_follows_comes_first(small: SmallProject) -> None:
    before = checkpoint(small).read_bytes()
    forget(small, "a")
    backend = small.stack("dev").backend
    for old in backend.backups("small", "dev"):  # the one that fits is not the newest
        if old.read_bytes() == before:
            os.utime(old, (1, 1))
    journal = journal_file.JournalFile(backend.journal_path("small", "dev"), follows=digest(before), salt="")
    journal.close()
    checkpoint(small).write_bytes(b"{")
    (done,) = found(small, apply=True)
    assert "put back" in done.done
    assert checkpoint(small).read_bytes() == before


def test_nothing_sound_is_left(small: SmallProject) -> None:
    for path in [checkpoint(small), *small.stack("dev").backend.backups("small", "dev")]:
        path.write_bytes(b"{")
    (outcome,) = found(small, apply=True)
    assert outcome.remains == "none that is kept is sound either; import an export: strata state import dev --force"
    assert checkpoint(small).read_bytes() == b"{"


def test_one_that_was_changed_by_hand_but_is_sound_is_accepted(small: SmallProject) -> None:
    changed = checkpoint(small).read_bytes().replace(b'"id":"a"', b'"id":"other"')
    checkpoint(small).write_bytes(changed)
    with pytest.raises(StateError, match="is not as it was saved"):
        small.snapshot("dev")
    (dry,) = found(small)
    assert "is sound, but was changed by hand" in dry.finding.found
    assert "0 resources more, 0 less, 1 different" in dry.finding.found
    (done,) = found(small, apply=True)
    assert done.done == "accepted"
    assert checkpoint(small).read_bytes() == changed
    assert [one.id for one in small.snapshot("dev").resources if one.urn == f"{QUEUE}a"] == ["other"]


def test_a_wrong_passphrase_is_no_damage(small: SmallProject) -> None:
    (outcome,) = found(small, apply=True, passphrase="wrong")
    assert outcome.remains == "give the passphrase that opens it"
    assert outcome.finding.found.count("\n") == 0
    assert small.queues("dev") == ["a", "b", "c"]


def test_it_waits_for_nobody_who_is_at_work(small: SmallProject) -> None:
    checkpoint(small).write_bytes(b"{")
    with FileBackend(small.folder / "home").lock("small", "dev", print):
        (outcome,) = found(small, apply=True)
    assert "stack dev is locked by process" in outcome.remains
