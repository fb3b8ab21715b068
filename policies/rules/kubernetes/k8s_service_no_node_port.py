"""No Service is opened on the nodes themselves.

Why: a node port is open on every node, past the load balancer, its certificates and its access log.
Fix: use the type `ClusterIP` with a route of the gateway, or `LoadBalancer`.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=types("Service"))
def k8s_service_no_node_port(resource: Resource) -> Findings:
    found = ((service, service["spec"]["type"]) for service in objects(resource, "Service"))
    return [one for service, kind in found for one in service.require(~kind.equals("NodePort"), kind)]
