"""Reading a field of an object of which nothing is certain: it may be missing, unknown, or of the wrong kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from protocol.values import UNKNOWN
from sandbox.problem import Problem


def mapping(body: Any, *path: str) -> dict[str, Any]:
    """The map at a path; empty when there is none."""
    for step in path:
        body = body.get(step) if isinstance(body, dict) else None
    return body if isinstance(body, dict) else {}


def at(body: Any, *path: str) -> Any:
    """What stands at a path: None when nothing does, UNKNOWN when it, or what it stands in, is not known."""
    for step in path:
        if not isinstance(body, dict):
            return body if body is UNKNOWN else None
        body = body.get(step)
    return body


def entries(value: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The maps in a list, each with its path."""
    for index, entry in enumerate(value if isinstance(value, list) else ()):
        if isinstance(entry, dict):
            yield f"{path}[{index}]", entry


def names_in(value: Any) -> frozenset[str] | None:
    """The names of the maps in a list; None while one of them is not known."""
    if value is UNKNOWN:
        return None
    found = [at(entry, "name") for entry in (value if isinstance(value, list) else ())]
    return None if UNKNOWN in found else frozenset(name for name in found if isinstance(name, str))


def texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """The strings in a list, each with its path."""
    for index, entry in enumerate(value if isinstance(value, list) else ()):
        if isinstance(entry, str):
            yield f"{path}[{index}]", entry


def pairs(value: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    """The entries of a map: path, key, value."""
    for key, entry in (value if isinstance(value, dict) else {}).items():
        yield f"{path}[{key!r}]" if "." in key or "/" in key else f"{path}.{key}", key, entry


def one_of(value: Any, allowed: tuple[str, ...], path: str) -> Iterator[Problem]:
    """A closed choice; absent and unknown values pass."""
    if isinstance(value, str) and value not in allowed:
        yield Problem(path, f"must be one of {', '.join(allowed)}, got {value!r}")


def at_least(value: Any, minimum: int, path: str) -> Iterator[Problem]:
    """A lower bound of a whole number."""
    if isinstance(value, int) and value < minimum:
        yield Problem(path, f"must be at least {minimum}, got {value}")


def unique(named: Iterator[tuple[str, Any]]) -> Iterator[Problem]:
    """No name twice; paths and names in, problems at the later ones out."""
    seen: set[str] = set()
    for path, name in named:
        if isinstance(name, str):
            if name in seen:
                yield Problem(path, f"{name!r} is used twice")
            seen.add(name)
