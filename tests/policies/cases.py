"""The cases of a rule: `tests/policies/rules/<folder>/<rule>.yaml`.

    good:                  # resources by logical name, of which the rule has nothing to say
      bucket: {type: "aws:s3/bucket:Bucket", properties: {…}}
      block: {type: …, properties: {bucket: "${bucket.id}"}}
    also good:             # optional: other ways to be good; properties laid over those of `good`, null takes away
      a key of its own: {bucket: {kmsKeyId: …}}
    bad:                   # every way to break the rule
      no block: {without: [block], finds: ["bucket: "]}
      switched off: {change: {block: {blockPublicAcls: false}}, finds: ["bucket: path"]}
      another: {instead: {…resources as under good…}, finds: […]}

`${name.id}`, `${name.arn}` and other attributes refer to another resource of the case.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack

FOLDER = Path(__file__).with_name("rules")
_REFERENCE = re.compile(r"\$\{([\w-]+)\.([\w]+)\}")
Declared = dict[str, dict[str, Any]]
"""Resources by logical name, as a case declares them."""


@dataclass(frozen=True)
class Case:
    """One set of resources, and what the rule finds in it: `name: path` each."""

    title: str
    declared: Declared
    finds: frozenset[str] = field(default_factory=frozenset)


def read(path: Path) -> tuple[list[Case], list[Case]]:
    """The good cases and the bad ones."""
    document = yaml.safe_load(path.read_text())
    good: Declared = document["good"]
    goods = [Case("good", good)]
    goods += [Case(title, _changed(good, change)) for title, change in document.get("also good", {}).items()]
    bads = [Case(title, _variant(good, bad), frozenset(bad["finds"])) for title, bad in document["bad"].items()]
    return goods, bads


def urn(name: str, declared: Declared) -> str:
    """The URN of a case's resource."""
    return f"urn:pulumi:test::strata::{declared[name]['type']}::{name}"


def stack(declared: Declared, *, preview: bool = False, dependencies: bool = True) -> Stack:
    """The resources of a case.

    Args:
        preview: before they are there: ids, ARNs and references are unknown.
        dependencies: whether it is recorded which property is made of which resource.
    """
    return Stack(
        (_resource(name, declared, preview, dependencies) for name in declared), "urn:pulumi:test::strata::stack"
    )


def _resource(name: str, declared: Declared, preview: bool, dependencies: bool) -> Resource:
    settings = declared[name]
    properties = settings.get("properties", {})
    depended = {
        key: tuple(sorted({urn(other, declared) for other in _references(value) if other in declared}))
        for key, value in properties.items()
    }
    recorded = {key: urns for key, urns in depended.items() if urns}
    outputs = {} if preview else {"arn": f"arn:aws:test:::{name}"} | settings.get("outputs", {})
    return Resource(
        urn=urn(name, declared),
        type=settings["type"],
        name=name,
        properties=_resolved(properties, preview),
        outputs=outputs,
        id=None if preview else f"{name}-id",
        property_dependencies=recorded if dependencies else None,
        protect=settings.get("protect"),
        provider=settings.get("provider", ""),
    )


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (found[0] for found in _REFERENCE.findall(value))
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _references(one)


def _resolved(value: Any, preview: bool) -> Any:
    if isinstance(value, Mapping):
        return {key: _resolved(one, preview) for key, one in value.items()}
    if isinstance(value, list):
        return [_resolved(one, preview) for one in value]
    if isinstance(value, str) and _REFERENCE.search(value):
        return UNKNOWN if preview else _REFERENCE.sub(_known, value)
    return value


def _known(reference: re.Match[str]) -> str:
    name, attribute = reference.groups()
    return (
        f"{name}-id" if attribute == "id" else f"arn:aws:test:::{name}" if attribute == "arn" else f"{name}-{attribute}"
    )


def _variant(good: Declared, bad: Mapping[str, Any]) -> Declared:
    if "instead" in bad:
        return dict(bad["instead"])
    changed = _changed(good, bad.get("change", {}))
    return {name: settings for name, settings in changed.items() if name not in bad.get("without", ())}


def _changed(good: Declared, change: Mapping[str, Any]) -> Declared:
    changed = copy.deepcopy(good)
    for name, properties in change.items():
        if properties and "type" in properties and name not in changed:
            changed[name] = dict(properties)
        else:
            changed[name]["properties"] = _laid_over(changed[name].get("properties", {}), properties)
    return changed


def _laid_over(below: Any, above: Any) -> Any:
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    merged = {key: _laid_over(below.get(key), value) for key, value in above.items()}
    return {key: value for key, value in (dict(below) | merged).items() if value is not None}
