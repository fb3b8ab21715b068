"""How far Services and Ingresses let the world in."""

from __future__ import annotations

from typing import Final

from policies.facts.kubernetes import KubernetesObject
from policies.truth import Truth, some

_BALANCER: Final = "service.beta.kubernetes.io/aws-load-balancer"
_ALB: Final = "alb.ingress.kubernetes.io"
_NGINX: Final = "nginx.ingress.kubernetes.io"
_INTERNAL_CLASSES: Final = ("service.k8s.aws/nlb", "eks.amazonaws.com/nlb")
"""Controllers whose load balancers are internal unless something else is said."""


def has_internal_balancer(service: KubernetesObject) -> Truth:
    """Whether the load balancer of a Service has no address on the internet."""
    annotations = service["metadata"]["annotations"]
    scheme, older = annotations[f"{_BALANCER}-scheme"], annotations[f"{_BALANCER}-internal"]
    by_class = service["spec"]["loadBalancerClass"].equals(*_INTERNAL_CLASSES) & ~scheme.is_set()
    return some((scheme.equals("internal"), older.is_true() | older.equals("0.0.0.0/0"), by_class))


def is_internal(ingress: KubernetesObject) -> Truth:
    """Whether the load balancer of an Ingress has no address on the internet."""
    return ingress["metadata"]["annotations"][f"{_ALB}/scheme"].equals("internal")


def has_login(ingress: KubernetesObject) -> Truth:
    """Whether an Ingress sends whoever comes to a login first."""
    annotations = ingress["metadata"]["annotations"]
    asked = (annotations[f"{_NGINX}/{key}"].is_set() for key in ("auth-url", "auth-signin", "auth-tls-secret"))
    return annotations[f"{_ALB}/auth-type"].equals("oidc", "cognito") | some(asked)
