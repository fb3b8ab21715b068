"""Network policies open exactly what they name."""

from __future__ import annotations

from ipaddress import IPv4Network

import pulumi
import pytest

from components import network_policy
from components.network_policy import AWS_APIS, POD_IDENTITY, PRIVATE_RANGES, Allowed
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
LABELS = {"app": "model"}


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        clients = network_policy.pods_of_namespaces("strata/team")
        proxies = network_policy.pods({"role": "proxy"}, namespace="gateway")
        network_policy.allow(
            "both",
            inside="default",
            of=LABELS,
            ingress=[Allowed([clients, proxies], [8080])],
            egress=[Allowed(network_policy.addresses("10.1.0.0/16"), [5432]), POD_IDENTITY],
            opts=opts,
        )
        network_policy.allow("in", inside="default", of=LABELS, ingress=[Allowed([clients])], opts=opts)
        network_policy.allow("out", inside="default", of={}, egress=[AWS_APIS], opts=opts)

    return bring_up(deploy_once, build)


def test_peers_and_ports_are_those_named(made: Result) -> None:
    assert made.inputs(POLICY, "both")["spec"] == {
        "podSelector": {"matchLabels": LABELS},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [
            {
                "from": [
                    {"namespaceSelector": {"matchExpressions": [{"key": "strata/team", "operator": "Exists"}]}},
                    {
                        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "gateway"}},
                        "podSelector": {"matchLabels": {"role": "proxy"}},
                    },
                ],
                "ports": [{"protocol": "TCP", "port": 8080}],
            }
        ],
        "egress": [
            {"to": [{"ipBlock": {"cidr": "10.1.0.0/16"}}], "ports": [{"protocol": "TCP", "port": 5432}]},
            {"to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}], "ports": [{"protocol": "TCP", "port": 80}]},
        ],
    }


def test_a_direction_without_a_rule_is_left_to_other_policies(made: Result) -> None:
    inward, outward = made.inputs(POLICY, "in")["spec"], made.inputs(POLICY, "out")["spec"]
    assert inward["policyTypes"] == ["Ingress"]
    assert "egress" not in inward
    assert outward["policyTypes"] == ["Egress"]
    assert "ingress" not in outward


def test_without_labels_every_pod_of_the_namespace_is_meant(made: Result) -> None:
    assert made.inputs(POLICY, "out")["spec"]["podSelector"] == {}


def test_no_port_means_every_port(made: Result) -> None:
    (rule,) = made.inputs(POLICY, "in")["spec"]["ingress"]
    assert "ports" not in rule


def test_aws_is_reached_over_https_only_and_never_through_the_link_local_network(made: Result) -> None:
    (rule,) = made.inputs(POLICY, "out")["spec"]["egress"]
    assert rule["ports"] == [{"protocol": "TCP", "port": 443}]
    *private, public = (peer["ipBlock"] for peer in rule["to"])
    assert [block["cidr"] for block in private] == list(PRIVATE_RANGES)
    assert public == {"cidr": "0.0.0.0/0", "except": [*PRIVATE_RANGES, "169.254.0.0/16"]}


def test_private_ranges_are_private_or_shared() -> None:
    assert not any(IPv4Network(block).is_global for block in PRIVATE_RANGES)
