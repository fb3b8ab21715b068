"""Workloads and Services say by the recommended labels what they are and what they belong to.

Why: without them nobody finds at night whose pod that is, and costs and dashboards cannot be told apart.
Fix: set the labels `app.kubernetes.io/name` and `app.kubernetes.io/part-of`: our components do.
"""

from policies.facts.kubernetes import objects, types
from policies.facts.pods import POD_KINDS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

KINDS = (*POD_KINDS, "Service")


@rule(severity=Severity.LOW, types=types(*KINDS))
def k8s_recommended_labels(resource: Resource) -> Findings:
    findings: Findings = []
    for one in objects(resource, *KINDS):
        for label in ("app.kubernetes.io/name", "app.kubernetes.io/part-of"):
            said = one["metadata"]["labels"][label]
            findings += one.require(said.is_set(), said)
    return findings
