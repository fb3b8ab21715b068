"""Accelerators: the nodes that have them, and the pods that ask for them. Facts are from `data/accelerators.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from policies.facts.clusters import LAUNCH_TEMPLATES, NODE_GROUPS
from policies.facts.kubernetes import objects, types
from policies.facts.pods import Pod
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, some

_FACTS: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "accelerators.yaml").read_text(encoding="utf-8")
)
ACCELERATORS: Final = tuple(_FACTS["resources"])
"""The resources by which pods ask for accelerators."""
POOLS: Final = (*NODE_GROUPS, *types("NodePool"))
"""Every type that declares nodes which come and go."""
_SERIES: Final = rf"({'|'.join(_FACTS['series'])})"
_INSTANCES: Final = rf"{_SERIES}(\d.*)?"
_OF_INSTANCES: Final = (
    r"(karpenter\.k8s\.aws|eks\.amazonaws\.com)/instance-(family|category)|node\.kubernetes\.io/instance-type"
)
_OF_ACCELERATORS: Final = r"(karpenter\.k8s\.aws|eks\.amazonaws\.com)/instance-(gpu|accelerator)-.*"


@dataclass(frozen=True, slots=True)
class Pool:
    """Nodes with accelerators.

    Attributes:
        require: as that of the resource or the object that declares them.
        root: their settings: a node group's, or the `spec` of a Karpenter NodePool.
        group: whether they are a node group.
        accelerated: whether they have accelerators.
    """

    require: Callable[[Truth, Node], Findings]
    root: Node
    group: bool
    accelerated: Truth


def pools(resource: Resource) -> Iterator[Pool]:
    """The pools of nodes that a resource of `POOLS` declares."""
    if resource.type in NODE_GROUPS:
        yield Pool(resource.require, resource.root, True, _has_accelerators(resource))
        return
    for one in objects(resource, "NodePool"):
        spec = one["spec"]
        wanted = spec.at("template", "spec", "requirements").some(_asks_for_accelerated)
        yield Pool(one.require, spec, False, wanted)


def asks_for_accelerators(pod: Pod) -> Truth:
    """Whether a container of a pod asks for accelerators."""
    return some(asks_for(container, one) for container in pod.containers() for one in ACCELERATORS)


def asks_for(container: Node, accelerator: str) -> Truth:
    """Whether a container asks for an accelerator. Its limit is its request: the API server wants them equal."""
    limit = container.at("resources", "limits", accelerator)
    return limit.is_set() & ~limit.equals(0, "0")


def _has_accelerators(group: Resource) -> Truth:
    named = group["instanceTypes"].some(_is_accelerated) | group["amiType"].matches(".*(GPU|NVIDIA|NEURON).*")
    template = group["launchTemplate"]
    return named | some(
        group.stack.some_referred(template[key], LAUNCH_TEMPLATES, lambda one: _is_accelerated(one["instanceType"]))
        for key in ("id", "name")
    )


def _asks_for_accelerated(requirement: Node) -> Truth:
    key, operator = requirement["key"], requirement["operator"]
    instances = key.matches(_OF_INSTANCES) & operator.equals("In") & requirement["values"].some(_is_accelerated)
    return instances | key.matches(_OF_ACCELERATORS) & operator.equals("In", "Exists", "Gt", "Gte")


def _is_accelerated(instance: Node) -> Truth:
    return instance.matches(_INSTANCES)
