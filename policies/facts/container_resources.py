"""CPU and memory that containers ask for and are held to."""

from __future__ import annotations

from policies.facts.kubernetes import KubernetesObject
from policies.facts.namespaces import beside
from policies.facts.pods import Pod, pods
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth

_DEFAULTS = {"requests": ("defaultRequest", "default"), "limits": ("default",)}
"""What a limit range sets by default; a limit is a request, too, where none is made."""


def of_each_amount(workload: Resource, kind: str, amount: str) -> Findings:
    """What is wrong with the containers of a workload: each must say an amount, or get it from somewhere.

    Args:
        kind: `requests` or `limits`.
        amount: `cpu` or `memory`.
    """
    findings: Findings = []
    for pod in pods(workload):
        # An ephemeral container cannot ask for anything.
        for container in pod.containers("containers", "initContainers"):
            said = _says(container["resources"], kind, amount) | _says(pod.spec["resources"], kind, amount)
            if said is not Truth.TRUE:
                said |= _gets(pod, kind, amount)
            findings += pod.require(said, container.at("resources", kind, amount))
    return findings


def _says(resources: Node, kind: str, amount: str) -> Truth:
    said = resources.at(kind, amount).is_set()
    return said | resources.at("limits", amount).is_set() if kind == "requests" else said


def _gets(pod: Pod, kind: str, amount: str) -> Truth:
    def sets(limit: Node) -> Truth:
        default = Truth.FALSE
        for place in _DEFAULTS[kind]:
            default |= limit.at(place, amount).is_set()
        return default & limit["type"].equals("Container")

    def fills_in(limits: KubernetesObject) -> Truth:
        return limits.root.at("spec", "limits").some(sets)

    return beside(pod.declared, "LimitRange").some(fills_in)
