"""Every namespace has a limit range.

Why: a container that says nothing of CPU and memory gets no bounds, and no quota of the namespace can be met.
Fix: add a `LimitRange` with defaults for containers.
"""

from policies.facts.kubernetes import objects, types
from policies.facts.namespaces import SYSTEM, inside
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.LOW, types=types("Namespace", patches=False))
def k8s_ns_limit_range(resource: Resource) -> Findings:
    findings: Findings = []
    for one in objects(resource, "Namespace"):
        bounded = inside(one, "LimitRange").some(lambda limits: limits["spec"]["limits"].is_set())
        exempt = one.root.at("metadata", "name").equals(*SYSTEM)
        findings += one.require(bounded | exempt, one["metadata"])
    return findings
