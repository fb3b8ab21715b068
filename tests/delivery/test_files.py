"""Files are compared before they are written, and written whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from delivery.files import Kind, compare, write


def test_each_file_is_new_the_same_or_different(tmp_path: Path) -> None:
    (tmp_path / "same").write_text("a\n")
    (tmp_path / "other").write_text("a\nb\n")
    changes = compare(tmp_path, {"new": "x\n", "same": "a\n", "other": "a\nc\n"})
    assert [(change.place, change.kind, bool(change.diff)) for change in changes] == [
        ("new", Kind.NEW, False),
        ("same", Kind.SAME, False),
        ("other", Kind.DIFFERENT, True),
    ]
    assert changes[2].diff == "--- other (as it is)\n+++ other\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"


def test_writing_makes_folders_and_leaves_what_is_the_same_alone(tmp_path: Path) -> None:
    (tmp_path / "same").write_text("a\n")
    before = (tmp_path / "same").stat().st_ino
    write(tmp_path, compare(tmp_path, {"deep/er/new": "x\n", "same": "a\n"}))
    assert (tmp_path / "deep" / "er" / "new").read_text() == "x\n"
    assert (tmp_path / "same").stat().st_ino == before


def test_a_file_keeps_its_mode_and_a_new_one_can_be_read_by_all(tmp_path: Path) -> None:
    (tmp_path / "script").write_text("a\n")
    (tmp_path / "script").chmod(0o755)
    write(tmp_path, compare(tmp_path, {"script": "b\n", "new": "c\n"}))
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("script", "new")] == [0o755, 0o644]


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("a\n")
    changes = compare(tmp_path, {"file": "b\n"})

    def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="no room"):
        write(tmp_path, changes)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "a\n")]


def test_what_is_no_text_differs(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\xff\xfe")
    assert compare(tmp_path, {"file": "b\n"})[0].kind is Kind.DIFFERENT
