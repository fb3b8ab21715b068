"""A workload of several replicas has a disruption budget.

Why: an upgrade of the nodes may evict all replicas at the same moment.
Fix: add a `PodDisruptionBudget` with `max_unavailable` 1 that selects the workload's pods.
"""

from functools import partial

from policies.facts.kubernetes import KubernetesObject, objects, selects, types
from policies.facts.namespaces import beside
from policies.facts.pods import pods_of
from policies.facts.scaling import REPLICATED, has_several
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.truth import Truth, some


@rule(severity=Severity.MEDIUM, types=types(*REPLICATED, patches=False), profiles=(Profile.PROD,))
def k8s_pdb_present(resource: Resource) -> Findings:
    findings: Findings = []
    for workload in objects(resource, *REPLICATED):
        guarded = beside(workload, "PodDisruptionBudget").some(partial(_guards, workload))
        findings += workload.require(~has_several(workload) | guarded, workload["spec"])
    return findings


def _guards(workload: KubernetesObject, budget: KubernetesObject) -> Truth:
    selector = budget["spec"]["selector"]
    return some(selects(selector, pod.metadata["labels"]) for pod in pods_of(workload))
