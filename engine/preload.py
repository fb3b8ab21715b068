"""Imports what a program imports before it runs, so that several runs, each in a process of its own, share it.

What is imported here must be the same for every stack: a module that asks for the stack, the project or the
configuration while it is imported is not kept.
"""

from __future__ import annotations

import ast
import contextvars
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from pulumi.runtime import config, settings

from engine.program import project_paths
from engine.project import Project


def preload(project: Project) -> None:
    """Import what the program's main file imports, as far as that goes without a stack; the program tells the rest.

    Not while a program runs: what it asked for would be refused, too.
    """
    main = project.main / "__main__.py" if project.main.is_dir() else project.main
    try:
        module = ast.parse(main.read_bytes(), str(main))
    except (OSError, SyntaxError, ValueError):
        return
    module.body = [node for node in module.body if isinstance(node, ast.Import | ast.ImportFrom)]
    before = set(sys.modules)
    with project_paths(project.root, project.main):
        kept = contextvars.Context().run(_imported, compile(module, str(main), "exec"))
    if not kept:
        for name in set(sys.modules) - before:
            if _is_of_project(name, project.root):
                del sys.modules[name]


def _imported(imports: Any) -> bool:
    """Run import statements; whether every module may be kept."""
    asked: list[str] = []
    config.CONFIG.set(_Refusing(asked))
    with _no_settings(asked), suppress(Exception, _Asked):
        exec(imports, {"__name__": "preload"})  # noqa: S102 - the program's own imports, which it is about to run
        return not asked
    return False


class _Asked(BaseException):
    """A module asked for what only a run knows. No module may take it for an error of its own."""


class _Refusing(dict[str, Any]):
    """The configuration while there is none."""

    def __init__(self, asked: list[str]) -> None:
        self._asked = asked

    def __contains__(self, key: object) -> NoReturn:
        self._asked.append(str(key))
        raise _Asked

    __getitem__ = get = __iter__ = __contains__  # type: ignore[assignment]


class _NoSettings:
    """The SDK's settings while there are none."""

    def __init__(self, asked: list[str]) -> None:
        object.__setattr__(self, "_refused", asked)

    def __getattr__(self, name: str) -> NoReturn:
        self._refused.append(name)
        raise _Asked

    def __setattr__(self, name: str, value: object) -> NoReturn:
        self.__getattr__(name)


@contextmanager
def _no_settings(asked: list[str]) -> Iterator[None]:
    before = settings.SETTINGS
    settings.SETTINGS = _NoSettings(asked)  # type: ignore[assignment]
    try:
        yield
    finally:
        settings.SETTINGS = before


def _is_of_project(name: str, root: Path) -> bool:
    file = getattr(sys.modules[name], "__file__", None)
    return bool(file) and Path(str(file)).is_relative_to(root) and "site-packages" not in Path(str(file)).parts
