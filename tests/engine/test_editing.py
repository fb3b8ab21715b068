"""An edit holds its stacks, takes up what was left behind, and leaves history, backup and the state before it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine import editing, journal_file
from engine.backend import digest
from engine.errors import PassphraseError, StackLocked, StateError
from tests.engine.small_project import QUEUES, SmallProject
from tests.engine.test_journal_repair import left_behind


def test_what_is_saved_is_the_state_with_history_and_backup(small: SmallProject) -> None:
    backend = small.stack("dev").backend
    before = backend.read("small", "dev")
    with editing.hold([small.stack("dev")], print) as (held,):
        editing.save(held, replace(held.snapshot, resources=held.snapshot.resources[:2]), "state remove: two")
    assert small.queues("dev") == ["a"]
    path = backend.checkpoint_path("small", "dev")
    assert path.with_name("dev.json.bak").read_bytes() == before
    home = small.folder / "home" / ".pulumi"
    newest = max((home / "history" / "small" / "dev").glob("*.history.json"))
    entry = json.loads(newest.read_text())
    assert (entry["kind"], entry["message"], entry["result"]) == ("import", "state remove: two", "succeeded")
    assert backend.backups("small", "dev")[0].read_bytes() == path.read_bytes()


def test_what_does_not_hold_together_is_not_written(small: SmallProject) -> None:
    with (
        pytest.raises(StateError, match="is inconsistent"),
        editing.hold([small.stack("dev")], print) as (held,),
    ):
        editing.save(held, replace(held.snapshot, resources=held.snapshot.resources[1:]), "x")
    assert small.queues("dev") == list(QUEUES)


def test_a_journal_that_was_left_behind_is_taken_up_first(small: SmallProject) -> None:
    path = left_behind(small)
    with editing.hold([small.stack("dev")], print) as (held,):
        assert [one.name for one in held.snapshot.resources[1:]] == ["a", "b", "c", "d"]
        assert not path.exists()
        editing.save(held, held.snapshot, "x")
    assert small.queues("dev") == ["a", "b", "c", "d"]


def test_a_journal_that_has_done_its_work_does_not_outlive_the_checkpoint_that_it_names(small: SmallProject) -> None:
    path = left_behind(small)
    journal_file.vouch(path, digest(small.stack("dev").backend.read("small", "dev")))
    with editing.hold([small.stack("dev")], print) as (held,):
        editing.save(held, replace(held.snapshot, resources=held.snapshot.resources[:2]), "x")
    assert small.queues("dev") == ["a"]


def test_all_stacks_are_held_and_let_go(small: SmallProject) -> None:
    backend = small.stack("dev").backend
    with editing.hold([small.stack("prod"), small.stack("dev")], print) as (first, second):
        assert (first.stack.name, second.stack.name) == ("prod", "dev")
        for name in ("dev", "prod"):
            with pytest.raises(StackLocked), backend.lock("small", name, print):
                raise AssertionError
    with backend.lock("small", "prod", print):
        with pytest.raises(StackLocked), editing.hold([small.stack("dev"), small.stack("prod")], print):
            raise AssertionError
        with backend.lock("small", "dev", print):  # nothing of the attempt remains
            pass


def test_a_wrong_passphrase_is_one_clear_line(small: SmallProject) -> None:
    with pytest.raises(PassphraseError) as refused, editing.hold([small.stack("dev", "wrong")], print):
        raise AssertionError
    assert str(refused.value).startswith("incorrect passphrase; set PULUMI_CONFIG_PASSPHRASE")
    assert "\n" not in str(refused.value)


def test_a_copy_stands_beside_its_file_and_says_why(small: SmallProject) -> None:
    path = small.stack("dev").backend.checkpoint_path("small", "dev")
    copy = editing.keep_copy(path, "damaged")
    assert copy is not None
    assert (copy.parent, copy.read_bytes()) == (path.parent, path.read_bytes())
    assert copy.name.startswith("dev.json.damaged-")
    assert editing.keep_copy(path.with_name("nothing"), "damaged") is None
