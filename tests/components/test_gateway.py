"""Requests come in through one TLS listener on a private load balancer."""

from __future__ import annotations

import pulumi
import pytest

from components.charts import Chart
from components.gateway import gateway
from components.namespace import namespace
from components.operators import operator
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway"
CLASS = "kubernetes:gateway.networking.k8s.io/v1:GatewayClass"
ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"
PROXY = "kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer"


def make(deploy: Deployer, *public_cidrs: str) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        inside = namespace("serving", called="serving", opts=opts).metadata.name
        cert_manager = operator("certificates", {Chart.CERT_MANAGER: {"crds": {"enabled": True}}}, opts=opts)
        made = gateway(
            "way-in", "models.internal", inside=inside, public_cidrs=public_cidrs, cert_manager=cert_manager, opts=opts
        )
        url = made.route("fraud", called="fraud", backend="fraud-service", port=8080, opts=opts)
        pulumi.export("url", url)

    return bring_up(deploy, build)


@pytest.fixture(scope="module")
def private(deploy_once: Deployer) -> Result:
    return make(deploy_once)


def test_the_load_balancer_is_internal(private: Result) -> None:
    service = private.inputs(PROXY, "way-in-proxy")["spec"]["provider"]["kubernetes"]["envoyService"]
    assert service == {
        "type": "LoadBalancer",
        "annotations": {
            f"{ANNOTATION}-type": "nlb",
            f"{ANNOTATION}-internal": "true",
            f"{ANNOTATION}-scheme": "internal",
        },
    }
    assert "way-in-public" not in private.names(POLICY)


def test_a_public_gateway_lets_in_only_the_networks_named(deploy: Deployer) -> None:
    public = make(deploy, "203.0.113.0/24")
    service = public.inputs(PROXY, "way-in-proxy")["spec"]["provider"]["kubernetes"]["envoyService"]
    assert service["annotations"][f"{ANNOTATION}-internal"] == "false"
    assert service["annotations"][f"{ANNOTATION}-scheme"] == "internet-facing"
    assert service["loadBalancerSourceRanges"] == ["203.0.113.0/24"]
    opened = public.inputs(POLICY, "way-in-public")
    assert opened["metadata"]["namespace"] == "envoy-gateway-system"
    assert opened["spec"]["ingress"] == [{"from": [{"ipBlock": {"cidr": "203.0.113.0/24"}}]}]


def test_the_only_listener_ends_tls_with_our_certificate_for_routes_of_this_namespace(private: Result) -> None:
    inputs = private.inputs(GATEWAY, "way-in")
    assert inputs["metadata"]["namespace"] == "serving"
    assert inputs["spec"]["listeners"] == [
        {
            "name": "https",
            "protocol": "HTTPS",
            "port": 443,
            "hostname": "*.models.internal",
            "tls": {"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": "way-in"}]},
            "allowedRoutes": {"namespaces": {"from": "Same"}},
        }
    ]


def test_the_gateway_is_of_the_class_that_names_our_proxy(private: Result) -> None:
    name = private.outputs(CLASS, "way-in")["metadata"]["name"]
    assert private.inputs(GATEWAY, "way-in")["spec"]["gatewayClassName"] == name
    assert private.inputs(CLASS, "way-in")["spec"] == {
        "controllerName": "gateway.envoyproxy.io/gatewayclass-controller",
        "parametersRef": {
            "group": "gateway.envoyproxy.io",
            "kind": "EnvoyProxy",
            "name": private.outputs(PROXY, "way-in-proxy")["metadata"]["name"],
            "namespace": "envoy-gateway-system",
        },
    }


def test_two_proxies_carry_requests_and_one_always_stays(private: Result) -> None:
    kubernetes = private.inputs(PROXY, "way-in-proxy")["spec"]["provider"]["kubernetes"]
    assert kubernetes["envoyDeployment"]["replicas"] == 2
    assert kubernetes["envoyPDB"] == {"minAvailable": 1}
    resources = kubernetes["envoyDeployment"]["container"]["resources"]
    assert resources["requests"] == resources["limits"] == {"cpu": "1", "memory": "1Gi"}


def test_two_controllers_tell_the_proxies_what_to_do(private: Result) -> None:
    release = private.inputs("kubernetes:helm.sh/v3:Release", "way-in-envoy-envoy-gateway")
    assert release["values"] == {"deployment": {"replicas": 2}}


def test_the_way_in_is_these_resources(private: Result) -> None:
    named = {(child.type.rpartition(":")[2], child.urn.rpartition("::")[2]) for child in private.resources}
    assert {(kind, name) for kind, name in named if name.startswith("way-in")} == {
        ("Namespace", "way-in-envoy"),
        ("NetworkPolicy", "way-in-envoy-closed"),
        ("LimitRange", "way-in-envoy-limits"),
        ("ResourceQuota", "way-in-envoy-quota"),
        ("NetworkPolicy", "way-in-envoy-network"),
        ("Release", "way-in-envoy-envoy-gateway"),
        ("Issuer", "way-in-self"),
        ("Certificate", "way-in-authority"),
        ("Issuer", "way-in-authority"),
        ("Certificate", "way-in"),
        ("EnvoyProxy", "way-in-proxy"),
        ("GatewayClass", "way-in"),
        ("Gateway", "way-in"),
    }


def test_a_route_sends_the_requests_for_its_host_to_its_service(private: Result) -> None:
    assert private.inputs(ROUTE, "fraud")["spec"] == {
        "parentRefs": [{"name": "way-in", "sectionName": "https"}],
        "hostnames": ["fraud.models.internal"],
        "rules": [
            {"backendRefs": [{"name": "fraud-service", "port": 8080}], "timeouts": {"request": "60s"}},
        ],
    }
    assert private.summary.outputs["url"] == "https://fraud.models.internal"


def test_everything_waits_for_the_chart_that_brings_its_kind(private: Result) -> None:
    envoy = private.of("kubernetes:helm.sh/v3:Release", "way-in-envoy-envoy-gateway").urn
    for type_, name in ((GATEWAY, "way-in"), (CLASS, "way-in"), (PROXY, "way-in-proxy")):
        assert envoy in private.of(type_, name).dependencies
