"""Stacks are kept in the layout of the official file backend."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from engine import files
from engine.backend import FileBackend, digest
from engine.errors import StackLocked, StateError
from tests.engine.states import GOLDEN


@pytest.fixture
def backend(tmp_path: Path) -> FileBackend:
    return FileBackend(tmp_path / "state")


def test_the_tree_is_the_official_one(backend: FileBackend) -> None:
    for content in (b"first", b"second"):
        backend.save("golden", "dev", content)
    backend.record("golden", "dev", {"kind": "update"})
    root = backend.root / ".pulumi"
    found = {
        re.sub(r"\d{19}", "<unix-ns>", f"./{path.relative_to(root)}") for path in root.rglob("*") if path.is_file()
    }
    assert found == set((GOLDEN / "state-tree" / "files.txt").read_text().split())


def test_a_save_keeps_the_checkpoint_before_it(backend: FileBackend) -> None:
    assert backend.read("golden", "dev") is None
    backend.save("golden", "dev", b"first")
    backend.save("golden", "dev", b"second")
    path = backend.checkpoint_path("golden", "dev")
    assert backend.read("golden", "dev") == b"second"
    assert path.with_name("dev.json.bak").read_bytes() == b"first"


def test_attributes_and_layout_file_are_the_official_ones(backend: FileBackend) -> None:
    backend.save("golden", "dev", b"{}")
    for name in ("meta.yaml", "meta.yaml.attrs"):
        assert (backend.root / ".pulumi" / name).read_bytes() == (GOLDEN / "state-tree" / name).read_bytes()


def test_history_and_backup_hold_the_operation_and_the_checkpoint_after_it(backend: FileBackend) -> None:
    backend.save("golden", "dev", b"content")
    backend.record("golden", "dev", {"kind": "update", "result": "succeeded"})
    history = backend.root / ".pulumi" / "history" / "golden" / "dev"
    (entry,) = history.glob("dev-*.history.json")
    (checkpoint,) = history.glob("dev-*.checkpoint.json")
    (backup,) = (backend.root / ".pulumi" / "backups" / "golden" / "dev").glob("dev.*.json")
    assert json.loads(entry.read_text()) == {"kind": "update", "result": "succeeded"}
    assert (checkpoint.read_bytes(), backup.read_bytes()) == (b"content", b"content")


def test_everything_is_private(backend: FileBackend) -> None:
    backend.save("golden", "dev", b"content")
    backend.record("golden", "dev", {})
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in (backend.root / ".pulumi").rglob("*")}
    assert modes == {True: 0o700, False: 0o600}


def test_stacks_are_listed_by_project(backend: FileBackend) -> None:
    assert backend.stacks("golden") == []
    for project, stack in (("golden", "prod.vision"), ("golden", "dev"), ("other", "staging")):
        backend.save(project, stack, b"")
    backend.journal_path("golden", "gone").touch()
    assert backend.stacks("golden") == ["dev", "prod.vision"]


def test_a_compressed_checkpoint_is_refused_rather_than_overlooked(backend: FileBackend) -> None:
    backend.save("golden", "other", b"")
    backend.checkpoint_path("golden", "dev").with_name("dev.json.gz").touch()
    with pytest.raises(StateError, match=r"dev\.json\.gz: compressed checkpoints are not supported"):
        backend.read("golden", "dev")


def test_an_unknown_layout_is_refused_for_reading_and_writing(backend: FileBackend) -> None:
    backend.save("golden", "dev", b"")
    (backend.root / ".pulumi" / "meta.yaml").write_text("version: 2\n")
    with pytest.raises(StateError, match="unknown layout"):
        backend.read("golden", "dev")
    with pytest.raises(StateError, match="unknown layout"):
        backend.save("golden", "dev", b"")


def test_stacks_are_locked_one_by_one_where_the_official_engine_looks(backend: FileBackend) -> None:
    with backend.lock("golden", "dev", print), backend.lock("golden", "prod", print):
        folder = backend.root / ".pulumi" / "locks" / "organization" / "golden" / "dev"
        assert len(list(folder.glob("*.json"))) == 1
        with pytest.raises(StackLocked), backend.lock("golden", "dev", print):
            pass


def test_digest_tells_contents_and_their_absence_apart() -> None:
    assert len({digest(None), digest(b""), digest(b"a")}) == 3


def test_a_crash_between_the_checkpoint_and_its_attributes_leaves_it_trusted(
    backend: FileBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.save("golden", "dev", b"first")
    write = files.write

    def write_until_the_crash(path: Path, content: bytes) -> None:
        if path.name == "dev.json.attrs":
            raise KeyboardInterrupt
        write(path, content)

    monkeypatch.setattr(files, "write", write_until_the_crash)
    with pytest.raises(KeyboardInterrupt):
        backend.save("golden", "dev", b"second")
    assert backend.read("golden", "dev") == b"second"
    assert backend.is_intact("golden", "dev", b"second")


def test_what_a_killed_process_had_begun_to_write_of_a_stack_is_deleted(backend: FileBackend) -> None:
    backend.save("golden", "dev", b"first")
    folder = backend.checkpoint_path("golden", "dev").parent
    for name in (".dev.json.1.tmp", ".dev.json.attrs.1.tmp", ".dev.journal.1.tmp", ".prod.json.1.tmp"):
        (folder / name).touch()
    backend.tidy("golden", "dev")
    assert [path.name for path in folder.glob(".*")] == [".prod.json.1.tmp"]
