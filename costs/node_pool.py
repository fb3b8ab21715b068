"""Which instances a Karpenter pool may start, and how many at most.

Source: https://karpenter.sh/docs/concepts/nodepools/
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from costs.declared import Facts
from costs.instances import InstanceType, instance_types, offered

_UNITS = {"": 1, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z]*)")


def allowed(spec: Facts, region: str) -> Iterator[InstanceType]:
    """The types that a region offers and the pool's requirements allow.

    A requirement on a label that is no fact of a type, such as a zone, allows all of them.

    Raises:
        NotKnownError: a requirement is not known yet.
    """
    requirements = spec.inside("template", "spec").each("requirements")
    rules = [(one.text("key"), one.text("operator"), one.texts("values")) for one in requirements]
    here = offered(region)
    for one in instance_types().values():
        if here and one.name not in here:
            continue
        if all(_fits(_labels(one).get(key), operator, values) for key, operator, values in rules):
            yield one


def most(spec: Facts, one: InstanceType) -> float:
    """How many instances of a type the pool's limits allow, parts included; infinite if none applies to the type.

    Raises:
        NotKnownError: a limit is not known yet.
    """
    limits = spec.inside("limits")
    amounts = {
        "cpu": one.cpus,
        "memory": one.memory_gib * 2**30,
        "nvidia.com/gpu": one.gpus,
        "aws.amazon.com/neuron": one.neurons,
        "nodes": 1,
    }
    bounds = [quantity(limits, name) / each for name, each in amounts.items() if limits.has(name) and each]
    bound = min(bounds, default=math.inf)
    # What does not fit whole is not started.
    return bound if bound >= 1 else 0.0


def _labels(one: InstanceType) -> dict[str, str]:
    """The labels that Karpenter gives a node of this type, as far as they are facts of the type."""
    prefix = "karpenter.k8s.aws/instance-"
    letters = re.match(r"[a-z]+", one.family)
    generation = re.search(r"[0-9]+", one.family)
    labels = {
        "node.kubernetes.io/instance-type": one.name,
        "kubernetes.io/arch": one.architecture,
        f"{prefix}family": one.family,
        f"{prefix}size": one.size,
        f"{prefix}category": letters[0] if letters else "",
        f"{prefix}generation": generation[0] if generation else "",
        f"{prefix}cpu": str(one.cpus),
        f"{prefix}memory": str(int(one.memory_gib * 1024)),
        f"{prefix}gpu-count": str(one.gpus),
        f"{prefix}gpu-name": one.gpu_name,
    }
    return {key: value for key, value in labels.items() if value}


def _fits(label: str | None, operator: str, values: list[str]) -> bool:
    if label is None:
        return True
    if operator == "In":
        return label in values
    if operator == "NotIn":
        return label not in values
    if operator in ("Gt", "Lt") and len(values) == 1 and values[0].isdecimal() and label.isdecimal():
        return (int(label) > int(values[0])) == (operator == "Gt") and label != values[0]
    return True


def quantity(limits: Facts, name: str) -> float:
    """A Kubernetes quantity: `16`, `64Gi`, `500m`."""
    found = _QUANTITY.fullmatch(limits.text(name) if _is_text(limits, name) else f"{limits.number(name):f}")
    if found is None or found[2] not in _UNITS:
        raise limits.unknown(name)
    return float(found[1]) * _UNITS[found[2]]


def _is_text(limits: Facts, name: str) -> bool:
    return isinstance(limits.values.get(name), str)
