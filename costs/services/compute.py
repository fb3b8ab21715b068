"""Clusters, nodes, instances, and their volumes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from costs.declared import Declared, Facts
from costs.item import Choice, Part, Unpriced
from costs.node_pool import allowed, most
from costs.range import Range
from costs.services.answer import Parts, Surroundings, answers

EKS_VOLUME_GIB = 20
"""Of a node for which nothing else is declared; https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html"""


@answers("aws:eks:Cluster")
def cluster(_: Declared, facts: Facts, __: Surroundings) -> Parts:
    """By the hour; six times as much once Kubernetes' version is out of its standard support."""
    extended = facts.inside("upgradePolicy").text("supportType", "EXTENDED") == "EXTENDED"
    note = "more once its version is in extended support" if extended else ""
    yield Part(what="control plane", price="eks/cluster", quantity=Range.exactly(1), note=note)


@answers("aws:eks:NodeGroup")
def node_group(one: Declared, facts: Facts, around: Surroundings) -> Parts:
    """The desired number of nodes, from the cheapest of its types to the dearest, with a volume for each.

    More run only while nodes are replaced, or if something else scales the group.
    """
    scaling = facts.inside("scalingConfig")
    nodes = Range.exactly(scaling.number("desiredSize", scaling.number("minSize")))
    template = _launch_template(one, around)
    types = facts.texts("instanceTypes") or [template.text("instanceType", "t3.medium")]
    spot = facts.text("capacityType", "ON_DEMAND") == "SPOT"
    yield Choice(
        what=f"{nodes} nodes",
        quantities=dict.fromkeys((f"ec2/{name}" for name in types), Range(0, nodes.high) if spot else nodes),
        note="spot, whose price moves below the one on demand" if spot else "of whichever of its types there is",
    )
    disks = template.each("blockDeviceMappings")
    sizes = _volumes((disk.inside("ebs") for disk in disks), "volumeType", "volumeSize")
    size = sizes or {"gp3": facts.number("diskSize", EKS_VOLUME_GIB)}
    yield from _storage(size, nodes)
    yield from _monitoring(template.inside("monitoring").flag("enabled"), nodes)


@answers("kubernetes:karpenter.sh:NodePool")
def node_pool(_: Declared, facts: Facts, around: Surroundings) -> Parts:
    """From no nodes to all that its limits allow, in the dearest of the types that it may start."""
    spec = facts.inside("spec")
    numbers = {one.name: most(spec, one) for one in allowed(spec, around.region)}
    numbers = {name: number for name, number in numbers.items() if number}
    if not numbers or max(numbers.values()) == math.inf:
        why = "the pool has no limit" if numbers else f"no type that {around.region} offers fits the pool"
        yield Unpriced(what="nodes", why=why)
        return
    quantities = {f"ec2/{name}": Range(0, number) for name, number in numbers.items()}
    yield Choice(what=f"up to {_count(max(numbers.values()))} nodes", quantities=quantities, note="none while idle")
    nodes = Range(0, max(numbers.values()))
    chosen = spec.inside("template", "spec", "nodeClassRef").text("name")
    for one in around.of_type("kubernetes:karpenter.k8s.aws:EC2NodeClass"):
        shape = Facts(one.properties)
        if shape.inside("metadata").text("name") != chosen:
            continue
        disks = (disk.inside("ebs") for disk in shape.inside("spec").each("blockDeviceMappings"))
        yield from _storage(_volumes(disks, "volumeType", "volumeSize"), nodes)
        yield from _monitoring(shape.inside("spec").flag("detailedMonitoring"), nodes)


@answers("aws:ec2:Instance", "aws:ec2:SpotInstanceRequest")
def instance(_: Declared, facts: Facts, __: Surroundings) -> Parts:
    """By the hour, with its volumes."""
    name = facts.text("instanceType")
    yield Part(what=f"instance {name}", price=f"ec2/{name}", quantity=Range.exactly(1))
    disks = [facts.inside("rootBlockDevice"), *facts.each("ebsBlockDevices")]
    yield from _storage(_volumes(disks, "volumeType", "volumeSize"), Range.exactly(1))
    yield from _monitoring(facts.flag("monitoring"), Range.exactly(1))


def _launch_template(group: Declared, around: Surroundings) -> Facts:
    """The launch template that a node group refers to, as far as that is recorded."""
    for urn in (group.property_dependencies or {}).get("launchTemplate", ()):
        if urn in around.resources:
            return Facts(around.resources[urn].properties)
    return Facts({})


def _volumes(disks: Iterable[Facts], kind: str, size: str) -> dict[str, float]:
    """GiB of the volumes of a node, by their kind."""
    sizes: dict[str, float] = {}
    for disk in disks:
        if disk.has(size):
            text = disk.text(size) if isinstance(disk.values[size], str) else f"{disk.number(size):g}"
            if not text.removesuffix("Gi").isdecimal():
                raise disk.unknown(size)
            name = disk.text(kind, "gp3")
            sizes[name] = sizes.get(name, 0.0) + float(text.removesuffix("Gi"))
    return sizes


def _storage(sizes: Mapping[str, float], nodes: Range) -> Iterator[Part]:
    for kind, gib in sizes.items():
        yield Part(what=f"{gib:g} GiB {kind} for each node", price=f"ebs/{kind}", quantity=nodes * gib)


def _monitoring(detailed: bool, nodes: Range) -> Iterator[Part]:
    """Detailed monitoring is charged as seven metrics of an instance; https://aws.amazon.com/cloudwatch/pricing/"""
    if detailed:
        yield Part(what="detailed monitoring", price="cloudwatch/metric", quantity=nodes * 7)


def _count(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
