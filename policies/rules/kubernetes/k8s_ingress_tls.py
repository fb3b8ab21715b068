"""Every host of an ingress has a certificate.

Why: requests, tokens and answers travel readable, and anybody on the way may change them.
Fix: name the host in `spec.tls`, or the certificate in the annotation `alb.ingress.kubernetes.io/certificate-arn`.
"""

from policies.facts.kubernetes import KubernetesObject, objects, types
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth

CERTIFICATE = "alb.ingress.kubernetes.io/certificate-arn"


@rule(severity=Severity.HIGH, types=types("Ingress"), controls=Controls(cis_eks="5.4.5"))
def k8s_ingress_tls(resource: Resource) -> Findings:
    findings: Findings = []
    for ingress in objects(resource, "Ingress"):
        certified = ingress["metadata"]["annotations"][CERTIFICATE].is_set()
        tls = ingress["spec"]["tls"]
        findings += ingress.require(certified | tls.is_set(), tls)
        for rule_ in ingress["spec"]["rules"].each() if tls.value is not None else ():
            findings += ingress.require(certified | _covers(ingress, rule_["host"]), rule_)
    return findings


def _covers(ingress: KubernetesObject, host: Node) -> Truth:
    def names(named: Node) -> Truth:
        if UNKNOWN in (named.value, host.value):
            return Truth.UNKNOWN
        wildcard = host.matches(rf"[^.]+{named.value[1:]}") if str(named.value).startswith("*.") else Truth.FALSE
        return host.equals(named.value) | wildcard

    # One that names no host is for all.
    return ingress["spec"]["tls"].some(lambda entry: ~entry["hosts"].is_set() | entry["hosts"].some(names))
