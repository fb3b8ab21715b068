"""Every network policy selects pods that there are.

Why: a policy whose labels nothing bears protects nothing, and looks as if it did.
Fix: let `pod_selector` name labels of the pods that are meant, or be empty for all pods of the namespace.
"""

from policies.facts.kubernetes import objects, types
from policies.facts.selectors import finds_pods
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule


@rule(severity=Severity.LOW, types=types("NetworkPolicy", patches=False), profiles=(Profile.OPTIONAL,))
def k8s_netpol_selects_something(resource: Resource) -> Findings:
    findings: Findings = []
    for policy in objects(resource, "NetworkPolicy"):
        selector = policy["spec"]["podSelector"]
        everything = ~selector["matchLabels"].is_set() & ~selector["matchExpressions"].is_set()
        findings += policy.require(everything | finds_pods(policy, selector), selector)
    return findings
