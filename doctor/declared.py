"""What a stack declares, as checks ask for it: read from its resources, whatever program they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from protocol.values import UNKNOWN, Secret

GPU_RESOURCES = ("nvidia.com/gpu", "amd.com/gpu", "aws.amazon.com/neuron", "habana.ai/gaudi")
"""The resources by which pods ask for accelerators. Source: the device plugins of NVIDIA, AMD, AWS and Intel."""

_DEFINITIONS = "kubernetes:apiextensions.k8s.io/v1"


class Resource(Protocol):
    """What is read of a resource."""

    type: str
    urn: str
    inputs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool of nodes that Karpenter fills.

    Attributes:
        name: its name.
        families: the families of EC2 instance types it may take, such as `g6`.
        gpus_max: the most accelerators it may hold; None if it is not limited by them.
        markets: how its instances are bought: `spot`, `on-demand`, `reserved`.
    """

    name: str
    families: tuple[str, ...]
    gpus_max: int | None
    markets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of nodes that EKS keeps.

    Attributes:
        name: its logical name.
        types: the EC2 instance types it may take.
        nodes_max: the most nodes it may have.
        market: `spot`, or `on-demand`.
    """

    name: str
    types: tuple[str, ...]
    nodes_max: int
    market: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A Helm chart that is installed.

    Attributes:
        name: the chart's own name.
        version: without a leading `v`.
        address: where it is fetched: an OCI address, or that of its repository.
    """

    name: str
    version: str
    address: str


class Declared:
    """The resources of a stack as it would be."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = tuple(resources)

    def aws_types(self) -> list[str]:
        """The types of AWS resources, sorted."""
        return sorted({one.type for one in self.resources if one.type.startswith("aws:")})

    def of(self, type_: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The logical name and the plain inputs of each resource of a type; what is not known yet is None."""
        for one in self.resources:
            if one.type == type_:
                yield one.urn.rpartition("::")[2], plain(one.inputs)

    def pools(self) -> list[Pool]:
        """The pools of Karpenter."""
        return [
            _pool(name, inputs.get("spec") or {}) for name, inputs in self.of("kubernetes:karpenter.sh/v1:NodePool")
        ]

    def groups(self) -> list[Group]:
        """The node groups of EKS."""
        found = []
        for name, inputs in self.of("aws:eks/nodeGroup:NodeGroup"):
            nodes_max = (inputs.get("scalingConfig") or {}).get("maxSize") or 0
            market = "spot" if inputs.get("capacityType") == "SPOT" else "on-demand"
            # EKS takes this type where none is named: the API reference of CreateNodegroup.
            types = tuple(inputs.get("instanceTypes") or ["t3.medium"])
            found.append(Group(name, types, int(nodes_max), market))
        return found

    def zones(self) -> list[str]:
        """The availability zones of its subnets, sorted."""
        zones = {inputs.get("availabilityZone") for _, inputs in self.of("aws:ec2/subnet:Subnet")}
        return sorted(zone for zone in zones if isinstance(zone, str))

    def clusters(self) -> dict[str, str | None]:
        """The Kubernetes version of each EKS cluster, by the cluster's name."""
        found = (inputs for _, inputs in self.of("aws:eks/cluster:Cluster"))
        return {str(inputs["name"]): inputs.get("version") for inputs in found if inputs.get("name")}

    def addons(self) -> dict[str, str]:
        """The version of each EKS add-on that names one, by the add-on's name."""
        found = (inputs for _, inputs in self.of("aws:eks/addon:Addon"))
        return {str(inputs["addonName"]): str(inputs["addonVersion"]) for inputs in found if inputs.get("addonVersion")}

    def charts(self) -> list[Chart]:
        """The charts it installs, each once."""
        found = []
        for type_ in ("kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v4:Chart"):
            for _, inputs in self.of(type_):
                chart = str(inputs.get("chart") or "")
                address = (inputs.get("repositoryOpts") or {}).get("repo") or chart
                name = chart.rstrip("/").rpartition("/")[2]
                found.append(Chart(name, str(inputs.get("version") or "").removeprefix("v"), str(address)))
        return list(dict.fromkeys(found))

    def kinds(self) -> list[tuple[str, str]]:
        """The API version and kind of each object of Kubernetes that is declared, each once."""
        types = (one.type.split(":") for one in self.resources if one.type.startswith("kubernetes:"))
        return sorted({(version, kind) for _, version, kind in types if version.partition("/")[0] != "helm.sh"})

    def defined(self) -> set[tuple[str, str]]:
        """The API version and kind of each custom resource that it defines itself."""
        specs = [inputs.get("spec") or {} for _, inputs in self.of(f"{_DEFINITIONS}:CustomResourceDefinition")]
        return {
            (f"{spec.get('group')}/{version.get('name')}", str((spec.get("names") or {}).get("kind")))
            for spec in specs
            for version in spec.get("versions") or ()
        }


def plain(value: Any) -> Any:
    """A value without wrappers: None for what is unknown or secret."""
    if value is UNKNOWN or isinstance(value, Secret):
        return None
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def _pool(name: str, spec: dict[str, Any]) -> Pool:
    template = ((spec.get("template") or {}).get("spec") or {}).get("requirements") or []
    wanted = {one["key"]: tuple(one.get("values") or ()) for one in template if one.get("operator") == "In"}
    limits = spec.get("limits") or {}
    gpus = [int(limits[resource]) for resource in GPU_RESOURCES if limits.get(resource) is not None]
    return Pool(
        name=name,
        families=wanted.get("karpenter.k8s.aws/instance-family", ()),
        gpus_max=max(gpus, default=None),
        # Karpenter takes on-demand where a pool does not say: https://karpenter.sh/docs/concepts/nodepools/
        markets=wanted.get("karpenter.sh/capacity-type", ("on-demand",)),
    )
