"""Replicas are spread over nodes or zones.

Why: two replicas on one node are one: they go with it.
Fix: set `topology_spread_constraints` over `topology.kubernetes.io/zone`, or a pod anti-affinity: our components do.
"""

from policies.facts.kubernetes import objects, types
from policies.facts.pods import pods_of
from policies.facts.scaling import REPLICATED, has_several
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.LOW, types=types(*REPLICATED))
def k8s_topology_spread(resource: Resource) -> Findings:
    findings: Findings = []
    for workload in objects(resource, *REPLICATED):
        for pod in pods_of(workload):
            constraints = pod.spec["topologySpreadConstraints"]
            spread = constraints.is_set() | pod.spec.at("affinity", "podAntiAffinity").is_set()
            findings += pod.require(~has_several(workload) | spread, constraints)
    return findings
