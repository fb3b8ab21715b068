"""What a plan was made of: the settings, the program, the state, the version. A plan holds only as long as it does."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.plans.sealing import Seal

if TYPE_CHECKING:
    from engine import Project, Stack

PACKAGES = ("strata", "pulumi", "pulumi-aws", "pulumi-kubernetes")


def basis(stack: Stack, seal: Seal) -> dict[str, Any]:
    """What a plan of this stack is made of now; digests of it, so that no value is told.

    Raises:
        engine.errors.EngineError: the settings hold mistakes, or the state is damaged.
    """
    return {
        "versions": {name: _version(name) for name in PACKAGES},
        "settings": {name: seal.digest("setting", [name, value]) for name, value in stack.config.items()},
        "program": {str(file.relative_to(stack.project.root)): _digest(file) for file in sources(stack.project)},
        "state": _state(stack),
    }


def sources(project: Project) -> list[Path]:
    """The files of the program: its main folder's, and every module of the project that they import, however far.

    What a program imports by a name that it makes up shows in what it declares alone.
    """
    main = project.main if project.main.is_dir() else project.main.parent
    waiting = sorted(main.rglob("*.py")) if project.main.is_dir() else [project.main]
    found: dict[Path, None] = {}
    while waiting:
        file = waiting.pop()
        if file not in found:
            found[file] = None
            waiting += [place for place in _imported(file, main, project.root) if place not in found]
    return sorted(found)


def _imported(file: Path, main: Path, root: Path) -> Iterator[Path]:
    try:
        nodes = list(ast.walk(ast.parse(file.read_bytes())))
    except (SyntaxError, ValueError):  # the program tells it, if it matters
        return
    for node in nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module or ''}.{alias.name}".strip(".") for alias in node.names)]
        else:
            continue
        level = node.level if isinstance(node, ast.ImportFrom) else 0
        places = [file.parents[level - 1]] if level else [main, root]
        yield from (found for name in names if name for place in places for found in _files(place, name))


def _files(place: Path, name: str) -> Iterator[Path]:
    """The files that importing a module runs, its packages first."""
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        path = place.joinpath(*parts[:count])
        yield from (file for file in (path / "__init__.py", path.with_name(f"{path.name}.py")) if file.is_file())


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _state(stack: Stack) -> str:
    """The digest of the checkpoint, and of the journal that a killed operation has left."""
    backend, project = stack.backend, stack.project.name
    journal = backend.journal_path(project, stack.name)
    parts = [backend.read(project, stack.name) or b"", journal.read_bytes() if journal.exists() else b""]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"
