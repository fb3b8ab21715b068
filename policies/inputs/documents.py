"""Reading JSON and YAML from anywhere, hostile files too: bounded in size, depth, and in what aliases unfold to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import yaml

from policies.inputs import InputError

BYTES_MAX: Final = 64 * 2**20
"""A state of 20,000 resources has some 40 MiB."""
VALUES_MAX: Final = 5_000_000
"""Values in a document, each counted as often as it is referred to."""
DEPTH_MAX: Final = 100


def read_json(path: Path) -> Any:
    """The value in a JSON file.

    Raises:
        InputError: it cannot be read, is too large or too deep, or is not JSON.
    """
    text = _read(path)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}:{error.colno}: is not JSON: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{path}: is nested too deep; at most {DEPTH_MAX} levels are read") from None
    _require_bounded(value, path)
    return value


def read_yaml(path: Path) -> list[Any]:
    """The values of all documents in a YAML file; empty documents are left out.

    Raises:
        InputError: it cannot be read, is too large or too deep, or is not YAML.
    """
    text = _read(path)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _require_shallow(text, loader, path)
        values = list(yaml.load_all(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise InputError(f"{path}{where}: is not YAML: {error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(f"{path}: is not YAML: {error}") from None
    except RecursionError:
        raise InputError(f"{path}: is nested too deep; at most {DEPTH_MAX} levels are read") from None
    _require_bounded(values, path)
    return [value for value in values if value is not None]


def _require_shallow(text: str, loader: Any, path: Path) -> None:
    """Refuse deep nesting before anything is built: to build it, the loader in C would overflow its stack."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_MAX:
            raise InputError(f"{path}: is nested too deep; at most {DEPTH_MAX} levels are read")


def _read(path: Path) -> str:
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name a file")
        with path.open("rb") as file:
            content = file.read(BYTES_MAX + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text: byte {error.start} is wrong") from None
    if len(content) > BYTES_MAX:
        raise InputError(f"{path}: is larger than {BYTES_MAX // 2**20} MiB, which is the most that is read")
    if not text.strip():
        raise InputError(f"{path}: is empty")
    return text


def _require_bounded(value: Any, path: Path) -> None:
    """Refuse what aliases make endless, enormous or too deep; each value is looked at once, however often used."""
    sizes: dict[int, tuple[int, int]] = {}
    pending: list[tuple[Any, bool]] = [(value, False)]
    open_: set[int] = set()
    while pending:
        one, left = pending.pop()
        if not isinstance(one, dict | list) or (not left and id(one) in sizes):
            continue
        children = [*one.values()] if isinstance(one, dict) else one
        if not left:
            if id(one) in open_:
                raise InputError(f"{path}: an alias refers to what it stands in")
            open_.add(id(one))
            pending.append((one, True))
            pending += [(child, False) for child in children]
            continue
        open_.discard(id(one))
        inner = [sizes[id(child)] for child in children if isinstance(child, dict | list)]
        size = 1 + len(children) + sum(count for count, _ in inner)
        depth = 1 + max((levels for _, levels in inner), default=0)
        if size > VALUES_MAX:
            raise InputError(f"{path}: unfolds to more than {VALUES_MAX:,} values, which is the most that is checked")
        if depth > DEPTH_MAX:
            raise InputError(f"{path}: is nested too deep; at most {DEPTH_MAX} levels are read")
        sizes[id(one)] = (size, depth)
