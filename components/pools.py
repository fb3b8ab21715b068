"""GPU nodes as the user asks for them: pools that Karpenter fills and empties, and groups of fixed size."""

import re
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from components.nodes import Capacity, Nodes
from components.settings import Guarded

GPU = "nvidia.com/gpu"
"""The resource that pods ask for, and the taint that keeps all others away."""
PLUGIN_LABEL = "strata/device-plugin"
"""On nodes where the device plugin's chart shall run. Bottlerocket brings a plugin of its own: two would clash."""
GPU_LABELS = {f"{GPU}.present": "true", PLUGIN_LABEL: "chart"}
NAME = r"^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$"
ARM = ("g5g", "p6e")
"""What the names of GPU families with ARM processors begin with."""
CHEAPEST_FIRST = (Capacity.RESERVED, Capacity.SPOT, Capacity.ON_DEMAND)


def _with_gpus(instance: str) -> str:
    family = instance.partition(".")[0]
    # The GPUs of g4ad are AMD's.
    if not re.match(r"(g|gr|p)[0-9]", family) or family == "g4ad":
        raise ValueError(f"must have NVIDIA GPUs, such as g6 or p5, got {instance}")
    if family.startswith(ARM):
        raise ValueError(f"must have x86 processors, as the image of the nodes has, got {instance}")
    return instance


GpuFamily = Annotated[str, Field(pattern=r"^[a-z0-9-]+$"), AfterValidator(_with_gpus)]
"""A family of EC2 instance types, e.g. `g6`."""
GpuInstanceType = Annotated[str, Field(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$"), AfterValidator(_with_gpus)]
"""An EC2 instance type, e.g. `g6.xlarge`."""


class Pool(Guarded):
    """A pool of GPU nodes. It starts empty, and costs nothing until a pod needs it."""

    name: str = Field(pattern=NAME)
    """What flavors, endpoints and the label `strata/pool` call it."""
    instance_families: list[GpuFamily] = Field(default=["g6", "g5"], min_length=1)
    """EC2 families with NVIDIA GPUs. Karpenter takes the cheapest type that fits."""
    gpus_max: int = Field(default=8, ge=1, le=10000)
    """The most GPUs the pool may hold at a time: the limit of what it can cost."""
    capacity: list[Capacity] = Field(default=[Capacity.SPOT, Capacity.ON_DEMAND], min_length=1)
    """How instances are bought, first choice first. Work for `spot` with no `on_demand` behind it may wait for days."""
    reservations: list[str] = Field(default=[])
    """IDs of the EC2 capacity reservations that `reserved` capacity comes from."""
    volume_gib: int = Field(default=200, ge=50, le=16384)
    """Root volume, in GiB: images and the pods' scratch space."""
    idle_minutes: int = Field(default=10, ge=1, le=1440)
    """How long an empty node is kept, in minutes."""
    lifetime_hours: int = Field(default=336, ge=24, le=8760)
    """After how long a node makes room for a patched one, in hours. Pods marked `do-not-disrupt` may finish first."""

    def weaker(self) -> set[str]:
        """Beside what is guarded: the capacity, if nothing catches what spot cannot serve."""
        no_fallback = Capacity.SPOT in self.capacity and Capacity.ON_DEMAND not in self.capacity
        return super().weaker() | ({"capacity"} if no_fallback else set())

    @model_validator(mode="after")
    def _buyable(self) -> Self:
        ordered = [capacity for capacity in CHEAPEST_FIRST if capacity in self.capacity]
        if self.capacity != ordered:
            raise ValueError(
                f"capacity: Karpenter tries {', '.join(ordered)} in this order; write it so, each once, "
                f"got {', '.join(self.capacity)}"
            )
        if (Capacity.RESERVED in self.capacity) != bool(self.reservations):
            raise ValueError("reservations and the capacity `reserved` need each other")
        return self


class GpuNodeGroup(Nodes, Guarded):
    """A group of as many GPU nodes as it says, of fixed types, for what must not wait for a node."""

    guarded: ClassVar[tuple[str, ...]] = ("capacity",)

    name: str = Field(pattern=NAME)
    """What flavors, endpoints and the label `strata/pool` call it."""
    instance_types: list[GpuInstanceType] = Field(min_length=1)
    """EC2 instance types with NVIDIA GPUs; several let AWS choose what it has."""
    nodes_min: int = Field(default=0, ge=0, le=450)
    """What is always there, and always paid for; 0 parks the group."""
    nodes_max: int = Field(default=2, ge=1, le=450)
    """How far a person may scale the group by hand."""
    volume_gib: int = Field(default=200, ge=50, le=16384)
    """Root volume, in GiB: images and the pods' scratch space."""
    capacity: Capacity = Capacity.ON_DEMAND
    """A node group has one way of buying; a pool falls back from one to the next."""

    @field_validator("capacity")
    @classmethod
    def _offered(cls, capacity: Capacity) -> Capacity:
        if capacity is Capacity.RESERVED:
            raise ValueError("must be spot or on_demand, got reserved; pools take reserved capacity")
        return capacity
