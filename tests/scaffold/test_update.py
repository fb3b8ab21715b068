"""A project is brought up to a newer template: owners keep their changes, and a cut-off update is finished."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold import update
from scaffold.answers import Answers
from scaffold.errors import ProjectError, ToolError
from scaffold.files import ANSWERS, BASE, Files, kept
from scaffold.merging import Fate, compare
from scaffold.project import write
from tests.scaffold.test_answers import GOOD

ONE = Answers.read(GOOD)
TWO = Answers.read(GOOD | {"region": "us-east-1"})
OLD: Files = {Path("same"): b"same\n", Path("both"): b"1\n2\n3\n4\n", Path("f/gone"): b"gone\n", Path("run"): b"1\n"}
NEW: Files = {Path("same"): b"same\n", Path("both"): b"1\n2\n3\nnew\n", Path("g/come"): b"come\n", Path("run"): b"2\n"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which its owner has changed a file, and made another one executable."""
    root = tmp_path / "project"
    write(root, OLD | kept(ONE, OLD))
    (root / "both").write_bytes(b"own\n2\n3\n4\n")
    (root / "run").chmod(0o755)
    return root


def found(root: Path) -> Files:
    """Every file, without those of git."""
    files = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root): path.read_bytes() for path in files}


EXPECTED: Files = {
    Path("same"): b"same\n",
    Path("both"): b"own\n2\n3\nnew\n",
    Path("g/come"): b"come\n",
    Path("run"): b"2\n",
    **kept(TWO, NEW),
}


def carry_out(root: Path) -> list[Fate]:
    """Update to the new files and answers."""
    record = update.read(root)
    changes = compare(root, record.base, NEW)
    update.carry_out(root, changes, TWO, record, NEW)
    return [change.fate for change in changes]


def test_what_was_made_is_read_back(project: Path) -> None:
    assert update.read(project) == update.Record(ONE, OLD)


def test_changes_of_both_come_together_and_the_record_is_the_new_one(project: Path) -> None:
    assert carry_out(project) == [Fate.MERGED, Fate.REMOVED, Fate.ADDED, Fate.UPDATED]
    assert found(project) == EXPECTED
    assert (project / "run").stat().st_mode & 0o777 == 0o755
    assert update.read(project) == update.Record(TWO, NEW)


def test_a_second_update_changes_nothing(project: Path) -> None:
    carry_out(project)
    assert carry_out(project) == []
    assert found(project) == EXPECTED


def test_a_file_behind_a_link_of_the_project_is_written_where_it_is(project: Path) -> None:
    (project / "elsewhere").write_bytes((project / "run").read_bytes())
    (project / "run").unlink()
    (project / "run").symlink_to("elsewhere")
    carry_out(project)
    assert ((project / "run").is_symlink(), (project / "elsewhere").read_bytes()) == (True, b"2\n")


@pytest.mark.parametrize("method", ["write_bytes", "rename", "replace", "unlink"])
@pytest.mark.parametrize("at", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_update_that_is_cut_off_has_changed_nothing_or_is_finished_by_the_next(
    project: Path, monkeypatch: pytest.MonkeyPatch, method: str, at: int, error: BaseException
) -> None:
    before = found(project)
    honest: Callable[..., object] = getattr(Path, method)
    calls: list[Path] = []

    def cut_off(path: Path, *arguments: object, **options: object) -> object:
        calls.append(path)
        if len(calls) == at:
            raise error
        return honest(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, method, cut_off)
        try:
            carry_out(project)
        except (ProjectError, ToolError, KeyboardInterrupt):
            assert len(calls) >= at
    begun = (project / ".scaffold" / "pending").exists()
    assert update.finish(project) == begun
    scratch = project / ".scaffold" / "pending.tmp"
    left = {path: content for path, content in found(project).items() if not (project / path).is_relative_to(scratch)}
    assert left in (before, EXPECTED)
    # Whatever is left of it, the next one is whole.
    carry_out(project)
    assert found(project) == EXPECTED


@pytest.mark.parametrize(
    ("break_", "message"),
    [
        (lambda root: (root / ANSWERS).unlink(), "so `strata new` has not made it"),
        (lambda root: (root / ANSWERS).write_text("name: [\n"), "is damaged; take it from the last commit"),
        (lambda root: (root / ANSWERS).write_text("- 1\n"), "is damaged; take it from the last commit"),
        (lambda root: (root / ANSWERS).write_bytes(b"\xff"), "is damaged; take it from the last commit"),
        (lambda root: (root / BASE).rename(root / "base"), "nothing tells your changes from the template's"),
    ],
)
def test_a_record_that_is_missing_or_damaged_is_told(
    project: Path, break_: Callable[[Path], object], message: str
) -> None:
    break_(project)
    with pytest.raises(ProjectError, match=message):
        update.read(project)


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


def test_only_what_git_can_take_back_is_updated(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    with pytest.raises(ProjectError, match="is in no git repository, so the update could not be taken back"):
        update.require_committed(project)
    git(project, "init")
    (project / "six").touch()
    with pytest.raises(
        ProjectError, match=r"has changes that are not committed: .*, same and 1 more; commit them first"
    ):
        update.require_committed(project)
    git(project, "add", ".")
    git(project, "commit", "-m", "all")
    update.require_committed(project)
    (project / "both").write_text("other")
    with pytest.raises(ProjectError, match="not committed: both; commit them first"):
        update.require_committed(project)


def test_without_git_it_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolError, match="git is missing"):
        update.require_committed(project)
