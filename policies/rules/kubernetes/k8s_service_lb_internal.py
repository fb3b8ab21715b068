"""Load balancers of Services are internal, or open to named addresses only.

Why: a Service of the type `LoadBalancer` puts its pods on the internet, past the platform's gateway.
Fix: annotate it `service.beta.kubernetes.io/aws-load-balancer-scheme: internal`, or set `load_balancer_source_ranges`.
"""

from policies.finding import Findings
from policies.kubernetes import KubernetesObject, objects, types
from policies.networks import is_world
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth, some

PREFIX = "service.beta.kubernetes.io/aws-load-balancer"
SOURCES = "service.beta.kubernetes.io/load-balancer-source-ranges"
INTERNAL_CLASSES = ("service.k8s.aws/nlb", "eks.amazonaws.com/nlb")
"""Controllers whose load balancers are internal unless something else is said."""


@rule(severity=Severity.HIGH, types=types("Service"))
def k8s_service_lb_internal(resource: Resource) -> Findings:
    findings: Findings = []
    for service in objects(resource, "Service"):
        spec = service["spec"]
        ranges = spec["loadBalancerSourceRanges"]
        listed = service["metadata"]["annotations"][SOURCES]
        narrow = ranges.is_set() & ~ranges.some(is_world) | listed.is_set() & ~listed.matches(r".*/0+\b.*")
        holds = ~spec["type"].equals("LoadBalancer") | narrow | _is_internal(service)
        findings += service.require(holds, spec["type"])
    return findings


def _is_internal(service: KubernetesObject) -> Truth:
    annotations = service["metadata"]["annotations"]
    scheme, older = annotations[f"{PREFIX}-scheme"], annotations[f"{PREFIX}-internal"]
    by_class = service["spec"]["loadBalancerClass"].equals(*INTERNAL_CLASSES) & ~scheme.is_set()
    return some((scheme.equals("internal"), older.is_true() | older.equals("0.0.0.0/0"), by_class))
