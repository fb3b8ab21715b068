"""Secrets are brought from a secret store, not written as data.

Why: what a program writes into a Secret is in its state, too, and is never rotated.
Fix: keep it in AWS Secrets Manager, and have it brought by an `ExternalSecret` or mounted by the store's CSI driver.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=types("Secret"),
    profiles=(Profile.PROD,),
    controls=Controls(cis_eks="4.4.2"),
)
def k8s_external_secrets(resource: Resource) -> Findings:
    findings: Findings = []
    for secret in objects(resource, "Secret"):
        for place in ("data", "stringData"):
            findings += secret.require(~secret[place].is_set(), secret[place])
    return findings
