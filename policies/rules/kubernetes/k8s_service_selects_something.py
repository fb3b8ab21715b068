"""Every Service selects pods that there are.

Why: a Service whose labels nothing bears answers no request, which shows only when the first one fails.
Fix: let `selector` name labels of the pods that are meant.
"""

from policies.facts.kubernetes import objects, types
from policies.facts.selectors import finds_pods
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule


@rule(severity=Severity.LOW, types=types("Service", patches=False), profiles=(Profile.OPTIONAL,))
def k8s_service_selects_something(resource: Resource) -> Findings:
    findings: Findings = []
    for service in objects(resource, "Service"):
        labels = service["spec"]["selector"]
        # A Service without a selector gets its addresses from somebody else.
        whole = Node(labels.value if labels.value is UNKNOWN else {"matchLabels": labels.value}, sources=labels.sources)
        findings += service.require(~labels.is_set() | finds_pods(service, whole), labels)
    return findings
