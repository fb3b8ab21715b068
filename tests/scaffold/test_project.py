"""A new project is written as a whole, or not at all, and never over anything."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold.errors import ProjectError
from scaffold.project import require_empty, write

FILES = {Path("a"): b"1", Path("b/c"): b"2", Path("b/d"): b"3", Path("e"): b"4"}


def found(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    write(tmp_path / "x" / "new", FILES)
    assert found(tmp_path) == {Path("x/new") / path: content for path, content in FILES.items()}
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "x" / "new").stat().st_mode & 0o777 == 0o777 & ~mask


@pytest.mark.parametrize("inside", [[], [".git/HEAD"]])
def test_an_empty_folder_or_repository_is_filled(tmp_path: Path, inside: list[str]) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    for name in inside:
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(b"kept")
    number = folder.stat().st_ino
    write(folder, FILES)
    assert found(folder) == FILES | {Path(name): b"kept" for name in inside}
    # Who stands in it stands in it still.
    assert folder.stat().st_ino == number
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two", "three", ".four"):
        (tmp_path / name).write_text("mine")
    with pytest.raises(ProjectError) as refused:
        write(tmp_path, FILES)
    assert str(refused.value) == f"{tmp_path}: is not empty, it has .four, one, three and 1 more; name another folder"
    assert len(found(tmp_path)) == 4


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ProjectError, match="is there already, and is no folder"):
        require_empty(tmp_path / "file")
    with pytest.raises(ProjectError, match="is a link that leads nowhere"):
        require_empty(tmp_path / "link")


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("method", ["write_bytes", "rename"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_who_is_cut_off_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool, method: str, error: BaseException
) -> None:
    folder = tmp_path / "new"
    if there:
        folder.mkdir()
    honest: Callable[..., object] = getattr(Path, method)
    calls: list[Path] = []

    def cut_off(path: Path, *arguments: object) -> object:
        calls.append(path)
        # The third file, or the third entry that is moved, after a folder; one that is not there is moved at once.
        if len(calls) == (3 if there or method == "write_bytes" else 1):
            raise error
        return honest(path, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Path, method, cut_off)
        with pytest.raises((ProjectError, KeyboardInterrupt)):
            write(folder, FILES)
    assert found(tmp_path) == {}
    assert [path.name for path in tmp_path.iterdir()] == (["new"] if there else [])
