"""What a crash leaves behind is found, and mended only as far as that is safe."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from engine.diagnosis import stages_of
from engine.finding import Outcome, examine
from engine.resource import now
from tests.engine.small_project import SmallProject
from tests.engine.test_redo_log import cut_off


def locks(small: SmallProject) -> Path:
    folder = small.stack("dev").backend.lock_folder("small", "dev")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def locked(small: SmallProject, **holder: Any) -> Path:
    path = locks(small) / "held.json"
    here = {"pid": os.getpid(), "username": "ada", "hostname": socket.gethostname(), "timestamp": now()}
    path.write_text(json.dumps(here | holder))
    (locks(small) / "held.json.attrs").write_text("{}")
    return path


def found(small: SmallProject, *, apply: bool = False, release: str = "") -> list[Outcome]:
    return examine(stages_of(small.stack("dev"), print, release=release), apply=apply)


def test_a_stack_that_nothing_happened_to_has_no_findings(small: SmallProject) -> None:
    assert found(small) == []
    assert found(small, apply=True) == []


def test_a_lock_whose_process_has_ended_is_released(small: SmallProject) -> None:
    path = locked(small, pid=2**22 + 1)
    (dry,) = found(small)
    assert (dry.finding.kind, dry.finding.subject) == ("lock", f"ada@{socket.gethostname()}:{2**22 + 1}")
    assert "that process has ended" in dry.finding.found
    assert path.exists()
    (done,) = found(small, apply=True)
    assert done.done == "released"
    assert list(locks(small).iterdir()) == []


def test_a_process_at_work_is_left_alone_and_nothing_else_is_looked_at(small: SmallProject) -> None:
    path = locked(small)
    small.stack("dev").backend.checkpoint_path("small", "dev").write_text("{")
    (outcome,) = found(small, apply=True, release=f"ada@{socket.gethostname()}:{os.getpid()}-not")
    assert "which is at work" in outcome.finding.found
    assert outcome.remains == "wait until it ends; while it is at work nothing else is looked at"
    assert path.exists()


def test_a_lock_of_another_host_is_released_only_by_its_holders_name(small: SmallProject) -> None:
    path = locked(small, hostname="build-7", pid=12, timestamp="2020-01-01T00:00:00Z")
    for release in ("", "ada@build-7:13", "build-7"):
        (outcome,) = found(small, apply=True, release=release)
        assert outcome.remains == "once you are sure that it has ended: --apply --release-lock ada@build-7:12"
        assert "nobody here knows whether it lives" in outcome.finding.found
        assert path.exists()
    (outcome,) = found(small, apply=True, release="ada@build-7:12")
    assert outcome.done == "released"
    assert not path.exists()


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"pid": "x"}'])
def test_a_lock_that_does_not_say_whose_it_is_needs_its_name(small: SmallProject, content: str) -> None:
    path = locks(small) / "odd.json"
    path.write_text(content)
    (outcome,) = found(small, apply=True)
    assert outcome.remains == "once you are sure that it has ended: --apply --release-lock odd.json"
    (outcome,) = found(small, apply=True, release="odd.json")
    assert (outcome.done, path.exists()) == ("released", False)


@pytest.mark.parametrize(
    ("timestamp", "age"), [("x", ""), ("2999-01-01T00:00:00Z", ", in the future"), ("2020-01-01T00:00:00Z", " h ")]
)
def test_the_age_of_a_lock_is_told_whatever_the_clock_says(small: SmallProject, timestamp: str, age: str) -> None:
    locked(small, hostname="build-7", timestamp=timestamp)
    (outcome,) = found(small)
    assert age in outcome.finding.found


def test_a_change_of_several_files_that_was_cut_off_is_finished(small: SmallProject) -> None:
    log = cut_off(small)
    (dry,) = found(small)
    assert (dry.finding.kind, dry.finding.subject) == ("change", str(log))
    assert small.queues("dev") == ["a", "b", "c"]
    (done,) = found(small, apply=True)
    assert (done.done, log.exists(), small.queues("dev")) == ("finished", False, [])


def test_a_change_that_cannot_be_finished_remains(small: SmallProject) -> None:
    log = cut_off(small)
    stack = small.stack("dev")
    stack.backend.save("small", "dev", (stack.backend.read("small", "dev") or b"") + b"\n")
    (outcome,) = found(small, apply=True)
    assert "was changed by somebody else" in outcome.remains
    log.write_text("{")
    (outcome,) = found(small, apply=True)
    assert "is not a note of a change" in outcome.finding.found


def test_half_written_files_are_deleted_those_of_other_stacks_are_not(small: SmallProject) -> None:
    checkpoint = small.stack("dev").backend.checkpoint_path("small", "dev")
    left = [checkpoint.with_name(name) for name in (".dev.json.1.tmp", ".dev.json.attrs.2.tmp", ".dev.journal.3.tmp")]
    left += [small.folder / ".Pulumi.dev.yaml.4.tmp", small.folder / "home" / ".passphrase.5.tmp"]
    left.append(small.folder / "home" / ".pulumi" / "redo" / "small" / ".6.json.7.tmp")
    left[-1].parent.mkdir(parents=True)
    others = [checkpoint.with_name(name) for name in (".devel.json.1.tmp", ".prod.json.1.tmp")]
    for path in [*left, *others]:
        path.write_text("half")
    (dry,) = found(small)
    assert (dry.finding.kind, dry.finding.found) == ("leftover", "6 half-written files of a killed process")
    (done,) = found(small, apply=True)
    assert done.done == "deleted"
    assert [path.exists() for path in [*left, *others]] == [False] * 6 + [True] * 2
