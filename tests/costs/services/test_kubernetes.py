"""What objects in a cluster cost beyond the nodes they run on."""

from __future__ import annotations

from typing import Any

import pytest

from costs import Range
from tests.costs.listed import declared, priced

FIGURES = {
    "elb/network": (0.02, "hour"),
    "elb/network-unit": (0.005, "hour"),
    "ec2/elastic-ip": (0.005, "hour"),
    "ebs/gp3": (0.1, "GiB-month"),
}
INTERNAL = {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"}
PUBLIC = {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing"}
GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway"
PROXY = "kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy"
BALANCER = Range(14.6, 18.25)


@pytest.mark.parametrize(
    ("token", "properties", "usd"),
    [
        ("kubernetes:core/v1:Service", {"spec": {"type": "ClusterIP"}}, Range(0, 0)),
        (
            "kubernetes:core/v1:Service",
            {"spec": {"type": "LoadBalancer"}, "metadata": {"annotations": INTERNAL}},
            BALANCER,
        ),
        # An address of its own in each of three zones.
        (
            "kubernetes:core/v1:Service",
            {"spec": {"type": "LoadBalancer"}, "metadata": {"annotations": PUBLIC}},
            Range(25.55, 29.2),
        ),
        (
            "kubernetes:core/v1:PersistentVolumeClaim",
            {"spec": {"resources": {"requests": {"storage": "10Gi"}}}},
            Range(1, 1),
        ),
        (GATEWAY, {}, BALANCER),
        ("kubernetes:apps/v1:Deployment", {"spec": {"replicas": 100}}, Range(0, 0)),
    ],
)
def test_sums(token: str, properties: dict[str, Any], usd: Range) -> None:
    found = priced(FIGURES, declared(token, **properties)).total
    assert found.unknown == ()
    assert (found.usd.low, found.usd.high) == pytest.approx((usd.low, usd.high))


@pytest.mark.parametrize(("form", "usd"), [("LoadBalancer", BALANCER), ("ClusterIP", Range(0, 0))])
def test_a_gateway_has_the_balancer_that_its_proxies_ask_for(form: str, usd: Range) -> None:
    service = {"type": form, "annotations": INTERNAL}
    proxy = declared(PROXY, spec={"provider": {"kubernetes": {"envoyService": service}}})
    found = priced(FIGURES, proxy, declared(GATEWAY)).total.usd
    assert (found.low, found.high) == pytest.approx((usd.low, usd.high))
