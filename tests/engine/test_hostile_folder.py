"""What else may be wrong with the folder of the state: not readable, no file, a link, gone while an operation runs."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine import Operation
from engine.errors import StateError
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Item, item
from tests.harness import Deployer

STACKS = Path(".pulumi", "stacks", "strata")
READ = [STACKS / "test.json", STACKS / "test.json.attrs", STACKS / "test.journal", Path(".pulumi", "meta.yaml")]
"""What every operation reads."""
OPERATIONS = [Operation.PREVIEW, Operation.UP, Operation.REFRESH, Operation.DESTROY]


@pytest.fixture
def root(stack: Deployer) -> Path:
    """The folder of a stack that is up."""
    stack(item(value=1), {})
    return stack.backend.root


def refused(stack: Deployer, cloud: Cloud, operation: Operation) -> str:
    """What the operation says when it refuses to begin; nobody was asked for anything."""
    calls = list(cloud.calls)
    with pytest.raises(StateError) as caught:
        stack(item(value=2), None, operation)
    assert cloud.calls == calls
    return str(caught.value)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO])
def test_a_file_that_cannot_be_read_is_named(
    stack: Deployer,
    cloud: Cloud,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: Path,
    operation: Operation,
    code: int,
) -> None:
    read = Path.read_bytes

    def unreadable(self: Path) -> bytes:
        if self == root / path:
            raise OSError(code, os.strerror(code), str(self))
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", unreadable)
    assert refused(stack, cloud, operation) == f"{root / path}: cannot read: {os.strerror(code)}"


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_a_folder_where_a_file_should_be_is_named(stack: Deployer, cloud: Cloud, root: Path, path: Path) -> None:
    (root / path).unlink(missing_ok=True)
    (root / path).mkdir()
    assert refused(stack, cloud, Operation.UP) == f"{root / path}: cannot read: Is a directory"


def test_a_file_where_a_folder_should_be_is_named(stack: Deployer, cloud: Cloud, root: Path) -> None:
    locks = root / ".pulumi" / "locks"
    shutil.rmtree(locks)
    locks.touch()
    assert str(locks) in refused(stack, cloud, Operation.UP)


@pytest.mark.parametrize("link", [Path(".pulumi"), STACKS, STACKS / "test.json"], ids=str)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_link_that_leads_nowhere_is_no_empty_stack(
    stack: Deployer, cloud: Cloud, root: Path, link: Path, operation: Operation
) -> None:
    """As of a disk that is not mounted: to begin anew would create everything twice."""
    elsewhere = stack.folder / "elsewhere"
    (root / link).rename(elsewhere)
    (root / link).symlink_to(elsewhere)
    assert stack(item(value=1), None, Operation.PREVIEW).summary.changes == {"same": 2}
    elsewhere.rename(stack.folder / "unmounted")
    assert str(root / link) in refused(stack, cloud, operation)
    (stack.folder / "unmounted").rename(elsewhere)
    assert stack(item(value=1)).summary.changes == {"same": 2}


def test_a_link_stays_a_link_and_what_it_leads_to_is_written(stack: Deployer, cloud: Cloud, root: Path) -> None:
    elsewhere = stack.folder / "elsewhere.json"
    (root / STACKS / "test.json").rename(elsewhere)
    (root / STACKS / "test.json").symlink_to(elsewhere)
    stack(item(value=2))
    assert (root / STACKS / "test.json").is_symlink()
    assert b'"value":2' in elsewhere.read_bytes()
    assert stack(item(value=2)).summary.changes == {"same": 2}


def test_a_link_to_itself_is_named(stack: Deployer, cloud: Cloud, root: Path) -> None:
    path = root / STACKS / "test.json"
    path.unlink()
    path.symlink_to(path)
    assert refused(stack, cloud, Operation.UP).startswith(f"{path}: cannot read: ")


def removing(folder: Path, name: str) -> Callable[[str, str], None]:
    """Removes the folder when a resource of that name is created."""

    def remove(verb: str, created: str) -> None:
        if (verb, created) == ("create", name):
            shutil.rmtree(folder)

    return remove


@pytest.mark.parametrize("removed", [".pulumi", ".pulumi/stacks", ".pulumi/locks", ".pulumi/history"])
def test_folders_that_vanish_while_an_operation_runs_come_back(
    stack: Deployer, cloud: Cloud, root: Path, removed: str
) -> None:
    cloud.failures = removing(root / removed, "second")

    def program() -> None:
        first: Any = Item("item", value=1)
        Item("second", value=first.number)

    assert stack(program).summary.errors == []
    cloud.failures = lambda _verb, _name: None
    assert stack(program).summary.changes == {"same": 3}
    assert sorted(cloud.by_name()) == ["item", "second"]
