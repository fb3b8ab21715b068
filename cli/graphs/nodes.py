"""Resources as nodes and edges, fit to be shown to anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from cli.graphs.showing import UNKNOWN, secret_texts, shown
from graph import Cost, Edge, Finding, Kind, Node

if TYPE_CHECKING:
    from engine.resource import ResourceState


def nodes_of(
    resources: Sequence[ResourceState],
    steps: Mapping[str, str],
    findings: Mapping[str, tuple[Finding, ...]],
    costs: Mapping[str, Cost],
) -> Iterator[Node]:
    """The nodes: of the outputs, what the inputs do not say."""
    hidden = secret_texts([one.inputs, one.outputs] for one in resources)
    for one in resources:
        inputs, outputs = (shown(values, hidden) for values in (one.inputs, one.outputs))
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
