"""Resources as nodes and edges, fit to be shown to anybody."""

from __future__ import annotations

import base64
import json as codec
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from graph import Cost, Edge, Finding, Kind, Node
from protocol.values import Secret, redact, reveal

if TYPE_CHECKING:
    from engine.resource import ResourceState

SECRET: Final = "[secret]"
UNKNOWN: Final = "[unknown]"
SECRET_LENGTH_MIN: Final = 6
"""Characters: a shorter one, such as `1`, is found in what is none."""


def nodes_of(
    resources: Sequence[ResourceState],
    steps: Mapping[str, str],
    findings: Mapping[str, tuple[Finding, ...]],
    costs: Mapping[str, Cost],
) -> Iterator[Node]:
    """The nodes: of the outputs, what the inputs do not say."""
    hidden = sorted({text for one in resources for text in _secrets([one.inputs, one.outputs])}, key=len, reverse=True)
    for one in resources:
        inputs, outputs = (_shown(values, hidden) for values in (one.inputs, one.outputs))
        yield Node(
            urn=one.urn,
            name=one.urn.rpartition("::")[2],
            type=one.type,
            custom=one.custom,
            parent=one.parent,
            step=steps.get(one.urn, ""),
            protect=one.protect,
            properties=inputs,
            outputs={name: value for name, value in outputs.items() if value not in (UNKNOWN, None, inputs.get(name))},
            findings=findings.get(one.urn, ()),
            cost=costs.get(one.urn),
        )


def edges_of(resources: Iterable[ResourceState]) -> Iterator[Edge]:
    """What needs what: by property; by `dependsOn`, what no property explains; and by its provider."""
    for one in resources:
        names: dict[str, list[str]] = defaultdict(list)
        for name, urns in one.property_dependencies.items():
            for urn in urns:
                names[urn].append(name)
        for urn, by in names.items():
            yield Edge(source=one.urn, target=urn, kind=Kind.PROPERTY, labels=tuple(sorted(by)))
        for urn in sorted({*one.dependencies} - names.keys()):
            yield Edge(source=one.urn, target=urn, kind=Kind.DEPENDS_ON)
        provider = one.provider.rpartition("::")[0]
        if provider and not is_default_provider(provider):
            yield Edge(source=one.urn, target=provider, kind=Kind.PROVIDER)


def is_default_provider(urn: str) -> bool:
    """Whether it is a provider that the engine makes by itself; the program knows nothing of it."""
    return "::pulumi:providers:" in urn and urn.rpartition("::")[2].startswith("default_")


def _shown(values: Mapping[str, Any], hidden: Sequence[str]) -> dict[str, Any]:
    """The values without what is secret, also where something that is not marked repeats it."""
    shown: dict[str, Any] = _without(redact(dict(values), secret=SECRET, unknown=UNKNOWN), hidden)
    return shown


def _without(value: Any, hidden: Sequence[str]) -> Any:
    if isinstance(value, str):
        for text in hidden:
            value = value.replace(text, SECRET)
        return value
    if isinstance(value, dict):
        return {_without(name, hidden): _without(one, hidden) for name, one in value.items()}
    return [_without(one, hidden) for one in value] if isinstance(value, list) else value


def _secrets(value: Any, marked: bool = False) -> Iterator[str]:
    """The texts in what is marked as secret that are not found by chance; also as JSON and base64 have them."""
    if isinstance(value, Secret):
        yield from _secrets(reveal(value), marked=True)
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _secrets(one, marked)
    elif marked and isinstance(value, str) and len(value) >= SECRET_LENGTH_MIN and value not in (SECRET, UNKNOWN):
        yield from (
            value,
            codec.dumps(value)[1:-1],
            base64.b64encode(value.encode(errors="replace")).decode().rstrip("="),
        )
