"""No Service claims addresses from outside the cluster.

Why: whoever makes such a Service gets the cluster's traffic to any address he likes, a bank's or the registry's
(CVE-2020-8554).
Fix: leave `external_ips` out; use a load balancer.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.HIGH, types=types("Service"))
def k8s_service_no_external_ips(resource: Resource) -> Findings:
    found = ((service, service["spec"]["externalIPs"]) for service in objects(resource, "Service"))
    return [one for service, claimed in found for one in service.require(~claimed.is_set(), claimed)]
