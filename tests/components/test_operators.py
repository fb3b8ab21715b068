"""Operators live in closed namespaces and come up in the order given."""

from __future__ import annotations

import pulumi
import pytest

from components.charts import Chart
from components.network_policy import PRIVATE_RANGES
from components.operators import operator
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

NAMESPACE = "kubernetes:core/v1:Namespace"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
RELEASE = "kubernetes:helm.sh/v3:Release"


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        operator("node", {Chart.KSERVE_CRD: {}, Chart.KUEUE: {"a": 1}}, opts=opts)
        operator("way-in", {Chart.ENVOY_GATEWAY: {}}, load_balancers_max=1, opts=opts)

    return bring_up(deploy_once, build)


def test_charts_share_the_first_ones_namespace(made: Result) -> None:
    assert made.names(NAMESPACE) == {"node", "way-in"}
    assert made.inputs(NAMESPACE, "node")["metadata"]["name"] == "kserve"
    assert made.names(RELEASE) == {"node-kserve-crd", "node-kueue", "way-in-envoy-gateway"}
    assert {made.inputs(RELEASE, name)["namespace"] for name in ("node-kserve-crd", "node-kueue")} == {"kserve"}


def test_a_chart_waits_for_the_one_before_and_gets_its_own_values(made: Result) -> None:
    first, second = made.of(RELEASE, "node-kserve-crd"), made.of(RELEASE, "node-kueue")
    assert first.urn in second.dependencies
    assert made.of(POLICY, "node-network").urn in first.dependencies
    assert second.inputs["values"] == {"a": 1}


def test_pods_are_held_to_the_baseline_level(made: Result) -> None:
    given = made.inputs(NAMESPACE, "node")["metadata"]["labels"]
    assert given["pod-security.kubernetes.io/enforce"] == "baseline"


def test_only_the_private_network_is_connected(made: Result) -> None:
    spec = made.inputs(POLICY, "node-network")["spec"]
    peers = [{"ipBlock": {"cidr": block}} for block in PRIVATE_RANGES]
    assert spec["podSelector"] == {}
    assert spec["ingress"] == [{"from": peers}]
    assert spec["egress"] == [{"to": peers}]


def test_load_balancers_are_made_only_where_allowed(made: Result) -> None:
    quota = "kubernetes:core/v1:ResourceQuota"
    assert made.inputs(quota, "node-quota")["spec"]["hard"]["services.loadbalancers"] == "0"
    assert made.inputs(quota, "way-in-quota")["spec"]["hard"]["services.loadbalancers"] == "1"
