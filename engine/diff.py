"""What differs between the recorded and the wanted inputs of a resource, and whether that means replacement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pulumi.runtime.proto import provider_pb2

from engine.errors import UnsupportedError
from engine.property_path import Path, covers, parse, render
from protocol.values import Props, reveal

INIT_ERROR: Final = "#initerror"
"""Stands for a resource that was created but did not become ready, in `replaceOnChanges` and in a diff's keys."""

_KINDS: Final[dict[int, str]] = {
    number: name.lower().replace("_", "-") for name, number in provider_pb2.PropertyDiff.Kind.items()
}


@dataclass(frozen=True, slots=True)
class PropertyDiff:
    """One changed property.

    Attributes:
        kind: `add`, `delete`, `update`, or one of these followed by `-replace`.
        input_diff: whether old and new inputs were compared, not old state and new inputs.
    """

    kind: str
    input_diff: bool = False

    @property
    def replaces(self) -> bool:
        """Whether this change calls for replacement."""
        return self.kind.endswith("-replace")

    def json(self) -> dict[str, Any]:
        """The official engine's form."""
        return {"diffKind": self.kind, "inputDiff": self.input_diff}


@dataclass(frozen=True, slots=True)
class Diff:
    """A provider's answer to Diff.

    Attributes:
        changed: whether anything differs.
        replaces: the property names that call for replacement.
        diffs: the property names that differ.
        detailed: path to kind of change, where the provider says so.
        delete_before_replace: the old resource has to go before its replacement can be made.
    """

    changed: bool
    replaces: tuple[str, ...] = ()
    diffs: tuple[str, ...] = ()
    detailed: dict[str, PropertyDiff] = field(default_factory=dict)
    delete_before_replace: bool = False

    @property
    def replace(self) -> bool:
        """Whether the resource has to be replaced."""
        return bool(self.replaces) or any(change.replaces for change in self.detailed.values())


NO_DIFF: Final = Diff(changed=False)


def from_response(response: Any, old_inputs: Props, new_inputs: Props) -> Diff:
    """Read a provider's DiffResponse; when it does not say whether there are changes, the inputs are compared.

    Raises:
        UnsupportedError: it tells of a kind of change that we do not know.
    """
    detailed = {
        path: PropertyDiff(_kind(path, change.kind), change.inputDiff) for path, change in response.detailedDiff.items()
    }
    diff = Diff(
        changed=response.changes == provider_pb2.DiffResponse.DIFF_SOME,
        replaces=tuple(response.replaces),
        diffs=tuple(response.diffs),
        detailed=detailed,
        delete_before_replace=response.deleteBeforeReplace,
    )
    if response.changes in (provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE):
        return diff
    compared = compare(old_inputs, new_inputs)
    return replace(
        diff,
        changed=compared.changed or diff.replace,
        diffs=diff.diffs or compared.diffs,
        detailed=detailed or compared.detailed,
    )


def _kind(path: str, number: int) -> str:
    kind = _KINDS.get(number)
    if kind is None:
        raise UnsupportedError(f"{path}: the provider tells of a change of an unknown kind, {number}")
    return kind


def compare(old: Props, new: Props) -> Diff:
    """The difference of two property maps; whether a value is secret makes none."""
    changes = dict(_differences((), reveal(old), reveal(new)))
    return Diff(
        changed=bool(changes),
        diffs=tuple(dict.fromkeys(str(path[0]) for path in changes)),
        detailed={render(path): PropertyDiff(kind, input_diff=True) for path, kind in changes.items()},
    )


def _differences(path: Path, old: Any, new: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in [*old, *(name for name in new if name not in old)]:
            if name not in new:
                yield (*path, name), "delete"
            elif name not in old:
                yield (*path, name), "add"
            else:
                yield from _differences((*path, name), old[name], new[name])
    elif isinstance(old, list) and isinstance(new, list):
        for i in range(max(len(old), len(new))):
            if i >= len(new):
                yield (*path, i), "delete"
            elif i >= len(old):
                yield (*path, i), "add"
            else:
                yield from _differences((*path, i), old[i], new[i])
    elif type(old) is not type(new) or old != new:
        yield path, "update"


def with_replace_on_changes(diff: Diff, paths: Iterable[str], *, has_init_errors: bool) -> Diff:
    """The diff with every change at or below one of the paths made a replacement."""
    parsed = [parse(path) for path in paths]
    if not parsed or not (diff.changed or has_init_errors):
        return diff

    def asked(path: str) -> bool:
        return any(covers(outer, parse(path)) for outer in parsed)

    replaces = dict.fromkeys([*diff.replaces, *(name for name in diff.diffs if asked(name))])
    detailed = {
        path: replace(change, kind=f"{change.kind}-replace") if not change.replaces and asked(path) else change
        for path, change in diff.detailed.items()
    }
    if has_init_errors and asked(INIT_ERROR):
        replaces[INIT_ERROR] = None
    return replace(diff, changed=diff.changed or INIT_ERROR in replaces, replaces=tuple(replaces), detailed=detailed)
