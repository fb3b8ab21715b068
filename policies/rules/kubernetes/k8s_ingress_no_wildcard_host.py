"""Every ingress names the hosts it answers for.

Why: one without a host takes the requests for every name, those of other teams too.
Fix: set `host` in each of `spec.rules` to a name without a wildcard.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=types("Ingress"))
def k8s_ingress_no_wildcard_host(resource: Resource) -> Findings:
    findings: Findings = []
    for ingress in objects(resource, "Ingress"):
        rules = ingress["spec"]["rules"]
        findings += ingress.require(rules.is_set(), rules)
        for host in (one["host"] for one in rules.each()):
            findings += ingress.require(host.is_set() & ~host.matches(r".*\*.*"), host)
    return findings
