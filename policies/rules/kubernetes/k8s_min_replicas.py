"""In production a workload has two replicas, or an autoscaler.

Why: with one, each deployment, each eviction and each failure of a node is an outage.
Fix: set `replicas` to 2 or more, or add an autoscaler: in our components, `replicas_min`.
"""

from policies.facts.kubernetes import objects, types
from policies.facts.scaling import REPLICATED, is_scaled
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule


@rule(severity=Severity.MEDIUM, types=types(*REPLICATED), profiles=(Profile.PROD,))
def k8s_min_replicas(resource: Resource) -> Findings:
    findings: Findings = []
    for workload in objects(resource, *REPLICATED):
        replicas = workload["spec"]["replicas"]
        # None at all is a workload that is switched off.
        enough = replicas.at_least(2) | replicas.at_most(0)
        findings += workload.require(enough | is_scaled(workload), replicas)
    return findings
