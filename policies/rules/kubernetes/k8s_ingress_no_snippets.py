"""No ingress brings configuration of its own for nginx.

Why: a snippet runs inside the controller and reads the token with which that reads every secret of the cluster
(CVE-2021-25742).
Fix: use the controller's named annotations; switch snippets off with `allow-snippet-annotations: false`.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(severity=Severity.HIGH, types=types("Ingress"), controls=Controls(nsa="C-0059"))
def k8s_ingress_no_snippets(resource: Resource) -> Findings:
    findings: Findings = []
    for ingress in objects(resource, "Ingress"):
        annotations = ingress["metadata"]["annotations"]
        if annotations.value is UNKNOWN:
            findings += ingress.require(Truth.UNKNOWN, annotations)
        for key, snippet in annotations.items():
            if "nginx" in key.partition("/")[0] and key.endswith(("-snippet", "-snippets")):
                findings += ingress.require(~snippet.is_set(), snippet)
    return findings
