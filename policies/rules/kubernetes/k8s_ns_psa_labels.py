"""Every namespace enforces a level of the Pod Security Standards.

Why: without it whoever may make a pod there makes a privileged one, and owns a node.
Fix: label the namespace `pod-security.kubernetes.io/enforce` with `restricted`, or `baseline` where that cannot be.
"""

from policies.facts.kubernetes import objects, types
from policies.facts.namespaces import SYSTEM
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

LABEL = "pod-security.kubernetes.io/enforce"


@rule(
    severity=Severity.HIGH,
    types=types("Namespace"),
    controls=Controls(cis_eks="4.2.1 4.2.2 4.2.3 4.2.4 4.2.5"),
)
def k8s_ns_psa_labels(resource: Resource) -> Findings:
    findings: Findings = []
    for one in objects(resource, "Namespace"):
        metadata = one["metadata"]
        level = metadata.at("labels", LABEL)
        findings += one.require(level.equals("restricted", "baseline") | metadata["name"].equals(*SYSTEM), level)
    return findings
