"""Roles name what they allow: no group, resource or verb is `*`.

Why: `*` allows what nobody thought of, kinds and verbs that come with the next chart or version included.
Fix: name the groups, resources and verbs that are needed.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

KINDS = ("Role", "ClusterRole")


@rule(severity=Severity.HIGH, types=types(*KINDS), controls=Controls(cis_eks="4.1.3"))
def k8s_rbac_no_wildcards(resource: Resource) -> Findings:
    findings: Findings = []
    for role in objects(resource, *KINDS):
        for given in role["rules"].each():
            for place in ("apiGroups", "resources", "verbs"):
                for named in given[place].each():
                    findings += role.require(~named.matches(r"\*(/.*)?"), named)
    return findings
