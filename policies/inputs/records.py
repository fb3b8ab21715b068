"""Resources from records: of a state, of a preview, or of a list that somebody wrote. All have the same few fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policies.inputs import InputError
from policies.inputs.values import understand
from policies.resource import Resource
from policies.stack import Stack

_TEXTS = ("urn", "type", "name", "id", "parent", "provider")


def stack_of(records: Any, where: str) -> Stack:
    """The resources of a list of records.

    Args:
        records: `{"type", "name", "properties"}` each, or `{"urn", "type", "inputs"}` as in a state. Optional: `urn`,
            `id`, `parent`, `outputs`, `dependencies`, `propertyDependencies`, `provider`, `protect`, `delete`.
        where: what to call the list in errors.

    Raises:
        InputError: names every record that is wrong, and how.
    """
    if not isinstance(records, list):
        raise InputError(f"{where}: must be a list of resources, got {_kind(records)}")
    mistakes = [f"{where}[{index}]{mistake}" for index, one in enumerate(records) for mistake in _mistakes(one)]
    if mistakes:
        shown = mistakes[:20] + ([f"… and {len(mistakes) - 20} more"] if len(mistakes) > 20 else [])
        raise InputError("\n".join(shown))
    return Stack(resources_of(records))


def resources_of(records: Iterable[Mapping[str, Any]]) -> list[Resource]:
    """The resources of sound records; what is only waiting for its deletion is left out."""
    return [_resource(one) for one in records if not one.get("delete")]


def _resource(record: Mapping[str, Any]) -> Resource:
    name = record.get("name") or str(record.get("urn", "")).rpartition("::")[2]
    depended = record.get("propertyDependencies")
    properties = record["properties"] if "properties" in record else record.get("inputs")
    return Resource(
        urn=record.get("urn") or f"{record['type']}::{name}",
        type=record["type"],
        name=name,
        properties=understand(properties or {}),
        outputs=understand(record.get("outputs") or {}),
        id=record.get("id") or None,
        parent=record.get("parent") or "",
        dependencies=tuple(record.get("dependencies") or ()),
        property_dependencies=None if depended is None else {key: tuple(urns or ()) for key, urns in depended.items()},
        provider=record.get("provider") or "",
        protect=record.get("protect", False if "urn" in record else None),
    )


def _mistakes(record: Any) -> list[str]:
    """What is wrong with a record, each beginning with where in it."""
    if not isinstance(record, Mapping):
        return [f": must be an object, got {_kind(record)}"]
    mistakes = [
        f".{key}: must be text, got {_kind(record[key])}"
        for key in _TEXTS
        if record.get(key) is not None and not isinstance(record[key], str)
    ]
    if not record.get("type"):
        mistakes.append(".type: is missing; it is a type token such as aws:s3/bucket:Bucket")
    if not record.get("name") and not record.get("urn"):
        mistakes.append(".name: is missing, and there is no urn either")
    mistakes += [
        f".{key}: must be an object, got {_kind(record[key])}"
        for key in ("properties", "inputs", "outputs", "propertyDependencies")
        if record.get(key) is not None and not isinstance(record[key], Mapping)
    ]
    lists = {"dependencies": record.get("dependencies")}
    if isinstance(record.get("propertyDependencies"), Mapping):
        lists |= {f"propertyDependencies.{key}": urns for key, urns in record["propertyDependencies"].items()}
    mistakes += [
        f".{key}: must be a list of URNs, got {_kind(urns)}"
        for key, urns in lists.items()
        if urns is not None and not (isinstance(urns, list) and all(isinstance(urn, str) for urn in urns))
    ]
    return mistakes


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")
