"""Every namespace has a quota.

Why: one team, or one runaway controller, takes the whole cluster, and its bill has no end.
Fix: add a `ResourceQuota` with the namespace's share in `spec.hard`.
"""

from policies.facts.kubernetes import objects, types
from policies.facts.namespaces import SYSTEM, inside
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=types("Namespace", patches=False))
def k8s_ns_quota(resource: Resource) -> Findings:
    findings: Findings = []
    for one in objects(resource, "Namespace"):
        bounded = inside(one, "ResourceQuota").some(lambda quota: quota["spec"]["hard"].is_set())
        exempt = one.root.at("metadata", "name").equals(*SYSTEM)
        findings += one.require(bounded | exempt, one["metadata"])
    return findings
