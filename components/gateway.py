"""The way in for requests: one TLS listener on a load balancer that only the private network reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from components.certificates import private_certificate
from components.charts import Chart
from components.container import Resources
from components.custom_resource import after, custom_resource, name_of
from components.network_policy import Allowed, addresses, allow
from components.operators import operator

API = "gateway.networking.k8s.io/v1"
ENVOY_API = "gateway.envoyproxy.io/v1alpha1"
LISTENER = "https"
PORT = 443

PROXY_LABELS = {"app.kubernetes.io/component": "proxy", "app.kubernetes.io/managed-by": "envoy-gateway"}
"""What Envoy Gateway puts on the pods that carry requests."""
_PROXY = Resources(cpus=1, memory_gib=1)
"""Of each proxy."""


@dataclass(frozen=True)
class Gateway:
    """The gateway that routes attach to."""

    name: pulumi.Output[str]
    host: str
    inside: pulumi.Output[str]

    def route(
        self, name: str, *, called: str, backend: pulumi.Input[str], port: int, opts: pulumi.ResourceOptions
    ) -> pulumi.Output[str]:
        """Send requests for `<called>.<host>` to a Service. Returns the URL."""
        host = f"{called}.{self.host}"
        spec = {
            "parentRefs": [{"name": self.name, "sectionName": LISTENER}],
            "hostnames": [host],
            "rules": [{"backendRefs": [{"name": backend, "port": port}], "timeouts": {"request": "60s"}}],
        }
        route = custom_resource(name, API, "HTTPRoute", spec, called=called, inside=self.inside, opts=opts)
        # Through the route's name, so that the URL is known only when requests get somewhere.
        return name_of(route).apply(lambda _: f"https://{host}")


def gateway(
    name: str,
    host: str,
    *,
    inside: pulumi.Output[str],
    public_cidrs: Sequence[str],
    cert_manager: pulumi.Resource,
    opts: pulumi.ResourceOptions,
) -> Gateway:
    """Install Envoy Gateway, and make a gateway for every host below `host`.

    Args:
        name: logical name; the children add a suffix to it.
        inside: namespace of the gateway and of every route to it.
        public_cidrs: networks that reach it from the internet; if there are none it has no public address at all.
        cert_manager: the release that signs the gateway's certificate.
        opts: options of every child.
    """
    envoy = operator(
        f"{name}-envoy",
        {Chart.ENVOY_GATEWAY: {"deployment": {"replicas": 2}}},
        load_balancers_max=1,
        opts=opts,
    )
    served = after(opts, envoy)
    if public_cidrs:
        allow(
            f"{name}-public",
            inside=Chart.ENVOY_GATEWAY.namespace,
            of=PROXY_LABELS,
            ingress=[Allowed(addresses(*public_cidrs))],
            opts=served,
        )
    secret = private_certificate(name, host, inside=inside, opts=after(opts, cert_manager))
    spec = {"gatewayClassName": _gateway_class(name, public_cidrs, served), "listeners": [_listener(host, secret)]}
    made = custom_resource(name, API, "Gateway", spec, called=name, inside=inside, opts=served)
    return Gateway(name_of(made), host, inside)


def _listener(host: str, secret: pulumi.Input[str]) -> dict[str, Any]:
    return {
        "name": LISTENER,
        "protocol": "HTTPS",
        "port": PORT,
        "hostname": f"*.{host}",
        "tls": {"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": secret}]},
        "allowedRoutes": {"namespaces": {"from": "Same"}},
    }


def _gateway_class(name: str, public_cidrs: Sequence[str], opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """The class of gateways that our proxies carry out. Returns its name."""
    inside = Chart.ENVOY_GATEWAY.namespace
    proxy = custom_resource(f"{name}-proxy", ENVOY_API, "EnvoyProxy", _proxy(public_cidrs), inside=inside, opts=opts)
    reference = {
        "group": "gateway.envoyproxy.io",
        "kind": "EnvoyProxy",
        "name": name_of(proxy),
        "namespace": inside,
    }
    spec = {"controllerName": "gateway.envoyproxy.io/gatewayclass-controller", "parametersRef": reference}
    return name_of(custom_resource(name, API, "GatewayClass", spec, opts=opts))


def _proxy(public_cidrs: Sequence[str]) -> dict[str, Any]:
    scheme = "internet-facing" if public_cidrs else "internal"
    service: dict[str, Any] = {
        "type": "LoadBalancer",
        "annotations": {
            "service.beta.kubernetes.io/aws-load-balancer-type": "nlb",
            # Two spellings of one wish: EKS's own controller reads the first, the Load Balancer Controller the other.
            "service.beta.kubernetes.io/aws-load-balancer-internal": str(not public_cidrs).lower(),
            "service.beta.kubernetes.io/aws-load-balancer-scheme": scheme,
        },
    }
    if public_cidrs:
        service["loadBalancerSourceRanges"] = list(public_cidrs)
    kubernetes = {
        "envoyService": service,
        "envoyDeployment": {"replicas": 2, "container": {"resources": _PROXY.quantities()}},
        "envoyPDB": {"minAvailable": 1},
    }
    return {"provider": {"type": "Kubernetes", "kubernetes": kubernetes}}
