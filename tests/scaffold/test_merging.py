"""What the template has changed goes into what its owner has made of a file; nothing of either is lost."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold import merging
from scaffold.errors import ProjectError, ToolError
from scaffold.merging import Change, Fate, compare, merge, run_git

FILE = Path("folder/file")
BASE = b"1\n2\n3\n4\n5\n"


def fate(root: Path, own: bytes | None, base: bytes | None, new: bytes | None) -> Change | None:
    """What becomes of one file."""
    (root / FILE).parent.mkdir(exist_ok=True)
    if own is not None:
        (root / FILE).write_bytes(own)
    found = compare(root, {} if base is None else {FILE: base}, {} if new is None else {FILE: new})
    return found[0] if found else None


@pytest.mark.parametrize(
    ("own", "base", "new", "expected", "after"),
    [
        (BASE, BASE, BASE, None, None),
        (b"own", BASE, BASE, None, None),
        (None, BASE, BASE, None, None),
        (b"new", BASE, b"new", None, None),
        (None, BASE, None, None, None),
        (BASE, BASE, b"new", Fate.UPDATED, b"new"),
        (None, None, b"new", Fate.ADDED, b"new"),
        (BASE, BASE, None, Fate.REMOVED, None),
        (b"own", BASE, None, Fate.KEPT, b"own"),
        (None, BASE, b"new", Fate.KEPT, None),
        (b"\0own", BASE, b"new", Fate.KEPT, b"\0own"),
        (b"own\n" + BASE, BASE, BASE + b"6\n", Fate.MERGED, b"own\n" + BASE + b"6\n"),
        (
            b"1\n2\nown\n4\n5\n",
            BASE,
            b"1\n2\nnew\n4\n5\n",
            Fate.CONFLICT,
            b"1\n2\n<<<<<<< yours\nown\n=======\nnew\n>>>>>>> template\n4\n5\n",
        ),
        (b"own\n", None, b"new\n", Fate.CONFLICT, b"<<<<<<< yours\nown\n=======\nnew\n>>>>>>> template\n"),
    ],
)
def test_the_fate_of_a_file(
    tmp_path: Path, own: bytes | None, base: bytes | None, new: bytes | None, expected: Fate | None, after: bytes | None
) -> None:
    change = fate(tmp_path, own, base, new)
    assert (change and change.fate) == expected
    assert change is None or (change.before, change.after) == (own, after)


def test_files_are_told_in_order(tmp_path: Path) -> None:
    new = {Path(name): b"x" for name in ("c", "a", "b/a")}
    assert [str(change.path) for change in compare(tmp_path, {}, new)] == ["a", "b/a", "c"]


def test_a_difference_is_told_as_everywhere() -> None:
    change = Change(FILE, Fate.UPDATED, b"a\nb", b"a\nc\n")
    assert change.diff == (
        "--- a/folder/file\n+++ b/folder/file\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"
    )
    assert Change(FILE, Fate.KEPT, b"a", b"a").diff == ""


def test_a_file_behind_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "folder").symlink_to("/etc")
    with pytest.raises(ProjectError, match="lies behind a link that leads out of the project"):
        compare(project, {}, {Path("folder/passwd"): b"x"})


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(parents=True)
    with pytest.raises(ProjectError, match="cannot be read: Is a directory"):
        compare(tmp_path, {}, {FILE: b"x"})


def test_without_git_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="git is missing, which merges the changes; install it"):
        run_git(tmp_path, "version")


def test_a_git_that_fails_or_hangs_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = tmp_path / "git"
    git.write_text("#!/bin/sh\necho broken >&2\nexit 255\n")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(ToolError, match="git cannot merge: broken"):
        merge(b"a\n", b"b\n", b"c\n")
    git.write_text("#!/bin/sh\nexec sleep 60\n")
    monkeypatch.setattr(merging, "TIMEOUT_S", 0.1)
    with pytest.raises(ToolError, match="does not end"):
        run_git(tmp_path, "version")


LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"d\n", b"\n"]), max_size=6).map(b"".join)


@settings(max_examples=40)
@given(LINES, LINES, LINES)
def test_every_line_of_both_is_there_afterwards(own: bytes, base: bytes, new: bytes) -> None:
    merged, conflicts = merge(own, base, new)
    added = {*own.splitlines(), *new.splitlines()} - {*base.splitlines()}
    assert added <= {*merged.splitlines()}
    assert (b"<<<<<<< yours\n" in merged) == bool(conflicts)
    if base in (own, new):
        assert (merged, conflicts) == (new if own == base else own, 0)


def test_git_is_asked_as_it_is_installed() -> None:
    assert run_git(Path.cwd(), "version").stdout == subprocess.check_output(["git", "version"])
