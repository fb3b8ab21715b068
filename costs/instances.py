"""What the types of EC2 instances are, and where they are offered: moto's copy of AWS's own lists."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class InstanceType:
    """A type of instance.

    Attributes:
        name: `g5.xlarge`.
        architecture: as Kubernetes calls it: `amd64` or `arm64`.
        cpus: virtual CPUs.
        memory_gib: memory.
        gpus: NVIDIA's.
        gpu_name: `a10g`; empty without GPUs.
        neurons: AWS's own accelerators.
    """

    name: str
    architecture: str
    cpus: int
    memory_gib: float
    gpus: int = 0
    gpu_name: str = ""
    neurons: int = 0

    @property
    def family(self) -> str:
        """`g5`."""
        return self.name.partition(".")[0]

    @property
    def size(self) -> str:
        """`xlarge`."""
        return self.name.partition(".")[2]


@cache
def instance_types() -> Mapping[str, InstanceType]:
    """All types, by name."""
    return {name: _type(name, facts) for name, facts in _read("instance_types.json.gz").items()}


@cache
def offered(region: str) -> frozenset[str]:
    """The names of the types that a region offers; none if nothing is known of the region."""
    path = f"instance_type_offerings/region/{region}.json.gz"
    if not (_resources() / path).is_file():
        return frozenset()
    return frozenset(one["InstanceType"] for one in _read(path))


def _type(name: str, facts: Mapping[str, Any]) -> InstanceType:
    devices = facts.get("GpuInfo", {}).get("Gpus", [])
    gpus = [one for one in devices if one.get("Manufacturer") == "NVIDIA"]
    accelerators = facts.get("NeuronInfo", {}).get("NeuronDevices", [])
    architectures = facts.get("ProcessorInfo", {}).get("SupportedArchitectures", [])
    return InstanceType(
        name,
        "arm64" if "arm64" in architectures else "amd64",
        facts["VCpuInfo"]["DefaultVCpus"],
        facts["MemoryInfo"]["SizeInMiB"] / 1024,
        # A part of a GPU counts as one, as Kubernetes' device plugin has it.
        sum(one.get("Count", 1) for one in gpus),
        gpus[0]["Name"].lower().replace(" ", "-") if gpus else "",
        sum(one.get("Count", 1) for one in accelerators),
    )


def _read(path: str) -> Any:
    with gzip.open(_resources() / path, "rt", encoding="utf-8") as file:
        return json.load(file)


@cache
def _resources() -> Path:
    # Found without importing moto, which takes half a second.
    spec = find_spec("moto")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("moto, whose facts of instance types are needed, is not installed")
    return Path(spec.origin).parent / "ec2" / "resources"
