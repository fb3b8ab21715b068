"""Load balancers of Services are internal, or open to named addresses only.

Why: a Service of the type `LoadBalancer` puts its pods on the internet, past the platform's gateway.
Fix: annotate it `service.beta.kubernetes.io/aws-load-balancer-scheme: internal`, or set `load_balancer_source_ranges`.
"""

from policies.facts.exposure import has_internal_balancer
from policies.facts.kubernetes import objects, types
from policies.facts.networks import is_world
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

SOURCES = "service.beta.kubernetes.io/load-balancer-source-ranges"


@rule(severity=Severity.HIGH, types=types("Service"))
def k8s_service_lb_internal(resource: Resource) -> Findings:
    findings: Findings = []
    for service in objects(resource, "Service"):
        spec = service["spec"]
        ranges = spec["loadBalancerSourceRanges"]
        listed = service["metadata"]["annotations"][SOURCES]
        narrow = ranges.is_set() & ~ranges.some(is_world) | listed.is_set() & ~listed.matches(r".*/0+\b.*")
        holds = ~spec["type"].equals("LoadBalancer") | narrow | has_internal_balancer(service)
        findings += service.require(holds, spec["type"])
    return findings
