"""EC2 instance types, as the account tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

VALUES_MAX: Final = 100
"""How many values are asked for in one filter; EC2 takes 200."""


@dataclass(frozen=True, slots=True)
class Size:
    """What an instance type has.

    Attributes:
        vcpus: its vCPUs, by which quotas count.
        gpus: its accelerators, of whatever kind.
    """

    vcpus: int
    gpus: int


def family(instance_type: str) -> str:
    """`g6` for `g6.xlarge`."""
    return instance_type.partition(".")[0]


def sizes(ec2: Any, families: Iterable[str], types: Iterable[str]) -> dict[str, Size]:
    """Every type of these families, and these types, by name; what the region does not know is left out.

    Raises:
        botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError: EC2 does not tell.
    """
    wanted = sorted({f"{name}.*" for name in families} | set(types))
    found: dict[str, Size] = {}
    for some in _chunks(wanted):
        pages = ec2.get_paginator("describe_instance_types").paginate(
            Filters=[{"Name": "instance-type", "Values": some}]
        )
        for page in pages:
            found |= {one["InstanceType"]: _size(one) for one in page["InstanceTypes"]}
    return found


def offers(ec2: Any, types: Iterable[str], zones: Iterable[str]) -> set[tuple[str, str]]:
    """Which of these types are offered in which of these zones: pairs of type and zone. Raises as `sizes`."""
    found: set[tuple[str, str]] = set()
    places = {"Name": "location", "Values": sorted(zones)}
    for some in _chunks(sorted(types)):
        pages = ec2.get_paginator("describe_instance_type_offerings").paginate(
            LocationType="availability-zone", Filters=[{"Name": "instance-type", "Values": some}, places]
        )
        for page in pages:
            found |= {(one["InstanceType"], one["Location"]) for one in page["InstanceTypeOfferings"]}
    return found


def _size(described: Mapping[str, Any]) -> Size:
    places = {"GpuInfo": "Gpus", "NeuronInfo": "NeuronDevices", "InferenceAcceleratorInfo": "Accelerators"}
    counts = [
        sum(one.get("Count", 0) for one in described.get(place, {}).get(kind, [])) for place, kind in places.items()
    ]
    return Size(vcpus=described["VCpuInfo"]["DefaultVCpus"], gpus=max(counts))


def _chunks(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), VALUES_MAX):
        yield values[start : start + VALUES_MAX]
