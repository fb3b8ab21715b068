"""A disruption budget lets at least one pod go.

Why: one that lets none go blocks every upgrade and every consolidation of nodes, until somebody deletes it at night.
Fix: set `max_unavailable` to 1, or `min_available` below the number of replicas.
"""

from policies.facts.kubernetes import KubernetesObject, objects, selects, types
from policies.facts.namespaces import beside
from policies.facts.pods import pods_of
from policies.facts.scaling import REPLICATED, always_has
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth, some


@rule(severity=Severity.MEDIUM, types=types("PodDisruptionBudget"))
def k8s_pdb_allows_eviction(resource: Resource) -> Findings:
    findings: Findings = []
    for budget in objects(resource, "PodDisruptionBudget"):
        most, least = budget["spec"]["maxUnavailable"], budget["spec"]["minAvailable"]
        findings += budget.require(~(most.at_most(0) | most.matches("0+%")), most)
        findings += budget.require(~(least.matches("100%") | _keeps_all(budget)), least)
    return findings


def _keeps_all(budget: KubernetesObject) -> Truth:
    least, selector = budget["spec"]["minAvailable"], budget["spec"]["selector"]
    counted = least.is_set() & ~least.matches(r".*%")

    def keeps_all(workload: KubernetesObject) -> Truth:
        meant = some(selects(selector, pod.metadata["labels"]) for pod in pods_of(workload))
        return meant & counted & ~always_has(workload, least)

    return beside(budget, *REPLICATED).some(keeps_all) if counted is not Truth.FALSE else Truth.FALSE
