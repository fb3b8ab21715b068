"""Servers of experiments are reached from inside alone, or after a login.

Why: MLflow, TensorBoard and the like run what they are sent, or show every model and dataset, and trust whoever comes;
flaws in their own passwords have been found more than once.
Fix: leave the Service of type ClusterIP, or its load balancer internal; give an Ingress the annotations of a login:
`alb.ingress.kubernetes.io/auth-type: oidc`, or `auth-url` or `auth-signin` of NGINX.
"""

from policies.facts.exposure import has_internal_balancer, has_login, is_internal
from policies.facts.kubernetes import branches, objects, types
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth

SERVERS = r"(.*-)?(mlflow|tensorboard|aim|clearml|wandb|ray-dashboard|kubeflow|argo-server|jupyter|jupyterhub)(-.*)?"


@rule(
    severity=Severity.CRITICAL,
    types=types("Service", "Ingress"),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("MEASURE 2.7",), iso_42001="A.6.2.6"),
)
def ml_tracking_server_not_open(resource: Resource) -> Findings:
    findings: Findings = []
    for service in objects(resource, "Service"):
        kind, name = service["spec"]["type"], service.root.at("metadata", "name")
        meant = _is_server(name) | _is_server(service["spec"]["selector"]["app.kubernetes.io/name"])
        balanced = kind.equals("LoadBalancer") & ~has_internal_balancer(service)
        findings += service.require(~meant | ~(balanced | kind.equals("NodePort")), kind)
    for ingress in objects(resource, "Ingress"):
        backends = ("rules", "[]", "http", "paths", "[]", "backend", "service", "name")
        for backend in branches(ingress["spec"], *backends):
            open_ = _is_server(backend) & ~has_login(ingress) & ~is_internal(ingress)
            findings += ingress.require(~open_, backend)
    return findings


def _is_server(name: Node) -> Truth:
    return name.spells(SERVERS)
